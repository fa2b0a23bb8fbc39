"""Regression to the mean: what a second score is expected to be when nothing has happened."""

import math
from dataclasses import dataclass

from scipy import special

from quizzes.psychometrics.uncertainty import z_of
from quizzes.psychometrics.value import LEVEL, PERSON_LEVEL, Value, must_be_finite, no_value


@dataclass(frozen=True, slots=True)
class BelowCut:
    """People picked for scores below a cut, in marks: their mean, the mean expected again, and the rise between.

    share: how many of all are expected below the cut, 0 to 1.
    """

    share: float
    first_mean: float
    second_mean: float
    rise: float


def expected_second(
    score: float, mean: float, sd: float, correlation: float, mean2: float | None = None, sd2: float | None = None
) -> Value:
    """The second score expected of somebody with this first score: mean2 + r (s2 / s1)(x - mean) (Galton 1886).

    All in marks; without mean2 and sd2 the second paper is taken to be parallel. The interval (90 %) is where the
    second score itself falls, s2 sqrt(1 - r^2) either side. No value for sd 0. ValueError unless -1 <= r <= 1.
    """
    _check_share(correlation, -1)
    mean2, sd2 = mean if mean2 is None else mean2, sd if sd2 is None else sd2
    must_be_finite(score, mean, sd, mean2, sd2)
    if sd <= 0:
        return no_value("Everybody had the same first score.")
    expected = mean2 + correlation * sd2 / sd * (score - mean)
    se = sd2 * math.sqrt(1 - correlation**2)
    half = z_of(PERSON_LEVEL) * se
    return Value(expected, expected - half, expected + half, se=se, level=PERSON_LEVEL)


def kelley(score: float, mean: float, sd: float, reliability: float) -> Value:
    """True score estimated as r x + (1 - r) mean, with SE sd sqrt(r (1 - r)) (Kelley 1947). In marks, 90 % interval.

    No value for sd 0. Raises ValueError unless 0 <= r <= 1.
    """
    _check_share(reliability, 0)
    must_be_finite(score, mean, sd)
    if sd <= 0:
        return no_value("Everybody has the same score.")
    estimate = reliability * score + (1 - reliability) * mean
    se = sd * math.sqrt(reliability * (1 - reliability))
    half = z_of(PERSON_LEVEL) * se
    return Value(estimate, estimate - half, estimate + half, se=se, level=PERSON_LEVEL)


def below_cut(cut: float, mean: float, sd: float, reliability: float) -> BelowCut | None:
    """A group picked for scores below a cut: it rises by sd (1 - r) phi(z) / Phi(z) without any help.

    All in marks, scores taken as normal, the second paper as parallel (Davis 1976). None for sd 0, or when nobody is
    to be expected below the cut. Raises ValueError unless 0 <= r <= 1.
    """
    _check_share(reliability, 0)
    must_be_finite(cut, mean, sd)
    z = (cut - mean) / sd if sd > 0 else -math.inf
    log_share = float(special.log_ndtr(z)) if math.isfinite(z) else -math.inf
    if log_share < -700:
        return None
    below = math.exp(-z * z / 2 - math.log(2 * math.pi) / 2 - log_share)  # phi(z) / Phi(z)
    first = mean - sd * below
    rise = sd * (1 - reliability) * below
    return BelowCut(math.exp(log_share), first, first + rise, rise)


def least_clear_change(sem_before: float, sem_after: float, level: float = LEVEL) -> float:
    """The smallest reliable change in marks: z sqrt(SEM1^2 + SEM2^2) (Jacobson & Truax 1991), 95 % unless told."""
    return z_of(level) * math.hypot(sem_before, sem_after)


def _check_share(value: float, least: float) -> None:
    if not least <= value <= 1:
        raise ValueError(f"{value} is not between {least} and 1.")
