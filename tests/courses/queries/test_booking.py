from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from courses.domain.booking import confirm_booking
from courses.models import Booking
from courses.queries.booking import (
    booking_token,
    booking_view,
    bookings_for_office,
    names_due,
    read_booking_token,
    state_words,
    without_names,
)
from courses.queries.waiting import count_places, read_waiting_token, waiting_list, waiting_token
from tests.courses.bookings import hold, named, order, wait
from tests.courses.builders import NOW, build_calendar, build_school, build_selling_cohort

TODAY = date(2026, 11, 11)


@pytest.fixture
def selling(programme, db):
    return build_selling_cohort(places=20)


def queries_of(function) -> int:
    """Without what only opens and closes transactions."""
    with CaptureQueriesContext(
        connection,
    ) as context:
        function()
    words = ("BEGIN", "COMMIT", "SAVEPOINT", "RELEASE", "ROLLBACK")
    return sum(not query["sql"].startswith(words) for query in context)


# Bars (P7) ------------------------------------------------------------------------------------------------------


def test_placing_a_booking_leaves_room_for_its_page_within_twelve_queries(selling, school):
    hold(selling)
    assert queries_of(lambda: hold(selling, school, people=named(2))) <= 8


def test_confirming_two_leads_takes_at_most_twenty_queries_and_six_leads_no_more_but_their_mails(selling):
    confirm_booking(booking=order(selling, people=named(2)), by=None, now=NOW)
    two, six = order(selling, people=named(2)), order(selling, leads=6, people=named(6))
    for_two = queries_of(lambda: confirm_booking(booking=two, by=None, now=NOW))
    for_six = queries_of(lambda: confirm_booking(booking=six, by=None, now=NOW))
    assert for_two <= 20
    assert for_six == for_two + 4


# A booking's page -----------------------------------------------------------------------------------------------


def test_the_page_knows_dates_bands_and_what_is_possible(selling):
    booking = order(selling, leads=4, people=named(1))
    view = booking_view(booking, today=date(2026, 12, 15))
    assert (view.names_due, view.last_day_to_book) == (date(2026, 12, 14), date(2027, 1, 10))
    assert (view.cost_percent, view.cost_pence, view.net_pence, view.unnamed) == (50, 96_000, 192_000, 3)
    assert (view.may_cancel, view.may_add, view.may_give_back) == (True, 2, 2)
    assert [band.percent for band in view.bands] == [0, 50, 75, 100]


def test_in_the_year_nothing_is_cancelled_added_or_given_back(selling):
    view = booking_view(order(selling, leads=4), today=date(2027, 1, 11))
    assert (view.may_cancel, view.may_add, view.may_give_back) == (False, 0, 0)


def test_held_places_cost_nothing(selling):
    assert booking_view(hold(selling), today=date(2027, 1, 10)).cost_pence == 0


def test_a_state_is_told_with_its_date(selling):
    assert state_words(hold(selling)) == "Places held until Wednesday 25 November 2026"


@pytest.mark.parametrize("leads", [2, 6])
def test_a_page_costs_the_same_for_two_places_and_for_six(selling, leads, django_assert_num_queries):
    pk = hold(selling, leads=leads).pk
    booking = Booking.objects.select_related("cohort", "school").get(pk=pk)
    with django_assert_num_queries(3):
        booking_view(booking, today=TODAY)


def test_names_are_due_ten_school_days_before_week_1_and_weekdays_count_before_the_first_term(selling):
    selling.calendar = build_calendar(terms=[(date(2027, 1, 6), date(2027, 7, 21))])
    selling.save()
    assert names_due(selling) == date(2026, 12, 28)


# Links ----------------------------------------------------------------------------------------------------------


def test_a_link_opens_its_own_booking_and_no_other_kind(selling):
    booking = hold(selling, leads=6)
    group = wait(fill(selling))
    assert read_booking_token(booking_token(booking)) == booking.pk
    assert read_waiting_token(waiting_token(group)) == group.pk
    assert read_booking_token(waiting_token(group)) is None
    assert read_waiting_token(booking_token(booking)) is None


def fill(cohort):
    while count_places(cohort).left:
        hold(cohort)
    return cohort


@pytest.mark.parametrize("change", [lambda text: text[:-1], lambda text: "x" + text, lambda text: "", lambda text: "1"])
def test_a_link_that_was_changed_opens_nothing(selling, change):
    assert read_booking_token(change(booking_token(hold(selling)))) is None


# Lists ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("rows", [1, 3])
def test_the_office_reads_any_number_of_bookings_in_one_query(selling, rows, django_assert_num_queries):
    for _ in range(rows):
        hold(selling, people=named(1))
    with django_assert_num_queries(1):
        assert [(one.named, one.school.name != "", str(one.cohort)) for one in bookings_for_office()] == [
            (1, True, selling.name)
        ] * rows


def test_the_office_finds_by_cohort_state_and_words(selling):
    school = build_school(name="Holm Park Academy")
    held, ordered = hold(selling, school), order(selling)
    hold(build_selling_cohort())
    found = [
        set(bookings_for_office(cohort_id=selling.pk)),
        set(bookings_for_office(cohort_id=selling.pk, states=["ordered"])),
        set(bookings_for_office(search="holm park")),
        set(bookings_for_office(search=ordered.reference)),
    ]
    assert found == [{held, ordered}, {ordered}, {held}, {ordered}]


def test_bookings_without_names_are_those_that_are_active_and_have_an_empty_place(selling):
    order(selling, people=named(2))
    empty = order(selling, people=named(1))
    assert [(one, one.unnamed) for one in without_names()] == [(empty, 1)]
    assert list(without_names(cohort_ids=[])) == []


@pytest.mark.parametrize("rows", [1, 3])
def test_the_office_reads_a_waiting_list_in_one_query(selling, rows, django_assert_num_queries):
    fill(selling)
    schools = [build_school(name=f"School of row {n}") for n in range(rows)]
    for n, school in enumerate(schools):
        wait(selling, school, now=NOW + timedelta(minutes=n))
    with django_assert_num_queries(1):
        assert [one.school.name for one in waiting_list(selling)] == [school.name for school in schools]


def test_places_are_counted_in_three_queries_and_add_up(selling, django_assert_num_queries):
    hold(selling)
    order(selling, leads=3)
    with django_assert_num_queries(3):
        found = count_places(selling)
    assert (found.left, found.held, found.ordered, found.confirmed, found.taken) == (15, 2, 3, 0, 5)
    assert found.adds_up
