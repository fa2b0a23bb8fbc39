"""Answers made ready for the Rasch model: who and what counts, and people counted by questions asked and number right.

People who were asked the same questions and have the same number right tell the model the same, so everything after
this works on groups of them: the time does not grow with the number of people.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from quizzes.psychometrics.responses import BadMark, BadShape
from quizzes.psychometrics.value import Floats

EXTREME = -1  # group of those with nothing or everything right
NOT_ASKED = -2  # group of those asked nothing that counts


@dataclass(frozen=True, slots=True, eq=False)
class Given:
    """right, asked: (n, k), 1 or 0; right is 0 where not asked."""

    right: Floats
    asked: Floats
    complete: bool

    @property
    def n(self) -> int:
        return self.right.shape[0]

    @property
    def k(self) -> int:
        return self.right.shape[1]


@dataclass(frozen=True, slots=True, eq=False)
class Asked:
    """One set of questions asked: their places among those that count, and people (size + 1,) by number right."""

    items: np.ndarray
    people: Floats


@dataclass(frozen=True, slots=True, eq=False)
class Usable:
    """What counts. items (K,), people (N,): who of all counts; k and n of them do.

    g groups of people with the same set asked and the same score: asked (g, k), scores (g,), counts (g,) people,
    right and answered (g, k) answers; group (N,): each person's, or EXTREME or NOT_ASKED.
    beats: (k, k) people with the one right and the other wrong. sets: the sets of questions asked.
    """

    items: np.ndarray
    people: np.ndarray
    group: np.ndarray
    asked: Floats
    scores: Floats
    counts: np.ndarray
    right: Floats
    beats: Floats
    sets: tuple[Asked, ...]

    @property
    def answered(self) -> Floats:
        return self.asked * self.counts[:, None]


def read_rasch(marks: ArrayLike) -> Given:
    """Check (n, k) marks of 0, 1 and NaN. Raises BadMark or BadShape."""
    matrix = np.asarray(marks, dtype=np.float64)
    if matrix.ndim != 2 or not matrix.shape[1]:
        raise BadShape("Marks must be a matrix: people in rows, at least one question in columns.")
    right = (matrix == 1).astype(np.float64)
    asked = right + (matrix == 0)
    complete = bool(asked.all())
    if not complete:
        bad = np.argwhere((asked == 0) & ~np.isnan(matrix))
        if bad.size:
            row, column = (int(place) for place in bad[0])
            raise BadMark(row, column, "the Rasch model takes 0, 1 or not asked")
    return Given(right, asked, complete)


def usable(given: Given) -> Usable:
    """Leave out whoever and whatever is extreme, until nothing is, and count the rest."""
    items, people = _who_counts(given)
    right, asked = (_kept(answers, people, items) for answers in (given.right, given.asked))
    masks, which = _sets(asked, given.complete)
    score = right.sum(axis=1).astype(np.intp)
    width = int(items.sum()) + 1
    keys, group = np.unique(which * width + score, return_inverse=True)
    member = np.zeros((group.size, keys.size))
    member[np.arange(group.size), group] = 1.0
    everybody = np.where((given.asked[:, items] > 0).any(axis=1), EXTREME, NOT_ASKED)
    everybody[people] = group
    counts = np.bincount(group, minlength=keys.size)
    return Usable(
        items=items,
        people=people,
        group=everybody,
        asked=masks[keys // width],
        scores=(keys % width).astype(np.float64),
        counts=counts,
        right=member.T @ right,
        beats=right.T @ (asked - right),
        sets=tuple(_asked(mask, keys, counts, number, width) for number, mask in enumerate(masks)),
    )


def _kept(answers: Floats, people: np.ndarray, items: np.ndarray) -> Floats:
    rows = answers[people]
    return rows if items.all() else rows[:, items]


def _asked(mask: Floats, keys: np.ndarray, counts: np.ndarray, number: int, width: int) -> Asked:
    items = np.flatnonzero(mask)
    own = keys // width == number
    people = np.zeros(items.size + 1)
    people[keys[own] % width] = counts[own]
    return Asked(items, people)


def _sets(asked: Floats, complete: bool) -> tuple[Floats, np.ndarray]:
    """The different sets of questions asked, and which one each person was asked."""
    if complete:
        return np.ones((1, asked.shape[1])), np.zeros(asked.shape[0], dtype=np.intp)
    masks, which = np.unique(asked, axis=0, return_inverse=True)
    return masks, which.reshape(-1)


def _who_counts(given: Given) -> tuple[np.ndarray, np.ndarray]:
    items, people = np.ones(given.k, dtype=bool), np.ones(given.n, dtype=bool)
    while True:
        score, asked = given.right @ items, given.asked @ items
        new_people = (score > 0) & (score < asked)
        right, answered = new_people @ given.right, new_people @ given.asked
        new_items = items & (right > 0) & (right < answered)
        if (new_items == items).all() and (new_people == people).all():
            return items, people
        items, people = new_items, new_people
