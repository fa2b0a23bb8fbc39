"""A QTI item as one tree whatever its version: the names of QTI 2, without namespaces; and its texts.

QTI 3 writes `qti-simple-choice response-identifier=…` where QTI 2 wrote `simpleChoice responseIdentifier=…`.
"""

from collections.abc import Callable
from html import escape
from xml.etree.ElementTree import Element

from quizzes.formats.html_text import is_tag, read_html
from quizzes.formats.passage import Passage

GAP = " ____ "
UNSEEN = {"stylesheet", "catalogInfo", "feedbackInline", "feedbackBlock", "modalFeedback", "prompt"}
NAMED = {
    "rubricBlock": "A note for candidates or markers (rubric) was left out.",
    "templateBlock": "A text that depends on drawn values was left out.",
    "templateInline": "A text that depends on drawn values was left out.",
    "endAttemptInteraction": "A button for hints was left out.",
    "object": "An embedded file was left out.",
    "include": "A part that lies in another file was left out.",
}
KEPT = ("alt", "src", "href")
StandIn = Callable[[Element], str | None]


def level(root: Element) -> Element:
    """The tree itself, with its names made equal."""
    for element in root.iter():
        if not isinstance(element.tag, str):
            continue
        element.tag = _equal(element.tag.rpartition("}")[2])
        for name in list(element.keys()):
            value = element.attrib.pop(name)
            local = name.rpartition("}")[2]
            element.set(local if local.startswith(("data-", "aria-")) else _camel(local), value)
    return root


def _equal(tag: str) -> str:
    return _camel(tag[4:]) if tag.startswith("qti-") else tag


def _camel(name: str) -> str:
    first, *rest = name.split("-")
    return first + "".join(part[:1].upper() + part[1:] for part in rest)


class Words:
    """The texts of an item; what is lost in them."""

    def __init__(self):
        self.losses: list[str] = []
        self.feedback: set[Element] = set()  # what was read as feedback to an answer
        self.told = ""  # what stands inside an interaction beside its prompt, as HTML

    def passage(self, element: Element | None, stand_in: StandIn = lambda _: None) -> Passage:
        if element is None:
            return Passage()
        read = read_html(self.inner(element, stand_in))
        self.losses += [loss for loss in read.losses if loss not in self.losses]
        return read

    def line(self, element: Element | None) -> str:
        return self.passage(element).line()

    def lines(self, element: Element | None) -> str:
        return self.passage(element).lines()

    def lines_of(self, element: Element, stand_in: StandIn) -> str:
        return self.passage(element, stand_in).lines()

    def inner(self, element: Element, stand_in: StandIn = lambda _: None) -> str:
        parts = [escape(element.text or "", quote=False)]
        for child in element:
            instead = stand_in(child)
            parts += [self._outer(child, stand_in) if instead is None else instead]
            parts += [escape(child.tail or "", quote=False)]
        return "".join(parts)

    def _outer(self, element: Element, stand_in: StandIn) -> str:
        tag = element.tag
        if tag in UNSEEN:
            return ""
        if tag in NAMED:
            if NAMED[tag] not in self.losses:
                self.losses.append(NAMED[tag])
            return ""
        kept = "".join(f' {name}="{escape(element.get(name, ""))}"' for name in KEPT if element.get(name))
        inside = self.inner(element, stand_in)
        return f"<{tag}{kept}>{inside}</{tag}>" if is_tag(tag) else inside
