"""What comes out of reading or writing a file of questions, and how it is accounted for. Plain Python."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from quizzes.formats.passage import Passage
from quizzes.formats.text import Draft

IMPORTED = "imported"
WITH_LOSSES = "imported with losses"
LEFT_OUT = "left out"
EXPORTED = "exported"
EXPORTED_WITH_LOSSES = "exported with losses"


@dataclass(frozen=True)
class Line:
    """What became of one question of a file."""

    position: int  # counted from 1
    title: str
    outcome: str
    reasons: tuple[str, ...] = ()


@dataclass(frozen=True)
class Import:
    drafts: tuple[Draft, ...]
    report: tuple[Line, ...]

    def count(self, outcome: str) -> int:
        return sum(line.outcome == outcome for line in self.report)


@dataclass(frozen=True)
class Export:
    data: bytes
    file_name: str
    content_type: str
    report: tuple[Line, ...]


@dataclass(frozen=True)
class Defaults:
    """What our questions need and other systems do not know; `taken` are keys that stand already."""

    pillar: str = "purpose"
    difficulty: int | None = None
    prefix: str = "imported"
    taken: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Carried:
    """Our own text of a question, found beside the part that other systems read, and what that part was then."""

    text: str
    digest: str


@dataclass
class Found:
    """A question as a file tells it, in our words."""

    passage: Passage
    kind: str
    own: dict[str, Any]
    title: str = ""
    after: str = ""
    key: str = ""
    tags: list[str] = field(default_factory=list)
    losses: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Piece:
    """The place of one question in a file; `read` returns a Found or raises LeftOut."""

    title: str
    read: Callable[[], Found]
    carried: Carried | None = None
    digest: str = ""
