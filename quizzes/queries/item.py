"""A question as it stands on a page in front of one person."""

from dataclasses import dataclass
from datetime import datetime

from quizzes.kinds import Mark
from quizzes.queries.confidence import said_how_sure


@dataclass(frozen=True)
class Row:
    """An entry as it stands in a form, and what was said about it."""

    id: str
    text: str
    chosen: bool
    place: str


@dataclass(frozen=True)
class Place:
    """Where an entry may be put: a right side, a position, a group."""

    id: str
    text: str


@dataclass(frozen=True)
class Item:
    """One question as it may be shown to one person: keys and feedback are in it only when `mark` is."""

    quiz_id: int
    question_id: int
    version_id: int
    key: str
    kind: str
    position: int
    count: int
    stem: str
    revisits: str
    is_scenario: bool
    situation: str  # HTML
    exhibits: tuple[tuple[str, str], ...]  # HTML of the table or figure, HTML of the text after it
    order: tuple[str, ...]
    rows: tuple[Row, ...]
    places: tuple[Place, ...]
    unit: str
    judgement: str
    text: str
    seq: int  # the number of the next save
    saved_at: datetime | None
    checked_at: datetime | None
    corrected_at: datetime | None
    mark: Mark | None
    after: str
    action: str  # where the form is sent
    is_kept: bool  # whether answers are kept: not those of visitors, who may only try
    asks_confidence: bool = False
    confidence: int | None = None
    regraded_at: datetime | None = None
    regrade_note: str = ""
    problem: str = ""  # what is still to be answered, when that was asked for
    confidence_problem: str = ""
    practice: bool = False
    from_earlier: bool = False  # asked in a lesson, and goes back to an earlier one
    topic: str = ""  # what the questions counted with it have in common

    def __hash__(self):  # an item is the key of what is drawn from it; equality still asks for every field
        return hash((self.version_id, self.seq, self.order))

    @property
    def has_form(self) -> bool:
        return self.mark is None

    @property
    def anchor(self) -> str:
        return f"q-{self.key}"

    @property
    def template(self) -> str:
        return f"quizzes/kind/{self.kind}.html"

    @property
    def said_how_sure(self) -> str:
        return said_how_sure(self.confidence) if self.mark else ""

    @property
    def order_value(self) -> str:
        return ",".join(self.order)
