"""What the first answers to a quiz say of its questions and of the quiz as a whole, by the small-n ladder."""

from dataclasses import dataclass, replace

import numpy as np

from quizzes.psychometrics.items import ItemAnalysis, item_analysis
from quizzes.psychometrics.ladder import FEWEST_IN_A_GROUP, ROUGH, Statistic, may_score, may_show
from quizzes.psychometrics.moodle import moodle_statistics
from quizzes.psychometrics.rasch import Rasch, rasch
from quizzes.psychometrics.uncertainty import score_band, times_in_ten
from quizzes.psychometrics.upper_lower import upper_lower
from quizzes.psychometrics.value import Floats, Value, no_value
from quizzes.queries import itemwords
from quizzes.queries.analysis import Asked, Sample
from quizzes.queries.figure import Figure, shown

RIGHT = 1.0
NOT_ASKED_FOR = Figure(0, reason="Not asked for.")


@dataclass(frozen=True)
class ItemLine:
    """One question. `right` of `n` people got all of it right; the other figures rest on those who answered all."""

    asked: Asked
    n: int
    right: int | None  # None of fewer than 5 people
    words: str
    practised: int  # answers left out
    elsewhere: int  # answers that belong to another series
    tags: tuple[str, ...]
    facility: Figure
    correlation: Figure
    alpha_if_dropped: Figure
    index: Figure
    moodle: tuple[Figure, ...]  # facility, discrimination index, discriminative efficiency, effective weight
    difficulty: Figure
    infit: Figure
    outfit: Figure

    @property
    def left_out(self) -> str:
        return itemwords.left_out_words(self.practised, self.elsewhere)


@dataclass(frozen=True)
class QuizReport:
    """`n` people answered every question as it is counted here; `people` answered at least one."""

    sample: Sample
    people: int
    n: int
    lines: tuple[ItemLine, ...]
    mean: float | None
    alpha: Figure
    lambda2: Figure
    sem: Figure
    band: str
    distribution: tuple[tuple[str, int], ...]
    moodle: tuple[tuple[str, Figure], ...]
    rasch: Rasch | None
    rasch_note: str  # or, where there is no map, the reason

    @property
    def is_shown(self) -> bool:
        return self.people >= FEWEST_IN_A_GROUP

    @property
    def k(self) -> int:
        return len(self.lines)

    @property
    def has_correlations(self) -> bool:
        return any(line.correlation.known for line in self.lines)

    @property
    def why_no_correlations(self) -> str:
        return next((line.correlation.reason for line in self.lines), "")

    @property
    def for_experts(self) -> bool:
        """Whether the folded tables have anything in them."""
        return may_show(Statistic.ALPHA_IF_DROPPED, self.n, self.k).show

    @property
    def extremes(self) -> tuple[int, int]:
        """People with nothing and with everything right, who have no place on the ruler."""
        if self.rasch is None or not self.rasch.left_out_people:
            return 0, 0
        right = self.sample.marks[self.sample.complete][list(self.rasch.left_out_people)] == RIGHT
        full = int(np.delete(right, list(self.rasch.left_out_items), axis=1).all(axis=1).sum())
        return right.shape[0] - full, full


def quiz_report(sample: Sample, *, index: bool = False) -> QuizReport:
    """Without a query. `index` adds the upper-lower index, which is off unless asked for."""
    marks = sample.marks[sample.complete]
    n, k = marks.shape
    analysis = item_analysis(marks) if k else None
    fitted, why = _rasch(marks)
    if analysis is None:
        return _nothing(sample)
    return QuizReport(
        sample=sample,
        people=len(sample.papers),
        n=n,
        lines=_lines(sample, marks, analysis, fitted, index=index),
        mean=analysis.mean,
        alpha=shown(Statistic.ALPHA, analysis.alpha, n=n, items=k),
        lambda2=shown(Statistic.ALPHA, analysis.lambda2, n=n, items=k),
        sem=shown(Statistic.SEM, analysis.sem, n=n, items=k, decimals=1),
        band=_band(analysis),
        distribution=_distribution(marks),
        moodle=_moodle_quiz(marks),
        rasch=fitted,
        rasch_note=why,
    )


def _nothing(sample: Sample) -> QuizReport:
    none = Figure(0, reason="The quiz asks no question.")
    return QuizReport(sample, 0, 0, (), None, none, none, none, "", (), (), None, none.reason)


# Questions --------------------------------------------------------------------------------------------------------


def _lines(sample: Sample, marks: Floats, analysis: ItemAnalysis, fitted: Rasch | None, *, index: bool):
    n, k = marks.shape
    indices = upper_lower(marks) if index and n else (no_value("Not asked for."),) * k
    moodle = moodle_statistics(marks).items
    lines = []
    for place, asked in enumerate(sample.asked):
        column = sample.column(place)
        answered = column[~np.isnan(column)]
        facility = shown(Statistic.FACILITY, _facility(answered), n=answered.size)
        item = analysis.items[place]
        correlation = _correlation(item.correlation, n)
        right = int((answered == RIGHT).sum())
        difficulty, infit, outfit = _place_on_ruler(fitted, place, n)
        lines.append(
            ItemLine(
                asked=asked,
                n=answered.size,
                right=right if facility.known else None,
                words=_words(facility, correlation, answered, right),
                practised=sample.practised[place],
                elsewhere=sample.elsewhere[place],
                tags=tuple(filter(None, _tags(facility, correlation, infit, outfit))),
                facility=facility,
                correlation=correlation,
                alpha_if_dropped=shown(Statistic.ALPHA_IF_DROPPED, item.alpha_if_dropped, n=n, items=k),
                index=shown(Statistic.UPPER_LOWER, indices[place], n=n) if index else NOT_ASKED_FOR,
                moodle=tuple(_as_moodle(value, n) for value in _of(moodle[place])),
                difficulty=difficulty,
                infit=infit,
                outfit=outfit,
            )
        )
    return tuple(lines)


def _correlation(value: Value, n: int) -> Figure:
    """Every one is rough while people are few; which is worth another look is for its tag to say."""
    figure = shown(Statistic.ITEM_CORRELATION, value, n=n)
    return replace(figure, note=ROUGH) if figure.note else figure


def _facility(answered: Floats) -> Value:
    return item_analysis(answered[:, None]).items[0].facility


def _words(facility: Figure, correlation: Figure, answered: Floats, right: int) -> str:
    part_marks = bool(((answered > 0) & (answered < RIGHT)).any())
    words = itemwords.facility_words(facility, right=right, part_marks=part_marks)
    return f"{words} {itemwords.correlation_words(correlation)}".strip()


def _tags(facility: Figure, correlation: Figure, infit: Figure, outfit: Figure):
    yield itemwords.difficulty_tag(facility)
    yield itemwords.look_tag(correlation)
    yield itemwords.fit_tag(infit, outfit)


def _of(item) -> tuple[Value, ...]:
    return item.facility, item.discrimination_index, item.discriminative_efficiency, item.effective_weight


def _as_moodle(value: Value, n: int) -> Figure:
    """As Moodle prints it, but not before a question may be flagged."""
    return shown(Statistic.ITEM_FLAG, value, n=n, decimals=1)


def _place_on_ruler(fitted: Rasch | None, place: int, n: int) -> tuple[Figure, Figure, Figure]:
    if fitted is None:
        reason = may_show(Statistic.RASCH, n).reason or "There is no Rasch analysis of these answers."
        none = Figure(n, reason=reason)
        return none, none, none
    item = fitted.items[place]
    return (
        shown(Statistic.RASCH, item.difficulty, n=n),
        shown(Statistic.RASCH_FIT, item.infit, n=n),
        shown(Statistic.RASCH_FIT, item.outfit, n=n),
    )


# The quiz ---------------------------------------------------------------------------------------------------------


def _band(analysis: ItemAnalysis) -> str:
    """Of a middling total, and only where the quiz is long enough for a total at all."""
    error = shown(Statistic.SEM, analysis.sem, n=analysis.n, items=analysis.k)
    if not error.value or analysis.mean is None or not may_score(analysis.k).show:
        return ""
    band = score_band(round(analysis.mean), analysis.k, error.value)
    return itemwords.band_words(
        score=int(band.score), questions=analysis.k, low=band.low, high=band.high, level=times_in_ten(band.level)
    )


def _distribution(marks: Floats) -> tuple[tuple[str, int], ...]:
    """How many people had how many right, in classes; not of a quiz too short for a total."""
    n, k = marks.shape
    if not (may_show(Statistic.DISTRIBUTION, n).show and may_score(k).show):
        return ()
    width = 1 if k <= 12 else 3
    totals = np.floor(marks.sum(axis=1) + 1e-9).astype(int)
    counts = np.bincount(totals // width, minlength=k // width + 1)
    return tuple((_class(place * width, width, k), int(count)) for place, count in enumerate(counts))


def _class(low: int, width: int, k: int) -> str:
    high = min(low + width - 1, k)
    return f"{low}" if high == low else f"{low}–{high}"


def _moodle_quiz(marks: Floats) -> tuple[tuple[str, Figure], ...]:
    n, k = marks.shape
    found = moodle_statistics(marks)
    named = [
        ("Coefficient of internal consistency (per cent)", found.cic),
        ("Error ratio (per cent)", found.error_ratio),
        ("Standard error (marks)", found.standard_error),
    ]
    figures = [(name, shown(Statistic.ALPHA_IF_DROPPED, value, n=n, items=k, decimals=1)) for name, value in named]
    return tuple(figures) if may_show(Statistic.ALPHA_IF_DROPPED, n, k).show else ()


def _rasch(marks: Floats) -> tuple[Rasch | None, str]:
    """The estimates and their note, or None and the reason. Only an answer that is right in every part is right."""
    allowed = may_show(Statistic.RASCH, marks.shape[0])
    if not allowed.show:
        return None, allowed.reason
    found = rasch((marks == RIGHT).astype(np.float64))
    return (None, found.reason) if found.reason else (found, allowed.note)
