"""Intervals, and what may be said about one person: a score as a band, a change, and how sure against how right.

Intervals about one person are 90 % ("9 times in 10"), about items, tests and groups 95 %; the level is always printed.
"""

import math
from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from numpy.typing import ArrayLike
from scipy import special

from quizzes.psychometrics.value import LEVEL, PERSON_LEVEL, Value, must_be_finite, no_value

OVER_CONFIDENT_FROM = 20  # very sure answers
OVER_CONFIDENT_BELOW = 0.80  # the whole interval
LEVELS_OF_CONFIDENCE = (1, 2, 3)


def z_of(level: float) -> float:
    """Half-width of a two-sided normal interval in standard errors: 1.96 for .95, 1.645 for .90."""
    return float(special.ndtri((1 + level) / 2))


def t_of(level: float, df: float) -> float:
    """The same of Student's t with df degrees of freedom."""
    return float(special.stdtrit(df, (1 + level) / 2))


# A share, a mean, a correlation ---------------------------------------------------------------------------------


def wilson(right: float, n: int, level: float = LEVEL) -> Value:
    """A share with Wilson's score interval (Wilson 1927), which stays within 0..1 and has width at 0 and 1.

    right: how many of n. No value for n = 0. Raises ValueError when right is not within 0..n.
    """
    if n < 0 or not 0 <= right <= max(n, 0):
        raise ValueError(f"{right} of {n} is not a share.")
    if n == 0:
        return no_value("Nobody has answered yet.")
    z2 = z_of(level) ** 2
    share = right / n
    middle = (share + z2 / (2 * n)) / (1 + z2 / n)
    half = math.sqrt(z2 * (share * (1 - share) / n + z2 / (4 * n * n))) / (1 + z2 / n)
    low = 0.0 if right == 0 else max(0.0, middle - half)
    high = 1.0 if right == n else min(1.0, middle + half)
    return Value(share, low, high, n=n, level=level)


def mean_interval(values: ArrayLike, level: float = LEVEL) -> Value:
    """The mean of (n,) finite values, in their unit, with Student's t interval (Student 1908). No value for n < 2."""
    numbers = np.asarray(values, dtype=np.float64)
    must_be_finite(*numbers)
    n = numbers.size
    if n < 2:
        return no_value("An average with its uncertainty needs at least 2 people.", n)
    mean = math.fsum(numbers) / n
    se = math.sqrt(math.fsum((numbers - mean) ** 2) / (n - 1) / n)
    half = t_of(level, n - 1) * se
    return Value(mean, mean - half, mean + half, n=n, se=se, level=level)


def correlation_interval(r: float, n: int, level: float = LEVEL) -> Value:
    """A correlation of n pairs with Fisher's z interval (Fisher 1921). No value for n < 4.

    At exactly -1 or 1 the interval shrinks to the value: the limit of the formula, and no claim of certainty.
    """
    if n < 4:
        return no_value("A correlation with its uncertainty needs at least 4 people.", n)
    r = max(-1.0, min(1.0, r))
    if abs(r) == 1:
        return Value(r, r, r, n=n, level=level)
    half = z_of(level) / math.sqrt(n - 3)
    return Value(r, math.tanh(math.atanh(r) - half), math.tanh(math.atanh(r) + half), n=n, level=level)


# One person's score ---------------------------------------------------------------------------------------------


class Source(StrEnum):
    """Where the error of a score comes from."""

    SEM = "sem"  # from the alpha of the quiz itself
    BINOMIAL = "binomial"  # as if every question were an equally hard draw: until enough people took the quiz


@dataclass(frozen=True, slots=True)
class Band:
    """A score in marks and the whole marks it is best read as. `source` says whether the error is known or assumed."""

    score: float
    maximum: float
    low: int
    high: int
    sem: float
    source: Source
    level: float = PERSON_LEVEL

    @property
    def words(self) -> str:
        """ "14 of 20, best read as 11 to 17 (9 times in 10)"."""
        return (
            f"{self.score:g} of {self.maximum:g}, best read as {self.low} to {self.high} ({times_in_ten(self.level)})"
        )


def times_in_ten(level: float) -> str:
    """.90 as "9 times in 10", .95 as "19 times in 20", others in hundreds."""
    for base in (10, 20, 100):
        times = level * base
        if abs(times - round(times)) < 1e-9:
            return f"{round(times)} times in {base}"
    return f"{100 * level:g} times in 100"


def binomial_sem(score: float, maximum: float) -> float:
    """Standard error of a score in marks, each mark being a draw right or wrong: sqrt(x(k - x)/(k - 1)) (Lord 1955).

    That is 0 for nothing or everything right, which nobody should believe: a score closer than one mark to an end
    takes the error of a score one mark from it. maximum: at least 2 marks, else ValueError.
    """
    if maximum < 2:
        raise ValueError("A score out of fewer than 2 marks has no band.")
    inside = min(max(score, 1.0), maximum - 1.0)
    return math.sqrt(inside * (maximum - inside) / (maximum - 1))


def score_band(score: float, maximum: float, sem: float | None = None, level: float = PERSON_LEVEL) -> Band:
    """The band of a score: score +- z SEM, from the SEM in marks when there is one, else from `binomial_sem`.

    Both ends are rounded to the nearest whole mark, halves outward, and kept within 0..maximum; the band always
    holds the score. Without a SEM the band holds the true score 90, 89 and 88 times in 100 for 8, 20 and 30 questions
    (exact, all true shares of .05 to .95 equally likely). Raises ValueError when the score is outside 0..maximum or
    sem is not a number above 0.
    """
    if not 0 <= score <= maximum:
        raise ValueError(f"{score:g} is not a score out of {maximum:g}.")
    if sem is not None and not 0 < sem < math.inf:
        raise ValueError("A standard error of measurement is a number above 0.")
    error = binomial_sem(score, maximum) if sem is None else sem
    half = z_of(level) * error
    low = max(0, min(math.ceil(score - half - 0.5), math.floor(score)))
    high = min(math.ceil(maximum), max(math.floor(score + half + 0.5), math.ceil(score)))
    return Band(score, maximum, low, high, error, Source.BINOMIAL if sem is None else Source.SEM, level)


# Two scores of one person ---------------------------------------------------------------------------------------


class Verdict(StrEnum):
    """What two scores of one person say."""

    RISE = "clear rise"
    SAME = "no clear change"
    FALL = "clear fall"


@dataclass(frozen=True, slots=True)
class Change:
    """A change in marks, its interval, and `least`: the change that would just not be clear, in marks."""

    difference: float
    low: float
    high: float
    se: float
    least: float
    verdict: Verdict
    level: float = PERSON_LEVEL

    @property
    def index(self) -> float:
        """The reliable change index: the change in standard errors."""
        return self.difference / self.se


def change(before: float, after: float, sem_before: float, sem_after: float, level: float = PERSON_LEVEL) -> Change:
    """Compare two scores on the same scale: SE = sqrt(SEM1^2 + SEM2^2), clear beyond z SE (Jacobson & Truax 1991).

    All in marks; the two papers must be equally long and equally hard, which no formula can check.
    Raises ValueError unless all are finite and the SEMs above 0.
    """
    if not (0 < sem_before < math.inf and 0 < sem_after < math.inf):
        raise ValueError("A standard error of measurement is a number above 0.")
    must_be_finite(before, after)
    se = math.hypot(sem_before, sem_after)
    least = z_of(level) * se
    difference = after - before
    verdict = Verdict.SAME
    if abs(difference) > least:
        verdict = Verdict.RISE if difference > 0 else Verdict.FALL
    return Change(difference, difference - least, difference + least, se, least, verdict, level)


# How sure, how right --------------------------------------------------------------------------------------------


class Sureness(StrEnum):
    """What may be said about somebody's "very sure"."""

    NOT_ENOUGH = "not enough yet"
    OVER_CONFIDENT = "over-confident"
    NO_SIGN = "no sign of over-confidence"


@dataclass(frozen=True, slots=True)
class Said:
    """How often answers given with one confidence were right: count, base, share with Wilson's 95 % interval."""

    confidence: int
    right: int
    n: int
    share: Value


@dataclass(frozen=True, slots=True)
class Calibration:
    """A row for each confidence, a guess first, and the verdict on the very sure ones. `unsaid`: answers left out."""

    said: tuple[Said, ...]
    verdict: Sureness
    unsaid: int


def calibration(confidence: ArrayLike, right: ArrayLike) -> Calibration:
    """Said against right (Lichtenstein, Fischhoff & Phillips 1982).

    confidence: (n,) 1 a guess, 2 fairly sure, 3 very sure; NaN or None for not said, which is left out and counted.
    right: (n,) booleans or 0 and 1. Raises ValueError for other values or different lengths.

    "Over-confident" is said only from 20 very sure answers with the whole 95 % interval under .80.
    """
    said = np.asarray(confidence, dtype=np.float64)
    was_right = np.asarray(right, dtype=np.float64)
    if said.ndim != 1 or said.shape != was_right.shape:
        raise ValueError("Every answer needs one confidence (or none) and one mark.")
    if not np.isin(said[~np.isnan(said)], LEVELS_OF_CONFIDENCE).all() or not np.isin(was_right, (0, 1)).all():
        raise ValueError("Confidence is 1, 2 or 3, and right is true or false.")
    rows = tuple(_said(level, was_right[said == level]) for level in LEVELS_OF_CONFIDENCE)
    return Calibration(rows, _sureness(rows[-1]), int(np.isnan(said).sum()))


def _said(level: int, right: np.ndarray) -> Said:
    count, n = int(right.sum()), right.size
    return Said(level, count, n, wilson(count, n))


def _sureness(very_sure: Said) -> Sureness:
    high = very_sure.share.high
    if very_sure.n < OVER_CONFIDENT_FROM or high is None:
        return Sureness.NOT_ENOUGH
    return Sureness.OVER_CONFIDENT if high < OVER_CONFIDENT_BELOW else Sureness.NO_SIGN
