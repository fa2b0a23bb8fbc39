"""Pipe tables as data: `| a | b |` lines with a line of dashes under the head. Plain Python."""

import re
from dataclasses import dataclass

RULE = re.compile(r"^\|(\s*:?-+:?\s*\|)+$")


class TableError(ValueError):
    """The text is not a pipe table; the message says which row and why."""


@dataclass(frozen=True)
class Table:
    head: list[str]
    rows: list[list[str]]


def cells(line: str) -> list[str]:
    return [cell.strip() for cell in line.strip().strip("|").split("|")]


def parse(text: str) -> Table:
    lines = [line.strip() for line in text.strip().splitlines() if line.strip()]
    if len(lines) < 3:
        raise TableError("A table needs a head, a line of dashes and at least one row.")
    for number, line in enumerate(lines, 1):
        if not (line.startswith("|") and line.endswith("|") and len(line) > 2):
            raise TableError(f"Row {number} of the table must begin and end with a |.")
    if not RULE.match(lines[1]):
        raise TableError("The second row of the table must be a line of dashes: |---|---|.")
    head = cells(lines[0])
    rows = [cells(line) for line in lines[2:]]
    for number, row in enumerate(rows, 1):
        if len(row) != len(head):
            raise TableError(f"Row {number} of the table has {len(row)} cells, its head has {len(head)}.")
    return Table(head, rows)
