"""A question of ours as an item of QTI 3.0.

Every option and every typed answer gets its feedback through outcome variables, as the standard’s own examples do.
"""

from collections.abc import Iterable
from html import escape
from typing import Any

from quizzes.formats.losses import general_feedback
from quizzes.formats.our_html import lawful, lines_html, question_html, stem_with_unit
from quizzes.formats.text import Draft
from quizzes.kinds.number import parse_number

NAMESPACE = "http://www.imsglobal.org/xsd/imsqtiasi_v3p0"
XSD = "https://purl.imsglobal.org/spec/qti/v3p0/schema/xsd/imsqti_asiv3p0p1_v1p0.xsd"
SHOWN = "shown"
WHICH_REASON = "Which is the best reason?"
RESPONSE = '<qti-variable identifier="RESPONSE"/>'


def write_item(draft: Draft, identifier: str) -> str:
    declared, asked, rules, said = WRITERS[draft.kind](draft)
    general = general_feedback(draft, with_pairs=draft.kind in ("match", "group", "order"))
    if general:
        rules += _set("GENERAL", f'<qti-base-value base-type="identifier">{SHOWN}</qti-base-value>')
    feedback = "".join(_feedback("FEEDBACK", name, text) for name, text in said)
    feedback += _feedback("GENERAL", SHOWN, general) if general else ""
    many = "multiple" if draft.kind in ("multiple", "reasons") else "single"
    outcomes = (
        '<qti-outcome-declaration identifier="SCORE" cardinality="single" base-type="float" normal-maximum="1">'
        "<qti-default-value><qti-value>0</qti-value></qti-default-value></qti-outcome-declaration>"
        f'<qti-outcome-declaration identifier="FEEDBACK" cardinality="{many}" base-type="identifier"/>'
        '<qti-outcome-declaration identifier="GENERAL" cardinality="single" base-type="identifier"/>'
    )
    return (
        f'<?xml version="1.0" encoding="UTF-8"?>\n<qti-assessment-item xmlns="{NAMESPACE}" '
        f'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:schemaLocation="{NAMESPACE} {XSD}" '
        f'identifier="{identifier}" title="{escape(draft.key)}" adaptive="false" time-dependent="false" '
        f'xml:lang="en-GB">\n{declared}\n{outcomes}\n<qti-item-body>{asked}</qti-item-body>\n'
        f"<qti-response-processing>{rules}</qti-response-processing>\n{feedback}\n</qti-assessment-item>\n"
    )


Parts = tuple[str, str, str, list[tuple[str, str]]]  # declarations, body, rules, feedback by name


def _declared(values: Iterable[str], *, cardinality: str, base: str, mapping: str = "", name: str = "RESPONSE") -> str:
    right = "".join(f"<qti-value>{escape(lawful(value))}</qti-value>" for value in values)
    return (
        f'<qti-response-declaration identifier="{name}" cardinality="{cardinality}" base-type="{base}">'
        f"<qti-correct-response>{right}</qti-correct-response>{mapping}</qti-response-declaration>"
    )


def _mapping(worth: dict[str, str]) -> str:
    entries = "".join(
        f'<qti-map-entry map-key="{escape(key)}" mapped-value="{value}"/>' for key, value in worth.items()
    )
    return f'<qti-mapping lower-bound="0" upper-bound="1" default-value="0">{entries}</qti-mapping>'


def _set(name: str, expression: str) -> str:
    return f'<qti-set-outcome-value identifier="{name}">{expression}</qti-set-outcome-value>'


def _base(kind: str, value: str) -> str:
    return f'<qti-base-value base-type="{kind}">{escape(lawful(value))}</qti-base-value>'


def _if(*cases: tuple[str, str], otherwise: str = "") -> str:
    names = ["if", *["else-if"] * (len(cases) - 1)]
    parts = [
        f"<qti-response-{name}>{test}{then}</qti-response-{name}>"
        for name, (test, then) in zip(names, cases, strict=True)
    ]
    last = f"<qti-response-else>{otherwise}</qti-response-else>" if otherwise else ""
    return f"<qti-response-condition>{''.join(parts)}{last}</qti-response-condition>"


def _is_right(name: str = "RESPONSE") -> str:
    return f'<qti-match><qti-variable identifier="{name}"/><qti-correct identifier="{name}"/></qti-match>'


def _all_or_nothing() -> str:
    return _if((_is_right(), _set("SCORE", _base("float", "1"))))


def _mapped() -> str:
    return _set("SCORE", '<qti-map-response identifier="RESPONSE"/>')


def _feedback(outcome: str, name: str, text: str) -> str:
    return (
        f'<qti-modal-feedback outcome-identifier="{outcome}" identifier="{name}" show-hide="show">'
        f"<qti-content-body><p>{lines_html(text)}</p></qti-content-body></qti-modal-feedback>"
    )


def _asked(content: dict[str, Any], interaction: str, prompt: str = "") -> str:
    """What tells stands before the interaction; what asks is its prompt."""
    told = question_html({**content, "stem": "", "unit": ""}).removesuffix("<p></p>")
    return told + interaction.replace("PROMPT", f"<qti-prompt>{lines_html(prompt or content['stem'])}</qti-prompt>", 1)


def _choices(entries: Iterable[dict[str, Any]], *, most: int, name: str = "RESPONSE") -> str:
    options = "".join(
        f'<qti-simple-choice identifier="{entry["id"]}">{lines_html(entry["text"])}</qti-simple-choice>'
        for entry in entries
    )
    return (
        f'<qti-choice-interaction response-identifier="{name}" shuffle="true" max-choices="{most}">'
        f"PROMPT{options}</qti-choice-interaction>"
    )


def _spoken(content: dict[str, Any]) -> list[tuple[str, str]]:
    return [(entry["id"], entry["feedback"]) for entry in content["entries"]]


def _single(draft: Draft) -> Parts:
    content = draft.content
    right = [entry["id"] for entry in content["entries"] if entry["key"]]
    declared = _declared(right, cardinality="single", base="identifier")
    rules = _all_or_nothing() + _set("FEEDBACK", RESPONSE)
    return declared, _asked(content, _choices(content["entries"], most=1)), rules, _spoken(content)


def _multiple(draft: Draft) -> Parts:
    content = draft.content
    right = [entry["id"] for entry in content["entries"] if entry["key"]]
    wrong = len(content["entries"]) - len(right)
    worth = {
        entry["id"]: f"{1 / len(right):.6f}" if entry["key"] else f"-{1 / wrong:.6f}" for entry in content["entries"]
    }
    declared = _declared(right, cardinality="multiple", base="identifier", mapping=_mapping(worth))
    rules = _mapped() + _set("FEEDBACK", RESPONSE)
    return declared, _asked(content, _choices(content["entries"], most=0)), rules, _spoken(content)


def _reasons(draft: Draft) -> Parts:
    content = draft.content
    truth = str(content["statement_is"]).lower()
    right = [entry["id"] for entry in content["entries"] if entry["key"]]
    declared = _declared([truth], cardinality="single", base="identifier", name="JUDGEMENT")
    declared += _declared(right, cardinality="single", base="identifier")
    judgements = [{"id": "true", "text": "True"}, {"id": "false", "text": "False"}]
    asked = _asked(content, _choices(judgements, most=1, name="JUDGEMENT"))
    asked += _choices(content["entries"], most=1).replace("PROMPT", f"<qti-prompt>{WHICH_REASON}</qti-prompt>", 1)
    half = _set("SCORE", '<qti-sum><qti-variable identifier="SCORE"/>' + _base("float", "0.5") + "</qti-sum>")
    rules = _if((_is_right("JUDGEMENT"), half)) + _if((_is_right(), half))
    rules += _set("FEEDBACK", f'<qti-multiple><qti-variable identifier="JUDGEMENT"/>{RESPONSE}</qti-multiple>')
    judged = [(truth, content["right"]), ("false" if truth == "true" else "true", content["wrong"])]
    return declared, asked, rules, [*judged, *_spoken(content)]


def _pairs(draft: Draft) -> Parts:
    content = draft.content
    pairs = [f"{entry['id']} place-{entry['place']}" for entry in content["entries"]]
    worth = dict.fromkeys(pairs, f"{1 / len(pairs):.6f}")
    declared = _declared(pairs, cardinality="multiple", base="directedPair", mapping=_mapping(worth))
    most = 1 if draft.kind == "match" else 0
    lefts = [(entry["id"], entry["text"], 1) for entry in content["entries"]]
    rights = [(f"place-{place['id']}", place["text"], most) for place in content["places"]]
    interaction = (
        f'<qti-match-interaction response-identifier="RESPONSE" shuffle="true" max-associations="{len(pairs)}">PROMPT'
        f"{_set_of(lefts)}{_set_of(rights)}</qti-match-interaction>"
    )
    return declared, _asked(content, interaction), _mapped(), []


def _set_of(choices: list[tuple[str, str, int]]) -> str:
    inside = "".join(
        f'<qti-simple-associable-choice identifier="{name}" match-max="{most}">{lines_html(text)}'
        "</qti-simple-associable-choice>"
        for name, text, most in choices
    )
    return f"<qti-simple-match-set>{inside}</qti-simple-match-set>"


def _order(draft: Draft) -> Parts:
    content = draft.content
    declared = _declared([entry["id"] for entry in content["entries"]], cardinality="ordered", base="identifier")
    options = "".join(
        f'<qti-simple-choice identifier="{entry["id"]}">{lines_html(entry["text"])}</qti-simple-choice>'
        for entry in sorted(content["entries"], key=lambda entry: entry["id"])
    )
    interaction = (
        f'<qti-order-interaction response-identifier="RESPONSE" shuffle="true">PROMPT{options}</qti-order-interaction>'
    )
    return declared, _asked(content, interaction), _all_or_nothing(), []


def _typed(draft: Draft, declared: str, is_right: str, is_wrong: list[str]) -> Parts:
    content = draft.content
    cases = [(is_right, _set("SCORE", _base("float", "1")) + _set("FEEDBACK", _base("identifier", "right")))]
    cases += [
        (test, _set("FEEDBACK", _base("identifier", f"wrong-{entry['id']}")))
        for test, entry in zip(is_wrong, content["entries"], strict=True)
    ]
    rules = _if(*cases, otherwise=_set("FEEDBACK", _base("identifier", "wrong")))
    said = [("right", content["right"]), *((f"wrong-{name}", text) for name, text in _spoken(content))]
    told = question_html({**content, "stem": "", "unit": ""}).removesuffix("<p></p>")
    asked = f'<p>{lines_html(stem_with_unit(content))} <qti-text-entry-interaction response-identifier="RESPONSE"/></p>'
    return declared, told + asked, rules, [*said, ("wrong", content["wrong"])]


def _number(draft: Draft) -> Parts:
    content = draft.content
    allowed = _digits(content["tolerance"])
    right = (
        f'<qti-equal tolerance-mode="absolute" tolerance="{allowed} {allowed}">{RESPONSE}'
        '<qti-correct identifier="RESPONSE"/></qti-equal>'
    )
    wrong = [
        f'<qti-equal tolerance-mode="exact">{RESPONSE}{_base("float", _digits(entry["text"]))}</qti-equal>'
        for entry in content["entries"]
    ]
    declared = _declared([_digits(content["answer"])], cardinality="single", base="float")
    return _typed(draft, declared, right, wrong)


def _digits(text: str) -> str:
    value = parse_number(text)
    return f"{value:f}" if value is not None else text


def _text(draft: Draft) -> Parts:
    content = draft.content
    same = [_same(answer) for answer in content["accept"]]
    mapping = _mapping(dict.fromkeys((lawful(answer) for answer in content["accept"]), "1"))
    declared = _declared(content["accept"][:1], cardinality="single", base="string", mapping=mapping)
    return _typed(draft, declared, f"<qti-or>{''.join(same)}</qti-or>", [_same(e["text"]) for e in content["entries"]])


def _same(text: str) -> str:
    return f'<qti-string-match case-sensitive="false">{RESPONSE}{_base("string", text)}</qti-string-match>'


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
