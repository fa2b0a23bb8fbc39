"""The upper-lower 27 % index: what a teacher can work out by hand. The item-total correlation is the better number."""

import math

import numpy as np
from numpy.typing import ArrayLike

from quizzes.psychometrics.responses import Responses, read_responses
from quizzes.psychometrics.uncertainty import wilson
from quizzes.psychometrics.value import Floats, Value, no_value

SHARE = 0.27


def upper_lower(marks: ArrayLike | Responses, maximum: ArrayLike = 1.0, *, listwise: bool = False) -> tuple[Value, ...]:
    """Mean mark of the upper 27 % less that of the lower 27 %, over the maximum, for each question: (k,), -1 to 1.

    Source: Kelley 1939. Groups of g = max(1, floor(.27 n + .5)) by total; people tied at a boundary share the places
    that are left, each with the same weight, so that row order cannot matter. The interval is Newcombe's hybrid of two
    Wilson intervals (Newcombe 1998) on shares of marks out of g, wider than needed for part marks. No value for n < 4,
    equal totals, or a maximum of 0. Raises what `read_responses` raises.
    """
    responses = read_responses(marks, maximum, listwise=listwise)
    n = responses.n
    if n < 4:
        return (no_value("An upper and a lower group need at least 4 people.", n),) * responses.k
    totals = np.array([math.fsum(row) for row in responses.marks])
    if np.ptp(totals) <= 1e-12 * totals.max():
        return (no_value("Everybody has the same total, so there is no upper and no lower group.", n),) * responses.k
    size = max(1, math.floor(SHARE * n + 0.5))
    upper, lower = group_weights(totals, size), group_weights(-totals, size)
    shares = [(weights[:, None] * responses.marks / size) for weights in (upper, lower)]
    means = [[math.fsum(column) for column in share.T] for share in shares]
    return tuple(
        _difference(high / full, low / full, size, n) if full else no_value("This question carries no marks.", n)
        for high, low, full in zip(*means, responses.maximum.tolist(), strict=True)
    )


def group_weights(totals: Floats, size: int) -> Floats:
    """(n,) weights, in sum `size`, of the people with the highest totals; those tied at the boundary share alike."""
    boundary = np.sort(totals)[-size]
    near = np.isclose(totals, boundary, rtol=1e-12, atol=1e-12)
    above = (totals > boundary) & ~near
    return np.where(near, (size - above.sum()) / near.sum(), above.astype(np.float64))


def _difference(high: float, low: float, size: int, n: int) -> Value:
    one, two = wilson(min(1.0, high) * size, size), wilson(min(1.0, low) * size, size)
    down = math.hypot(high - (one.low or 0.0), (two.high or 0.0) - low)
    up = math.hypot((one.high or 0.0) - high, low - (two.low or 0.0))
    return Value(high - low, high - low - down, high - low + up, n)
