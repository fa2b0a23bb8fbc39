"""Sums of squares and products, from which every classical statistic of a paper follows: one pass over the marks.

`scatter` is n X'X - s s', which is n (n - 1) times the covariance matrix. With whole (or half, or quarter) marks it is
computed without rounding: row order then changes no bit of any result, and "no variance" is an exact nought. With
other marks row order changes results by less than 1e-12 of their size.
"""

from dataclasses import dataclass

import numpy as np

from quizzes.psychometrics.responses import Responses
from quizzes.psychometrics.value import Floats

NOUGHT = 1e-11  # below this share of the raw sum of squares, a sum of squared differences is rounding


@dataclass(frozen=True, slots=True, eq=False)
class Moments:
    """n people, k questions; sums and squares (k,) and scatter (k, k), in marks and squared marks.

    own: its diagonal, (k,), and trace: their sum. with_total: (k,) scatter of each question with the total.
    total: scatter of the total. varying: (k,) which questions people did differently on.
    """

    n: int
    sums: Floats
    squares: Floats
    scatter: Floats
    own: Floats
    with_total: Floats
    total: float
    trace: float
    varying: np.ndarray

    @property
    def k(self) -> int:
        return self.sums.size

    @property
    def k_varying(self) -> int:
        return int(np.count_nonzero(self.varying))

    @property
    def total_sd(self) -> float:
        """Sample standard deviation of the total, in marks; 0 for fewer than 2 people."""
        return float(np.sqrt(self.total / (self.n * (self.n - 1)))) if self.n > 1 else 0.0

    @property
    def rest(self) -> Floats:
        """(k,) scatter of the total without each question; rounding is taken for the nought it is."""
        rest = self.total - 2 * self.with_total + self.own
        return np.where(rest > NOUGHT * (self.total + self.own), rest, 0.0)


def moments_of(responses: Responses) -> Moments:
    """Everything from X'X and the column sums of (n, k) marks; n may be 0."""
    marks, n = responses.marks, responses.n
    product = marks.T @ marks
    sums = np.ones(n) @ marks
    scatter = n * product - np.multiply.outer(sums, sums)
    squares = np.diagonal(product)
    varying = np.diagonal(scatter) > NOUGHT * n * squares
    if not varying.all():
        scatter[~varying] = scatter[:, ~varying] = 0.0
    own, with_total = np.diagonal(scatter), scatter.sum(axis=1)
    total = float(with_total.sum())
    total = total if total > NOUGHT * float(np.abs(scatter).sum()) else 0.0
    return Moments(n, sums, squares, scatter, own, with_total, total, float(own.sum()), varying)
