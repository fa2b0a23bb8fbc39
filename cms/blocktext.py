"""The text format that lessons and questions share: fences, fields, bodies. Plain Python.

    ::: name argument
    field: value
      a line indented by two spaces continues the value

    The body.
    :::

Every reader takes `problems`, a list to which it adds what it finds wrong, so that an author sees all of it at
once. Without the list the first reader that finds something raises `TextError`.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

OPENING = re.compile(r"^::: (?P<name>[a-z][a-z-]*)(?: (?P<argument>\S.*))?$")
FIELD = re.compile(r"^(?P<name>[a-z][a-z-]*):(?: (?P<value>.*))?$")
CLOSING = ":::"
CONTINUED = "  "


@dataclass(frozen=True)
class TextProblem:
    line: int  # counted from 1 in the whole file
    message: str

    def __str__(self):
        return f"Line {self.line}: {self.message}"


class TextError(ValueError):
    """The text cannot be read; `problems` says why, line by line."""

    def __init__(self, problems: list[TextProblem]):
        self.problems = sorted(problems, key=lambda problem: problem.line)
        super().__init__("\n".join(str(problem) for problem in self.problems))


@dataclass(frozen=True)
class Block:
    """What stands between `::: name argument` and `:::`; text outside a fence has the name ''."""

    name: str
    argument: str
    lines: list[str]
    line: int  # where it begins: the fence itself, or the first line of the text
    first_line: int  # the line of lines[0]


def read_lines(text: str, *, first_line: int = 1, problems: list[TextProblem] | None = None) -> list[str]:
    """The lines of a file. Tabs, carriage returns and spaces at the end of a line are problems."""
    found: list[TextProblem] = []
    lines = text.split("\n")
    if lines and lines[-1] == "":
        lines.pop()
    for number, line in enumerate(lines, first_line):
        if "\t" in line:
            found.append(TextProblem(number, "There is a tab character. Use spaces."))
        if "\r" in line:
            found.append(TextProblem(number, "The line ends in the Windows way. Save the file with Unix line ends."))
        elif line != line.rstrip():
            found.append(TextProblem(number, "There are spaces at the end of the line. Remove them."))
    _report(found, problems)
    return lines


def split_blocks(lines: list[str], first_line: int, *, problems: list[TextProblem] | None = None) -> list[Block]:
    """Prose and fences in the order of the file."""
    found: list[TextProblem] = []
    blocks: list[Block] = []
    position = 0
    while position < len(lines):
        if not lines[position]:
            position += 1
        elif lines[position].startswith(CLOSING):
            position = _read_fence(lines, position, first_line, blocks, found)
        else:
            end = position
            while end < len(lines) and not lines[end].startswith(CLOSING):
                end += 1
            line = first_line + position
            blocks.append(Block("", "", _without_blank_end(lines[position:end]), line, line))
            position = end
    _report(found, problems)
    return blocks


def _read_fence(lines, start, first_line, blocks, found) -> int:
    """Adds the fence that opens at `start` and returns the position after it."""
    line = first_line + start
    opening = OPENING.match(lines[start])
    if not opening:
        message = "This ::: closes nothing." if lines[start] == CLOSING else "A fence begins with ::: and a name."
        found.append(TextProblem(line, message))
        return start + 1
    end = start + 1
    while end < len(lines) and not lines[end].startswith(CLOSING):
        end += 1
    name, argument = opening["name"], opening["argument"] or ""
    blocks.append(Block(name, argument, lines[start + 1 : end], line, line + 1))
    if end == len(lines) or lines[end] != CLOSING:
        found.append(TextProblem(line, f"“::: {name}” is never closed: a line with ::: alone is missing."))
        return end
    if start and lines[start - 1]:
        found.append(TextProblem(line, f"Leave a blank line before “::: {name}”."))
    if end + 1 < len(lines) and lines[end + 1]:
        found.append(TextProblem(first_line + end, f"Leave a blank line after the ::: that closes “{name}”."))
    return end + 1


def read_fields(
    lines: list[str],
    first_line: int,
    allowed: list[str],
    required: set[str],
    *,
    problems: list[TextProblem] | None = None,
) -> tuple[dict[str, str], list[str], int]:
    """The fields at the head of a block, then the lines of the body and the number of the first of them.

    `allowed` names the fields in the order in which they must stand. A block that begins with a blank line, or
    with a line that is no field, is all body.
    """
    found: list[TextProblem] = []
    values: dict[str, list[str]] = {}
    line_of: dict[str, int] = {}
    name = ""
    position = 0
    while allowed and position < len(lines) and lines[position]:
        line = lines[position]
        field = FIELD.match(line)
        if name and line.startswith(CONTINUED):
            values[name].append(line[len(CONTINUED) :])
        elif field:
            name = field["name"]
            _check_field(name, values, allowed, first_line + position, found)
            values[name] = [field["value"] or ""]
            line_of[name] = first_line + position
        elif not values:
            break
        else:
            found.append(
                TextProblem(
                    first_line + position,
                    "This is no field. Leave a blank line before the text, or indent a continued value by two spaces.",
                )
            )
        position += 1
    fields = {name: "\n".join(value).strip() for name, value in values.items() if name in allowed}
    found += [
        TextProblem(line_of[name], f"The field “{name}” is empty: give it a value or leave it out.")
        for name, value in fields.items()
        if not value
    ]
    found += [
        TextProblem(first_line, f"The field “{name}” is missing.")
        for name in allowed
        if name in required and name not in fields
    ]
    _report(found, problems)
    body_start = position
    while body_start < len(lines) and not lines[body_start]:
        body_start += 1
    return fields, _without_blank_end(lines[body_start:]), first_line + body_start


def _check_field(name, values, allowed, line, found) -> None:
    if name not in allowed:
        found.append(TextProblem(line, f"There is no field “{name}” here. Known fields: {', '.join(allowed)}."))
    elif name in values:
        found.append(TextProblem(line, f"The field “{name}” stands here a second time."))
    else:
        later = [other for other in values if other in allowed and allowed.index(other) > allowed.index(name)]
        if later:
            found.append(TextProblem(line, f"The field “{name}” must stand before “{later[0]}”."))


def write_fields(fields: Mapping[str, str], allowed: Sequence[str]) -> list[str]:
    """The lines of the fields that have a value, in their order."""
    lines = []
    for name in allowed:
        if value := fields.get(name, ""):
            first, *more = value.split("\n")
            lines += [f"{name}: {first}", *(CONTINUED + line for line in more)]
    return lines


def write_block(
    name: str,
    *,
    argument: str = "",
    fields: Mapping[str, str] | None = None,
    allowed: Sequence[str] = (),
    body: str = "",
) -> str:
    """A fence as text, without a line end after its last line."""
    head = write_fields(fields or {}, allowed)
    lines = [f"::: {name} {argument}".rstrip(), *head]
    if body:
        if head or (allowed and FIELD.match(body.split("\n")[0])):
            lines.append("")
        lines.append(body)
    return "\n".join([*lines, CLOSING])


def _without_blank_end(lines: list[str]) -> list[str]:
    end = len(lines)
    while end and not lines[end - 1]:
        end -= 1
    return lines[:end]


def _report(found: list[TextProblem], problems: list[TextProblem] | None) -> None:
    if problems is not None:
        problems += found
    elif found:
        raise TextError(found)
