"""Questions as text: the body of a `::: question KEY` fence (courses/content/README.md), read and written.

Reading collects every problem by its line. Writing is canonical: what it writes reads back as the same draft, and
canonical text is written back byte for byte.
"""

import re
from dataclasses import dataclass, field
from typing import Any

from cms import blocktext, charts, pipetable
from cms.blocktext import TextError, TextProblem
from quizzes.kinds import KINDS, Problem, base

KEY = re.compile(r"[a-z0-9][a-z0-9-]{0,59}")
PILLARS = ("purpose", "validity", "reliability", "value")
HEAD = ["kind", "pillar", "difficulty", "revisits"]
TAIL = ["stem", "after"]
OWN_FIELDS = {
    "reasons": ["statement-is", "right", "wrong"],
    "group": ["groups"],
    "number": ["answer", "tolerance", "unit", "right", "wrong"],
    "text": ["accept", "right", "wrong"],
}
OPTIONAL = {"difficulty", "revisits", "unit", "after"}
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
INNER = "~~~"
EXHIBIT_FIELDS = {"table": ["caption", "note"], "figure": ["kind", "caption", "x", "y"]}


@dataclass(frozen=True)
class Draft:
    """A question before it is stored."""

    key: str
    kind: str
    pillar: str
    difficulty: int | None
    content: dict[str, Any]


@dataclass
class Reading:
    """What is known while one question is being read."""

    first_line: int
    problems: list[TextProblem] = field(default_factory=list)
    entry_lines: list[int] = field(default_factory=list)

    def add(self, line: int, message: str) -> None:
        self.problems.append(TextProblem(line, message))


# Reading ------------------------------------------------------------------------------------------------------


def parse_question(lines: list[str], *, first_line: int, key: str = "") -> Draft:
    """The draft in a fence's body; raises TextError with everything that is wrong, by line."""
    reading = Reading(first_line)
    blocktext.read_lines("\n".join(lines), first_line=first_line, problems=reading.problems)
    if not KEY.fullmatch(key):
        reading.add(first_line - 1, "A question needs a key of small letters, digits and hyphens: ::: question KEY.")
    kind = _find_kind(lines, reading)
    own = OWN_FIELDS.get(kind, [])
    allowed = [*HEAD, *own, *TAIL]
    fields, body, body_line = blocktext.read_fields(
        lines, first_line, allowed, set(allowed) - OPTIONAL, problems=reading.problems
    )
    pillar, difficulty = _check_head(fields, lines, reading)
    situation, entries = _split_body(kind, body, body_line, reading)
    content = {
        "stem": fields.get("stem", ""),
        **_read_situation(*situation, reading),
        "after": fields.get("after", ""),
        "revisits": fields.get("revisits", ""),
        **_content(kind, fields, _read_entries(kind, *entries, reading), reading),
    }
    if not reading.problems:
        reading.problems += [_with_line(problem, lines, reading) for problem in KINDS[kind].problems(content)]
    if reading.problems:
        raise TextError(reading.problems)
    return Draft(key, kind, pillar, difficulty, content)


def parse_fence(text: str) -> Draft:
    """The draft in a whole fence, `::: question KEY` to `:::`, standing alone."""
    lines = blocktext.read_lines(text.strip("\n"), problems=(problems := []))
    blocks = blocktext.split_blocks(lines, 1, problems=problems)
    if not problems and (len(blocks) != 1 or blocks[0].name != "question"):
        problems.append(TextProblem(1, "Write one question, from “::: question KEY” to “:::”."))
    if problems:
        raise TextError(problems)
    return parse_question(blocks[0].lines, first_line=blocks[0].first_line, key=blocks[0].argument)


def _find_kind(lines, reading) -> str:
    """The kind decides which fields and entries are known: it is read before them."""
    match = re.fullmatch(r"kind:(.*)", lines[0]) if lines else None
    if not match:
        reading.add(reading.first_line, "A question begins with its kind, for example “kind: single”.")
        raise TextError(reading.problems)
    kind = match[1].strip()
    if kind not in KINDS:
        reading.add(reading.first_line, f"There is no kind “{kind}”. Known kinds: {', '.join(KINDS)}.")
        raise TextError(reading.problems)
    return kind


def _check_head(fields, lines, reading) -> tuple[str, int | None]:
    pillar, difficulty = fields.get("pillar", ""), fields.get("difficulty", "")
    if pillar and pillar not in PILLARS:
        line = _field_line("pillar", lines, reading)
        reading.add(line, f"There is no pillar “{pillar}”. The four are {', '.join(PILLARS)}.")
    if difficulty not in ("", "1", "2", "3"):
        reading.add(_field_line("difficulty", lines, reading), "“difficulty” is 1, 2 or 3.")
        difficulty = ""
    return pillar, int(difficulty) if difficulty else None


def _split_body(kind, body, body_line, reading):
    """The situation's lines and the entries' lines, each with the number of its first line."""
    inside = False
    for index, line in enumerate(body):
        if line.startswith(INNER):
            inside = not inside
        elif not inside and ENTRY[kind].fullmatch(line):
            return (body[:index], body_line), (body[index:], body_line + index)
        elif not inside and LIKE_AN_ENTRY.match(line):
            message = f"An entry of the kind “{kind}” is written {EXAMPLE[kind]}; a situation holds no list."
            reading.add(body_line + index, message)
    return (body, body_line), ([], body_line + len(body))


def _read_situation(lines, first_line, reading) -> dict[str, Any]:
    """Text, and the tables and figures in it; each carries the text that follows it."""
    pieces, exhibits = [[]], []
    position = 0
    while position < len(lines):
        if lines[position].startswith(INNER):
            end = position + 1
            while end < len(lines) and not lines[end].startswith(INNER):
                end += 1
            closed = end < len(lines) and lines[end] == INNER
            exhibits.append(_read_exhibit(lines[position:end], closed, first_line + position, reading))
            pieces.append([])
            position = end
        else:
            pieces[-1].append(lines[position])
        position += 1
    texts = ["\n".join(piece).strip("\n") for piece in pieces]
    for exhibit, text in zip(exhibits, texts[1:], strict=True):
        exhibit["after"] = text
    return {"situation": texts[0], "exhibits": exhibits}


def _read_exhibit(lines, closed, line, reading) -> dict[str, str]:
    name = lines[0].removeprefix(INNER).strip()
    if lines[0] != f"{INNER} {name}" or name not in EXHIBIT_FIELDS:
        reading.add(line, "Here stands “~~~ table” or “~~~ figure”.")
        return {}
    if not closed:
        reading.add(line, f"“~~~ {name}” is never closed: a line with ~~~ alone is missing.")
    allowed = EXHIBIT_FIELDS[name]
    required = {"caption", "kind"} & set(allowed)
    fields, body, _ = blocktext.read_fields(lines[1:], line + 1, allowed, required, problems=reading.problems)
    exhibit = {"type": name, **{key: fields.get(key, "") for key in allowed}, "rows": "\n".join(body)}
    try:
        if name == "table":
            pipetable.parse(exhibit["rows"])
        elif "kind" in fields:
            charts.draw_rows(fields["kind"], exhibit["rows"], **{k: exhibit[k] for k in ("caption", "x", "y")})
    except ValueError as error:
        reading.add(line, str(error))
    return exhibit


def _read_entries(kind, lines, first_line, reading) -> list[dict[str, str]]:
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


def _content(kind, fields, entries, reading) -> dict[str, Any]:
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


def _with_line(problem: Problem, lines, reading) -> TextProblem:
    if problem.entry is not None:
        return TextProblem(reading.entry_lines[problem.entry], str(problem))
    if problem.field:
        return TextProblem(_field_line(problem.field, lines, reading), str(problem))
    return TextProblem(reading.first_line, str(problem))


def _field_line(name, lines, reading) -> int:
    for number, line in enumerate(lines, reading.first_line):
        if line.startswith(f"{name}:"):
            return number
    return reading.first_line


# Writing ------------------------------------------------------------------------------------------------------


def write_question(draft: Draft) -> str:
    """The whole fence, from `::: question KEY` to `:::`, without a line end after it."""
    content = draft.content
    fields = {
        "kind": draft.kind,
        "pillar": draft.pillar,
        "difficulty": str(draft.difficulty or ""),
        "revisits": content["revisits"],
        **_written_fields(draft.kind, content),
        "stem": content["stem"],
        "after": content["after"],
    }
    paragraphs = [content["situation"]] if content["situation"] else []
    for exhibit in content["exhibits"]:
        paragraphs += [_write_exhibit(exhibit), *([exhibit["after"]] if exhibit["after"] else [])]
    if content["entries"]:
        places = {place["id"]: place["text"] for place in content.get("places", [])}
        entries = [_write_entry(draft.kind, entry, places) for entry in content["entries"]]
        paragraphs.append("\n".join(entries))
    allowed = [*HEAD, *OWN_FIELDS.get(draft.kind, []), *TAIL]
    body = "\n\n".join(paragraphs)
    return blocktext.write_block("question", argument=draft.key, fields=fields, allowed=allowed, body=body)


def _written_fields(kind, content) -> dict[str, str]:
    written = {name: content.get(name, "") for name in OWN_FIELDS.get(kind, [])}
    if kind == "reasons":
        written["statement-is"] = str(content["statement_is"]).lower()
    if kind == "group":
        written["groups"] = BAR.join(place["text"] for place in content["places"])
    if kind == "text":
        written["accept"] = BAR.join(content["accept"])
    return written


def _write_exhibit(exhibit) -> str:
    lines = blocktext.write_fields(exhibit, EXHIBIT_FIELDS[exhibit["type"]])
    return "\n".join([f"{INNER} {exhibit['type']}", *lines, "", exhibit["rows"], INNER])


def _write_entry(kind, entry, places) -> str:
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
