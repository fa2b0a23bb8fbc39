"""Text of other systems as our texts: one line, some lines, or a situation with its stem.

Nothing that comes in stays markup: a stem, an entry and feedback are plain text here, and a situation, which is
Markdown, gets its signs escaped.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from quizzes.formats.refused import LeftOut

MOST_LINES = 300
MOST_CHARACTERS = 20_000  # of one text of a question
UNSEEN = re.compile(r"[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\ud800-\udfff\ufffe\uffff]")
SIGNS = re.compile(r"([\\*_`\[\]])")
AT_START = re.compile(r"[-+#>]|=+$")
NUMBERED = re.compile(r"^([0-9]+)([.)])( |$)")
BRACKETED = re.compile(r"^(\(.?\)|\[.?\])( |$)")
FENCE = re.compile(r"^(:::+|~~~+)")


def one_line(text: str) -> str:
    return " ".join(UNSEEN.sub("", text).split())


def some_lines(text: str) -> str:
    """Lines without blank ones between, as a stem or feedback holds them."""
    return "\n".join(filter(None, map(one_line, text.splitlines())))


@dataclass
class Passage:
    """Paragraphs (lines of plain text, or of Markdown) and tables, in order; what was lost on the way."""

    pieces: list[str | dict[str, Any]] = field(default_factory=list)
    losses: list[str] = field(default_factory=list)
    is_markdown: bool = False

    @property
    def paragraphs(self) -> list[str]:
        return [piece if isinstance(piece, str) else _table_lines(piece) for piece in self.pieces]

    def lines(self) -> str:
        return some_lines("\n".join(self.paragraphs))

    def line(self) -> str:
        return one_line(" ".join(self.paragraphs))

    def split(self) -> tuple[str, str, list[dict[str, Any]]]:
        """Stem, situation and exhibits: the last paragraph asks, what stands before it tells."""
        if sum(1 + paragraph.count("\n") for paragraph in self.paragraphs) > MOST_LINES:
            raise LeftOut(f"Its text has more than {MOST_LINES} lines.")
        told = list(self.pieces)
        asks = [index for index, piece in enumerate(told) if isinstance(piece, str)]
        stem = told.pop(asks[-1]) if asks else ""
        situation: list[str] = []
        exhibits: list[dict[str, Any]] = []
        after: list[str] = situation
        for piece in told:
            if isinstance(piece, dict):
                exhibits.append({**piece, "after": ""})
                after = []
            else:
                after.append(_as_markdown(piece, self.is_markdown))
                if exhibits:
                    exhibits[-1]["after"] = "\n\n".join(after)
        return str(stem), "\n\n".join(situation), exhibits


def plain(text: str) -> Passage:
    """Text with blank lines between its paragraphs."""
    return Passage(paragraphs_of(text))


def markdown(text: str) -> Passage:
    return Passage(paragraphs_of(text), is_markdown=True)


def paragraphs_of(text: str) -> list[Any]:
    found = [some_lines(paragraph) for paragraph in re.split(r"\n[ \t\r]*\n", text.replace("\r\n", "\n"))]
    return [paragraph for paragraph in found if paragraph]


def table(caption: str, rows: Iterable[list[str]]) -> dict[str, Any] | None:
    """An exhibit, if the rows make a table that can be shown."""
    rows = [[one_line(cell).replace("|", r"\|") for cell in row] for row in rows]
    if len(rows) < 2 or not 1 <= len(rows[0]) <= 12 or len(rows) > 501:
        return None
    if any(len(row) != len(rows[0]) for row in rows):
        return None
    lines = ["| " + " | ".join(row) + " |" for row in [rows[0], ["---"] * len(rows[0]), *rows[1:]]]
    text = "\n".join(" ".join(line.split()) for line in lines)
    return {"type": "table", "caption": one_line(caption) or "Table", "note": "", "rows": text}


def _table_lines(piece: dict[str, Any]) -> str:
    return "\n".join(line for line in [piece["caption"], *piece["rows"].split("\n")] if not line.startswith("| ---"))


def _as_markdown(paragraph: str, is_markdown: bool) -> str:
    lines = paragraph.split("\n")
    return "\n".join(_harmless(line if is_markdown else _escaped(line)) for line in lines)


def _escaped(line: str) -> str:
    """Signs of Markdown as they stand; a sign at the start only where it would begin something."""
    at_start = AT_START.match(line)
    return ("\\" if at_start else "") + SIGNS.sub(r"\\\1", line)


def _harmless(line: str) -> str:
    """A situation holds no list, and no line that would begin or end a fence."""
    line = FENCE.sub("…", line)
    if line.startswith(("- ", "* ", "+ ")) or line in ("-", "*", "+"):
        return "•" + line[1:]
    return BRACKETED.sub(r"\\\g<0>", NUMBERED.sub(r"\1\\\2\3", line))
