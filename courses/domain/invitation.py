"""A facilitator gives a lead a place: a booked one that waits for a name, or else one that is left."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from courses.domain.bookedplace import name_place
from courses.domain.enrolment import AlreadyEnrolled, invite_lead
from courses.domain.office import take_off_sale
from courses.models import BookedPlace, Booking, Cohort, Enrolment


@dataclass(frozen=True)
class Given:
    """How the lead got the place; `is_invited` is False while the booking is not confirmed."""

    booking: Booking | None
    is_invited: bool


def give_place(*, cohort: Cohort, school_name: str, email: str, first_name: str, last_name: str, now: datetime, by):
    """Raises AlreadyEnrolled, CohortFull, or NamedTwice where the booking has this person already."""
    person = {"first_name": first_name, "last_name": last_name, "email": email.lower()}
    with transaction.atomic():
        cohort = Cohort.objects.select_for_update(no_key=True).get(pk=cohort.pk)
        if Enrolment.objects.filter(cohort=cohort, user__email__iexact=email).exists():
            raise AlreadyEnrolled
        place = unnamed_place(cohort, school_name)
        if place:
            place = name_place(place=place, by=by, now=now, **person)
            return Given(place.booking, is_invited=place.enrolment_id is not None)
        if sells_places(cohort):
            take_off_sale(cohort=cohort)
        invite_lead(cohort=cohort, school_name=school_name, now=now, **person)
    return Given(None, is_invited=True)


def unnamed_place(cohort: Cohort, school_name: str) -> BookedPlace | None:
    empty = BookedPlace.objects.filter(
        booking__cohort=cohort, booking__school__name=school_name, booking__state__in=Booking.ACTIVE, email=""
    )
    return empty.select_related("booking").order_by("booking", "number").first()


def sells_places(cohort: Cohort) -> bool:
    """Also one whose last place has just been given away."""
    return bool(cohort.places or cohort.price_pence or cohort.is_public)
