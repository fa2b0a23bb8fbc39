"""Questions in from other systems, and out to them, with an account of every one of them.

`read_questions` never brings in half a file unsaid: each question found stands in the report as imported, imported
with losses (which), or left out (why). A file that cannot be read at all is refused with one sentence.
"""

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from quizzes.formats.aiken import read_aiken
from quizzes.formats.gift_read import read_gift
from quizzes.formats.gift_write import write_gift
from quizzes.formats.moodle_read import read_moodle
from quizzes.formats.moodle_write import write_moodle
from quizzes.formats.plain_file import UTF_16
from quizzes.formats.qti_package import read_qti
from quizzes.formats.qti_write import write_qti
from quizzes.formats.refused import ImportRefused
from quizzes.formats.report import EXPORTED, EXPORTED_WITH_LOSSES, Defaults, Export, Import, Line, Piece
from quizzes.formats.settle import settle
from quizzes.formats.text import Draft

__all__ = ["FORMATS", "Defaults", "Export", "Import", "ImportRefused", "Line", "read_questions", "write_questions"]

ANSWER_LINE = re.compile(rb"^\s*ANSWER:\s*[A-Za-z]\s*$", re.MULTILINE)
MOST_BYTES = 8_000_000


@dataclass(frozen=True)
class Format:
    label: str
    endings: tuple[str, ...]
    read: Callable[[bytes], Iterable[Piece]] | None = None
    write: Callable[[Sequence[Draft]], tuple[bytes, list[list[str]]]] | None = None
    content_type: str = "text/plain; charset=utf-8"

    @property
    def can_read(self) -> bool:
        return self.read is not None

    @property
    def can_write(self) -> bool:
        return self.write is not None


FORMATS = {
    "gift": Format("GIFT", (".gift", ".txt"), read_gift, write_gift),
    "moodle": Format("Moodle XML", (".xml",), read_moodle, write_moodle, "application/xml"),
    "aiken": Format("Aiken", (".txt",), read_aiken),
    "qti": Format("QTI", (".zip", ".xml"), read_qti, write_qti, "application/zip"),
}


def read_questions(data: bytes, *, format: str = "", name: str = "", defaults: Defaults | None = None) -> Import:
    """Drafts and the report. Raises ImportRefused if the file is of no format we read."""
    if len(data) > MOST_BYTES:
        raise ImportRefused(f"The file has {len(data):,} bytes; at most {MOST_BYTES:,} are read.")
    if not data.strip():
        raise ImportRefused("The file is empty.")
    found = FORMATS.get(format or guess_format(data, name))
    if found is None or found.read is None:
        raise ImportRefused("The file is in no format that is read here.")
    return settle(found.read(data), defaults or Defaults())


def guess_format(data: bytes, name: str = "") -> str:
    """By what stands in it; the name decides only between the two that are plain text."""
    head = data[:2_000].decode("utf-16" if data.startswith(UTF_16) else "utf-8", "ignore").lstrip("\ufeff \n\r\t")
    if data.startswith(b"PK"):
        return "qti"
    if head.startswith("<"):
        return "moodle" if re.search(r"<(quiz|question)[\s>/]", head) else "qti"
    if name.lower().endswith(".gift"):
        return "gift"
    is_aiken = ANSWER_LINE.search(data) and b"{" not in data
    return "aiken" if is_aiken else "gift"


def write_questions(drafts: Iterable[Draft], *, format: str) -> Export:
    drafts = list(drafts)
    chosen = FORMATS[format]
    if chosen.write is None:
        raise ValueError(f"Nothing is written as {chosen.label}.")
    data, losses = chosen.write(drafts)
    report = tuple(
        Line(position, draft.key, EXPORTED_WITH_LOSSES if lost else EXPORTED, tuple(lost))
        for position, (draft, lost) in enumerate(zip(drafts, losses, strict=True), 1)
    )
    return Export(data, f"questions{chosen.endings[0]}", chosen.content_type, report)
