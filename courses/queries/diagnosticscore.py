"""What a lead is told of a test: a total with its band, where to start, and whether two totals differ clearly."""

import math
from dataclasses import dataclass

from django.core.cache import cache

from courses.queries.diagnostic import Desk, Turn
from quizzes.models import Attempt, Pillar
from quizzes.psychometrics.items import item_analysis
from quizzes.psychometrics.ladder import may_score
from quizzes.psychometrics.uncertainty import Band, Change, Verdict, change, score_band
from quizzes.queries.paper import Total, marks_on, totals_of

PLANNED_SD = 4.5
PLANNED_RELIABILITY = 0.75
MEASURED_FROM = 60  # leads who sat the form: from here on its own figures count
MOST_STARTS = 2  # pillars; when more are alike, none stands out
KEPT_FOR = 600  # seconds


@dataclass(frozen=True)
class Precision:
    """The error of a total, in marks: assumed when the form was planned, measured once enough have sat it."""

    sem: float
    sd: float
    reliability: float
    people: int
    is_measured: bool
    interval: tuple[float, float] | None = None  # 95 %, of a reliability that was measured


def precision_of(form: str) -> Precision:
    """One query while it is assumed. `form` is the key of the quiz."""
    sat = Attempt.objects.filter(quiz__key=form, finished_at__isnull=False)
    people = sat.count()
    if people >= MEASURED_FROM:
        measured = cache.get_or_set(f"precision-{form}-{people}", lambda: _measured(sat), KEPT_FOR)
        if measured:
            return measured
    sem = PLANNED_SD * math.sqrt(1 - PLANNED_RELIABILITY)
    return Precision(sem, PLANNED_SD, PLANNED_RELIABILITY, people, is_measured=False)


def _measured(sat) -> Precision | None:
    analysis = item_analysis(marks_on(sat.values_list("quiz_id", flat=True)[0]), listwise=True)
    alpha = analysis.alpha
    if analysis.n < MEASURED_FROM or not analysis.sem.value or alpha.value is None or analysis.sd is None:
        return None
    interval = (alpha.low, alpha.high) if alpha.low is not None and alpha.high is not None else None
    return Precision(analysis.sem.value, analysis.sd, alpha.value, analysis.n, is_measured=True, interval=interval)


@dataclass(frozen=True)
class Result:
    total: Total
    precision: Precision
    band: Band | None  # None for a paper of too few questions
    starts: tuple[str, ...]  # names of pillars


@dataclass(frozen=True)
class Results:
    pre: Result | None
    post: Result | None
    change: "Shift | None"


@dataclass(frozen=True)
class Shift:
    """The change from one total to the other, in whole marks with its band, and the least that is called clear."""

    verdict: Verdict
    marks: str
    low: str
    high: str
    least_clear: int
    change: Change


def results_of(desk: Desk) -> Results:
    """Of both tests, as far as they were handed in: one query for totals, one for each form's precision."""
    totals = totals_of([turn.attempt_id for turn in desk.turns if turn.handed_in_at and turn.attempt_id])
    pre, post = (_result(turn, totals) for turn in desk.turns)
    return Results(pre, post, _shift(pre, post))


def _result(turn: Turn, totals: dict[int, Total]) -> Result | None:
    total = totals.get(turn.attempt_id or 0)
    if total is None:
        return None
    precision = precision_of(turn.form)
    band = score_band(total.right, total.questions, precision.sem) if may_score(total.questions).show else None
    return Result(total, precision, band, places_to_start(total.by_pillar))


def places_to_start(by_pillar) -> tuple[str, ...]:
    """The pillar with the smallest share right, and one within a question of it; none when three or more are alike.

    Seven or eight questions are too few for a score of their own, so names are all that is told.
    """
    shares = {pillar: right / questions for pillar, right, questions in by_pillar}
    if not shares or min(shares.values()) == 1:
        return ()
    lowest = min(shares.values())
    one_question = max(1 / questions for _, _, questions in by_pillar)
    near = [pillar for pillar, share in shares.items() if share <= lowest + one_question + 1e-9 and share < 1]
    return (
        tuple(str(Pillar(pillar).label) for pillar in Pillar.values if pillar in near)
        if len(near) <= MOST_STARTS
        else ()
    )


def _shift(pre: Result | None, post: Result | None) -> Shift | None:
    """None as well when the forms differ in length: then their totals cannot be compared."""
    if not (pre and post and pre.band and post.band) or pre.total.questions != post.total.questions:
        return None
    found = change(pre.total.right, post.total.right, pre.precision.sem, post.precision.sem)
    low, high = math.ceil(found.low - 0.5), math.floor(found.high + 0.5)
    # Rounding must not contradict the verdict: a clear change never reaches 0, another always holds it
    if found.verdict is Verdict.RISE:
        low = max(low, 1)
    elif found.verdict is Verdict.FALL:
        high = min(high, -1)
    return Shift(found.verdict, signed(found.difference), signed(low), signed(high), math.floor(found.least) + 1, found)


def signed(marks: float) -> str:
    """+8, −3, 0, with a true minus sign."""
    return f"{marks:+g}".replace("-", "\u2212") if marks else "0"
