"""How safe a boundary is: how often a parallel paper, or the true score, would give the same side of it."""

import math
from collections.abc import Callable
from dataclasses import dataclass

from scipy import special

from quizzes.psychometrics.value import Value, must_be_finite, no_value


@dataclass(frozen=True, slots=True)
class Boundary:
    """Shares, 0 to 1: consistency with a parallel paper, accuracy against the true score."""

    cut: float
    consistency: Value
    accuracy: Value


def boundary(cut: float, mean: float, sd: float, reliability: Value) -> Boundary:
    """Consistency and accuracy of a pass mark under normal scores (Peng & Subkoviak 1980; Lord & Novick 1968).

    cut, mean and sd (n - 1) of the total in marks; a score of `cut` passes, so z = (cut - .5 - mean) / sd. Two papers
    correlate r, a score and its true score sqrt(r) with the true cut at z / sqrt(r). The intervals carry that of the
    reliability through (mean and sd taken as known). No value unless sd > 0 and 0 < r < 1.
    Raises ValueError for numbers that are not finite.
    """
    must_be_finite(cut, mean, sd)
    reason = _why_not(sd, reliability)
    if reason:
        nothing = no_value(reason, reliability.n)
        return Boundary(cut, nothing, nothing)
    z = (cut - 0.5 - mean) / sd
    return Boundary(cut, _carried(consistency, z, reliability), _carried(accuracy, z, reliability))


def consistency(z: float, r: float) -> float:
    """P(both sides of z equal) of two standard normal scores that correlate r, 0 <= r <= 1."""
    below = float(special.ndtr(z))
    return 1 - 2 * below + 2 * both_below(z, z, r)


def accuracy(z: float, r: float) -> float:
    """P(score and true score on one side): correlation sqrt(r), true cut z / sqrt(r). At r = 0 all pass or all fail."""
    root = math.sqrt(r)
    true_cut = z / root if root else math.copysign(math.inf, z)
    below, below_true = float(special.ndtr(z)), float(special.ndtr(true_cut))
    return 1 - below - below_true + 2 * both_below(z, true_cut, root)


def both_below(h: float, k: float, r: float) -> float:
    """P(X <= h and Y <= k) of standard normals that correlate r, by Owen's T function (Owen 1956)."""
    if r >= 1 or math.isinf(k):
        return float(special.ndtr(min(h, k)))
    if h == 0 or k == 0:
        return _both_below_at_nought(h, k, r)
    across = math.sqrt(1 - r * r)
    half = 0.0 if h * k > 0 else 0.5
    tails = special.owens_t(h, (k / h - r) / across) + special.owens_t(k, (h / k - r) / across)
    return float((special.ndtr(h) + special.ndtr(k)) / 2 - tails - half)


def _both_below_at_nought(h: float, k: float, r: float) -> float:
    """One of the two cuts is 0: T(0, a) = arctan(a) / 2 pi, and the other term has an infinite slope."""
    if h == 0 and k == 0:
        return 0.25 + math.asin(r) / (2 * math.pi)
    other = h or k
    slope = -r / math.sqrt(1 - r * r)
    edge = math.copysign(0.25, other)
    # T(0, +-inf) is +-1/4, T(other, slope) the rest; delta is 0 above 0 and 1/2 below.
    value = (0.5 + special.ndtr(other)) / 2 - special.owens_t(other, slope) - edge - (0.0 if other > 0 else 0.5)
    return float(value)


def _carried(share: Callable[[float, float], float], z: float, reliability: Value) -> Value:
    """A share at the reliability, and at both ends of its interval: both shares rise with the reliability."""
    r, low, high = (min(1.0, max(0.0, end or 0.0)) for end in (reliability.value, reliability.low, reliability.high))
    return Value(share(z, r), share(z, low), share(z, high), reliability.n)


def _why_not(sd: float, reliability: Value) -> str:
    if sd <= 0:
        return "Everybody has the same total."
    if reliability.value is None:
        return reliability.reason
    if not 0 < reliability.value < 1:
        return "A boundary can be judged only when the reliability lies between 0 and 1."
    return ""
