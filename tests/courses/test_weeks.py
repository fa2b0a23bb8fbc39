from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from courses.weeks import SchoolYear, monday_of
from tests.courses.builders import TERMS_2026_27, year_2026_27

# The Mondays of weeks 1 to 39 as in the calendar of the programme outline, 7.1: a line for each half term
MONDAYS_2026_27 = """
2026-09-07 2026-09-14 2026-09-21 2026-09-28 2026-10-05 2026-10-12 2026-10-19
2026-11-02 2026-11-09 2026-11-16 2026-11-23 2026-11-30 2026-12-07 2026-12-14
2027-01-04 2027-01-11 2027-01-18 2027-01-25 2027-02-01 2027-02-08
2027-02-22 2027-03-01 2027-03-08 2027-03-15 2027-03-22
2027-04-12 2027-04-19 2027-04-26 2027-05-03 2027-05-10 2027-05-17 2027-05-24
2027-06-07 2027-06-14 2027-06-21 2027-06-28 2027-07-05 2027-07-12 2027-07-19
"""
AUTUMN_HALF_TERM = [date(2026, 10, 26) + timedelta(days=n) for n in range(7)]
SPECIAL = date(2026, 11, 16)  # the Monday of week 10


def closing(*numbers: int) -> SchoolYear:
    """The year in which these days of week 10 are closed, counted from its Monday as 0."""
    return year_2026_27(closed=[SPECIAL + timedelta(days=n) for n in numbers])


def test_the_year_2026_27_has_39_weeks_on_the_mondays_of_the_outline():
    assert [str(monday) for monday in year_2026_27().mondays] == MONDAYS_2026_27.split()


def test_a_year_that_ends_on_a_tuesday_has_no_week_39():
    terms = (*TERMS_2026_27[:-1], (date(2027, 6, 7), date(2027, 7, 20)))
    assert len(year_2026_27(terms=terms).mondays) == 38


def test_a_week_is_counted_from_its_monday_to_its_sunday():
    year = year_2026_27()
    assert [year.week(date(2026, 11, day)) for day in (1, 2, 8, 9)] == [7, 8, 8, 9]


def test_the_days_before_the_first_monday_are_week_0_although_school_is_open():
    assert year_2026_27().week(date(2026, 9, 6)) == 0


def test_a_cohort_may_start_later_in_the_year():
    year = year_2026_27(starts_on=date(2027, 1, 4))
    assert (year.monday(1), year.monday(7)) == (date(2027, 1, 4), date(2027, 2, 22))


def test_a_week_with_three_school_days_counts():
    assert closing(0, 1).week(date(2026, 11, 20)) == 10


def test_a_week_with_two_school_days_does_not_count():
    year = closing(0, 1, 4)
    assert year.week(date(2026, 11, 20)) == 9
    assert year.monday(10) == date(2026, 11, 23)


def test_a_closed_weekend_costs_nothing():
    assert closing(5, 6).mondays == year_2026_27().mondays


def test_holidays_have_no_number_of_their_own():
    year = year_2026_27()
    assert {year.week(day) for day in AUTUMN_HALF_TERM} == {7}
    assert year.week(date(2026, 11, 2)) == 8


def test_the_week_of_half_term_is_holiday_and_the_weeks_around_it_are_not():
    year = year_2026_27()
    days = [date(2026, 10, 25), date(2026, 10, 26), date(2026, 11, 1), date(2026, 11, 2)]
    assert [year.is_holiday(day) for day in days] == [False, True, True, False]


def test_a_week_with_too_few_school_days_is_holiday():
    assert closing(0, 1, 4).is_holiday(SPECIAL)


def test_the_next_week_skips_the_holiday():
    year = year_2026_27()
    assert year.next_week(date(2026, 10, 21)) == date(2026, 11, 2)
    assert year.next_week(date(2026, 11, 2)) == date(2026, 11, 9)


def test_after_the_last_week_there_is_no_next_one():
    assert year_2026_27().next_week(date(2027, 7, 19)) is None


@pytest.mark.parametrize("week", [-1, 0, 40])
def test_a_week_beyond_the_calendar_has_no_monday(week):
    assert year_2026_27().monday(week) is None


def test_a_calendar_without_terms_has_no_weeks():
    year = year_2026_27(terms=())
    assert (year.mondays, year.week(date(2026, 11, 2)), year.is_holiday(date(2026, 11, 2))) == ((), 0, True)


def test_school_days_are_those_of_the_terms_without_weekends_and_closed_days():
    days = sorted(day for day in closing(1).school_days if monday_of(day) == SPECIAL)
    assert [day.day for day in days] == [16, 18, 19, 20]


@pytest.mark.parametrize(
    ("first", "last", "number"),
    [
        (date(2026, 11, 16), date(2026, 11, 16), 1),
        (date(2026, 11, 16), date(2026, 11, 20), 4),
        (date(2026, 11, 14), date(2026, 11, 15), 0),
        (date(2026, 10, 23), date(2026, 11, 2), 2),
        (date(2026, 11, 20), date(2026, 11, 16), 0),
    ],
)
def test_school_days_are_counted_from_the_first_day_to_the_last(first, last, number):
    assert closing(1).count_school_days(first, last) == number


# For any calendar -----------------------------------------------------------------------------------------------

days = st.dates(date(2026, 1, 1), date(2027, 12, 31))
runs = st.builds(lambda first, length: (first, first + timedelta(days=length)), days, st.integers(0, 60))
years = st.builds(
    SchoolYear,
    starts_on=days.map(monday_of),
    terms=st.lists(runs, max_size=6).map(tuple),
    closed=st.frozensets(days, max_size=20),
)


@given(years, days, days)
def test_the_number_of_the_week_never_falls_as_days_pass(year, one, other):
    earlier, later = sorted([one, other])
    assert year.week(earlier) <= year.week(later)


@given(years)
def test_every_monday_of_the_list_begins_the_week_of_its_place(year):
    assert [year.week(monday) for monday in year.mondays] == list(range(1, len(year.mondays) + 1))


@given(years, days)
def test_a_new_week_never_begins_in_a_holiday(year, day):
    if year.is_holiday(day):
        assert year.week(day) == year.week(day - timedelta(days=day.weekday() + 1))


@given(years)
def test_every_week_that_counts_has_three_school_days(year):
    assert all(sum(monday_of(day) == monday for day in year.school_days) >= 3 for monday in year.mondays)


def test_school_days_are_counted_on_and_back_over_holidays_and_closed_days():
    year = year_2026_27(closed=[date(2026, 11, 3)])
    assert year.days_after(date(2026, 10, 23), 2) == date(2026, 11, 4)
    assert year.days_before(date(2026, 11, 4), 2) == date(2026, 10, 23)


def test_outside_the_terms_that_are_known_weekdays_count():
    year = year_2026_27()
    assert year.days_after(date(2026, 7, 3), 5) == date(2026, 7, 10)
    assert year.days_after(date(2027, 7, 21), 3) == date(2027, 7, 26)
    assert year_2026_27(terms=()).days_before(date(2026, 11, 9), 1) == date(2026, 11, 6)
