"""What the office alone does to a booking, and how a facilitator's invitation respects places."""

from datetime import date, timedelta

import pytest
from django.core import mail as outbox
from django.db import transaction
from wagtail.models import ModelLogEntry

from courses.domain.bookedplace import NamedTwice
from courses.domain.booking import cancel_booking
from courses.domain.enrolment import AlreadyEnrolled
from courses.domain.grace import leave_place
from courses.domain.invitation import give_place
from courses.domain.office import (
    DayOutside,
    SameCohort,
    extend_hold,
    make_remark,
    move_booking,
    resend_link,
    withdraw_school,
)
from courses.domain.places import AlreadyBooked, BookingClosed, CohortFull, NotInThisState
from courses.models import Enrolment, Grace
from courses.queries.waiting import count_places
from tests.builders import build_user
from tests.courses.bookings import confirm, counts, hold, named, order, state_of, wait
from tests.courses.builders import (
    NEXT_START,
    NOW,
    build_enrolment,
    build_school,
    build_selling_cohort,
)

TODAY = date(2026, 11, 11)
LATER_START = date(2027, 2, 22)
STARTED = NOW + timedelta(days=70)


@pytest.fixture
def selling(programme, db):
    return build_selling_cohort(places=6)


@pytest.fixture
def joan(db):
    return build_user(name="Joan Fell")


def actions_of(record) -> list[str]:
    return list(ModelLogEntry.objects.for_instance(record).order_by("pk").values_list("action", flat=True))


# Holding longer -------------------------------------------------------------------------------------------------


def test_held_places_are_kept_for_longer_and_the_booker_is_reminded_anew(selling, joan):
    booking = hold(selling)
    booking.hold_reminded_at = NOW
    booking.save()
    extend_hold(booking=booking, until=date(2026, 12, 20), by=joan, now=NOW)
    booking.refresh_from_db()
    assert (booking.held_until, booking.hold_reminded_at) == (date(2026, 12, 20), None)
    assert actions_of(booking)[-1] == "courses.booking.extend"


@pytest.mark.parametrize("until", [TODAY, NEXT_START - timedelta(days=1)])
def test_the_first_and_the_last_day_to_hold_until_are_taken(selling, joan, until):
    assert extend_hold(booking=hold(selling), until=until, by=joan, now=NOW).held_until == until


@pytest.mark.parametrize("until", [TODAY - timedelta(days=1), NEXT_START])
def test_a_day_that_is_over_or_after_the_start_is_refused(selling, joan, until):
    with pytest.raises(DayOutside):
        extend_hold(booking=hold(selling), until=until, by=joan, now=NOW)


def test_what_is_ordered_is_not_held_longer(selling, joan):
    with pytest.raises(NotInThisState):
        extend_hold(booking=order(selling), until=date(2026, 12, 20), by=joan, now=NOW)


# Moving ---------------------------------------------------------------------------------------------------------


@pytest.fixture
def later(selling):
    return build_selling_cohort(places=4, starts_on=LATER_START)


def test_a_moved_booking_takes_places_there_and_frees_them_here(selling, later, joan):
    booking = move_booking(booking=hold(selling, leads=3), cohort=later, by=joan, now=NOW)
    assert (booking.cohort, counts(selling), counts(later)) == (later, (6, 0, 0), (1, 0, 0))


def test_a_booking_is_not_moved_to_where_there_are_too_few_places(selling, later, joan):
    booking = hold(selling, leads=5)
    with pytest.raises(CohortFull):
        move_booking(booking=booking, cohort=later, by=joan, now=NOW)
    assert (counts(selling), counts(later)) == ((1, 0, 0), (4, 0, 0))


def test_places_that_a_move_frees_go_to_who_waits(selling, later, joan):
    booking = hold(selling, leads=3)
    hold(selling, leads=3)
    group = wait(selling, leads=2)
    move_booking(booking=booking, cohort=later, by=joan, now=NOW)
    assert state_of(group) == "offered"


def test_enrolments_go_along(selling, later, joan):
    booking = confirm(selling, people=named(2))
    move_booking(booking=booking, cohort=later, by=joan, now=NOW)
    assert set(Enrolment.objects.values_list("cohort", flat=True)) == {later.pk}


def test_who_has_a_place_there_keeps_the_booking_where_it_is(selling, later, joan):
    booking = confirm(selling, people=[("Jo", "Lead", "jo@school.example")])
    build_enrolment(cohort=later, user=Enrolment.objects.get().user)
    with pytest.raises(AlreadyEnrolled):
        move_booking(booking=booking, cohort=later, by=joan, now=NOW)
    assert (counts(selling), counts(later)) == ((4, 0, 0), (4, 0, 0))


def test_a_school_that_has_booked_there_is_not_moved_there(selling, later, joan):
    school = build_school()
    hold(later, school)
    with pytest.raises(AlreadyBooked):
        move_booking(booking=hold(selling, school), cohort=later, by=joan, now=NOW)


def test_a_booking_is_not_moved_to_where_it_is_nor_when_it_has_ended(selling, later, joan):
    booking = hold(selling)
    with pytest.raises(SameCohort):
        move_booking(booking=booking, cohort=selling, by=joan, now=NOW)
    cancel_booking(booking=booking, reason="-", percent=None, by=joan, now=NOW)
    with pytest.raises(NotInThisState):
        move_booking(booking=booking, cohort=later, by=joan, now=NOW)


def test_once_a_cohort_has_started_nothing_is_moved(selling, later, joan):
    with pytest.raises(BookingClosed):
        move_booking(booking=hold(selling), cohort=later, by=joan, now=STARTED)


def test_a_move_ends_the_waiting_of_the_school_there(selling, later, joan):
    school = build_school()
    hold(later, leads=4)
    group = wait(later, school, leads=3, fewest=3)
    later.refresh_from_db()
    booking = hold(selling, school)
    later.places, later.places_left = 6, 2
    later.save()
    move_booking(booking=booking, cohort=later, by=joan, now=NOW)
    assert state_of(group) == "left"


# Notes and links ------------------------------------------------------------------------------------------------


def test_a_note_stands_in_the_history(selling, joan):
    booking = hold(selling)
    make_remark(booking=booking, text="They call back on Friday.", by=joan, now=NOW)
    entry = ModelLogEntry.objects.for_instance(booking).get(action="courses.booking.remark")
    assert (entry.user, entry.data["text"]) == (joan, "They call back on Friday.")


def test_the_link_goes_to_the_booker_again(selling, joan, django_capture_on_commit_callbacks):
    booking = hold(selling)
    outbox.outbox.clear()
    with django_capture_on_commit_callbacks(execute=True):
        resend_link(booking=booking, by=joan, now=NOW)
    assert [mail.to for mail in outbox.outbox] == [[booking.booker_email]]


# A school that ends its booking ---------------------------------------------------------------------------------


def leads_told() -> list[str]:
    return sorted(mail.to[0] for mail in outbox.outbox if "has left" in mail.subject)


def test_who_withdraws_in_mid_year_leaves_places_unsold_and_everybody_is_told(
    selling, joan, django_capture_on_commit_callbacks
):
    selling.facilitators.add(build_user(email="helen@touchstone.example"))
    booking = confirm(selling, people=[("Jo", "Lead", "jo@school.example"), ("Al", "Lead", "al@school.example")])
    with django_capture_on_commit_callbacks(execute=True):
        withdraw_school(booking=booking, reason="A new head.", by=joan, now=STARTED)
    assert leads_told() == ["al@school.example", "helen@touchstone.example", "jo@school.example"]
    assert set(Enrolment.objects.values_list("state", flat=True)) == {"left"}
    selling.refresh_from_db()
    assert (selling.places_left, selling.places_kept) == (4, 0)


def test_a_withdrawal_ends_the_days_of_grace(selling, joan):
    booking = confirm(selling, people=named(2))
    leaver = Enrolment.objects.order_by("pk").first()
    leave_place(enrolment=leaver, on=STARTED.date(), reason="-", by=joan, now=STARTED)
    withdraw_school(booking=booking, reason="A new head.", by=joan, now=STARTED)
    assert Grace.objects.get().decision == "end"


# A facilitator gives a lead a place -----------------------------------------------------------------------------


def give(cohort, school_name="Holm Park", *, email="ines@holm.example"):
    person = {"first_name": "Ines", "last_name": "Calder", "email": email}
    return give_place(cohort=cohort, school_name=school_name, by=None, now=NOW, **person)


def test_a_booked_place_without_a_name_is_named_first(selling):
    booking = confirm(selling, build_school(name="Holm Park"), people=named(1))
    given = give(selling)
    assert (given.booking, given.is_invited) == (booking, True)
    assert Enrolment.objects.get(user__email="ines@holm.example").booked_place.booking == booking
    assert counts(selling) == (4, 0, 0)


def test_in_a_booking_that_is_not_confirmed_the_invitation_follows(selling):
    hold(selling, build_school(name="Holm Park"))
    assert (give(selling).is_invited, Enrolment.objects.count()) == (False, 0)


def test_without_a_booking_a_place_that_is_left_is_taken_off_sale(selling):
    give(selling)
    selling.refresh_from_db()
    assert (selling.places, selling.places_left, count_places(selling).adds_up) == (5, 5, True)


def test_without_a_place_left_nobody_is_enrolled(selling):
    hold(selling, leads=6)
    with pytest.raises(CohortFull), transaction.atomic():
        give(selling)
    assert Enrolment.objects.count() == 0


def test_the_last_place_given_away_leaves_none_to_give(programme, db):
    cohort = build_selling_cohort(places=1)
    give(cohort)
    with pytest.raises(CohortFull), transaction.atomic():
        give(cohort, email="other@holm.example")


def test_a_cohort_that_sells_none_gives_places_as_before(cohort):
    given = give(cohort)
    assert (given.booking, given.is_invited, Enrolment.objects.count()) == (None, True, 1)


def test_who_is_in_the_cohort_gets_no_second_place(selling):
    build_enrolment(cohort=selling, email="ines@holm.example")
    with pytest.raises(AlreadyEnrolled):
        give(selling)


def test_who_is_named_in_the_booking_gets_no_second_place_in_it(selling):
    hold(selling, build_school(name="Holm Park"), people=[("Ines", "Calder", "ines@holm.example")])
    with pytest.raises(NamedTwice):
        give(selling)


def test_a_place_of_the_same_school_in_another_cohort_is_not_named(selling):
    booking = hold(build_selling_cohort(), build_school(name="Holm Park"))
    give(selling)
    assert booking.booked_places.filter(email="").count() == 2
