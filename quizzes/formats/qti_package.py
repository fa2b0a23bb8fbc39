"""QTI packages: imsmanifest.xml names the items. A single item may come as it is."""

import posixpath
from collections.abc import Iterator
from functools import partial
from urllib.parse import unquote

from quizzes.formats.carried import OURS_HEAD
from quizzes.formats.qti_read import read_item, title_of
from quizzes.formats.qti_tree import level
from quizzes.formats.refused import ImportRefused, LeftOut
from quizzes.formats.report import Carried, Found, Piece
from quizzes.formats.xml_safe import Budget, digest_tree, read_xml
from quizzes.formats.zip_safe import Package

MANIFEST = "imsmanifest.xml"
OURS_ENDING = ".touchstone.txt"
OLD = "It is QTI 1, which is not read here; QTI 2.1, 2.2 and 3.0 are."
NO_ITEM = {
    "quiz": "It is Moodle XML, not QTI.",
    "questestinterop": OLD,
    "assessmentTest": "It is a test that names items in other files. Bring the whole package.",
    "manifest": "It is the list of a package. Bring the whole package, as a zip file.",
    "assessmentSection": "It is a section that names items in other files. Bring the whole package.",
}


def read_qti(data: bytes) -> Iterator[Piece]:
    if data.startswith(b"PK"):
        yield from _read_package(Package(data))
        return
    item = read_xml(data)
    digest = digest_tree(item)
    level(item)
    if item.tag != "assessmentItem":
        raise ImportRefused(
            NO_ITEM.get(item.tag, f"It is neither Moodle XML nor QTI: it begins with “{item.tag[:60]}”.")
        )
    yield Piece(title_of(item), partial(read_item, item), None, digest)


def _refuse(reason: str) -> Found:
    raise LeftOut(reason)


def _read_package(package: Package) -> Iterator[Piece]:
    budget = Budget()
    for name in package.members:
        if name.lower().endswith(".zip"):
            yield Piece(name[:120], partial(_refuse, "A package within a package is not opened."))
    resources = list(_resources(package, budget))
    if not resources:
        names = [name for name in package.members if name.lower().endswith(".xml") and name != MANIFEST]
        resources = [("", name, "") for name in names]
    for kind, name, ours in resources:
        piece = _piece(package, budget, name, ours, listed=bool(kind))
        if kind.startswith("imsqti_xmlv1"):
            yield Piece(name[:120], partial(_refuse, OLD))
        elif piece is not None:
            yield piece


def _resources(package: Package, budget: Budget) -> Iterator[tuple[str, str, str]]:
    """Type, file and, if the item is one of ours, the file of our own text."""
    manifests = [name for name in package.members if posixpath.basename(name) == MANIFEST]
    if not manifests:
        return
    path = min(manifests, key=len)
    try:
        manifest = level(read_xml(package.read(path), budget))
    except (ImportRefused, LeftOut) as error:
        raise ImportRefused(f"The list of the package, {MANIFEST}, cannot be read. {error}") from error
    base = posixpath.dirname(path)
    for resource in manifest.iter("resource"):
        kind = resource.get("type", "")
        if "item" in kind or kind.startswith("imsqti_xmlv1"):
            files = [_path(base, file.get("href", "")) for file in resource.findall("file")]
            href = resource.get("href") or ""
            ours = [name for name in files if name.endswith(OURS_ENDING)]
            yield kind, _path(base, href) if href else (files or [""])[0], (ours or [""])[0]


def _path(base: str, href: str) -> str:
    return posixpath.normpath(posixpath.join(base, unquote(href)))


def _piece(package: Package, budget: Budget, name: str, ours: str, *, listed: bool) -> Piece | None:
    try:
        item = read_xml(package.read(name), budget)
    except LeftOut as error:
        return Piece(name[:120], partial(_refuse, str(error)))
    except ImportRefused as error:
        return Piece(name[:120], partial(_refuse, f"Its file cannot be read. {error}"))
    digest = digest_tree(item)
    level(item)
    if item.tag == "assessmentItem":
        return Piece(title_of(item) or name[:120], partial(read_item, item), _carried(package, ours), digest)
    if listed or item.tag == "questestinterop":
        return Piece(name[:120], partial(_refuse, NO_ITEM.get(item.tag, "It is no QTI item.")))
    return None


def _carried(package: Package, name: str) -> Carried | None:
    if not name:
        return None
    try:
        head, _, text = package.read(name).decode("utf-8").partition("\n")
    except (LeftOut, UnicodeDecodeError):
        return Carried("", "")
    return Carried(text.rstrip("\n"), head.removeprefix(OURS_HEAD))
