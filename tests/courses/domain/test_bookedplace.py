from datetime import date, timedelta

import pytest

from cms.models import Mail
from courses.domain.bookedplace import (
    GivingBackCosts,
    NamedTwice,
    PlacesNamed,
    PlaceTaken,
    add_places,
    give_back_places,
    name_place,
)
from courses.domain.booking import cancel_booking
from courses.domain.enrolment import AlreadyEnrolled
from courses.domain.places import BookingClosed, CohortFull, NotInThisState, TooFew, TooMany
from courses.models import Booking, Cohort, Enrolment
from tests.builders import build_user
from tests.courses.bookings import confirm, counts, hold, named, order, state_of, wait
from tests.courses.builders import NOW, build_enrolment, build_selling_cohort

DAY = timedelta(days=1)
COSTLY = NOW + 40 * DAY  # half the price is due for a cancellation
STARTED = NOW + 61 * DAY
MIA = {"first_name": "Mia", "last_name": "Pryce", "email": "Mia@s.example"}


@pytest.fixture
def selling(programme, db):
    return build_selling_cohort(places=8)


def place_of(booking, number=1):
    return booking.booked_places.get(number=number)


def numbers(booking) -> list[int]:
    return list(booking.booked_places.values_list("number", flat=True))


# Names ----------------------------------------------------------------------------------------------------------


def test_a_place_is_named_and_renamed_before_confirmation(selling):
    booking = hold(selling, people=named(1))
    name_place(place=place_of(booking), **MIA, by=None, now=NOW)
    place = place_of(booking)
    assert (place.first_name, place.email, place.enrolment, Enrolment.objects.count()) == (
        *("Mia", "mia@s.example"),
        *(None, 0),
    )


def test_a_place_may_be_made_nameless_again(selling):
    booking = hold(selling, people=named(1))
    name_place(place=place_of(booking), first_name="", last_name="", email="", by=None, now=NOW)
    assert place_of(booking).email == ""


def test_naming_an_empty_place_of_a_confirmed_booking_enrols_at_once(selling):
    booking = confirm(selling, people=named(1))
    name_place(place=place_of(booking, 2), **MIA, by=None, now=NOW)
    enrolment = Enrolment.objects.get(user__email="mia@s.example")
    assert (place_of(booking, 2).enrolment, enrolment.school) == (enrolment, booking.school)
    assert Mail.objects.filter(kind="invitation", to="mia@s.example").count() == 1


def test_a_taken_place_is_handed_over_not_renamed(selling):
    booking = confirm(selling, people=named(1))
    with pytest.raises(PlaceTaken):
        name_place(place=place_of(booking), **MIA, by=None, now=NOW)


def test_a_person_has_one_place_in_a_booking(selling):
    booking = hold(selling, people=[("Mia", "Pryce", "mia@s.example")])
    with pytest.raises(NamedTwice):
        name_place(place=place_of(booking, 2), **MIA, by=None, now=NOW)
    assert place_of(booking, 2).email == ""


def test_who_is_enrolled_already_is_refused_and_the_place_stays_empty(selling):
    build_enrolment(cohort=selling, user=build_user(email="mia@s.example"))
    booking = confirm(selling)
    with pytest.raises(AlreadyEnrolled):
        name_place(place=place_of(booking), **MIA, by=None, now=NOW)
    assert place_of(booking).email == ""


def test_a_place_of_an_ended_booking_is_not_named(selling):
    booking = hold(selling)
    cancel_booking(booking=booking, reason="", by=None, now=NOW)
    with pytest.raises(NotInThisState):
        name_place(place=place_of(booking), **MIA, by=None, now=NOW)


def test_the_database_refuses_half_a_name(selling):
    booking = hold(selling)
    with pytest.raises(Exception, match="booked_place_named_whole"):
        name_place(place=place_of(booking), first_name="Mia", last_name="", email="", by=None, now=NOW)


# More and fewer -------------------------------------------------------------------------------------------------


def test_a_third_lead_takes_a_place_at_the_price_of_the_booking(selling):
    booking = order(selling)
    Cohort.objects.filter(pk=selling.pk).update(price_pence=99_000)
    booking = add_places(booking=booking, leads=1, by=None, now=NOW)
    assert (booking.leads, numbers(booking), booking.price_pence, counts(selling)) == (3, [1, 2, 3], 48_000, (5, 0, 0))


def test_a_third_place_of_a_confirmed_booking_is_named_and_enrolled(selling):
    booking = add_places(booking=confirm(selling, people=named(2)), leads=1, by=None, now=NOW)
    name_place(place=place_of(booking, 3), **MIA, by=None, now=NOW)
    assert Enrolment.objects.filter(cohort=selling).count() == 3


@pytest.mark.parametrize("leads", [0, 5])
def test_a_school_has_six_places_at_the_most(selling, leads):
    booking = hold(selling)
    with pytest.raises(TooMany):
        add_places(booking=booking, leads=leads, by=None, now=NOW)
    assert counts(selling) == (6, 0, 0)


def test_places_that_are_not_there_are_not_added(selling):
    booking = hold(selling)
    hold(selling, leads=5)
    with pytest.raises(CohortFull):
        add_places(booking=booking, leads=2, by=None, now=NOW)
    assert (Booking.objects.get(pk=booking.pk).leads, numbers(booking), counts(selling)) == (2, [1, 2], (1, 0, 0))


def test_places_are_added_by_the_team_after_the_last_day_but_by_nobody_in_the_year(selling):
    booking = order(selling)
    Cohort.objects.filter(pk=selling.pk).update(books_until=date(2026, 11, 10))
    with pytest.raises(BookingClosed):
        add_places(booking=booking, leads=1, by=None, now=NOW)
    assert add_places(booking=booking, leads=1, by=build_user(), now=NOW).leads == 3
    with pytest.raises(BookingClosed):
        add_places(booking=booking, leads=1, by=build_user(), now=STARTED)


def test_nameless_places_are_given_back_the_last_first(selling):
    booking = hold(selling, leads=4, people=named(2))
    booking = give_back_places(booking=booking, leads=2, by=None, now=NOW)
    assert (booking.leads, numbers(booking), counts(selling)) == (2, [1, 2], (6, 0, 0))


def test_a_place_added_after_one_was_given_back_has_a_number_of_its_own(selling):
    booking = hold(selling, leads=3)
    name_place(place=place_of(booking, 3), **MIA, by=None, now=NOW)
    give_back_places(booking=booking, leads=1, by=None, now=NOW)
    booking = add_places(booking=booking, leads=1, by=None, now=NOW)
    assert numbers(booking) == [1, 3, 4]


def test_given_back_places_go_to_who_waits(selling):
    booking = hold(selling, leads=6)
    hold(selling, leads=2)
    group = wait(selling)
    give_back_places(booking=booking, leads=2, by=None, now=NOW)
    assert (state_of(group), counts(selling)) == ("offered", (0, 0, 2))


def test_a_school_keeps_two_places(selling):
    with pytest.raises(TooFew):
        give_back_places(booking=hold(selling, leads=3), leads=2, by=None, now=NOW)


def test_a_named_place_is_not_given_back(selling):
    with pytest.raises(PlacesNamed):
        give_back_places(booking=hold(selling, leads=3, people=named(3)), leads=1, by=None, now=NOW)
    assert counts(selling) == (5, 0, 0)


def test_when_a_cancellation_costs_only_the_team_takes_ordered_places_back(selling):
    booking = order(selling, leads=4)
    with pytest.raises(GivingBackCosts):
        give_back_places(booking=booking, leads=1, by=None, now=COSTLY)
    assert give_back_places(booking=booking, leads=1, by=build_user(), now=COSTLY).leads == 3


def test_nobody_gives_places_back_in_the_year(selling):
    with pytest.raises(BookingClosed):
        give_back_places(booking=order(selling, leads=4), leads=1, by=build_user(), now=STARTED)


def test_an_ended_booking_has_neither_more_nor_fewer_places(selling):
    booking = cancel_booking(booking=hold(selling, leads=4), reason="", by=None, now=NOW)
    for verb in (add_places, give_back_places):
        with pytest.raises(NotInThisState):
            verb(booking=booking, leads=1, by=None, now=NOW)
    assert counts(selling) == (8, 0, 0)
