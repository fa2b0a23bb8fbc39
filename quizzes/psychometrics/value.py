"""What every statistic of this package is handed back as: a number with its interval, or no number and the reason."""

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
LEVEL = 0.95  # of intervals about items, tests and groups
PERSON_LEVEL = 0.90  # of intervals about one person's score or change


@dataclass(frozen=True, slots=True)
class Value:
    """A statistic. `value` is None when it is undefined, and then `reason` is a sentence a reader can be shown.

    `low` and `high` bound the interval at `level`; both are None where no interval exists. `n` is the number of
    people (or scripts, or pairs) behind the value, `se` its standard error where the interval rests on one.
    """

    value: float | None
    low: float | None = None
    high: float | None = None
    n: int = 0
    reason: str = ""
    se: float | None = None
    level: float = LEVEL

    @property
    def known(self) -> bool:
        return self.value is not None


def no_value(reason: str, n: int = 0) -> Value:
    return Value(None, n=n, reason=reason)


def must_be_finite(*numbers: float) -> None:
    """Raise ValueError for a NaN or an infinite number, from which no value could come."""
    if not all(math.isfinite(number) for number in numbers):
        raise ValueError("A number is missing or infinite.")
