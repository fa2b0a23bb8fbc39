"""What the clock does to bookings. Week 1 begins on 11 January 2027: names are due on 14 December."""

from datetime import timedelta

import pytest

from cms.models import Mail
from courses.domain.hold import expire_holds, remind_of_holds, remind_of_names
from courses.models import Booking
from tests.courses.bookings import confirm, counts, hold, named, order, state_of, wait
from tests.courses.builders import NOW, build_selling_cohort

DAY = timedelta(days=1)


@pytest.fixture
def selling(programme, db):
    return build_selling_cohort(places=6)


def sent(kind: str) -> int:
    return Mail.objects.filter(kind=kind).count()


def test_held_places_are_freed_on_the_day_after_their_last(selling):
    booking = hold(selling)
    expire_holds(now=NOW + 14 * DAY)
    assert state_of(booking) == "held"
    for _ in range(2):
        expire_holds(now=NOW + 15 * DAY)
    assert (state_of(booking), counts(selling), sent("booking expired")) == ("expired", (6, 0, 0), 1)
    assert Booking.objects.get().ended_at == NOW + 15 * DAY


def test_expired_places_are_offered_to_who_waits(selling):
    hold(selling, leads=6)
    group = wait(selling, leads=4)
    expire_holds(now=NOW + 15 * DAY)
    assert (state_of(group), counts(selling)) == ("offered", (2, 0, 4))


def test_ordered_and_confirmed_places_do_not_expire(selling):
    bookings = [order(selling), confirm(selling)]
    expire_holds(now=NOW + 30 * DAY)
    assert [state_of(booking) for booking in bookings] == ["ordered", "confirmed"]


def test_the_booker_is_reminded_once_three_days_before_a_hold_ends(selling):
    booking = hold(selling)
    remind_of_holds(now=NOW + 10 * DAY)
    assert sent("booking hold ends") == 0
    for days in (11, 11, 12):
        remind_of_holds(now=NOW + days * DAY)
    assert sent("booking hold ends") == 1
    assert Booking.objects.get(pk=booking.pk).hold_reminded_at == NOW + 11 * DAY


def test_nobody_is_reminded_of_a_hold_on_the_day_of_booking_or_after_an_order(selling):
    hold(selling, hold_days=2)
    remind_of_holds(now=NOW)
    order(selling)
    Booking.objects.filter(state="held").delete()
    remind_of_holds(now=NOW + 12 * DAY)
    assert sent("booking hold ends") == 0


def test_the_booker_is_reminded_of_names_ten_and_three_school_days_before_the_start(selling):
    order(selling, people=named(1))
    found = []
    for days in (32, 33, 33, 55, 56, 56, 60):
        remind_of_names(now=NOW + days * DAY)
        found.append(sent("booking names due"))
    assert found == [0, 1, 1, 1, 2, 2, 2]


def test_who_named_everybody_or_ended_is_not_reminded_of_names(selling):
    order(selling, people=named(2))
    hold(selling)
    expire_holds(now=NOW + 15 * DAY)
    remind_of_names(now=NOW + 33 * DAY)
    assert sent("booking names due") == 0


def test_nobody_is_reminded_of_names_in_the_year(selling):
    order(selling)
    remind_of_names(now=NOW + 61 * DAY)
    assert sent("booking names due") == 0
