"""Questions as text: the body of a `::: question KEY` fence (courses/content/README.md), read and written.

Reading collects every problem by its line. Writing is canonical: what it writes reads back as the same draft, and
canonical text is written back byte for byte.
"""

import re
from dataclasses import dataclass
from typing import Any

from cms import blocktext, charts, pipetable
from cms.blocktext import TextError, TextProblem
from quizzes.formats.entries import (
    ENTRY,
    EXAMPLE,
    LIKE_AN_ENTRY,
    OWN_FIELDS,
    Reading,
    own_content,
    own_fields_as_text,
    read_entries,
    write_entry,
)
from quizzes.kinds import KINDS, Problem

KEY = re.compile(r"[a-z0-9][a-z0-9-]{0,59}")
PILLARS = ("purpose", "validity", "reliability", "value")
HEAD = ["kind", "pillar", "difficulty", "revisits"]
TAIL = ["stem", "after"]
OPTIONAL = {"difficulty", "revisits", "unit", "after"}
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
        **own_content(kind, fields, read_entries(kind, *entries, reading), reading),
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
        **own_fields_as_text(draft.kind, content),
        "stem": content["stem"],
        "after": content["after"],
    }
    paragraphs = [content["situation"]] if content["situation"] else []
    for exhibit in content["exhibits"]:
        paragraphs += [_write_exhibit(exhibit), *([exhibit["after"]] if exhibit["after"] else [])]
    if content["entries"]:
        places = {place["id"]: place["text"] for place in content.get("places", [])}
        entries = [write_entry(draft.kind, entry, places) for entry in content["entries"]]
        paragraphs.append("\n".join(entries))
    allowed = [*HEAD, *OWN_FIELDS.get(draft.kind, []), *TAIL]
    body = "\n\n".join(paragraphs)
    return blocktext.write_block("question", argument=draft.key, fields=fields, allowed=allowed, body=body)


def _write_exhibit(exhibit) -> str:
    lines = blocktext.write_fields(exhibit, EXHIBIT_FIELDS[exhibit["type"]])
    return "\n".join([f"{INNER} {exhibit['type']}", *lines, "", exhibit["rows"], INNER])
