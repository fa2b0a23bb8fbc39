"""Moodle XML, written as Moodle 4.4 and later read it (its ordering questions came with 4.4).

Beside the parts that Moodle reads stands <touchstone>, which Moodle passes over.
"""

from collections.abc import Sequence
from xml.etree.ElementTree import Element, SubElement, tostring

from quizzes.formats.carried import pack
from quizzes.formats.losses import general_feedback, judged_options, losses_of, shares, tags_of
from quizzes.formats.moodle_read import OURS
from quizzes.formats.our_html import lawful, question_html
from quizzes.formats.text import Draft
from quizzes.formats.xml_safe import digest_tree, read_xml
from quizzes.kinds.number import parse_number

TYPES = {
    **dict.fromkeys(["single", "multiple", "reasons"], "multichoice"),
    **dict.fromkeys(["match", "group"], "matching"),
    "order": "ordering",
    "number": "numerical",
    "text": "shortanswer",
}


def write_moodle(drafts: Sequence[Draft]) -> tuple[bytes, list[list[str]]]:
    quiz = Element("quiz")
    quiz.extend(map(_question, drafts))
    losses = [losses_of(draft, pairs_speak=("order",)) for draft in drafts]
    return tostring(quiz, encoding="utf-8", xml_declaration=True) + b"\n", losses


def _question(draft: Draft) -> Element:
    question = Element("question", type=TYPES[draft.kind])
    _add(question, "name", draft.key)
    _add(question, "questiontext", question_html({**draft.content, "unit": ""}), format="html")
    general = general_feedback(draft, with_pairs=draft.kind in ("match", "group"))
    _add(question, "generalfeedback", general, format="plain_text")
    SubElement(question, "defaultgrade").text = "1"
    SubElement(question, "idnumber").text = draft.key
    WRITERS[draft.kind](question, draft)
    tags = SubElement(question, "tags")
    for tag in tags_of(draft):
        _add(tags, "tag", tag)
    text = pack(draft)
    if text and text == lawful(text):
        digest = digest_tree(read_xml(tostring(question)))
        SubElement(question, OURS, digest=digest).text = f"\n{text}\n"
    return question


def _add(parent: Element, name: str, text: str, **attributes: str) -> Element:
    element = SubElement(parent, name, attributes)
    SubElement(element, "text").text = lawful(text)
    return element


def _answer(question: Element, text: str, feedback: str, share: object, markup: str = "plain_text") -> Element:
    answer = _add(question, "answer", text, fraction=str(share), format=markup)
    _add(answer, "feedback", feedback, format="plain_text")
    return answer


def _choices(question: Element, options: Sequence[tuple[str, str, object]], *, single: bool) -> None:
    SubElement(question, "single").text = str(single).lower()
    SubElement(question, "shuffleanswers").text = "true"
    SubElement(question, "answernumbering").text = "abc"
    for text, feedback, share in options:
        _answer(question, text, feedback, share)


def _single(question: Element, draft: Draft) -> None:
    entries = draft.content["entries"]
    options = [(entry["text"], entry["feedback"], 100 if entry["key"] else 0) for entry in entries]
    _choices(question, options, single=True)


def _multiple(question: Element, draft: Draft) -> None:
    entries = zip(draft.content["entries"], shares(draft), strict=True)
    _choices(question, [(entry["text"], entry["feedback"], share) for entry, share in entries], single=False)


def _reasons(question: Element, draft: Draft) -> None:
    _choices(question, judged_options(draft), single=False)


def _pairs(question: Element, draft: Draft) -> None:
    content = draft.content
    SubElement(question, "shuffleanswers").text = "true"
    used = {entry["place"] for entry in content["entries"]}
    places = {place["id"]: place["text"] for place in content["places"]}
    pairs = [(entry["text"], places[entry["place"]]) for entry in content["entries"]]
    for left, right in [*pairs, *(("", text) for place, text in places.items() if place not in used)]:
        _add(_add(question, "subquestion", left, format="plain_text"), "answer", right)


def _order(question: Element, draft: Draft) -> None:
    for name, value in (("layouttype", "VERTICAL"), ("selecttype", "ALL"), ("selectcount", "0")):
        SubElement(question, name).text = value
    for name, value in (("gradingtype", "ABSOLUTE_POSITION"), ("showgrading", "SHOW"), ("numberingstyle", "none")):
        SubElement(question, name).text = value
    for place, entry in enumerate(draft.content["entries"], 1):
        _answer(question, entry["text"], entry["feedback"], f"{place}.0000000")


def _number(question: Element, draft: Draft) -> None:
    content = draft.content
    answers = [(content["answer"], content["right"], 100, content["tolerance"])]
    answers += [(entry["text"], entry["feedback"], 0, "0") for entry in content["entries"]]
    for text, feedback, share, tolerance in answers:
        answer = _answer(question, _digits(text), feedback, share, "moodle_auto_format")
        SubElement(answer, "tolerance").text = _digits(tolerance)
    SubElement(_answer(question, "*", content["wrong"], 0, "moodle_auto_format"), "tolerance").text = "0"
    if content["unit"]:
        unit = SubElement(SubElement(question, "units"), "unit")
        SubElement(unit, "multiplier").text = "1"
        SubElement(unit, "unit_name").text = lawful(content["unit"])
        for name, value in (("unitgradingtype", "0"), ("unitpenalty", "0"), ("showunits", "0"), ("unitsleft", "0")):
            SubElement(question, name).text = value


def _digits(text: str) -> str:
    value = parse_number(text)
    return f"{value:f}" if value is not None else text


def _text(question: Element, draft: Draft) -> None:
    content = draft.content
    SubElement(question, "usecase").text = "0"
    answers = [(answer, content["right"], 100) for answer in content["accept"]]
    answers += [(entry["text"], entry["feedback"], 0) for entry in content["entries"]]
    for text, feedback, share in answers:
        _answer(question, text.replace("*", r"\*"), feedback, share, "moodle_auto_format")
    _answer(question, "*", content["wrong"], 0, "moodle_auto_format")


WRITERS = {
    "single": _single,
    "multiple": _multiple,
    "reasons": _reasons,
    "match": _pairs,
    "group": _pairs,
    "order": _order,
    "number": _number,
    "text": _text,
}
