from datetime import date

import pytest

from courses.domain.booking import AlreadyBooked, CohortFull, hold_places
from courses.models import BookedPlace, Booking, Cohort
from tests.courses.builders import NOW, build_school


@pytest.fixture
def selling(cohort):
    Cohort.objects.filter(pk=cohort.pk).update(places=5, places_left=5, price_pence=48_000)
    cohort.refresh_from_db()
    return cohort


def hold(cohort, school, *, key="form", leads=2, **changes):
    who = {
        "booker_name": "Ada Example",
        "booker_email": "ada@school.example",
        "people": [("Jo", "Lead", "jo@s.example")],
    }
    return hold_places(
        key=key, cohort=cohort, school=school, leads=leads, hold_days=14, price_days=30, now=NOW, **{**who, **changes}
    )


def places_left(cohort) -> int:
    return Cohort.objects.get(pk=cohort.pk).places_left


def test_a_school_holds_places(selling, school):
    booking = hold(selling, school)
    assert (booking.state, booking.leads, booking.price_pence) == ("held", 2, 48_000)
    assert (booking.held_until, booking.price_until) == (date(2026, 11, 25), date(2026, 12, 11))
    assert places_left(selling) == 3
    assert [(place.number, place.email) for place in booking.booked_places.all()] == [(1, "jo@s.example"), (2, "")]


def test_more_places_than_there_are_left_are_refused_and_nothing_is_kept(selling, school):
    hold(selling, build_school(), leads=4)
    with pytest.raises(CohortFull):
        hold(selling, school, key="other", leads=2)
    assert (places_left(selling), Booking.objects.count(), BookedPlace.objects.count()) == (1, 1, 4)


def test_the_same_form_twice_is_one_booking(selling, school):
    assert hold(selling, school) == hold(selling, school)
    assert (places_left(selling), Booking.objects.count()) == (3, 1)


def test_a_school_books_once_in_a_cohort(selling, school):
    first = hold(selling, school)
    with pytest.raises(AlreadyBooked) as refused:
        hold(selling, school, key="other")
    assert refused.value.booking == first
    assert places_left(selling) == 3
