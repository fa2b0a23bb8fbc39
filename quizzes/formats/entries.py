"""The part of a question's text that belongs to its kind: its entries with their feedback, and its own fields."""

import re
from dataclasses import dataclass, field
from typing import Any

from cms.blocktext import TextProblem
from quizzes.kinds import base

OWN_FIELDS = {
    "reasons": ["statement-is", "right", "wrong"],
    "group": ["groups"],
    "number": ["answer", "tolerance", "unit", "right", "wrong"],
    "text": ["accept", "right", "wrong"],
}
ENTRY = {  # how an entry of a kind begins: its mark and its text
    "single": re.compile(r"\((?P<mark>[ *])\) (?P<text>\S.*)"),
    "reasons": re.compile(r"\((?P<mark>[ *])\) (?P<text>\S.*)"),
    "multiple": re.compile(r"\[(?P<mark>[ *])\] (?P<text>\S.*)"),
    "order": re.compile(r"(?P<mark>[0-9]{1,2})\. (?P<text>\S.*)"),
    **dict.fromkeys(["match", "group", "number", "text"], re.compile(r"-(?P<mark>) (?P<text>\S.*)")),
}
LIKE_AN_ENTRY = re.compile(r"(\(.?\)|\[.?\]|[0-9]{1,2}[.)]|[-*+])( |$)")
EXAMPLE = {
    **dict.fromkeys(["single", "reasons"], "“( ) text” or “(*) text”"),
    "multiple": "“[ ] text” or “[*] text”",
    "order": "“1. text”",
    "match": "“- left => right”",
    "group": "“- statement => group”",
    **dict.fromkeys(["number", "text"], "“- a wrong answer”"),
}
FEEDBACK = "    "
ARROW = " => "
BAR = " | "


@dataclass
class Reading:
    """What is known while one question is being read."""

    first_line: int
    problems: list[TextProblem] = field(default_factory=list)
    entry_lines: list[int] = field(default_factory=list)

    def add(self, line: int, message: str) -> None:
        self.problems.append(TextProblem(line, message))


def read_entries(kind, lines, first_line, reading) -> list[dict[str, str]]:
    """Each entry's mark, text and feedback, as they stand."""
    entries: list[dict[str, str]] = []
    for number, line in enumerate(lines, first_line):
        entry = ENTRY[kind].fullmatch(line)
        if entry:
            entries.append({"mark": entry["mark"], "text": entry["text"], "feedback": ""})
            reading.entry_lines.append(number)
        elif line.startswith(FEEDBACK) and entries:
            entries[-1]["feedback"] += ("\n" if entries[-1]["feedback"] else "") + line[len(FEEDBACK) :]
        elif line:
            message = f"Here stands an entry, {EXAMPLE[kind]}, or feedback, indented by four spaces."
            reading.add(number, message)
        else:
            reading.add(number, "Leave no blank line between entries.")
    return entries


def own_content(kind, fields, entries, reading) -> dict[str, Any]:
    """The part of the content that belongs to the kind."""
    if kind in ("single", "multiple", "reasons"):
        own = {"entries": [_option(index, entry) for index, entry in enumerate(entries)]}
    elif kind == "match":
        own = _match_content(entries, reading)
    elif kind == "order":
        own = _order_content(entries)
    elif kind == "group":
        own = _group_content(fields.get("groups", ""), entries, reading)
    else:
        own = {"entries": [_wrong(index, entry) for index, entry in enumerate(entries)]}
    return {**_own_fields(kind, fields), **own}


def _own_fields(kind, fields) -> dict[str, Any]:
    known = {name: fields.get(name, "") for name in OWN_FIELDS.get(kind, []) if name != "groups"}
    if "statement-is" in known:
        known["statement_is"] = {"true": True, "false": False}.get(known.pop("statement-is"))
    if "accept" in known:
        known["accept"] = [answer.strip() for answer in known["accept"].split("|")]
    return known


def _option(index, entry) -> dict[str, Any]:
    entry_id = base.LETTERS[index % len(base.LETTERS)]
    return {"id": entry_id, "text": entry["text"], "feedback": entry["feedback"], "key": entry["mark"] == "*"}


def _wrong(index, entry) -> dict[str, Any]:
    return {"id": base.LETTERS[index % len(base.LETTERS)], "text": entry["text"], "feedback": entry["feedback"]}


def _match_content(entries, reading) -> dict[str, Any]:
    pairs = _split_pairs(entries, reading)
    partners = sorted({right for _, right in pairs if right}, key=lambda text: (text.casefold(), text))
    places = [{"id": str(number), "text": text} for number, text in enumerate(partners, 1)]
    return {"places": places, "entries": _placed(entries, pairs, places)}


def _group_content(groups, entries, reading) -> dict[str, Any]:
    names = [name.strip() for name in groups.split("|")] if groups else []
    places = [{"id": str(number), "text": text} for number, text in enumerate(names, 1)]
    return {"places": places, "entries": _placed(entries, _split_pairs(entries, reading), places)}


def _order_content(entries) -> dict[str, Any]:
    ids = base.letters_by_text([entry["text"] for entry in entries])
    return {
        "entries": [
            {"id": entry_id, "text": entry["text"], "feedback": entry["feedback"], "place": entry["mark"]}
            for entry_id, entry in zip(ids, entries, strict=True)
        ]
    }


def _split_pairs(entries, reading) -> list[tuple[str, str]]:
    pairs = []
    for entry, line in zip(entries, reading.entry_lines, strict=True):
        left, arrow, right = entry["text"].partition(ARROW)
        if not arrow or ARROW in right:
            reading.add(line, "This entry needs one “ => ” between its two sides.")
        pairs.append((left.strip(), right.strip()))
    return pairs


def _placed(entries, pairs, places) -> list[dict[str, Any]]:
    place_of = {place["text"]: place["id"] for place in places}
    ids = base.letters_by_text([left for left, _ in pairs])
    return [
        {"id": entry_id, "text": left, "feedback": entry["feedback"], "place": place_of.get(right, "")}
        for entry_id, (left, right), entry in zip(ids, pairs, entries, strict=True)
    ]


def own_fields_as_text(kind, content) -> dict[str, str]:
    written = {name: content.get(name, "") for name in OWN_FIELDS.get(kind, [])}
    if kind == "reasons":
        written["statement-is"] = str(content["statement_is"]).lower()
    if kind == "group":
        written["groups"] = BAR.join(place["text"] for place in content["places"])
    if kind == "text":
        written["accept"] = BAR.join(content["accept"])
    return written


def write_entry(kind, entry, places) -> str:
    if kind in ("single", "reasons"):
        line = f"({'*' if entry['key'] else ' '}) {entry['text']}"
    elif kind == "multiple":
        line = f"[{'*' if entry['key'] else ' '}] {entry['text']}"
    elif kind == "order":
        line = f"{entry['place']}. {entry['text']}"
    elif kind in ("match", "group"):
        line = f"- {entry['text']}{ARROW}{places[entry['place']]}"
    else:
        line = f"- {entry['text']}"
    return "\n".join([line, *(FEEDBACK + feedback for feedback in entry["feedback"].split("\n"))])
