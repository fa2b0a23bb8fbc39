"""Moodle XML, read. Facts of the format: docs.moodle.org, “Moodle XML format”, and files that Moodle wrote."""

from collections.abc import Callable, Iterator
from decimal import Decimal
from functools import partial
from xml.etree.ElementTree import Element

from quizzes.formats import building, passage
from quizzes.formats.building import Answer
from quizzes.formats.html_text import read_html
from quizzes.formats.passage import Passage
from quizzes.formats.refused import ImportRefused, LeftOut
from quizzes.formats.report import Carried, Found, Piece
from quizzes.formats.xml_safe import digest_tree, read_xml

OURS = "touchstone"
CANNOT = {
    "category": "It names a category; questions have none here. Tags can take its place.",
    "description": "It is a description without a question.",
    "essay": "It asks for an essay, which cannot be marked here.",
    "cloze": "It has several gaps in one text (cloze); a question here has one thing to answer.",
    "multianswer": "It has several gaps in one text (cloze); a question here has one thing to answer.",
    "calculated": "Its numbers are drawn anew each time (calculated); numbers are fixed here.",
    "calculatedsimple": "Its numbers are drawn anew each time (calculated); numbers are fixed here.",
    "calculatedmulti": "Its numbers are drawn anew each time (calculated); numbers are fixed here.",
    "random": "It stands for a question drawn at random, not for a question.",
    "randomsamatch": "It is made of other questions drawn at random.",
    "gapselect": "It has several gaps in one text; a question here has one thing to answer.",
    "ddwtos": "It has several gaps in one text; a question here has one thing to answer.",
    "ddimageortext": "It is answered on an image.",
    "ddmarker": "It is answered on an image.",
}
CHOICES = ("multichoice", "multichoiceset", "oumultiresponse")
LOST_GENERAL = "Feedback to right, partly right and wrong answers as a whole was left out."
LOST_HINTS = "Hints for further tries were left out."
LOST_FILES = "Files that belong to it were left out."


def read_moodle(data: bytes) -> Iterator[Piece]:
    root = read_xml(data)
    if root.tag not in ("quiz", "question"):
        raise ImportRefused(f"A Moodle XML file begins with <quiz>; this begins with <{root.tag[:60]}>.")
    for element in [root] if root.tag == "question" else root.findall("question"):
        carried = element.find(OURS)
        ours = None if carried is None else Carried((carried.text or "").strip("\n"), carried.get("digest", ""))
        digest = digest_tree(element, without=OURS) if ours else ""
        yield Piece(_title(element), partial(_read_question, element), ours, digest)


def _text(element: Element | None, path: str = "text") -> str:
    return "" if element is None else (element.findtext(path) or "")


def _title(element: Element) -> str:
    if element.get("type") == "category":
        return passage.one_line(f"Category {_text(element.find('category'))}")[:120]
    name = _text(element, "name/text") or _text(element, "questiontext/text")
    return passage.one_line(name[:500])[:120]


def _read_question(element: Element) -> Found:
    kind = element.get("type", "")
    if kind not in READERS:
        known = f"Questions of the type “{passage.one_line(kind)[:60]}” are not read here."
        raise LeftOut(CANNOT.get(kind, known))
    words = Words()
    for name in ("answer", "subquestion", "units/unit"):
        building.check_count(element.findall(name))
    found = Found(words.passage(element.find("questiontext")), "", {}, title=_title(element), losses=words.losses)
    found.after = words.lines(element.find("generalfeedback"))
    found.kind, found.own = READERS[kind](element, words)
    _name_losses(element, words)
    found.key = (element.findtext("idnumber") or "").strip()
    found.tags = [_text(tag).strip() for tag in element.findall("tags/tag")]
    return found


def _name_losses(element: Element, words: "Words") -> None:
    if element.get("type") in CHOICES and (element.findtext("shuffleanswers") or "").strip() in ("false", "0"):
        words.losses.append(building.LOST_ORDER)
    counts = building.share_of(element.findtext("defaultgrade") or "1")
    if counts != 1:
        words.losses.append(f"It counts {counts.normalize():f} there; here every question counts 1.")
    names = ("correctfeedback", "partiallycorrectfeedback", "incorrectfeedback")
    if any(_text(element.find(name)).strip() for name in names):
        words.losses.append(LOST_GENERAL)
    if element.find("hint") is not None:
        words.losses.append(LOST_HINTS)
    if next(element.iter("file"), None) is not None:
        words.losses.append(LOST_FILES)


class Words:
    """Texts of one question, each in its own markup."""

    def __init__(self):
        self.losses: list[str] = []

    def passage(self, element: Element | None) -> Passage:
        text, markup = _text(element), element.get("format", "html") if element is not None else ""
        if len(text) > passage.MOST_CHARACTERS:
            raise LeftOut(f"A text of it is longer than {passage.MOST_CHARACTERS:,} characters.")
        if markup == "plain_text":
            read = passage.plain(text)
        elif markup == "markdown":
            read = passage.markdown(text)
        else:
            read = read_html(text.replace("\n", "<br>") if markup == "moodle_auto_format" else text)
        self.losses += [loss for loss in read.losses if loss not in self.losses]
        return read

    def lines(self, element: Element | None) -> str:
        return self.passage(element).lines()

    def answers(self, element: Element) -> list[Answer]:
        return [
            Answer(self.lines(answer), self.lines(answer.find("feedback")), building.share_of(_share(answer)))
            for answer in element.findall("answer")
        ]


def _share(answer: Element) -> str:
    return answer.get("fraction") or answer.findtext("fraction") or "0"


def _choice(element: Element, words: Words):
    many = (element.findtext("single") or "true").strip().lower() in ("false", "0")
    many = many or element.get("type") == "multichoiceset"
    return building.choice(words.answers(element), many=many, losses=words.losses)


def _several(element: Element, words: Words):
    return building.choice(words.answers(element), many=True, losses=words.losses)


def _truth(element: Element, words: Words):
    answers = [Answer(answer.text.capitalize(), answer.feedback, answer.share) for answer in words.answers(element)]
    return building.choice(answers, many=False, losses=words.losses)


def _short(element: Element, words: Words):
    if (element.findtext("usecase") or "0").strip() == "1":
        words.losses.append("Capital letters counted there; they do not count here.")
    answers = [
        Answer(_text(answer).strip(), words.lines(answer.find("feedback")), building.share_of(_share(answer)))
        for answer in element.findall("answer")
    ]
    return building.short_text(answers, losses=words.losses)


def _number(element: Element, words: Words):
    units = element.findall("units/unit")
    if len(units) > 1:
        words.losses.append("Only its first unit was kept.")
    answers = [
        Answer(
            _text(answer).strip() or "*",
            words.lines(answer.find("feedback")),
            building.share_of(_share(answer)),
            (answer.findtext("tolerance") or "0").strip() or "0",
        )
        for answer in element.findall("answer")
    ]
    unit = _text(units[0], "unit_name") if units else ""
    return building.number(answers, unit=unit, losses=words.losses)


def _match(element: Element, words: Words):
    pairs, spare = [], []
    for sub in element.findall("subquestion"):
        left, right = words.lines(sub), passage.one_line(read_html(_text(sub.find("answer"))[:2000]).line())
        if left:
            pairs.append((left, right, ""))
        else:
            spare.append(right)
    return building.into_places(pairs, spare=spare, losses=words.losses)


def _order(element: Element, words: Words):
    answers = words.answers(element)
    if (element.findtext("selecttype") or "0").strip() not in ("", "0", "ALL"):
        words.losses.append("There it shows some of its items at a time; here it shows all.")
    items = sorted(answers, key=lambda answer: answer.share) if _are_places(answers) else answers
    return building.ordered([(answer.text, answer.feedback) for answer in items], losses=words.losses)


def _are_places(answers: list[Answer]) -> bool:
    """Moodle writes the place of an item as its fraction: 1, 2, 3."""
    return sorted(answer.share for answer in answers) == [Decimal(n) for n in range(1, len(answers) + 1)]


READERS: dict[str, Callable] = {
    "multichoice": _choice,
    "multichoiceset": _choice,
    "oumultiresponse": _several,
    "truefalse": _truth,
    "shortanswer": _short,
    "numerical": _number,
    "matching": _match,
    "match": _match,
    "ddmatch": _match,
    "ordering": _order,
}
