from datetime import date, timedelta

import pytest
from wagtail.models import ModelLogEntry

from cms.models import Mail
from courses.domain.booking import (
    HasStarted,
    NotStarted,
    cancel_booking,
    confirm_booking,
    order_places,
    withdraw_booking,
)
from courses.domain.enrolment import AlreadyEnrolled
from courses.domain.hold import expire_holds
from courses.domain.places import AlreadyBooked, BookingClosed, CohortFull, NotInThisState
from courses.models import BookedPlace, Booking, Cohort, Enrolment
from tests.builders import build_user
from tests.courses.bookings import confirm, counts, hold, named, order, state_of
from tests.courses.builders import NEXT_START, NOW, build_enrolment, build_selling_cohort

DAY = timedelta(days=1)
AFTER_HOLD = NOW + 15 * DAY
STARTED = NOW + 61 * DAY  # the Monday of week 1


@pytest.fixture
def selling(programme, db):
    return build_selling_cohort(places=5)


def change(cohort, **fields):
    Cohort.objects.filter(pk=cohort.pk).update(**fields)
    cohort.refresh_from_db()


# Holding --------------------------------------------------------------------------------------------------------


def test_a_school_holds_places(selling, school):
    booking = hold(selling, school, people=[("Jo", "Lead", "Jo@s.example")])
    assert (booking.state, booking.leads, booking.price_pence) == ("held", 2, 48_000)
    assert (booking.held_until, booking.price_until) == (date(2026, 11, 25), date(2026, 12, 11))
    assert counts(selling) == (3, 0, 0)
    assert [(place.number, place.email) for place in booking.booked_places.all()] == [(1, "jo@s.example"), (2, "")]


def test_more_places_than_there_are_left_are_refused_and_nothing_is_kept(selling, school):
    hold(selling, leads=4)
    with pytest.raises(CohortFull):
        hold(selling, school, leads=2)
    assert (counts(selling), Booking.objects.count(), BookedPlace.objects.count()) == ((1, 0, 0), 1, 4)


def test_the_same_form_twice_is_one_booking(selling, school):
    assert hold(selling, school, key="form") == hold(selling, school, key="form")
    assert (counts(selling), Booking.objects.count()) == ((3, 0, 0), 1)


def test_the_same_form_is_told_of_its_booking_when_it_took_the_last_places(selling, school):
    first = hold(selling, school, key="form", leads=5)
    assert hold(selling, school, key="form", leads=5) == first


def test_the_same_form_is_told_of_its_booking_after_the_last_day_to_book(selling, school):
    first = hold(selling, school, key="form")
    assert hold(selling, school, key="form", now=STARTED) == first


def test_a_school_books_once_in_a_cohort(selling, school):
    first = hold(selling, school)
    with pytest.raises(AlreadyBooked) as refused:
        hold(selling, school)
    assert refused.value.booking == first
    assert counts(selling) == (3, 0, 0)


def test_a_school_that_booked_is_told_so_even_when_the_cohort_is_full(selling, school):
    hold(selling, school, leads=5)
    with pytest.raises(AlreadyBooked):
        hold(selling, school)


def test_a_school_may_book_again_after_it_cancelled(selling, school):
    cancel_booking(booking=hold(selling, school), reason="", by=None, now=NOW)
    assert hold(selling, school).state == "held"


@pytest.mark.parametrize(
    ("fields", "now"),
    [
        ({"is_public": False}, NOW),
        ({"books_until": date(2026, 11, 10)}, NOW),
        ({"books_until": None}, STARTED),
    ],
)
def test_visitors_are_refused_where_nothing_is_sold(selling, fields, now):
    change(selling, **fields)
    with pytest.raises(BookingClosed):
        hold(selling, now=now)
    assert counts(selling) == (5, 0, 0)


def test_the_last_day_to_book_is_a_day_on_which_one_can(selling):
    change(selling, books_until=date(2026, 11, 11))
    assert hold(selling).state == "held"


def test_the_team_books_for_a_school_after_the_last_day_but_not_in_the_year(selling):
    change(selling, books_until=date(2026, 11, 10))
    assert hold(selling, by=build_user()).state == "held"
    with pytest.raises(BookingClosed):
        hold(selling, by=build_user(), now=STARTED)


@pytest.mark.parametrize("leads", [1, 7])
def test_the_database_refuses_fewer_than_two_and_more_than_six(selling, leads):
    change(selling, places=9, places_left=9)
    with pytest.raises(Exception, match="booking_of_two_to_six"):
        hold(selling, leads=leads)
    assert counts(selling) == (9, 0, 0)


def test_a_later_price_changes_nothing_for_who_has_booked(selling):
    booking = hold(selling)
    change(selling, price_pence=99_000)
    assert Booking.objects.get(pk=booking.pk).price_pence == 48_000


def test_the_booker_is_written_to_with_the_reference(selling, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        booking = hold(selling)
    mail = Mail.objects.get(kind="booking held")
    assert (mail.to, booking.reference in mail.subject) == ("ada@school.example", True)


# Ordering -------------------------------------------------------------------------------------------------------


def test_ordered_places_no_longer_expire(selling):
    booking = order(selling)
    expire_holds(now=AFTER_HOLD)
    assert (state_of(booking), booking.po_number, booking.ordered_at) == ("ordered", "PO 1", NOW)


def test_to_order_twice_is_to_order_once(selling):
    booking = order(selling)
    again = order_places(booking=booking, po_number="PO 2", now=NOW + DAY)
    assert (again.po_number, again.ordered_at) == ("PO 1", NOW)


def test_expired_places_are_taken_again_by_an_order(selling):
    booking = hold(selling, leads=4)
    expire_holds(now=AFTER_HOLD)
    assert counts(selling) == (5, 0, 0)
    assert order_places(booking=booking, now=AFTER_HOLD).state == "ordered"
    assert counts(selling) == (1, 0, 0)


def test_expired_places_that_others_have_taken_are_not_to_be_had(selling):
    booking = hold(selling, leads=4)
    expire_holds(now=AFTER_HOLD)
    hold(selling, leads=2, now=AFTER_HOLD)
    with pytest.raises(CohortFull):
        order_places(booking=booking, now=AFTER_HOLD)
    assert (state_of(booking), counts(selling)) == ("expired", (3, 0, 0))


def test_an_expired_booking_is_not_ordered_beside_a_new_one(selling, school):
    booking = hold(selling, school)
    expire_holds(now=AFTER_HOLD)
    hold(selling, school, now=AFTER_HOLD)
    with pytest.raises(AlreadyBooked):
        order_places(booking=booking, now=AFTER_HOLD)


def test_the_price_holds_to_its_last_day_and_is_then_that_of_the_cohort(selling):
    first, second, third = hold(selling, price_days=20), hold(selling, price_days=20), None
    change(selling, price_pence=50_000, places=7, places_left=3)
    third = hold(selling, price_days=20)
    assert order_places(booking=first, now=NOW + 20 * DAY).price_pence == 48_000
    assert order_places(booking=second, now=NOW + 21 * DAY).price_pence == 50_000
    assert order_places(booking=third, price_pence=1, now=NOW + 21 * DAY).price_pence == 1


def test_a_cancelled_booking_is_not_ordered(selling):
    booking = cancel_booking(booking=hold(selling), reason="", by=None, now=NOW)
    with pytest.raises(NotInThisState):
        order_places(booking=booking, now=NOW)


# Confirming -----------------------------------------------------------------------------------------------------


def test_confirming_makes_accounts_enrolments_and_invitations_for_named_places(selling, school):
    people = [("Jo", "Hale", "jo@s.example"), ("Mia", "Pryce", "Mia@s.example")]
    booking = order(selling, school, leads=3, people=people)
    booking = confirm_booking(booking=booking, by=build_user(), now=NOW)
    found = Enrolment.objects.filter(cohort=selling).order_by("user__email")
    assert [(one.user.email, one.school, one.state) for one in found] == [
        ("jo@s.example", school, "active"),
        ("mia@s.example", school, "active"),
    ]
    assert [place.enrolment for place in booking.booked_places.all()] == [*found, None]
    assert (booking.state, booking.confirmed_at) == ("confirmed", NOW)
    assert [mail.to for mail in Mail.objects.filter(kind="invitation").order_by("to")] == [
        "jo@s.example",
        "mia@s.example",
    ]
    assert [one.user.emailaddress_set.get().verified for one in found] == [True, True]
    assert not found[0].user.has_usable_password()


def test_held_places_may_be_confirmed_without_an_order(selling):
    assert confirm_booking(booking=hold(selling), by=None, now=NOW).state == "confirmed"


def test_to_confirm_twice_is_to_confirm_once(selling):
    booking = confirm(selling, people=named(2))
    confirm_booking(booking=booking, by=None, now=NOW + DAY)
    assert Booking.objects.get(pk=booking.pk).confirmed_at == NOW
    assert (Enrolment.objects.count(), Mail.objects.filter(kind="invitation").count()) == (2, 2)


def test_who_has_an_account_keeps_it(selling):
    user = build_user(email="jo@s.example", name="Joanna Hale")
    confirm(selling, people=[("Jo", "Other", "jo@s.example")])
    assert Enrolment.objects.get().user == user
    user.refresh_from_db()
    assert user.name == "Joanna Hale"


def test_who_is_enrolled_in_the_cohort_already_is_named_and_nothing_is_confirmed(selling):
    build_enrolment(cohort=selling, user=build_user(email="jo@s.example"))
    booking = order(selling, people=[*named(1), ("Jo", "Hale", "jo@s.example")])
    with pytest.raises(AlreadyEnrolled) as refused:
        confirm_booking(booking=booking, by=None, now=NOW)
    assert (refused.value.name, state_of(booking), Enrolment.objects.count()) == ("Jo Hale", "ordered", 1)
    assert Mail.objects.filter(kind="invitation").count() == 0


def test_who_left_with_a_cancelled_booking_comes_back_with_the_next(selling, school):
    people = named(2)
    cancel_booking(booking=confirm(selling, school, people=people), reason="", by=None, now=NOW)
    assert {one.state for one in Enrolment.objects.all()} == {"left"}
    confirm(selling, school, people=people)
    assert [one.state for one in Enrolment.objects.all()] == ["active", "active"]


def test_an_expired_booking_is_not_confirmed(selling):
    booking = hold(selling)
    expire_holds(now=AFTER_HOLD)
    with pytest.raises(NotInThisState):
        confirm_booking(booking=booking, by=None, now=AFTER_HOLD)


# Cancelling and withdrawing -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("day", "percent"),
    [("2026-12-13", 0), ("2026-12-14", 50), ("2026-12-28", 75), ("2027-01-04", 100), ("2027-01-10", 100)],
)
def test_a_cancellation_costs_by_the_bands_of_the_booking_and_the_day(selling, day, percent):
    booking = order(selling)
    change(selling, bands=[[90, 100]])
    then = NOW + (date.fromisoformat(day) - date(2026, 11, 11))
    booking = cancel_booking(booking=booking, reason="No cover.", by=None, now=then)
    assert (booking.state, booking.percent_due, booking.end_reason) == ("cancelled", percent, "No cover.")
    assert (booking.ended_at, counts(selling)) == (then, (5, 0, 0))


def test_held_places_that_nobody_ordered_cost_nothing(selling):
    booking = hold(selling, hold_days=60)
    booking = cancel_booking(booking=booking, reason="", by=None, now=NOW + 55 * DAY)
    assert booking.percent_due == 0


def test_the_team_may_ask_for_less(selling):
    booking = order(selling)
    booking = cancel_booking(booking=booking, reason="Fire.", percent=0, by=build_user(), now=NOW + 55 * DAY)
    assert booking.percent_due == 0


def test_a_cancelled_booking_ends_the_enrolments(selling):
    booking = confirm(selling, people=named(2))
    cancel_booking(booking=booking, reason="", by=None, now=NOW)
    assert {one.state for one in Enrolment.objects.all()} == {"left"}


def test_leads_who_had_been_invited_are_told_whoever_cancels(selling):
    booking = confirm(selling, people=[("Jo", "Lead", "jo@school.example")])
    cancel_booking(booking=booking, reason="No cover.", by=None, now=NOW)
    told = Mail.objects.filter(kind="place cancelled")
    assert list(told.values_list("to", flat=True)) == ["jo@school.example"]


def test_to_cancel_twice_is_to_cancel_once(selling):
    booking = hold(selling)
    for _ in range(2):
        cancel_booking(booking=booking, reason="", by=None, now=NOW)
    assert counts(selling) == (5, 0, 0)


def test_nobody_cancels_in_the_year(selling):
    booking = confirm(selling, people=named(2))
    with pytest.raises(HasStarted):
        cancel_booking(booking=booking, reason="", by=None, now=STARTED)
    assert (state_of(booking), Enrolment.objects.filter(state="active").count()) == ("confirmed", 2)


def test_a_school_withdraws_in_the_year_and_its_places_are_not_sold_again(selling):
    booking = confirm(selling, people=named(2))
    booking = withdraw_booking(booking=booking, reason="The head left.", by=build_user(), now=STARTED)
    assert (booking.state, booking.percent_due, booking.end_reason) == ("withdrawn", 100, "The head left.")
    assert {one.state for one in Enrolment.objects.all()} == {"left"}
    assert Cohort.objects.get(pk=selling.pk).places_left == 3


def test_a_lead_who_finished_stays_finished_when_the_school_withdraws(selling):
    booking = confirm(selling, people=named(2))
    Enrolment.objects.filter(pk=Enrolment.objects.first().pk).update(state="finished")
    withdraw_booking(booking=booking, reason="", by=None, now=STARTED)
    assert sorted(one.state for one in Enrolment.objects.all()) == ["finished", "left"]


def test_nobody_withdraws_before_the_year(selling):
    booking = confirm(selling)
    with pytest.raises(NotStarted):
        withdraw_booking(booking=booking, reason="", by=None, now=NOW)
    assert state_of(booking) == "confirmed"


def test_a_start_is_two_months_after_these_tests(selling):
    assert (selling.starts_on, (STARTED - NOW).days) == (NEXT_START, 61)


def test_every_move_is_in_the_log(selling):
    by = build_user()
    booking = confirm_booking(booking=order(selling, people=named(1)), by=by, now=NOW)
    cancel_booking(booking=booking, reason="No cover.", by=None, now=NOW + DAY)
    found = ModelLogEntry.objects.for_instance(booking).order_by("pk")
    assert [(one.action, one.user, one.timestamp) for one in found] == [
        ("courses.booking.hold", None, NOW),
        ("courses.booking.order", None, NOW),
        ("courses.booking.confirm", by, NOW),
        ("courses.booking.cancel", None, NOW + DAY),
    ]
    assert found[3].data == {"places": 2, "reason": "No cover.", "percent": 0}
