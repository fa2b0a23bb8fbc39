"""XML from strangers: no document types, no entities, and limits on everything that can grow.

The text is decoded here, so that the parser never chooses an encoding; sizes are checked before anything is built.
"""

import codecs
import re
from collections.abc import Iterator
from xml.etree.ElementTree import Element, ParseError, TreeBuilder

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import DefusedXMLParser

from quizzes.formats.carried import digest_of
from quizzes.formats.plain_file import UTF_16
from quizzes.formats.refused import ImportRefused

MOST_ELEMENTS = 100_000
MOST_DEPTH = 60
MOST_IN_A_TAG = 20_000
DECLARATION = re.compile(r"\s*<\?xml\s([^>]{0,200}?)\?>")
ENCODING = re.compile(r"""encoding\s*=\s*["']([A-Za-z0-9._-]{1,40})["']""")
BARE_TYPE = re.compile(r"<!DOCTYPE\s+[A-Za-z][A-Za-z0-9:._-]{0,60}\s*>")  # some tools write it; it says nothing
LONG_TAG = re.compile(rf"<(?![!?])[^<>]{{{MOST_IN_A_TAG}}}")
CLOSED_BY = {"<![CDATA[": "]]>", "<!--": "-->", "<?": "?>"}
NO_TAGS = re.compile("|".join(map(re.escape, CLOSED_BY)))
MOST_NAMESPACES = 2_000
ENCODINGS = {"utf-8", "utf8", "us-ascii", "ascii", "iso-8859-1", "iso-8859-15", "windows-1252", "latin1", "utf-16"}


class Budget:
    """How many elements may still be built; one budget for all the files of a package."""

    def __init__(self, elements: int = MOST_ELEMENTS):
        self.elements = elements


class _Builder:
    """Builds a tree and stops as soon as it grows beyond what questions need."""

    def __init__(self, budget: Budget):
        self.tree, self.budget, self.depth = TreeBuilder(), budget, 0

    def start(self, tag, attributes):
        self.depth += 1
        self.budget.elements -= 1
        if self.depth > MOST_DEPTH:
            raise ImportRefused(f"Its elements lie more than {MOST_DEPTH} deep in one another.")
        if self.budget.elements < 0:
            raise ImportRefused(f"It holds more than {MOST_ELEMENTS:,} elements. Divide it.")
        return self.tree.start(tag, attributes)

    def end(self, tag):
        self.depth -= 1
        return self.tree.end(tag)

    def data(self, data):
        self.tree.data(data)

    def close(self):
        return self.tree.close()


def read_xml(data: bytes, budget: Budget | None = None) -> Element:
    """The root element, or ImportRefused with what is wrong and the line."""
    text = _decode(data)
    if LONG_TAG.search(_tags_of(text)) or text.count("xmlns") > MOST_NAMESPACES:
        raise ImportRefused("It has a tag too long for a file of questions.")
    parser = DefusedXMLParser(target=_Builder(budget or Budget()), forbid_dtd=True)
    try:
        parser.feed(text)
        return parser.close()
    except ParseError as error:
        raise ImportRefused(f"This is not well-formed XML: {_plainly(error)}.", line=error.position[0]) from error
    except DefusedXmlException as error:
        raise ImportRefused("It declares a document type or entities, which are not read here.") from error
    except (ValueError, AssertionError) as error:
        if isinstance(error, ImportRefused):
            raise
        raise ImportRefused("This is not well-formed XML.") from error


def _tags_of(text: str) -> str:
    """Without what holds no tags: a long one in CDATA is text, which is measured where it is read."""
    kept, begin = [], 0
    while begin >= 0 and (opening := NO_TAGS.search(text, begin)):
        kept.append(text[begin : opening.start()])
        ending = CLOSED_BY[opening[0]]
        end = text.find(ending, opening.end())
        begin = end + len(ending) if end >= 0 else -1
    return "".join([*kept, text[begin:] if begin >= 0 else ""])


def _plainly(error: ParseError) -> str:
    return str(error).partition(":")[0]


def _decode(data: bytes) -> str:
    encoding = "utf-8-sig"
    if data.startswith(UTF_16):
        encoding = "utf-16"
    elif not data.startswith(codecs.BOM_UTF8):
        head = data[:400].decode("latin-1")
        declared = DECLARATION.match(head)
        named = ENCODING.search(declared[1]) if declared else None
        encoding = named[1].lower() if named else encoding
    if encoding not in ENCODINGS | {"utf-8-sig"}:
        raise ImportRefused(f"Its encoding “{encoding}” is not read here. Save it as UTF-8.")
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        raise ImportRefused(f"This line is not {encoding.removesuffix('-sig').upper()}.", line=line) from error
    if "\x00" in text:
        raise ImportRefused("There is a NUL character: this is not an XML file.")
    text = DECLARATION.sub("", text, count=1).lstrip("\n\r\t ")
    return BARE_TYPE.sub("", text, count=1) if BARE_TYPE.match(text) else text


def digest_tree(element: Element, *, without: str = "") -> str:
    """Of what the tree says: the same however it is indented or its attributes are ordered."""
    return digest_of("\x1f".join(_said(element, without)))


def _said(element: Element, without: str) -> Iterator[str]:
    yield f"<{element.tag}"
    for name in sorted(element.keys()):
        yield f"{name}={element.get(name)}"
    yield " ".join((element.text or "").split())
    for child in element:
        if child.tag != without:
            yield from _said(child, without)
        yield " ".join((child.tail or "").split())
    yield ">"
