"""The terms on which places are sold: what one costs, and what a cancellation costs on which day.

Plain Python. Money is whole pence. A cohort's terms are copied into each booking, so that a later change of the
cohort changes nothing for those who have booked.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

FEWEST_LEADS, MOST_LEADS = 2, 6  # the places that one school may book
MOST_SKIPS = 3  # so often freed places may go past a group that waits
DEFAULT_BANDS = ((28, 50), (14, 75), (7, 100))


@dataclass(frozen=True)
class Band:
    """From `first` to `last`, both included, a cancellation costs `percent` of the price; None has no end."""

    first: date | None
    last: date | None
    percent: int


def default_bands() -> list[list[int]]:
    """[days, percent]: from so many days before the start on, so much of the price is due."""
    return [list(band) for band in DEFAULT_BANDS]


def dated_bands(starts_on: date, bands: Iterable[Iterable[int]]) -> tuple[Band, ...]:
    """The bands as days of the calendar, from the free one on: no reader has to count days before a start."""
    found, first = [], None
    percent = 0
    for days, next_percent in sorted((tuple(band) for band in bands), reverse=True):
        begins = starts_on - timedelta(days=days)
        found.append(Band(first, begins - timedelta(days=1), percent))
        first, percent = begins, next_percent
    return (*found, Band(first, None, percent))


def percent_due(day: date, *, starts_on: date, bands: Iterable[Iterable[int]]) -> int:
    """What part of the price a cancellation on `day` costs: 0 to 100."""
    dated = dated_bands(starts_on, bands)
    return next(band.percent for band in reversed(dated) if band.first is None or band.first <= day)


def share_of(pence: int, percent: int) -> int:
    """That part of an amount in whole pence, halves up."""
    return (pence * percent + 50) // 100
