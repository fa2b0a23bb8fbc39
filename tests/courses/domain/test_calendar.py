from datetime import date

import pytest
from django.db import IntegrityError, transaction

from courses.domain.calendar import AlreadyClosed, OutsideTerms, close_day, own_calendar
from courses.models import Calendar, ClosedDay, Cohort, Term
from courses.queries.calendar import school_dates
from courses.queries.progress import dashboard
from tests.courses.builders import (
    STARTS_ON,
    TERMS_2026_27,
    build_calendar,
    build_cohort,
    build_lead,
    build_school,
    lead_of,
)

INSET = date(2026, 11, 27)


@pytest.fixture
def template(cohort):
    return cohort.calendar


def close(school, template, day=INSET, reason="INSET day"):
    return close_day(school=school, template=template, day=day, reason=reason)


def days_of(calendar) -> list[tuple]:
    return [
        *calendar.terms.values_list("starts_on", "ends_on"),
        *calendar.closed_days.values_list("day", "reason"),
    ]


def test_a_schools_own_calendar_is_a_copy_of_the_cohorts(school):
    template = build_calendar(closed=[date(2026, 11, 20)])
    own = own_calendar(school=school, template=template)
    assert own != template
    assert days_of(own) == [*TERMS_2026_27, (date(2026, 11, 20), "INSET day")]


def test_the_own_calendar_is_made_once(school, template):
    assert own_calendar(school=school, template=template) == own_calendar(school=school, template=template)
    assert Calendar.objects.count() == 2


def test_schools_of_one_name_get_a_calendar_each(template):
    one, other = build_school(name="St Mary’s"), build_school(name="St Mary’s")
    assert own_calendar(school=one, template=template) != own_calendar(school=other, template=template)


@pytest.mark.django_db
def test_two_schools_with_long_names_and_one_template_get_a_calendar_each():
    template = build_calendar(name="D" * 100)
    one, other = build_school(name="S" * 200), build_school(name="S" * 200)
    assert own_calendar(school=one, template=template) != own_calendar(school=other, template=template)


def test_closing_a_day_closes_it_for_the_school(school, template):
    close(school, template)
    school.refresh_from_db()
    assert list(school.own_calendar.closed_days.values_list("day", "reason")) == [(INSET, "INSET day")]


def test_closing_a_day_leaves_the_cohorts_dates_and_other_schools_alone(school, cohort, template):
    other = lead_of(build_lead(cohort=cohort))
    before = days_of(template), school_dates(other, today=STARTS_ON)
    close(school, template)
    assert (days_of(template), school_dates(other, today=STARTS_ON)) == before


def test_three_closed_days_take_the_week_out_of_the_schools_year_only(school, cohort, template):
    lead, other = build_lead(cohort=cohort, school=school), build_lead(cohort=cohort)
    for day in (25, 26, 27):
        close(school, template, date(2026, 11, day))
    weeks = [dashboard(lead_of(user), today=date(2026, 12, 4)).week for user in (lead, other)]
    assert weeks == [11, 12]


@pytest.mark.parametrize(
    "day",
    [date(2026, 11, 28), date(2026, 11, 29), date(2026, 10, 28), date(2026, 12, 25), date(2027, 8, 3)],
    ids=["Saturday", "Sunday", "half term", "Christmas", "summer"],
)
def test_a_day_without_school_is_refused_and_leaves_no_copy(school, template, day):
    with pytest.raises(OutsideTerms):
        close(school, template, day)
    school.refresh_from_db()
    assert (school.own_calendar, Calendar.objects.count()) == (None, 1)


@pytest.mark.parametrize("day", [date(2026, 10, 23), date(2026, 11, 2)], ids=["last of term", "first of term"])
def test_the_first_and_the_last_day_of_a_half_term_can_be_closed(school, template, day):
    assert close(school, template, day).day == day


def test_a_closed_day_is_not_closed_again(school, template):
    close(school, template, reason="INSET day")
    with pytest.raises(AlreadyClosed):
        close(school, template, reason="Polling station")
    assert ClosedDay.objects.get().reason == "INSET day"


def test_a_day_that_the_cohort_closes_is_not_closed_again(school):
    template = build_calendar(closed=[INSET])
    with pytest.raises(AlreadyClosed):
        close(school, template)


# What the database refuses --------------------------------------------------------------------------------------


def test_the_database_refuses_a_half_term_that_ends_before_it_starts(template):
    with pytest.raises(IntegrityError, match="term_ends_after_it_starts"), transaction.atomic():
        Term.objects.create(calendar=template, starts_on=date(2028, 2, 2), ends_on=date(2028, 2, 1))


def test_the_database_refuses_two_half_terms_that_start_on_one_day(template):
    with pytest.raises(IntegrityError), transaction.atomic():
        Term.objects.create(calendar=template, starts_on=TERMS_2026_27[0][0], ends_on=date(2028, 2, 1))


def test_the_database_refuses_to_close_a_day_twice(school, template):
    closed = close(school, template)
    with pytest.raises(IntegrityError), transaction.atomic():
        ClosedDay.objects.create(calendar=closed.calendar, day=INSET, reason="Again")


@pytest.mark.parametrize("day", [6, 8, 9, 10, 11, 12, 13])
def test_the_database_refuses_a_cohort_that_does_not_start_on_a_monday(programme, template, day):
    with pytest.raises(IntegrityError, match="cohort_starts_on_a_monday"), transaction.atomic():
        Cohort.objects.create(name="C", programme=programme, calendar=template, starts_on=date(2026, 9, day))


def test_a_cohort_may_start_on_a_monday(programme, db):
    assert build_cohort(starts_on=date(2026, 9, 7)).pk
