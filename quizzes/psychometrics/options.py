"""The distractor table: who chose which option, and how those people did on the rest of the paper."""

import math
from collections.abc import Hashable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from quizzes.psychometrics.uncertainty import correlation_interval, mean_interval, wilson
from quizzes.psychometrics.value import Floats, Value, no_value

UNUSED_BELOW = 0.05  # of those who took the question


@dataclass(frozen=True, slots=True)
class Option:
    """One option, or the blank (option None).

    count of n; share with Wilson's interval; correlation of having chosen it with the rest of the paper; mean_total of
    those who chose it, in marks.
    """

    option: Hashable | None
    key: bool
    count: int
    share: Value
    correlation: Value
    mean_total: Value


@dataclass(frozen=True, slots=True)
class DistractorTable:
    """The options in the order given, the blank last. `ladder` says from which n the two lists may be shown.

    unused: wrong options chosen by fewer than 5 % (UNUSED_BELOW). rivals: wrong options that go with doing well, and
    better than the key does: reason to check the key.
    """

    n: int
    options: tuple[Option, ...]
    unused: tuple[Hashable, ...]
    rivals: tuple[Hashable, ...]


def distractor_table(
    choices: Sequence[Hashable | None],
    options: Sequence[Hashable],
    key: Hashable,
    marks: ArrayLike,
    totals: ArrayLike,
) -> DistractorTable:
    """Count the options of a single-choice question and correlate each with the rest of the paper.

    choices: (n,) option chosen, None for blank. options: every option offered. key: the right one. marks: (n,) mark on
    this question, totals: (n,) total with it, in marks. Raises ValueError for other lengths, an unknown option, or
    marks that are not finite. Point-biserial of choice with total - mark (Henrysson 1963), no value when nobody or
    everybody chose the option, when the rest does not vary, or for n < 4.
    """
    mark, total = np.asarray(marks, dtype=np.float64), np.asarray(totals, dtype=np.float64)
    if not mark.shape == total.shape == (len(choices),):
        raise ValueError("Every choice needs one mark and one total.")
    if not (np.isfinite(mark).all() and np.isfinite(total).all()):
        raise ValueError("A mark or a total is not a finite number.")
    if key not in options or set(choices) - {*options, None}:
        raise ValueError("The key and every choice must be among the options.")
    offered = tuple(dict.fromkeys((*options, None)))
    rows = tuple(_option(option, option == key, choices, total - mark, total) for option in offered)
    wrong = [row for row in rows if not row.key and row.option is not None]
    of_key = next(row.correlation.value for row in rows if row.key)
    n = len(choices)
    return DistractorTable(
        n=n,
        options=rows,
        unused=tuple(row.option for row in wrong if row.count < UNUSED_BELOW * n),
        rivals=tuple(row.option for row in wrong if _rivals(row.correlation.value, of_key)),
    )


def _option(option: Hashable | None, key: bool, choices: Sequence, rest: Floats, total: Floats) -> Option:
    chosen = np.fromiter((choice == option for choice in choices), dtype=bool, count=len(choices))
    count = int(chosen.sum())
    return Option(
        option, key, count, wilson(count, len(choices)), _point_biserial(chosen, rest), mean_interval(total[chosen])
    )


def _point_biserial(chosen: np.ndarray, rest: Floats) -> Value:
    n, count = chosen.size, int(chosen.sum())
    if n < 4:
        return correlation_interval(0.0, n)
    if count in (0, n):
        return no_value("Nobody chose this option." if count == 0 else "Everybody chose this option.", n)
    mean = math.fsum(rest) / n
    away = rest - mean
    spread = math.fsum(away**2)
    if spread <= 1e-22 * max(math.fsum(rest**2), 1e-300):
        return no_value("Everybody got the same total on the other questions.", n)
    return correlation_interval(math.fsum(away[chosen]) / math.sqrt(spread * count * (n - count) / n), n)


def _rivals(wrong: float | None, key: float | None) -> bool:
    return wrong is not None and key is not None and wrong > 0 and wrong > key
