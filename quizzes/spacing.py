"""When a question comes back, and how many at a time. Plain Python: dates and numbers in, dates and numbers out.

A right answer moves a question one gap on, a miss one gap back; very sure and wrong sends it to the shortest.
"""

from collections.abc import Callable, Hashable, Sequence
from datetime import date, timedelta
from itertools import pairwise, permutations
from typing import TypeVar

GAPS = (3, 10, 30, 75)  # days; the last one is kept for as long as the answers stay right
A_SITTING = 5
A_WEEK = 12  # Monday to Sunday

Card = TypeVar("Card")


def gap_after(gap: int, *, right: bool, sure: bool) -> int:
    """The place in GAPS of the next gap, after an answer at the end of the gap at place `gap`."""
    if right:
        return min(gap + 1, len(GAPS) - 1)
    return 0 if sure else max(gap - 1, 0)


def due_on(gap: int, answered_on: date) -> date:
    return answered_on + timedelta(days=GAPS[gap])


def room(asked_this_week: int) -> int:
    """How many questions a sitting may have when so many were asked this week already."""
    return max(0, min(A_SITTING, A_WEEK - asked_this_week))


def interleaved(cards: Sequence[Card], topic: Callable[[Card], Hashable]) -> list[Card]:
    """At most A_SITTING cards with as few neighbours of one topic as can be, and otherwise in the order given."""
    if len(cards) > A_SITTING:
        raise ValueError("A sitting is no longer than A_SITTING.")
    return list(min(permutations(cards), key=lambda order: sum(topic(a) == topic(b) for a, b in pairwise(order))))
