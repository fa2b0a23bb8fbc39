"""How far a mark depends on who marked: two markers compared, and Krippendorff's alpha for any number of them."""

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike
from scipy import special

from quizzes.psychometrics.reliability import paired
from quizzes.psychometrics.uncertainty import mean_interval, t_of, wilson, z_of
from quizzes.psychometrics.value import LEVEL, Floats, Value, no_value


@dataclass(frozen=True, slots=True)
class Agreement:
    """Two markers on n scripts that both marked.

    exact, within_one: shares, 0 to 1. leniency: mean of second less first, in marks. kappa: quadratic weighted, -1 to
    1. icc: ICC(2,1), up to 1. lower_limit, upper_limit: Bland-Altman limits of 95 % of differences, in marks.
    """

    n: int
    exact: Value
    within_one: Value
    leniency: Value
    kappa: Value
    icc: Value
    lower_limit: Value
    upper_limit: Value


def marker_agreement(first: ArrayLike, second: ArrayLike) -> Agreement:
    """Compare two markers. first, second: (n,) marks or levels, NaN for not marked (the script is then left out).

    No value for fewer than 2 scripts in common; each part says when it has none. ValueError for lists of other lengths.
    """
    one, two = paired(first, second)
    n = one.size
    if n < 2:
        return Agreement(n, *(no_value("Markers can be compared on at least 2 scripts in common.", n),) * 7)
    apart = np.abs(one - two)
    near = 1e-9
    lower, upper = bland_altman(one, two)
    return Agreement(
        n=n,
        exact=wilson(int((apart <= near).sum()), n),
        within_one=wilson(int((apart <= 1 + near).sum()), n),
        leniency=mean_interval(two - one),
        kappa=quadratic_kappa(one, two),
        icc=icc21(np.column_stack([one, two])),
        lower_limit=lower,
        upper_limit=upper,
    )


def quadratic_kappa(first: ArrayLike, second: ArrayLike) -> Value:
    """Cohen's kappa with quadratic weights on levels (Cohen 1968), SE of Fleiss, Cohen and Everitt (1969).

    first, second: (n,) levels as numbers, NaN for not marked. The weight of two levels is the square of their
    distance, so levels nobody used change nothing. The interval is normal, kept within -1..1. No value for n < 2, or
    when chance would agree always (all scripts at one level).
    """
    one, two = paired(first, second)
    n = one.size
    if n < 2:
        return no_value("Markers can be compared on at least 2 scripts in common.", n)
    levels, places = np.unique(np.concatenate([one, two]), return_inverse=True)
    if levels.size < 2:
        return no_value("All scripts are at one level, so chance alone would agree every time.", n)
    table = np.zeros((levels.size, levels.size))
    np.add.at(table, (places[:n], places[n:]), 1.0)
    table /= n
    weights = 1 - ((levels[:, None] - levels) / (levels[-1] - levels[0])) ** 2
    rows, columns = table.sum(axis=1), table.sum(axis=0)
    observed, expected = float((weights * table).sum()), float(rows @ weights @ columns)
    kappa = (observed - expected) / (1 - expected)
    margins = (weights @ columns)[:, None] + (weights.T @ rows)[None, :]
    spread = (table * (weights - margins * (1 - kappa)) ** 2).sum() - (kappa - expected * (1 - kappa)) ** 2
    se = math.sqrt(max(0.0, float(spread)) / n) / (1 - expected)
    half = z_of(LEVEL) * se
    return Value(kappa, max(-1.0, kappa - half), min(1.0, kappa + half), n, se=se)


def icc21(marks: ArrayLike) -> Value:
    """ICC(2,1), the agreement of one marker drawn from many with another (Shrout & Fleiss 1979, their interval).

    marks: (n, m) scripts by markers, complete, in marks. No value for n < 2, m < 2, or marks without any variance.
    Raises ValueError for blanks or another shape.
    """
    table = np.asarray(marks, dtype=np.float64)
    if table.ndim != 2 or not np.isfinite(table).all():
        raise ValueError("The intraclass correlation needs scripts by markers without blanks.")
    n, m = table.shape
    if n < 2 or m < 2:
        return no_value("Needs at least 2 scripts and 2 markers.", n)
    table = table[np.lexsort(table.T)]
    between, markers, error = _mean_squares(table)
    below = between + (m - 1) * error + m * (markers - error) / n
    if below <= 1e-22 * max(float((table**2).sum()), 1e-300):
        return no_value("All marks are the same.", n)
    icc = (between - error) / below
    return Value(icc, *_icc_bounds(icc, between, markers, error, n, m), n)


def _mean_squares(table: Floats) -> tuple[float, float, float]:
    """Between scripts, between markers, and what is left, of a complete table."""
    n, m = table.shape
    scripts, markers, mean = table.mean(axis=1), table.mean(axis=0), table.mean()
    rest = table - scripts[:, None] - markers + mean
    return (
        m * float(((scripts - mean) ** 2).sum()) / (n - 1),
        n * float(((markers - mean) ** 2).sum()) / (m - 1),
        float((rest**2).sum()) / ((n - 1) * (m - 1)),
    )


def _icc_bounds(icc: float, between: float, markers: float, error: float, n: int, m: int) -> tuple[float, float]:
    """Shrout and Fleiss 1979, with Satterthwaite's degrees of freedom; those of 0 for an ICC below 0, as a mixture of
    variances must be. No error at all leaves no doubt to compute."""
    if error <= 1e-20 * (between + markers):
        return (icc, icc) if markers <= 1e-20 * between else (min(0.0, icc), 1.0)
    known = max(0.0, icc)
    ratio, rest = markers / error, n * (1 + (m - 1) * known) - m * known
    df = (m - 1) * (n - 1) * (m * known * ratio + rest) ** 2 / ((n - 1) * (m * known * ratio) ** 2 + rest**2)
    p = (1 + LEVEL) / 2
    upper, lower = float(special.fdtri(n - 1, df, p)), float(special.fdtri(df, n - 1, p))
    shared = m * markers + (m * n - m - n) * error
    low = n * (between - upper * error) / (upper * shared + n * between)
    high = n * (lower * between - error) / (shared + n * lower * between)
    return low, high


def bland_altman(first: ArrayLike, second: ArrayLike) -> tuple[Value, Value]:
    """Limits within which 95 % of differences (second less first, in marks) lie: mean -+ 1.96 sd (Bland & Altman 1986).

    Their own intervals: SE^2 = s^2 (1/n + 1.96^2 / (2 (n - 1))), Student's t (Bland & Altman 1999). No value for n < 2.
    """
    one, two = paired(first, second)
    n = one.size
    if n < 2:
        nothing = no_value("Limits of agreement need at least 2 scripts in common.", n)
        return nothing, nothing
    differences, z = two - one, z_of(LEVEL)
    mean, sd = math.fsum(differences) / n, float(differences.std(ddof=1))
    se = sd * math.sqrt(1 / n + z * z / (2 * (n - 1)))
    half = t_of(LEVEL, n - 1) * se
    low, high = mean - z * sd, mean + z * sd
    return Value(low, low - half, low + half, n, se=se), Value(high, high - half, high + half, n, se=se)
