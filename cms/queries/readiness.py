"""What ten answers say in words. It is not a score: answers are neither counted nor added up."""

from dataclasses import dataclass

from cms.models import ReadinessPage

READY, NOT_YET, NOT_THIS_YEAR = "ready", "not-yet", "not-this-year"


@dataclass(frozen=True)
class Line:
    topic: str
    statement: str
    advice: str
    is_needed: bool
    because: str = ""


@dataclass(frozen=True)
class Reading:
    in_place: tuple[Line, ...]
    to_talk_about: tuple[Line, ...]
    not_this_year: tuple[Line, ...]

    @property
    def missing(self) -> tuple[Line, ...]:
        """What the year cannot do without, and is not there."""
        return tuple(line for line in (*self.to_talk_about, *self.not_this_year) if line.is_needed)

    @property
    def verdict(self) -> str:
        if self.missing:
            return "wait"
        return "talk" if self.to_talk_about or self.not_this_year else "go"


def readiness_page() -> ReadinessPage | None:
    return ReadinessPage.objects.live().first()


def pairs_of(page: ReadinessPage) -> list:
    return [block.value for block in page.pairs]


def read_answers(pairs, answers: list[tuple[str, str]]) -> Reading:
    """`answers` holds for each pair what was chosen, and the reason where it is "not this year"."""
    found: dict[str, list[Line]] = {READY: [], NOT_YET: [], NOT_THIS_YEAR: []}
    for pair, (chosen, because) in zip(pairs, answers, strict=True):
        statement = pair["ready"] if chosen == READY else pair["not_yet"]
        because = because if chosen == NOT_THIS_YEAR else ""
        found[chosen].append(Line(pair["topic"], statement, pair["advice"], bool(pair["is_needed"]), because))
    return Reading(tuple(found[READY]), tuple(found[NOT_YET]), tuple(found[NOT_THIS_YEAR]))
