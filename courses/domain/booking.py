"""Holding, ordering, confirming and ending a school's places.

| from      | by                                        | to        | places                        |
| --------- | ----------------------------------------- | --------- | ----------------------------- |
| (nothing) | hold_places                               | held      | taken                         |
| held      | order_places: a PO, or the quote accepted | ordered   | as they are, no longer expire |
| expired   | order_places, if there are places         | ordered   | taken again                   |
| held      | expire_holds, after the last day          | expired   | freed                         |
| held, ordered | confirm_booking                       | confirmed | become enrolments             |
| held, ordered, confirmed | cancel_booking             | cancelled | freed                         |
| confirmed | withdraw_booking, after the start         | withdrawn | not freed: the year runs      |

A place is taken by one UPDATE with its condition, under the constraint that no cohort has fewer than none left, in
the transaction that writes the booking. No row is read first to decide.
"""

import secrets
from datetime import datetime, timedelta

from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils.timezone import localdate

from courses.models import BookedPlace, Booking, Cohort, School

UNMISTAKABLE = "23456789ABCDEFGHJKMNPQRSTVWXYZ"  # no 0 and O, 1 and I or L, U and V


class CohortFull(Exception):
    """There are not so many places left."""


class BookingClosed(Exception):
    """The last day to book is over."""


class AlreadyBooked(Exception):
    """The school has an active booking in this cohort."""

    def __init__(self, booking: Booking):
        super().__init__(booking.reference)
        self.booking = booking


def new_reference() -> str:
    """To be read out on the telephone: TS-7K3M-92Q, of 28 ** 7 that there are."""
    letters = "".join(secrets.choice(UNMISTAKABLE) for _ in range(7))
    return f"TS-{letters[:4]}-{letters[4:]}"


def take_places(*, cohort_id: int, leads: int) -> None:
    """Inside the transaction of the booking. Raises CohortFull."""
    enough = Cohort.objects.filter(pk=cohort_id, places_left__gte=leads)
    if not enough.update(places_left=F("places_left") - leads):
        raise CohortFull


def hold_places(
    *,
    key: str,
    cohort: Cohort,
    school: School,
    leads: int,
    people=(),
    hold_days: int,
    price_days: int,
    now: datetime,
    **who,
) -> Booking:
    """The booking made by the form `key`; the same form again gives the same booking.

    `people` are (first name, last name, e-mail) of those who are known; `who` are Booking's fields of booker, invoice
    contact, PO number and note. Raises CohortFull or AlreadyBooked; nothing is then changed.
    """
    try:
        with transaction.atomic():
            booking = Booking.objects.create(
                key=key,
                reference=new_reference(),
                cohort=cohort,
                school=school,
                leads=leads,
                price_pence=cohort.price_pence,
                price_until=localdate(now) + timedelta(days=price_days),
                bands=cohort.bands,
                made_at=now,
                held_until=localdate(now) + timedelta(days=hold_days),
                **who,
            )
            take_places(cohort_id=cohort.pk, leads=leads)
            BookedPlace.objects.bulk_create(places_of(booking, people))
    except IntegrityError as error:
        return booking_instead(error, key=key, cohort=cohort, school=school)
    return booking


def places_of(booking: Booking, people) -> list[BookedPlace]:
    known = dict(enumerate(people, 1))
    nobody = ("", "", "")
    return [
        BookedPlace(
            booking=booking,
            number=number,
            **dict(zip(("first_name", "last_name", "email"), known.get(number, nobody), strict=True)),
        )
        for number in range(1, booking.leads + 1)
    ]


def booking_instead(error: IntegrityError, *, key: str, cohort: Cohort, school: School) -> Booking:
    """What was there already: this form's own booking is the answer, another one is said."""
    own = Booking.objects.filter(key=key).first()
    if own is not None:
        return own
    other = Booking.objects.filter(cohort=cohort, school=school, state__in=Booking.ACTIVE).first()
    if other is None:
        raise error
    raise AlreadyBooked(other)


def name_place(*, place, first_name, last_name, email, by, now): ...


def add_places(*, booking, leads, by, now): ...


def cancel_booking(*, booking, reason, by, now): ...
