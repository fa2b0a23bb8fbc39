"""The places of one booking: who is named for them, more of them, and fewer."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.utils.timezone import localdate

from courses.bookingmails import mail_places_changed
from courses.domain.audit import note
from courses.domain.enrolment import Person, enrol_people
from courses.domain.places import (
    NotInThisState,
    TooFew,
    TooMany,
    lock_booking,
    lock_cohort,
    refuse_closed,
    refuse_started,
    take_places,
)
from courses.domain.waiting import free_places
from courses.models import BookedPlace, Booking
from courses.queries.booking import cost_in_percent
from courses.terms import FEWEST_LEADS, MOST_LEADS


class PlaceTaken(Exception):
    """Somebody is enrolled in it: it is handed over, not renamed."""


class NamedTwice(Exception):
    """This person has a place in the booking already."""


class PlacesNamed(Exception):
    """Only places without a name are given back."""


class GivingBackCosts(Exception):
    """A cancellation would cost something today: the team decides."""


def enrol_places(*, booking: Booking, places: Iterable[BookedPlace], now: datetime) -> None:
    """Accounts, enrolments and invitations for named places. Raises AlreadyEnrolled."""
    places = list(places)
    people = [Person(place.first_name, place.last_name, place.email) for place in places]
    enrolments = enrol_people(people=people, school=booking.school, cohort=booking.cohort, now=now)
    for place in places:
        place.enrolment = enrolments[place.email]
    # Who comes back after a cancellation leaves the place of that booking
    BookedPlace.objects.filter(enrolment__in=enrolments.values()).update(enrolment=None)
    BookedPlace.objects.bulk_update(places, ["enrolment"])


def name_place(*, place: BookedPlace, first_name: str, last_name: str, email: str, by, now: datetime) -> BookedPlace:
    """Names or renames a place; three empty texts make it nameless again. In a confirmed booking it enrols at once.

    Raises PlaceTaken, NamedTwice, AlreadyEnrolled or NotInThisState; nothing is then changed.
    """
    with transaction.atomic():
        lock_cohort(place.booking.cohort_id)
        booking = lock_booking(place.booking)
        place = BookedPlace.objects.get(pk=place.pk)
        if booking.state not in Booking.ACTIVE:
            raise NotInThisState(f"name from {booking.state}")
        if place.enrolment_id:
            raise PlaceTaken
        place.first_name, place.last_name, place.email = first_name, last_name, email.lower()
        if email and booking.booked_places.filter(email=place.email).exclude(pk=place.pk).exists():
            raise NamedTwice
        place.save(update_fields=["first_name", "last_name", "email"])
        note(booking, "booking.name", by=by, now=now, place=place.number)
        if place.email and booking.state == Booking.State.CONFIRMED:
            enrol_places(booking=booking, places=[place], now=now)
    return place


def add_places(*, booking: Booking, leads: int, by, now: datetime) -> Booking:
    """More places at the price of the booking. Raises TooMany, CohortFull, BookingClosed or NotInThisState."""
    with transaction.atomic():
        cohort = lock_cohort(booking.cohort_id)
        booking = lock_booking(booking)
        refuse_change(booking)
        refuse_closed(cohort, by=by, now=now)
        if leads < 1 or booking.leads + leads > MOST_LEADS:
            raise TooMany
        take_places(cohort_id=cohort.pk, leads=leads)
        last = booking.booked_places.order_by("-number").values_list("number", flat=True).first() or 0
        BookedPlace.objects.bulk_create(
            BookedPlace(booking=booking, number=last + number) for number in range(1, leads + 1)
        )
        change_leads(booking, booking.leads + leads, "booking.add", by=by, now=now)
    return booking


def give_back_places(*, booking: Booking, leads: int, by, now: datetime) -> Booking:
    """Places without a name, the last first. Raises TooFew, PlacesNamed, GivingBackCosts or NotInThisState."""
    with transaction.atomic():
        cohort = lock_cohort(booking.cohort_id)
        booking = lock_booking(booking)
        refuse_change(booking)
        refuse_started(cohort, now=now)
        if leads < 1 or booking.leads - leads < FEWEST_LEADS:
            raise TooFew
        if by is None and cost_in_percent(booking, today=localdate(now)):
            raise GivingBackCosts
        nameless = booking.booked_places.filter(email="").order_by("-number").values_list("pk", flat=True)[:leads]
        if len(nameless) < leads:
            raise PlacesNamed
        BookedPlace.objects.filter(pk__in=list(nameless)).delete()
        change_leads(booking, booking.leads - leads, "booking.give_back", by=by, now=now)
        free_places(cohort=cohort, leads=leads, now=now)
    return booking


def refuse_change(booking: Booking) -> None:
    if booking.state not in Booking.ACTIVE:
        raise NotInThisState(f"change of places from {booking.state}")


def change_leads(booking: Booking, leads: int, action: str, *, by, now: datetime) -> None:
    before, booking.leads = booking.leads, leads
    booking.save(update_fields=["leads"])
    note(booking, action, by=by, now=now, before=before, after=leads)
    mail_places_changed(booking, before=before, now=now)
