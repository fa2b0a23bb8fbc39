"""Gains of groups: the average change in marks, and its size in units of spread. Never in months."""

import math
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike
from scipy import special

from quizzes.psychometrics.reliability import paired
from quizzes.psychometrics.uncertainty import mean_interval, t_of, z_of
from quizzes.psychometrics.value import LEVEL, Floats, Value, no_value


@dataclass(frozen=True, slots=True)
class Gain:
    """One group before and after: n people with both scores, mean change in marks, d_av in units of spread."""

    n: int
    before: float | None
    after: float | None
    change: Value
    d_av: Value


@dataclass(frozen=True, slots=True)
class GroupDifference:
    """Two groups: second less first, in marks; d by the pooled spread, g the same without its bias in small groups."""

    difference: Value
    d: Value
    g: Value


@dataclass(frozen=True, slots=True)
class Adjusted:
    """Two groups compared at equal first scores, in marks. slope: marks after for a mark before, within groups."""

    difference: Value
    slope: Value


def gain(before: ArrayLike, after: ArrayLike) -> Gain:
    """The average change of one group of people, each tested twice.

    before, after: (n,) marks, NaN for absent (left out). change: mean with t interval (Student 1908). d_av: mean change
    over the root of the mean of both variances (Cumming 2012) with Bonett's (2008) interval. No value for n < 2; no
    d_av for n < 3 or without spread. Raises ValueError for lists of other lengths.
    """
    first, second = paired(before, after)
    n = first.size
    means = [math.fsum(scores) / n if n else None for scores in (first, second)]
    return Gain(n, means[0], means[1], mean_interval(second - first), _d_av(first, second))


def _d_av(first: Floats, second: Floats) -> Value:
    n = first.size
    if n < 3:
        return no_value("The size of a change in units of spread needs at least 3 people.", n)
    (v1, v12), (_, v2) = np.cov(first, second).tolist()
    spread = (v1 + v2) / 2
    if spread <= 1e-22 * float(first @ first + second @ second):
        return no_value("Everybody has the same score, so there is no spread to compare the change with.", n)
    d = (math.fsum(second) - math.fsum(first)) / n / math.sqrt(spread)
    own = d * d * ((v1 / spread) ** 2 + (v2 / spread) ** 2 + 2 * (v12 / spread) ** 2) / 8
    se = math.sqrt((own + (v1 + v2 - 2 * v12) / spread) / (n - 1))
    half = z_of(LEVEL) * se
    return Value(d, d - half, d + half, n=n, se=se)


def group_difference(first: ArrayLike, second: ArrayLike) -> GroupDifference:
    """Two groups of people, second less first. (n1,) and (n2,) marks, NaN for absent (left out).

    difference: t interval with pooled variance (Student 1908). d: over the pooled standard deviation, with the
    noncentral t interval (Steiger & Fouladi 1997). g: d times its exact small-sample factor (Hedges 1981).
    No value for fewer than 2 people in a group or without spread.
    """
    one, two = _scores(first), _scores(second)
    n1, n2 = one.size, two.size
    if min(n1, n2) < 2:
        return GroupDifference(*(no_value("Each group needs at least 2 people.", n1 + n2),) * 3)
    df, each = n1 + n2 - 2, 1 / n1 + 1 / n2
    raw = float(two.mean() - one.mean())
    variance = float(((one - one.mean()) ** 2).sum() + ((two - two.mean()) ** 2).sum()) / df
    if variance <= 1e-22 * float(one @ one + two @ two):
        return GroupDifference(*(no_value("Within each group everybody has the same score.", n1 + n2),) * 3)
    se = math.sqrt(variance * each)
    half = t_of(LEVEL, df) * se
    d = raw / math.sqrt(variance)
    low, high = (bound * math.sqrt(each) for bound in noncentrality(raw / se, df))
    factor = math.exp(math.lgamma(df / 2) - math.lgamma((df - 1) / 2)) / math.sqrt(df / 2)
    return GroupDifference(
        Value(raw, raw - half, raw + half, n=n1 + n2, se=se),
        Value(d, low, high, n=n1 + n2),
        Value(d * factor, low * factor, high * factor, n=n1 + n2),
    )


def noncentrality(t: float, df: float, level: float = LEVEL) -> tuple[float, float]:
    """The noncentrality parameters at which t is the upper and the lower end of the middle `level` of noncentral t."""
    tail = (1 - level) / 2

    def bound(share: float) -> float:
        return _solve(lambda nc: float(special.nctdtr(df, nc, t)) - share, t)

    return bound(1 - tail), bound(tail)


def _solve(falling: Callable[[float], float], start: float) -> float:
    """Where a falling function is 0: doubled outward from `start`, then halved to the last bit."""
    width = 2.0
    while falling(start - width) < 0 or falling(start + width) > 0:
        width *= 2
    low, high = start - width, start + width
    for _ in range(200):
        middle = (low + high) / 2
        if middle in (low, high):
            break
        low, high = (middle, high) if falling(middle) > 0 else (low, middle)
    return (low + high) / 2


def adjusted_difference(before: ArrayLike, after: ArrayLike, second: ArrayLike) -> Adjusted:
    """Analysis of covariance: after = a + slope before + difference (second group) (Fisher 1932).

    before, after: (n,) marks, NaN for absent (left out). second: (n,) true for the second group. t intervals with
    n - 3 degrees of freedom. No value for fewer than 2 people in a group, n < 4, or no spread before within groups.
    One slope is taken to hold in both groups. Raises ValueError for lists of other lengths.
    """
    group = np.asarray(second, dtype=bool)
    if not group.shape == np.shape(before) == np.shape(after):
        raise ValueError("Everybody needs a group and two scores, or a blank.")
    parts = [paired(np.asarray(before)[chosen], np.asarray(after)[chosen]) for chosen in (~group, group)]
    n = sum(x.size for x, _ in parts)
    if min(x.size for x, _ in parts) < 2 or n < 4:
        return Adjusted(*(no_value("Each group needs at least 2 people with both scores.", n),) * 2)
    xx, xy, yy = (sum(_product(x, y, which) for x, y in parts) for which in ("xx", "xy", "yy"))
    if xx <= 1e-22 * sum(float(x @ x) for x, _ in parts):
        return Adjusted(*(no_value("Within each group everybody had the same first score.", n),) * 2)
    (x1, y1), (x2, y2) = ((float(x.mean()), float(y.mean())) for x, y in parts)
    slope, df = xy / xx, n - 3
    residual = max(0.0, yy - slope * xy) / df
    each = sum(1 / x.size for x, _ in parts)
    difference = y2 - y1 - slope * (x2 - x1)
    return Adjusted(
        _with_t(difference, math.sqrt(residual * (each + (x2 - x1) ** 2 / xx)), df, n),
        _with_t(slope, math.sqrt(residual / xx), df, n),
    )


def _product(x: Floats, y: Floats, which: str) -> float:
    x, y = x - x.mean(), y - y.mean()
    return float({"xx": x @ x, "xy": x @ y, "yy": y @ y}[which])


def _with_t(value: float, se: float, df: int, n: int) -> Value:
    half = t_of(LEVEL, df) * se
    return Value(value, value - half, value + half, n=n, se=se)


def _scores(values: ArrayLike) -> Floats:
    numbers = np.asarray(values, dtype=np.float64)
    if numbers.ndim != 1 or np.isinf(numbers).any():
        raise ValueError("The scores of a group are one list of finite numbers or blanks.")
    return np.sort(numbers[~np.isnan(numbers)])
