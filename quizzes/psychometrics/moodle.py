"""The numbers that Moodle's quiz statistics report shows, by Moodle's definitions, for those who compare.

Source: the page "Quiz statistics calculations" of the Moodle developer documentation
(docs.moodle.org/dev/Quiz_statistics_calculations). Per cent, as Moodle prints them. They carry no interval there, and
get none here: `items.item_analysis` gives the same facts with intervals.

    facility                    mean mark / maximum x 100
    discrimination index        100 cov(x, T - x) / (sd(x) sd(T - x))
    discriminative efficiency   100 cov(x, T - x) / the largest cov possible: both sorted
    effective weight            100 sqrt(cov(x, T)) / sum of sqrt(cov(x, T)); negative cov has none and adds none
    CIC                         100 k/(k - 1) (1 - sum var(x) / var(T)), over all k questions
    error ratio                 100 sqrt(1 - CIC/100)
    standard error              error ratio x sd(T) / 100, in marks
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from quizzes.psychometrics.moments import Moments, moments_of
from quizzes.psychometrics.responses import Responses, read_responses
from quizzes.psychometrics.value import Floats, Value, no_value


@dataclass(frozen=True, slots=True)
class MoodleItem:
    """One question, each value in per cent."""

    facility: Value
    discrimination_index: Value
    discriminative_efficiency: Value
    effective_weight: Value


@dataclass(frozen=True, slots=True)
class MoodleQuiz:
    """The quiz: coefficient of internal consistency and error ratio in per cent, standard error in marks."""

    n: int
    items: tuple[MoodleItem, ...]
    cic: Value
    error_ratio: Value
    standard_error: Value


def moodle_statistics(marks: ArrayLike | Responses, maximum: ArrayLike = 1.0) -> MoodleQuiz:
    """Moodle's report of (n, k) marks; blanks score 0 there too. Raises what `read_responses` raises.

    Where Moodle prints nothing there is no value: n < 2, no variance, a negative covariance (effective weight), and
    for the quiz also n < 3 and fewer than 2 questions.
    """
    responses = read_responses(marks, maximum)
    moments = moments_of(responses)
    if moments.n < 2:
        nothing = no_value("Moodle's statistics need at least 2 people.", moments.n)
        return MoodleQuiz(moments.n, (MoodleItem(*(nothing,) * 4),) * moments.k, *(nothing,) * 3)
    columns = (
        _facilities(moments, responses.maximum),
        _discrimination(moments),
        _efficiency(moments, responses.marks),
        _weights(moments),
    )
    return MoodleQuiz(moments.n, tuple(MoodleItem(*row) for row in zip(*columns, strict=True)), *_quiz(moments))


def _facilities(moments: Moments, maximum: Floats) -> list[Value]:
    return _values(moments.sums, moments.n * maximum, maximum > 0, "This question carries no marks.", moments.n)


def _discrimination(moments: Moments) -> list[Value]:
    sizes = np.sqrt(moments.own * moments.rest)
    reason = "Everybody got the same on this question or on the others."
    return _values(moments.with_total - moments.own, sizes, sizes > 0, reason, moments.n)


def _efficiency(moments: Moments, marks: Floats) -> list[Value]:
    """The largest covariance these marks allow: the best mark on the question paired with the best on the rest."""
    rest = np.sort(marks.sum(axis=1, keepdims=True) - marks, axis=0)
    own = np.sort(marks, axis=0)
    largest = moments.n * ((own - own.mean(axis=0)) * (rest - rest.mean(axis=0))).sum(axis=0)
    defined = moments.varying & (moments.rest > 0)
    reason = "Everybody got the same on this question or on the others."
    return _values(moments.with_total - moments.own, largest, defined, reason, moments.n)


def _weights(moments: Moments) -> list[Value]:
    roots = np.sqrt(np.maximum(0.0, moments.with_total))
    whole = np.full(moments.k, roots.sum())
    reason = "The question goes against the total, or nobody's total differs."
    return _values(roots, whole, (moments.with_total >= 0) & (whole > 0), reason, moments.n)


def _values(above: Floats, below: Floats, defined: np.ndarray, reason: str, n: int) -> list[Value]:
    """100 above / below where defined, else the reason."""
    numbers = np.divide(100 * above, below, out=np.zeros(above.size), where=defined)
    rows = zip(numbers.tolist(), defined.tolist(), strict=True)
    return [Value(number, n=n) if known else no_value(reason, n) for number, known in rows]


def _quiz(moments: Moments) -> tuple[Value, Value, Value]:
    n, k = moments.n, moments.k
    if n < 3 or k < 2 or moments.total <= 0:
        nothing = no_value("Moodle's coefficients need 3 people with different totals, and 2 questions.", n)
        return nothing, nothing, nothing
    consistency = k / (k - 1) * (1 - moments.trace / moments.total)
    ratio = float(np.sqrt(max(0.0, 1 - consistency)))
    return Value(100 * consistency, n=n), Value(100 * ratio, n=n), Value(ratio * moments.total_sd, n=n)
