"""Documents as PDF: the one seam to typst, which needs no system library and tags its PDFs for screen readers.

Data goes in as JSON beside the template, never into it: what people typed is text, whatever it looks like. Templates
stand in templates/pdf/, use one layout, import no package and read no file but each other. A document that never
changes is set once and kept in private storage under the fingerprint of its template and its data.
"""

import hashlib
import json
from functools import lru_cache
from pathlib import Path

from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

FOLDER = "documents-made"  # below the media root, of which only images/ is served
STANDARD = "ua-1"  # PDF/UA-1: schools, as public bodies, must be able to ask for it


def render_pdf(template: str, data: dict) -> bytes:
    """`template` is a name in templates/pdf/ without its ending."""
    return compile_typst(template, data, format="pdf", pdf_standards=STANDARD)


def compile_typst(template: str, data: dict, **options):
    import typst  # 24 ms and 34 MB that no other page needs

    root = template_folder()
    return typst.compile(
        str(root / f"{template}.typ"),
        root=str(root),
        font_paths=[],
        ignore_system_fonts=True,  # the serif that typst brings, so that a document looks the same on every machine
        sys_inputs={"data": json.dumps(data)},
        **options,
    )


def kept_pdf(name: str, template: str, data: dict) -> bytes:
    """The PDF of a document that never changes. `name` is its number."""
    path = f"{FOLDER}/{name}-{fingerprint(template, data)}.pdf"
    if default_storage.exists(path):
        with default_storage.open(path) as file:
            return file.read()
    made = render_pdf(template, data)
    default_storage.save(path, ContentFile(made))
    return made


def fingerprint(template: str, data: dict) -> str:
    words = json.dumps(data, sort_keys=True)
    return hashlib.sha256(f"{template} {template_version()} {words}".encode()).hexdigest()[:32]


@lru_cache(maxsize=1)
def template_version() -> str:
    texts = (path.read_bytes() for path in sorted(template_folder().glob("*.typ")))
    return hashlib.sha256(b"".join(texts)).hexdigest()


def template_folder() -> Path:
    return Path(settings.BASE_DIR) / "templates" / "pdf"
