"""Markdown in, clean HTML out: the only module that imports markdown or bleach, and the only one that marks text safe.

Three walls stand behind one another. Tags that somebody types are text, because the two parts of Python-Markdown
that let HTML through are taken out; links are judged by `link_is_allowed`; and bleach removes from the outcome
whatever is not on a short list. Both libraries take quadratic time on hostile text, so the length, the number of
marks and the depth are counted first.
"""

import html
import re
from functools import lru_cache

import bleach
from django.utils.safestring import SafeString, mark_safe
from markdown import Markdown
from markdown.extensions import Extension
from markdown.treeprocessors import Treeprocessor

BLOCKS = {"p", "br", "hr", "blockquote", "pre", "ul", "ol", "li"}
INLINE = {"a", "em", "strong", "code"}
TABLES = {"table", "thead", "tbody", "tr", "th", "td"}
AUTHOR_TAGS = frozenset(BLOCKS | INLINE | TABLES | {"h2", "h3", "h4", "h5", "h6"})
PERSON_TAGS = frozenset(BLOCKS | INLINE | {"h3", "h4", "h5", "h6"})
SCHEMES = frozenset({"http", "https", "mailto"})

AUTHOR_REL = "noopener"
PERSON_REL = "nofollow noopener ugc"

AUTHOR_LIMITS = {"characters": 60_000, "lines": 3_000, "brackets": 400, "marks": 4_000}
PERSON_LIMITS = {"characters": 5_000, "lines": 1_000, "brackets": 100, "marks": 500}
MAX_DEPTH = 8

SCHEME = re.compile(r"([a-z][a-z0-9+.-]*):", re.IGNORECASE)
NESTING = re.compile(r"(?:[ \t]*(?:>|(?:[-+*]|\d+[.)])(?=[ \t])))+")
NESTED = re.compile(r">|[-+*]|\d+[.)]")
ONLY_A_RULE = re.compile(r"[-*_ \t]+")
REMOVED_INLINE = ("html", "image_link", "image_reference", "short_image_ref")


class TooMuchMarkdown(ValueError):
    """The text is longer or more tangled than is safe to render; the message says what to change."""


def link_is_allowed(url: str) -> bool:
    """Web pages, mail addresses and places on this site; nothing that a browser could read in two ways."""
    url = html.unescape(url)
    if not url or "\\" in url or url.startswith("//") or any(ord(c) <= 32 or 127 <= ord(c) <= 160 for c in url):
        return False
    scheme = SCHEME.match(url)
    if scheme is None:
        return ":" not in re.split(r"[/?#]", url, maxsplit=1)[0]
    name = scheme[1].lower()
    return name == "mailto" or (name in SCHEMES and re.match(r"://[^/?#]", url[scheme.end() - 1 :]) is not None)


def _depth(line: str) -> int:
    if ONLY_A_RULE.fullmatch(line):
        return 0
    line = line.expandtabs(4)
    indent = len(line) - len(line.lstrip(" "))
    markers = NESTING.match(line)
    return max(indent // 4, len(NESTED.findall(markers[0])) if markers else 0)


def check_size(text: str, *, characters: int, lines: int, brackets: int, marks: int) -> None:
    if len(text) > characters:
        raise TooMuchMarkdown(f"This text has {len(text):,} characters. Please keep it to {characters:,}.")
    if len(text.splitlines()) > lines:
        raise TooMuchMarkdown(f"This text has more than {lines:,} lines. Please keep it to fewer.")
    if text.count("[") > brackets:
        raise TooMuchMarkdown(f"This text has more than {brackets} square brackets. Please use fewer links.")
    if sum(map(text.count, "*_`<&!")) > marks:
        raise TooMuchMarkdown("This text has too many signs such as * and _ to be set. Please use fewer.")
    if any(_depth(line) > MAX_DEPTH for line in text.splitlines()):
        raise TooMuchMarkdown(f"Lists and quotations may lie {MAX_DEPTH} deep. Please take one of them apart.")


class _Tidy(Treeprocessor):
    """Pushes headings down to where they belong and marks links to other hosts."""

    def __init__(self, md, *, top_heading: int, rel: str):
        super().__init__(md)
        self.top_heading = top_heading
        self.rel = rel

    def run(self, root):
        for element in root.iter():
            if re.fullmatch(r"h[1-6]", element.tag):
                element.tag = f"h{max(self.top_heading, int(element.tag[1]))}"
            elif element.tag == "a":
                self.tidy_link(element)

    def tidy_link(self, link):
        url = link.get("href", "").replace("\x02amp\x03", "&")  # Python-Markdown hides & of mail addresses so
        for name in list(link.keys()):
            if name != "href" or not link_is_allowed(url):
                del link.attrib[name]
        if link.get("href") and SCHEME.match(html.unescape(url)):
            link.set("rel", self.rel)


class _OurMarkdown(Extension):
    def __init__(self, *, top_heading: int, rel: str):
        super().__init__()
        self.top_heading = top_heading
        self.rel = rel

    def extendMarkdown(self, md):  # noqa: N802
        md.preprocessors.deregister("html_block")
        for name in REMOVED_INLINE:
            md.inlinePatterns.deregister(name)
        md.treeprocessors.register(_Tidy(md, top_heading=self.top_heading, rel=self.rel), "tidy", 5)


def _allow_attribute(tag: str, name: str, value: str) -> bool:
    if tag == "a":
        return (name == "href" and link_is_allowed(value)) or (name == "rel" and value in (AUTHOR_REL, PERSON_REL))
    return tag == "ol" and name == "start" and value.isascii() and value.isdigit()


def clean(dirty: str, *, tags: frozenset[str]) -> str:
    """HTML with nothing but the tags and attributes on our list; everything else becomes text."""
    return bleach.clean(dirty, tags=tags, attributes=_allow_attribute, protocols=SCHEMES, strip_comments=True)


def _render(text: str, *, tags: frozenset[str], top_heading: int, rel: str, extensions: list[str]) -> SafeString:
    ours = _OurMarkdown(top_heading=top_heading, rel=rel)
    return mark_safe(clean(Markdown(extensions=[*extensions, ours]).convert(text), tags=tags))


@lru_cache(maxsize=512)
def render_author_markdown(text: str) -> SafeString:
    """The Markdown of an editor: headings from h2 down, lists, tables, links."""
    check_size(text, **AUTHOR_LIMITS)
    return _render(text, tags=AUTHOR_TAGS, top_heading=2, rel=AUTHOR_REL, extensions=["tables", "sane_lists"])


def render_person_markdown(text: str) -> SafeString:
    """The Markdown of anybody else: a line break is a line break, no images, headings from h3 down."""
    check_size(text, **PERSON_LIMITS)
    return _render(text, tags=PERSON_TAGS, top_heading=3, rel=PERSON_REL, extensions=["nl2br", "sane_lists"])


def stored_html(html: str) -> SafeString:
    """HTML that `render_person_markdown` made when the text was saved: the only other text that counts as safe."""
    return mark_safe(html)
