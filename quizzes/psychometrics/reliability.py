"""How far a total would repeat itself: Cronbach's alpha, Guttman's lambda-2, the standard error of measurement.

Each takes a matrix of marks (people in rows) with the full marks, as `responses.read_responses` does, and hands back a
`Value` with its 95 % interval and n. Questions that everybody did equally well on count neither in k nor in a sum.
"""

import math

import numpy as np
from numpy.typing import ArrayLike
from scipy import special

from quizzes.psychometrics.moments import Moments, moments_of
from quizzes.psychometrics.responses import Responses, read_responses
from quizzes.psychometrics.uncertainty import correlation_interval
from quizzes.psychometrics.value import LEVEL, Value, no_value


def alpha(marks: ArrayLike | Responses, maximum: ArrayLike = 1.0, *, listwise: bool = False) -> Value:
    """Cronbach's alpha, k/(k - 1) (1 - sum of variances / variance of the total) (Cronbach 1951); KR-20 for 0 and 1.

    marks: (n, k). The interval is Feldt's (1965). No value for n < 2, fewer than 2 questions with variance, or totals
    without variance. It may be negative. Raises what `read_responses` raises.
    """
    return alpha_of(moments_of(read_responses(marks, maximum, listwise=listwise)))


def lambda2(marks: ArrayLike | Responses, maximum: ArrayLike = 1.0, *, listwise: bool = False) -> Value:
    """Guttman's lambda-2 (Guttman 1945): never below alpha, and as good a lower bound. Arguments as `alpha`.

    The interval is Feldt's with lambda-2 in alpha's place: exact where the two agree, else an approximation.
    """
    return lambda2_of(moments_of(read_responses(marks, maximum, listwise=listwise)))


def alpha_if_dropped(
    marks: ArrayLike | Responses, maximum: ArrayLike = 1.0, *, listwise: bool = False
) -> tuple[Value, ...]:
    """Alpha of the paper without each question in turn, (k,), each with Feldt's interval. Arguments as `alpha`."""
    return alphas_if_dropped_of(moments_of(read_responses(marks, maximum, listwise=listwise)))


def sem(marks: ArrayLike | Responses, maximum: ArrayLike = 1.0, *, listwise: bool = False) -> Value:
    """Standard error of measurement in marks, sd of the total x sqrt(1 - alpha) (Gulliksen 1950). As `alpha`.

    Its square is k times the residual mean square of the people x questions table, so the interval is that of a
    variance with (n - 1)(k - 1) degrees of freedom (Feldt 1965's model). No value where alpha has none or is negative.
    """
    return sem_of(moments_of(read_responses(marks, maximum, listwise=listwise)))


def retest_sem(first: ArrayLike, second: ArrayLike) -> Value:
    """Standard error of measurement in marks from the same test taken twice: sd(second - first) / sqrt 2.

    first, second: (n,) totals in marks, NaN for absent (the person is then left out). Chi-square interval.
    No value for n < 2 or differences that do not vary. Source: Gulliksen 1950.
    """
    before, after = paired(first, second)
    n = before.size
    if n < 2:
        return no_value("A test taken twice needs at least 2 people who took it both times.", n)
    variance = float(np.var(after - before, ddof=1)) / 2
    if variance <= 1e-20 * float(np.max(before**2 + after**2, initial=1.0)):
        return no_value("Everybody changed by the same number of marks.", n)
    return _root_of_variance(variance, n - 1, n)


def retest_correlation(first: ArrayLike, second: ArrayLike) -> Value:
    """Test-retest reliability: Pearson's r of (n,) totals taken twice, with Fisher's interval (Fisher 1921).

    NaN for absent: the person is left out. No value for n < 4 or when either time nobody differs.
    """
    before, after = paired(first, second)
    n = before.size
    if n < 4:
        return correlation_interval(0.0, n)
    x, y = before - before.mean(), after - after.mean()
    sizes = math.sqrt(float(x @ x) * float(y @ y))
    if sizes <= 1e-13 * float(before @ before + after @ after):
        return no_value("Everybody had the same score at one of the two times.", n)
    return correlation_interval(float(x @ y) / sizes, n)


def paired(first: ArrayLike, second: ArrayLike) -> tuple[np.ndarray, np.ndarray]:
    """The (n,) pairs in which neither is blank, sorted so that row order cannot matter. ValueError for bad shapes."""
    one, two = np.asarray(first, dtype=np.float64), np.asarray(second, dtype=np.float64)
    if one.ndim != 1 or one.shape != two.shape:
        raise ValueError("Two scores of each person are needed: two lists of one length.")
    both = ~(np.isnan(one) | np.isnan(two))
    one, two = one[both], two[both]
    if not (np.isfinite(one).all() and np.isfinite(two).all()):
        raise ValueError("A score must be a finite number or blank.")
    order = np.lexsort((two, one))
    return one[order], two[order]


# From the moments -----------------------------------------------------------------------------------------------


def alpha_of(moments: Moments) -> Value:
    """Alpha of moments that were computed already."""
    reason = why_no_alpha(moments)
    if reason:
        return no_value(reason, moments.n)
    k = moments.k_varying
    return feldt(k / (k - 1) * (1 - moments.trace / moments.total), moments.n, k)


def lambda2_of(moments: Moments) -> Value:
    """Lambda-2 of moments that were computed already."""
    reason = why_no_alpha(moments)
    if reason:
        return no_value(reason, moments.n)
    k = moments.k_varying
    squares = float((moments.scatter**2).sum() - (moments.own**2).sum())
    shared = moments.total - moments.trace + math.sqrt(k / (k - 1) * max(0.0, squares))
    return feldt(shared / moments.total, moments.n, k)


def sem_of(moments: Moments) -> Value:
    """The SEM of moments that were computed already."""
    reliability = alpha_of(moments)
    if reliability.value is None:
        return reliability
    if reliability.value < 0:
        reason = "The questions pull against each other (alpha is negative), so the score has no standard error."
        return no_value(reason, moments.n)
    n = moments.n
    variance = moments.total_sd**2 * (1 - reliability.value)
    if variance <= 1e-13 * moments.total_sd**2:
        return no_value("All questions give exactly the same order, so nothing is left to estimate an error from.", n)
    return _root_of_variance(variance, (n - 1) * (moments.k_varying - 1), n)


def alphas_if_dropped_of(moments: Moments) -> tuple[Value, ...]:
    """Alpha without each question, from moments that were computed already."""
    n, left = moments.n, moments.k_varying - moments.varying
    few = "Without this question fewer than 2 questions with different marks are left."
    if n < 2 or moments.k_varying < 2:
        return (no_value(why_no_alpha(moments) or few, n),) * moments.k
    rest, trace = moments.rest, moments.trace - moments.own
    defined = (left > 1) & (rest > 0)
    with np.errstate(divide="ignore", invalid="ignore"):
        values = left / (left - 1) * (1 - trace / rest)
    lows, highs = _feldt_bounds(values, n, left)
    same = "Without this question everybody has the same total."
    return tuple(
        Value(value, low, high, n) if known else no_value(few if count < 2 else same, n)
        for value, low, high, known, count in zip(
            values.tolist(), lows.tolist(), highs.tolist(), defined.tolist(), left.tolist(), strict=True
        )
    )


def why_no_alpha(moments: Moments) -> str:
    """The sentence that says why these marks have no alpha; empty when they have one."""
    if moments.n < 2:
        return "Reliability needs at least 2 people."
    if moments.k_varying < 2:
        return "Reliability needs at least 2 questions on which people differ."
    if moments.total <= 0:
        return "Everybody has the same total."
    return ""


def feldt(value: float, n: int, k: int) -> Value:
    """An alpha of n people and k questions with Feldt's 95 % interval (Feldt 1965). n and k at least 2."""
    low, high = _feldt_bounds(np.array([value]), n, np.array([k]))
    return Value(value, float(low[0]), float(high[0]), n)


def _feldt_bounds(values: np.ndarray, n: int, k: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """1 - (1 - alpha) F with n - 1 and (n - 1)(k - 1) degrees of freedom; F is worked out once for each k."""
    counts, places = np.unique(k, return_inverse=True)
    df = (n - 1) * (counts - 1.0)
    tail = (1 - LEVEL) / 2
    upper, lower = special.fdtri(n - 1, df, 1 - tail)[places], special.fdtri(n - 1, df, tail)[places]
    return 1 - (1 - values) * upper, 1 - (1 - values) * lower


def _root_of_variance(variance: float, df: float, n: int) -> Value:
    """A standard deviation with the chi-square interval of its square."""
    tail = (1 - LEVEL) / 2
    low, high = (math.sqrt(variance * df / special.chdtri(df, p)) for p in (tail, 1 - tail))
    return Value(math.sqrt(variance), low, high, n)
