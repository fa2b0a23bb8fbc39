"""School weeks. Plain Python: dates in, numbers out.

A school week is a Monday-to-Sunday week with three school days or more (decision 5). Weeks are counted from the
cohort's week 1; holidays have no number of their own and cost nothing.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property

DAYS_THAT_MAKE_A_WEEK = 3
ONE_DAY = timedelta(days=1)
ONE_WEEK = timedelta(days=7)


def monday_of(day: date) -> date:
    return day - timedelta(days=day.weekday())


def days_between(first: date, last: date) -> Iterable[date]:
    """Every day from first to last, both included."""
    for number in range((last - first).days + 1):
        yield first + timedelta(days=number)


@dataclass(frozen=True)
class SchoolYear:
    """The open days of one school, numbered in weeks from the Monday on which its cohort starts."""

    starts_on: date
    terms: tuple[tuple[date, date], ...]
    closed: frozenset[date] = frozenset()

    @cached_property
    def school_days(self) -> frozenset[date]:
        return frozenset(
            day
            for first, last in self.terms
            for day in days_between(first, last)
            if day.weekday() < 5 and day not in self.closed
        )

    @cached_property
    def mondays(self) -> tuple[date, ...]:
        """The Mondays of the school weeks; the first is that of week 1."""
        if not self.terms:
            return ()
        monday, end, found = monday_of(self.starts_on), max(last for _, last in self.terms), []
        while monday <= end:
            if sum(monday + timedelta(days=n) in self.school_days for n in range(5)) >= DAYS_THAT_MAKE_A_WEEK:
                found.append(monday)
            monday += ONE_WEEK
        return tuple(found)

    def week(self, day: date) -> int:
        """The number of the school week that `day` falls in; in a holiday that of the week before, 0 before week 1."""
        return sum(monday <= day for monday in self.mondays)

    def day_in_week(self, monday: date, weekday: int) -> date:
        """That weekday (0 is Monday) of a school week, or the school day nearest to it, a later one first."""
        wanted = monday + timedelta(days=weekday)
        days = [day for day in days_between(monday, monday + 4 * ONE_DAY) if day in self.school_days]
        return min(days, key=lambda day: (abs((day - wanted).days), day < wanted), default=wanted)

    def is_holiday(self, day: date) -> bool:
        """True when the week of `day` is not a school week: nothing is due and no mail goes out."""
        return monday_of(day) not in self.mondays

    def monday(self, week: int) -> date | None:
        """The Monday of a school week, or None when the calendar does not reach that far."""
        return self.mondays[week - 1] if 1 <= week <= len(self.mondays) else None

    def next_week(self, day: date) -> date | None:
        """The first Monday of a school week after `day`."""
        return next((monday for monday in self.mondays if monday > day), None)

    def count_school_days(self, first: date, last: date) -> int:
        """School days from `first` to `last`, both included."""
        return sum(first <= day <= last for day in self.school_days)

    def counts(self, day: date) -> bool:
        """A school day; before the first term and after the last, of which no dates are known, any weekday."""
        if not self.terms or not self.terms[0][0] <= day <= max(last for _, last in self.terms):
            return day.weekday() < 5 and day not in self.closed
        return day in self.school_days

    def days_after(self, day: date, number: int) -> date:
        """The last of the next so many school days."""
        return self._days_on(day, number, ONE_DAY)

    def days_before(self, day: date, number: int) -> date:
        """The first of the so many school days before `day`."""
        return self._days_on(day, number, -ONE_DAY)

    def _days_on(self, day: date, number: int, step: timedelta) -> date:
        while number:
            day += step
            number -= self.counts(day)
        return day
