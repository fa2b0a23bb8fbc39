"""Item analysis: what the marks say about each question, and about the paper as a whole."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from quizzes.psychometrics.moments import Moments, moments_of
from quizzes.psychometrics.reliability import alpha_of, alphas_if_dropped_of, lambda2_of, sem_of
from quizzes.psychometrics.responses import Responses, read_responses
from quizzes.psychometrics.uncertainty import t_of, wilson, z_of
from quizzes.psychometrics.value import LEVEL, Floats, Value, no_value


@dataclass(frozen=True, slots=True)
class Item:
    """One question. maximum, mean and sd in marks (sd with n - 1; None for fewer than 2 people); blanks scored as 0.

    facility: mean mark / maximum, 0 to 1. correlation: with the rest of the paper, -1 to 1.
    """

    maximum: float
    mean: float | None
    sd: float | None
    blanks: int
    facility: Value
    correlation: Value
    alpha_if_dropped: Value


@dataclass(frozen=True, slots=True)
class ItemAnalysis:
    """A paper: n people counted; those absent, and (listwise) those with a blank, left out; the items in order.

    mean and sd of the total in marks; alpha, lambda2 and sem (in marks) of the total.
    """

    n: int
    absent: int
    incomplete: int
    maximum: float
    mean: float | None
    sd: float | None
    items: tuple[Item, ...]
    alpha: Value
    lambda2: Value
    sem: Value

    @property
    def k(self) -> int:
        return len(self.items)


def item_analysis(marks: ArrayLike | Responses, maximum: ArrayLike = 1.0, *, listwise: bool = False) -> ItemAnalysis:
    """Everything classical about a paper, from one pass over the marks.

    marks: (n, k), people in rows, NaN for blank. maximum: full marks, one number or (k,). listwise: leave people with
    any blank out instead of scoring blanks 0. Raises BadMark or BadShape (`responses`). See `facilities_of`,
    `correlations_of` and `reliability` for the definitions and their sources.
    """
    responses = read_responses(marks, maximum, listwise=listwise)
    moments = moments_of(responses)
    n = responses.n
    columns = (
        responses.maximum.tolist(),
        (moments.sums / n).tolist() if n else [None] * responses.k,
        np.sqrt(moments.own / (n * (n - 1))).tolist() if n > 1 else [None] * responses.k,
        responses.blanks,
        facilities_of(moments, responses.maximum),
        correlations_of(moments),
        alphas_if_dropped_of(moments),
    )
    return ItemAnalysis(
        n=n,
        absent=responses.absent,
        incomplete=responses.incomplete,
        maximum=float(responses.maximum.sum()),
        mean=float(moments.sums.sum()) / n if n else None,
        sd=moments.total_sd if n > 1 else None,
        items=tuple(Item(*row) for row in zip(*columns, strict=True)),
        alpha=alpha_of(moments),
        lambda2=lambda2_of(moments),
        sem=sem_of(moments),
    )


def facilities_of(moments: Moments, maximum: Floats) -> tuple[Value, ...]:
    """Mean mark / maximum of each question, (k,), 0 to 1, with its 95 % interval.

    Wilson's interval (Wilson 1927) where every mark was nothing or full, else mean +- t s / sqrt n (Student 1908),
    kept within 0..1. No value for n = 0, a maximum of 0, or n = 1 with part marks; no interval without variance.
    """
    n = moments.n
    if not n:
        return (no_value("Nobody has answered yet."),) * moments.k
    all_or_nothing = np.abs(moments.squares - maximum * moments.sums) <= 1e-12 * maximum * moments.sums
    se = np.sqrt(moments.own / (n * (n - 1)) / n) if n > 1 else np.zeros(moments.k)
    t = t_of(LEVEL, n - 1) if n > 1 else 0.0
    rows = zip(moments.sums.tolist(), maximum.tolist(), all_or_nothing.tolist(), se.tolist(), strict=True)
    return tuple(_facility(n, *row, t) for row in rows)


def _facility(n: int, marks: float, maximum: float, all_or_nothing: bool, se: float, t: float) -> Value:
    if not maximum:
        return no_value("This question carries no marks.", n)
    if all_or_nothing:
        return wilson(round(marks / maximum), n)
    share, se = marks / n / maximum, se / maximum
    if n < 2:
        return no_value("A part mark of one person says nothing about the question.", n)
    if not se:
        return Value(share, n=n, reason="Everybody got the same part of the marks, so there is no interval.")
    return Value(share, max(0.0, share - t * se), min(1.0, share + t * se), n=n, se=se)


def correlations_of(moments: Moments) -> tuple[Value, ...]:
    """Corrected item-total correlation of each question, (k,): Pearson's r with the total of the others.

    Source: Henrysson 1963; Fisher's z interval (Fisher 1921). No value for n < 4, for a question on which everybody
    got the same, or when everybody got the same on the rest.
    """
    n = moments.n
    if n < 4:
        return (no_value("A correlation with its uncertainty needs at least 4 people.", n),) * moments.k
    rest = moments.rest
    sizes = np.sqrt(moments.own * rest)
    r = np.clip(np.divide(moments.with_total - moments.own, sizes, out=np.zeros_like(rest), where=sizes > 0), -1, 1)
    with np.errstate(divide="ignore"):
        z = np.arctanh(r)
    half = z_of(LEVEL) / np.sqrt(n - 3)
    rows = zip(*(a.tolist() for a in (r, np.tanh(z - half), np.tanh(z + half), moments.varying, rest > 0)), strict=True)
    return tuple(_correlation(n, *row) for row in rows)


def _correlation(n: int, r: float, low: float, high: float, varies: bool, rest_varies: bool) -> Value:
    if not varies:
        return no_value("Everybody got the same mark on this question.", n)
    if not rest_varies:
        return no_value("Everybody got the same total on the other questions.", n)
    return Value(r, low, high, n)
