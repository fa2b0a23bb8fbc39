"""Pipe tables as data: `| a | b |` lines with a line of dashes under the head. Plain Python."""

import re
from dataclasses import dataclass

RULE = re.compile(r"\|(\s*:?-+:?\s*\|)+")
DIVIDER = re.compile(r"(?<!\\)\|")
MAX_ROWS, MAX_COLUMNS = 500, 12


class TableError(ValueError):
    """The text is not a pipe table; the message says which row and why."""


@dataclass(frozen=True)
class Table:
    head: list[str]
    rows: list[list[str]]


def cells(line: str) -> list[str]:
    r"""The cells of a line; `\|` is a stroke within a cell."""
    return [cell.strip().replace(r"\|", "|") for cell in DIVIDER.split(line.strip()[1:-1])]


def _lines(text: str) -> list[str]:
    lines = [line.strip() for line in text.strip().splitlines() if line.strip()]
    if len(lines) < 3:
        raise TableError("A table needs a head, a line of dashes and at least one row.")
    if len(lines) - 2 > MAX_ROWS:
        raise TableError(f"A table has at most {MAX_ROWS} rows; this has {len(lines) - 2}.")
    for number, line in enumerate(lines, 1):
        if not (line.startswith("|") and line.endswith("|") and len(line) > 2):
            raise TableError(f"Row {number} of the table must begin and end with a |.")
    if not RULE.fullmatch(lines[1]):
        raise TableError("The second row of the table must be a line of dashes: |---|---|.")
    return lines


def parse(text: str) -> Table:
    head, rule, *rows = [cells(line) for line in _lines(text)]
    if len(head) > MAX_COLUMNS:
        raise TableError(f"A table has at most {MAX_COLUMNS} columns; this has {len(head)}.")
    for number, row in enumerate([rule, *rows]):
        if len(row) != len(head):
            name = f"Row {number}" if number else "The line of dashes"
            raise TableError(f"{name} of the table has {len(row)} cells, its head has {len(head)}.")
    return Table(head, rows)
