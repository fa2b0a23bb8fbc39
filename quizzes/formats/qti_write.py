"""A QTI 3.0 package: a list, an item a question, and beside each item our own text of it."""

import io
import zipfile
from collections.abc import Sequence
from html import escape

from quizzes.formats.carried import OURS_HEAD, pack
from quizzes.formats.losses import losses_of
from quizzes.formats.qti_items import write_item
from quizzes.formats.qti_package import MANIFEST, OURS_ENDING
from quizzes.formats.qti_read import OUR_IDENTIFIER
from quizzes.formats.text import Draft
from quizzes.formats.xml_safe import digest_tree, read_xml

MADE = (2000, 1, 1, 0, 0, 0)  # the same questions make the same bytes
NAMESPACE = "http://www.imsglobal.org/xsd/qti/qtiv3p0/imscp_v1p1"


def write_qti(drafts: Sequence[Draft]) -> tuple[bytes, list[list[str]]]:
    package, resources = io.BytesIO(), []
    with zipfile.ZipFile(package, "w", zipfile.ZIP_DEFLATED) as file:
        for draft in drafts:
            identifier = f"{OUR_IDENTIFIER}{draft.key}"
            item = write_item(draft, identifier).encode()
            names = [f"items/{draft.key}.xml"]
            _put(file, names[0], item)
            text = pack(draft)
            if text:
                names.append(f"items/{draft.key}{OURS_ENDING}")
                _put(file, names[1], f"{OURS_HEAD}{digest_tree(read_xml(item))}\n{text}\n".encode())
            resources.append(_resource(identifier, names))
        _put(file, MANIFEST, _manifest(resources).encode())
    losses = [losses_of(draft, halves=True, unit=False) for draft in drafts]
    return package.getvalue(), losses


def _put(file: zipfile.ZipFile, name: str, data: bytes) -> None:
    member = zipfile.ZipInfo(name, MADE)
    member.compress_type = zipfile.ZIP_DEFLATED
    member.external_attr = 0o644 << 16
    file.writestr(member, data)


def _resource(identifier: str, names: list[str]) -> str:
    files = "".join(f'<file href="{escape(name)}"/>' for name in names)
    return (
        f'<resource identifier="r-{escape(identifier)}" type="imsqti_item_xmlv3p0" href="{escape(names[0])}">'
        f"{files}</resource>"
    )


def _manifest(resources: list[str]) -> str:
    inside = "\n".join(resources)
    return (
        f'<?xml version="1.0" encoding="UTF-8"?>\n<manifest xmlns="{NAMESPACE}" identifier="touchstone-questions">\n'
        "<metadata><schema>QTI Package</schema><schemaversion>3.0.0</schemaversion></metadata>\n"
        f"<organizations/>\n<resources>\n{inside}\n</resources>\n</manifest>\n"
    )
