"""The page on how sure and how right: a lead’s own figures with the lessons to reread."""

from dataclasses import dataclass

from django.urls import reverse

from cms.charts import IntervalsChart, intervals
from courses.queries.check import Check
from courses.queries.enrolment import Lead
from courses.queries.programme import Outline, programme_outline
from courses.queries.quiz import CHECK
from quizzes.models import Confidence
from quizzes.psychometrics.uncertainty import Said
from quizzes.psychometrics.uncertainty import Sureness as Verdict
from quizzes.queries.calibration import FirstAnswer, Sureness, sureness_of

OF = 10  # shares are told as so many of ten such answers
RANGE_FROM = 5  # the interval of fewer answers fits nearly any share
WHEN = {Confidence.GUESS: "a guess", Confidence.FAIRLY: "fairly sure", Confidence.VERY: "very sure"}


@dataclass(frozen=True)
class Row:
    """The answers of one level: 8 of 12 when very sure, best read as 4 to 9 of 10."""

    label: str
    when: str
    right: int
    n: int
    low: str
    high: str

    @property
    def count(self) -> str:
        return f"{self.right} of {self.n} right" if self.n else "no answers yet"


@dataclass(frozen=True)
class Place:
    title: str
    path: str


@dataclass(frozen=True)
class Surprise:
    """Very sure and wrong: the question, and the lesson to reread."""

    answer: FirstAnswer
    reread: Place | None
    asked_in: Place | None


@dataclass(frozen=True)
class CalibrationPage:
    sureness: Sureness
    verdict: Verdict
    rows: tuple[Row, ...]
    chart: IntervalsChart | None
    surprises: tuple[Surprise, ...]
    range_from: int = RANGE_FROM

    @property
    def all_have_range(self) -> bool:
        return all(row.low for row in self.rows)

    @property
    def very_sure(self) -> Row:
        return self.rows[-1]


def calibration_page(lead: Lead) -> CalibrationPage:
    """One query beside the outline's."""
    sureness = sureness_of(lead.user_id)
    outline = programme_outline(lead.programme_id)
    said = sureness.calibration.said
    return CalibrationPage(
        sureness=sureness,
        verdict=sureness.calibration.verdict,
        rows=tuple(_row(level) for level in said),
        chart=_chart(said),
        surprises=tuple(_surprise(answer, outline) for answer in sureness.surprises),
    )


def _row(level: Said) -> Row:
    confidence = Confidence(level.confidence)
    low, high = (_of_ten(level.share.low), _of_ten(level.share.high)) if has_range(level) else ("", "")
    return Row(str(confidence.label), WHEN[confidence], level.right, level.n, low, high)


def has_range(level: Said) -> bool:
    return level.n >= RANGE_FROM


def _of_ten(share: float | None) -> str:
    return "" if share is None else f"{share * OF:.1f}".removesuffix(".0")


def _chart(said) -> IntervalsChart | None:
    """The levels of which enough was said to have an interval."""
    told = [level for level in said if has_range(level)]
    if not told:
        return None
    rows = [_row(level) for level in told]
    drawn = [(f"{row.label}: {row.count}", *_places(level)) for row, level in zip(rows, told, strict=True)]
    texts = tuple((row.label, row.count, row.low, row.high) for row in rows)
    return intervals(
        drawn,
        caption=_finding(rows),
        x="right, of 10 such answers",
        head=("How sure", "Right", "From, of 10", "To, of 10"),
        texts=texts,
        span=(0, OF),
    )


def _places(level: Said) -> tuple:
    share = level.share
    return tuple(None if part is None else round(part * OF, 1) for part in (share.value, share.low, share.high))


def _finding(rows) -> str:
    parts = [f"{row.right} of {row.n} when {row.when}" for row in rows]
    return f"You were right in {', '.join(reversed(parts))}. The bars show what these counts are best read as."


def _surprise(answer: FirstAnswer, outline: Outline) -> Surprise:
    """The question stands in the lesson to reread, unless it names an earlier one or stands in a module’s check."""
    lessons = {lesson.slug: lesson for lesson in outline.lessons}  # a lesson's quiz has its slug as key
    checks = {CHECK + module.slug: Check(module) for module in outline.modules}
    asked_in = checks.get(answer.quiz_key) or lessons.get(answer.quiz_key)
    reread = lessons.get(answer.revisits) or lessons.get(answer.quiz_key)
    return Surprise(
        answer=answer,
        reread=Place(reread.title, reread.path) if reread else _lessons_of(checks.get(answer.quiz_key)),
        asked_in=Place(asked_in.title, f"{asked_in.path}#q-{answer.question_key}") if asked_in else None,
    )


def _lessons_of(check: Check | None) -> Place | None:
    if check is None:
        return None
    return Place(f"the lessons of Module {check.module.number}", f"{reverse('lessons')}#{check.module.slug}")
