"""The matrix of marks, read once and checked: people in rows, questions in columns.

Blank (NaN) means not answered. A person with every cell blank was absent: left out and counted. A blank in an
attempted paper scores 0 and is counted; with `listwise=True` such people are left out instead and counted. Nothing is
imputed, and the two are never mixed. A mark that cannot be is refused by row and column before anything is computed.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from quizzes.psychometrics.value import Floats


class BadMark(ValueError):
    """A mark that cannot be. `row` and `column` count from 0; the sentence counts from 1, as people do."""

    def __init__(self, row: int, column: int, problem: str):
        self.row, self.column, self.problem = row, column, problem
        super().__init__(f"Row {row + 1}, question {column + 1}: {problem}.")


class BadShape(ValueError):
    """The numbers do not make a matrix of people by questions with one maximum a question."""


@dataclass(frozen=True, slots=True, eq=False)
class Responses:
    """Marks that can be computed with.

    marks: (n, k) float64 without blanks. maximum: (k,) marks. rows: (n,) place of each person in the matrix given,
    or None when nobody was left out. absent, incomplete: people left out as absent, or (listwise) for a blank.
    blanks: (k,) blanks scored as 0.
    """

    marks: Floats
    maximum: Floats
    absent: int
    incomplete: int
    blanks: tuple[int, ...]
    rows: tuple[int, ...] | None = None

    @property
    def n(self) -> int:
        return self.marks.shape[0]

    @property
    def k(self) -> int:
        return self.marks.shape[1]


def read_responses(marks: ArrayLike | Responses, maximum: ArrayLike = 1.0, *, listwise: bool = False) -> Responses:
    """Check a matrix of marks and settle its blanks.

    marks: (n, k), NaN for blank. maximum: the full mark, one number or (k,). Raises BadShape, or BadMark for a mark
    that is negative, above its maximum or infinite. Responses that were read before pass through.
    """
    if isinstance(marks, Responses):
        return marks
    try:
        matrix = np.asarray(marks, dtype=np.float64)
    except (TypeError, ValueError) as error:
        raise BadShape("Every mark must be a number or blank.") from error
    if matrix.ndim != 2 or not matrix.shape[1]:
        raise BadShape("Marks must be a matrix: people in rows, at least one question in columns.")
    full = _maxima(maximum, matrix.shape[1])
    if matrix.size and _all_fine(matrix, full):
        return Responses(matrix, full, 0, 0, (0,) * matrix.shape[1])
    _refuse_bad_marks(matrix, full)
    return _without_blanks(matrix, full, listwise)


def _maxima(maximum: ArrayLike, k: int) -> Floats:
    full = np.asarray(maximum, dtype=np.float64)
    if full.ndim > 1 or (full.ndim == 1 and full.shape != (k,)):
        raise BadShape(f"There are {k} questions, but {full.size} maximum marks.")
    if not np.isfinite(full).all() or (full < 0).any():
        raise BadShape("A maximum mark must be a number and not below 0.")
    return np.broadcast_to(full, (k,))


def _all_fine(matrix: Floats, full: Floats) -> bool:
    """The common case, told by two passes: the least of numbers with a NaN among them is NaN, and NaN >= 0 is false."""
    return bool(matrix.min() >= 0) and bool(matrix.max() <= full.min() or (matrix.max(axis=0) <= full).all())


def _refuse_bad_marks(matrix: Floats, full: Floats) -> None:
    bad = np.argwhere((matrix < 0) | (matrix > full))
    if not bad.size:
        return
    row, column = (int(place) for place in bad[0])
    mark = matrix[row, column]
    if not np.isfinite(mark):
        problem = "the mark is not a finite number"
    elif mark < 0:
        problem = f"the mark {mark:g} is below 0"
    else:
        problem = f"the mark {mark:g} is above the maximum of {full[column]:g}"
    raise BadMark(row, column, problem)


def _without_blanks(matrix: Floats, full: Floats, listwise: bool) -> Responses:
    blank = np.isnan(matrix)
    absent = blank.all(axis=1)
    incomplete = blank.any(axis=1) & ~absent if listwise else np.zeros_like(absent)
    kept = ~(absent | incomplete)
    rows = tuple(int(row) for row in np.flatnonzero(kept))
    return Responses(
        marks=np.where(blank, 0.0, matrix)[kept],
        maximum=full,
        absent=int(absent.sum()),
        incomplete=int(incomplete.sum()),
        blanks=tuple(int(count) for count in blank[kept].sum(axis=0)),
        rows=None if kept.all() else rows,
    )
