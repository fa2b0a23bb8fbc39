"""Whether a question works differently for two groups of equal total: Mantel-Haenszel."""

import math
from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from numpy.typing import ArrayLike

from quizzes.psychometrics.responses import Responses, read_responses
from quizzes.psychometrics.uncertainty import z_of
from quizzes.psychometrics.value import LEVEL, Floats, Value, no_value

TO_DELTA = -2.35
BY_CHANCE = 1 / 30  # of sound questions flagged B or C all the same


class Size(StrEnum):
    """The classes of the Educational Testing Service."""

    A = "A"  # negligible, or not to be told from none
    B = "B"
    C = "C"  # large: at least 1.5, and clearly above 1


@dataclass(frozen=True, slots=True)
class Dif:
    """One question: delta below 0 means that the focal group does worse than others of the same total.

    odds: common odds ratio, above 1 where the reference group does better. size is None where delta has no value.
    """

    delta: Value
    odds: Value
    size: Size | None


def mantel_haenszel(marks: ArrayLike | Responses, focal: ArrayLike) -> tuple[Dif, ...]:
    """Delta = -2.35 ln of the common odds ratio for each 0/1 question (Mantel & Haenszel 1959; Holland & Thayer 1988).

    marks: (n, k) of 0 and 1, NaN for blank (scored 0); focal: (n,) true for the focal group, absentees included.
    Matched on the total with the question in it; totals with one person are left out. SE of Robins, Breslow and
    Greenland (1986), normal interval. Classes by Zwick (2012): A when |delta| < 1 or not clearly (5 %, two-sided) from
    0; C when |delta| >= 1.5 and clearly (5 %, one-sided) beyond 1; else B. No value when the odds ratio is 0 or
    infinite, or nobody can be compared. Raises ValueError for part marks or another number of people.
    """
    group = np.asarray(focal, dtype=bool)
    responses = read_responses(marks)
    if not np.isin(responses.marks, (0, 1)).all():
        raise ValueError("Mantel-Haenszel compares questions marked 0 or 1.")
    given = responses.n + responses.absent + responses.incomplete
    if group.shape != (given,):
        raise ValueError("Everybody needs a group.")
    if responses.rows is not None:
        group = group[list(responses.rows)]
    tables = _tables(responses.marks, group)
    return tuple(_dif(tables[:, :, j], responses.n) for j in range(responses.k))


def _tables(right: Floats, focal: np.ndarray) -> Floats:
    """(strata, 4, k): reference right and wrong, focal right and wrong, at each total with at least 2 people."""
    totals, k = right.sum(axis=1).astype(int), right.shape[1]
    parts = []
    for chosen in (~focal, focal):
        hits = np.zeros((k + 1, k))
        np.add.at(hits, totals[chosen], right[chosen])
        people = np.bincount(totals[chosen], minlength=k + 1)[:, None]
        parts += [hits, people - hits]
    tables = np.stack(parts, axis=1)
    return tables[np.bincount(totals, minlength=k + 1) >= 2]


def _dif(table: Floats, n: int) -> Dif:
    a, b, c, d = table.T
    people = table.sum(axis=1)
    for_reference, for_focal = a * d / people, b * c / people
    up, down = math.fsum(for_reference), math.fsum(for_focal)
    if not up or not down:
        reason = "At no total could the two groups be compared." if up == down else "The odds ratio is 0 or infinite."
        return Dif(no_value(reason, n), no_value(reason, n), None)
    agree, differ = (a + d) / people, (b + c) / people
    variance = (
        math.fsum(agree * for_reference) / (2 * up * up)
        + math.fsum(agree * for_focal + differ * for_reference) / (2 * up * down)
        + math.fsum(differ * for_focal) / (2 * down * down)
    )
    log_odds, se = math.log(up / down), math.sqrt(variance)
    half = z_of(LEVEL) * se
    odds = Value(up / down, math.exp(log_odds - half), math.exp(log_odds + half), n)
    delta, size_of_unit = TO_DELTA * log_odds, abs(TO_DELTA)
    value = Value(delta, delta - size_of_unit * half, delta + size_of_unit * half, n, se=size_of_unit * se)
    return Dif(value, odds, _size(abs(delta), size_of_unit * se))


def _size(delta: float, se: float) -> Size:
    if delta < 1 or delta <= z_of(0.95) * se:
        return Size.A
    return Size.C if delta >= 1.5 and delta - 1 > z_of(0.90) * se else Size.B
