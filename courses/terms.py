"""The terms on which places are sold: what one costs, and what a cancellation costs on which day.

Plain Python. Money is whole pence. A cohort's terms are copied into each booking, so that a later change of the
cohort changes nothing for those who have booked.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise

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


def text_of_bands(bands: Iterable[Iterable[int]]) -> str:
    """As the office writes them: "28: 50 %, 14: 75 %, 7: 100 %"."""
    return ", ".join(f"{days}: {percent} %" for days, percent in (tuple(band) for band in bands))


def bands_of_text(text: str) -> list[list[int]]:
    """Raises ValueError with a sentence for the office."""
    found = []
    for part in text.split(","):
        match = re.fullmatch(r"\s*(\d{1,3})\s*:\s*(\d{1,3})\s*%?\s*", part, re.ASCII)
        if not match:
            raise ValueError(f"“{part.strip()}” is not days and per cent. Write for example 28: 50 %.")
        found.append([int(match[1]), int(match[2])])
    return checked_bands(found)


def checked_bands(bands: list[list[int]]) -> list[list[int]]:
    for (days, percent), (next_days, next_percent) in pairwise(bands):
        if next_days >= days or next_percent <= percent:
            raise ValueError("Fewer days must cost more: write the bands from many days to few.")
    if any(percent > 100 for _, percent in bands):
        raise ValueError("No more than 100 % can be due.")
    return bands
