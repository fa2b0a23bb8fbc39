"""HTML of other systems as plain paragraphs and tables. No markup survives; what is lost is named.

A linear reader of its own: `html.parser` takes quadratic time on hostile text in the Pythons we support.
"""

import html
import re

from quizzes.formats import passage
from quizzes.formats.passage import Passage
from quizzes.formats.refused import LeftOut

MOST_TAGS = 3_000
TOKEN = re.compile(r"""<(/?)([a-zA-Z][a-zA-Z0-9:-]*)((?:[^<>"']|"[^"<]*"|'[^'<]*')*)>|[^<]+|<""")
ATTRIBUTE = re.compile(r"""\b(alt|src|href)\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+))""", re.IGNORECASE)
SPACE = re.compile(r"\s+")
LONG_REFERENCE = re.compile(r"&#[xX]?[0-9a-fA-F]{9,};?")
BLOCKS = {
    *("p", "div", "h1", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "li", "dl", "dt", "dd", "blockquote", "pre"),
    *("section", "article", "header", "footer", "hr", "table", "tr", "caption", "figure", "figcaption", "center"),
    *("form", "fieldset", "address"),
}
SILENT = frozenset({"script", "style", "head", "title", "template", "annotation", "annotation-xml"})
MEDIA = {
    "audio": "A sound",
    "video": "A film",
    "iframe": "An embedded page",
    "embed": "An embedded file",
    "object": "An embedded file",
}
BUILT = {  # MathML whose text alone would say something else
    *("mfrac", "msup", "msub", "msubsup", "msqrt", "mroot", "mover", "munder", "munderover", "mtable", "mmultiscripts"),
    "menclose",
}
EMPHASIS = frozenset({"b", "strong", "i", "em", "u"})
KNOWN = {  # tags that mark text up and say nothing; any other name in angle brackets is text
    *("a", "abbr", "acronym", "area", "aside", "b", "bdi", "bdo", "big", "body", "button", "canvas", "cite", "code"),
    *("col", "colgroup", "data", "del", "details", "dfn", "font", "html", "input", "ins", "kbd", "label", "legend"),
    *("link", "main", "map", "mark", "math", "merror", "meta", "mfenced", "mi", "mn", "mo", "mpadded", "mphantom"),
    *("mrow", "ms", "mspace", "mstyle", "mtext", "nav", "nobr", "noscript", "option", "output", "param", "picture"),
    *("q", "rp", "rt", "ruby", "s", "samp", "select", "semantics", "small", "source", "span", "strike", "summary"),
    *("svg", "tbody", "td", "textarea", "tfoot", "th", "thead", "time", "track", "tt", "var", "wbr", "img"),
}
SIGNS = {"sub": "_", "sup": "^", "br": "\n"}
TAGS = KNOWN | BLOCKS | SILENT | BUILT | EMPHASIS | set(MEDIA) | set(SIGNS)
FORMULA = re.compile(r"\$\$.+?\$\$|\\\(|\\\[", re.DOTALL)

LOST_EMPHASIS = "Bold, italic or underlined letters became plain ones."
LOST_IMAGE = "An image was left out"
LOST_TABLE = "A table became lines of text."
LOST_LINK = "A link became its text with the address behind it."
LOST_FORMULA = "A formula is shown as it was typed, not set."


class _Reader:
    """Collects paragraphs from tags and texts."""

    def __init__(self):
        self.pieces: list = []
        self.words: list[str] = []
        self.losses: dict[str, None] = {}
        self.silent: list[str] = []
        self.rows: list[list[str]] | None = None
        self.caption = ""
        self.address = ""

    def lose(self, loss: str) -> None:
        self.losses[loss] = None

    def end_paragraph(self) -> None:
        text = passage.some_lines("".join(self.words))
        self.words = []
        if text and self.rows:
            self.rows[-1][-1:] = [" ".join(filter(None, [*self.rows[-1][-1:], text]))]
        elif text:
            self.pieces.append(text)

    def text(self, text: str) -> None:
        if not self.silent:
            self.words.append(SPACE.sub(" ", text))

    def take(self, token: re.Match) -> None:
        tag = (token[2] or "").lower()
        if not is_tag(tag):
            self.text(_unescape(token[0]))
        elif token[1]:
            self.close(tag)
        else:
            self.open(tag, token[3])
            if token[3].endswith("/") and tag not in ("br", "img"):
                self.close(tag)

    def open(self, tag: str, attributes: str) -> None:
        if self.silent or tag in SILENT:
            self.silent += [tag] * (tag in SILENT)
        elif tag == "img":
            self.image(attributes)
        elif tag in MEDIA:
            self.lose(f"{MEDIA[tag]} was left out.")
        elif tag in SIGNS:
            self.words.append(SIGNS[tag])
        elif tag in EMPHASIS:
            self.lose(LOST_EMPHASIS)
        elif tag == "a":
            self.address = _attributes(attributes).get("href", "")
        else:
            self.open_block(tag)

    def open_block(self, tag: str) -> None:
        if tag in BUILT:
            raise LeftOut("It holds a built-up formula, such as a fraction or a power, which cannot be shown here.")
        if tag in BLOCKS:
            self.end_paragraph()
        if tag == "li":
            self.words.append("• ")
        elif tag == "table" and self.rows is None:
            self.rows, self.caption = [], ""
        elif tag == "tr" and self.rows is not None:
            self.rows.append([])
        elif tag in ("td", "th") and self.rows:
            self.end_paragraph()
            self.rows[-1].append("")

    def close(self, tag: str) -> None:
        if self.silent:
            if self.silent[-1] == tag:
                self.silent.pop()
            return
        if tag == "a" and self.address.startswith(("http://", "https://")):
            self.words.append(f" ({self.address})")
            self.lose(LOST_LINK)
            self.address = ""
        elif tag == "caption" and self.rows is not None:
            self.caption, self.words = passage.one_line("".join(self.words)), []
        elif tag in BLOCKS or tag in ("td", "th"):
            self.end_paragraph()
        if tag == "table" and self.rows is not None:
            self.end_table()

    def end_table(self) -> None:
        rows, self.rows = [row for row in self.rows or [] if row], None
        exhibit = passage.table(self.caption, rows)
        if exhibit:
            self.pieces.append(exhibit)
        elif rows:
            self.lose(LOST_TABLE)
            self.pieces.append(passage.some_lines("\n".join([self.caption, *map(", ".join, rows)])))

    def image(self, attributes: str) -> None:
        known = _attributes(attributes)
        name = known.get("src", "").rpartition("/")[2]
        self.lose(f"{LOST_IMAGE}: {_name(known.get('alt', '') or name)}.")
        self.words.append(f" [image: {known['alt']}] " if known.get("alt") else " [image] ")


def read_html(text: str) -> Passage:
    if len(text) > passage.MOST_CHARACTERS:
        raise LeftOut(f"A text of it is longer than {passage.MOST_CHARACTERS:,} characters.")
    if text.count("<") > MOST_TAGS:
        raise LeftOut(f"A text of it has more than {MOST_TAGS:,} tags.")
    reader = _Reader()
    for token in TOKEN.finditer(_without_comments(text)):
        reader.take(token)
    reader.end_paragraph()
    if reader.rows is not None:
        reader.end_table()
    if FORMULA.search(text):
        reader.lose(LOST_FORMULA)
    return Passage([piece for piece in reader.pieces if piece], list(reader.losses))


def is_tag(name: str) -> bool:
    return name in TAGS or ":" in name


def _without_comments(text: str) -> str:
    first, *rest = text.split("<!--")
    return first + "".join(part.partition("-->")[2] for part in rest)


def _unescape(text: str) -> str:
    return html.unescape(LONG_REFERENCE.sub("", text))


def _attributes(text: str) -> dict[str, str]:
    return {found[1].lower(): _unescape(found[2] or found[3] or found[4] or "") for found in ATTRIBUTE.finditer(text)}


def _name(text: str) -> str:
    text = passage.one_line(text) or "no name"
    return f"“{text[:60]}”"
