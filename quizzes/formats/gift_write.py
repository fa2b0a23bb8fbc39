"""GIFT, written: comments that carry our own text, then the question as Moodle reads it."""

from collections.abc import Sequence

from quizzes.formats import our_html
from quizzes.formats.carried import OURS_HEAD, digest_of, pack
from quizzes.formats.gift_read import CONTROL, OURS_TEXT
from quizzes.formats.losses import general_feedback, judged_options, losses_of, shares, tags_of
from quizzes.formats.text import Draft
from quizzes.kinds.number import parse_number

MOODLE_ONLY = "Entries to be put in order are written in Moodle’s own way; other readers of GIFT do not know it."
RESERVED = str.maketrans({sign: f"\\{sign}" for sign in "\\~=#{}:"} | {"\n": "\\n", "\r": "", "\t": " "})


def write_gift(drafts: Sequence[Draft]) -> tuple[bytes, list[list[str]]]:
    """The file, and for each question what it does not say to other systems."""
    text = "\n\n".join(map(_write, drafts))
    losses = [losses_of(draft, unit=False) + [MOODLE_ONLY] * (draft.kind == "order") for draft in drafts]
    return (text + "\n").encode("utf-8", "replace"), losses


def _write(draft: Draft) -> str:
    native = _native(draft)
    comments = [" ".join([f"[id:{draft.key}]", *(f"[tag:{tag}]" for tag in tags_of(draft))])]
    text = pack(draft)
    if text:
        comments += [OURS_HEAD + digest_of(native), *(f"{OURS_TEXT} {line}".rstrip() for line in text.split("\n"))]
    return "\n".join([*(f"// {line}" for line in comments), native])


def _native(draft: Draft) -> str:
    content = draft.content
    if content["situation"] or content["exhibits"]:
        asked = "[html]" + _safe(our_html.question_html(content))
    else:
        asked = "[plain]" + _safe(our_html.stem_with_unit(content))
    general = general_feedback(draft, with_pairs=draft.kind in ("match", "order", "group"))
    answers = ANSWERS[draft.kind](draft)
    if general:
        answers.append("####" + _said(general))
    opening = {"number": "{#", "order": "{>ALL"}.get(draft.kind, "{")
    return "\n".join([f"::{_safe(draft.key)}::{asked}{opening}", *answers, "}"])


def _safe(text: str) -> str:
    return CONTROL.sub("", text.translate(RESERVED))


def _said(text: str) -> str:
    return "[plain]" + _safe(text)


def _single(draft: Draft) -> list[str]:
    return [
        f"{'=' if entry['key'] else '~'}{_said(entry['text'])}#{_said(entry['feedback'])}"
        for entry in draft.content["entries"]
    ]


def _multiple(draft: Draft) -> list[str]:
    return [
        f"~%{share}%{_said(entry['text'])}#{_said(entry['feedback'])}"
        for entry, share in zip(draft.content["entries"], shares(draft), strict=True)
    ]


def _reasons(draft: Draft) -> list[str]:
    return [f"~%{share}%{_said(text)}#{_said(feedback)}" for text, feedback, share in judged_options(draft)]


def _pairs(draft: Draft) -> list[str]:
    content = draft.content
    places = {place["id"]: place["text"] for place in content["places"]}
    used = {entry["place"] for entry in content["entries"]}
    pairs = [f"={_said(entry['text'])} -> {_safe(places[entry['place']])}" for entry in content["entries"]]
    return pairs + [f"= -> {_safe(text)}" for place, text in places.items() if place not in used]


def _order(draft: Draft) -> list[str]:
    return [_safe(entry["text"]) for entry in draft.content["entries"]]


def _number(draft: Draft) -> list[str]:
    content = draft.content
    right = f"=%100%{_number_text(content['answer'])}:{_number_text(content['tolerance'])}#{_said(content['right'])}"
    wrong = [f"=%0%{_number_text(entry['text'])}:0#{_said(entry['feedback'])}" for entry in content["entries"]]
    return [right, *wrong, f"~#{_said(content['wrong'])}"]


def _number_text(text: str) -> str:
    value = parse_number(text)
    return f"{value:f}" if value is not None else text


def _text(draft: Draft) -> list[str]:
    content = draft.content
    right = [f"=%100%{_starless(answer)}#{_said(content['right'])}" for answer in content["accept"]]
    wrong = [f"=%0%{_starless(entry['text'])}#{_said(entry['feedback'])}" for entry in content["entries"]]
    return [*right, *wrong, f"=%0%*#{_said(content['wrong'])}"]


def _starless(text: str) -> str:
    """In Moodle a star stands for anything unless it is escaped."""
    return _safe(text.replace("*", r"\*"))


ANSWERS = {
    "single": _single,
    "multiple": _multiple,
    "reasons": _reasons,
    "match": _pairs,
    "group": _pairs,
    "order": _order,
    "number": _number,
    "text": _text,
}
