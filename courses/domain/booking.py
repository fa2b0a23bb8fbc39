"""Holding, ordering, confirming and ending a school's places.

| from                     | by                                        | to        | places                        |
| ------------------------ | ----------------------------------------- | --------- | ----------------------------- |
| (nothing)                | hold_places                               | held      | taken                         |
| held                     | order_places: a PO, or the quote accepted | ordered   | as they are, no longer expire |
| expired                  | order_places, if there are places         | ordered   | taken again                   |
| held                     | expire_holds, after the last day          | expired   | freed                         |
| held, ordered            | confirm_booking                           | confirmed | become enrolments             |
| held, ordered, confirmed | cancel_booking, before the start          | cancelled | freed                         |
| ordered, confirmed       | withdraw_booking, after the start         | withdrawn | not freed: the year runs      |

How places are counted stands in courses/domain/places.py, who is named for one in courses/domain/bookedplace.py,
what the clock does in courses/domain/hold.py.
"""

import secrets
from datetime import datetime, timedelta

from django.db import IntegrityError, transaction
from django.utils.timezone import localdate

from courses.bookingmails import mail_booked, mail_cancelled, mail_confirmed, mail_place_cancelled, mail_withdrawn
from courses.domain.audit import note
from courses.domain.bookedplace import enrol_places
from courses.domain.places import (
    BookingClosed,
    CohortFull,
    NotInThisState,
    lock_booking,
    lock_cohort,
    refuse_closed,
    refuse_second,
    take_places,
)
from courses.domain.waiting import end_waiting_of, free_places
from courses.handovermails import mail_school_withdrew
from courses.models import BookedPlace, Booking, Cohort, Enrolment, School, WaitingGroup
from courses.queries.booking import cost_in_percent, provider_terms

State = Booking.State
MOVES: dict[str, tuple[tuple[str, ...], str]] = {
    "order": ((State.HELD, State.EXPIRED), State.ORDERED),
    "expire": ((State.HELD,), State.EXPIRED),
    "confirm": ((State.HELD, State.ORDERED), State.CONFIRMED),
    "cancel": ((State.HELD, State.ORDERED, State.CONFIRMED), State.CANCELLED),
    "withdraw": ((State.ORDERED, State.CONFIRMED), State.WITHDRAWN),
}
UNMISTAKABLE = "23456789ABCDEFGHJKMNPQRSTVWXYZ"  # no 0 and O, 1 and I or L, U and V


class HasStarted(Exception):
    """The cohort is in its year: a school withdraws, it does not cancel."""


class NotStarted(Exception):
    """A school withdraws from a cohort in its year; before that it cancels."""


def new_reference() -> str:
    """To be read out on the telephone: TS-7K3M-92Q, of 30 ** 7 that there are."""
    letters = "".join(secrets.choice(UNMISTAKABLE) for _ in range(7))
    return f"TS-{letters[:4]}-{letters[4:]}"


def move(booking: Booking, name: str, *, by=None, now: datetime, data=None, **changes) -> Booking:
    """Inside a transaction that has locked the booking. Raises NotInThisState."""
    booking.state = check_move(booking, name)
    changes |= {"ended_at": None if booking.state in Booking.ACTIVE else now}
    for field, value in changes.items():
        setattr(booking, field, value)
    booking.save(update_fields=["state", *changes])
    note(booking, f"booking.{name}", by=by, now=now, places=booking.leads, **(data or {}))
    return booking


def check_move(booking: Booking, name: str) -> str:
    sources, target = MOVES[name]
    if booking.state not in sources:
        raise NotInThisState(f"{name} from {booking.state}")
    return target


def hold_places(
    *,
    key: str,
    cohort: Cohort,
    school: School,
    leads: int,
    people=(),
    hold_days: int,
    price_days: int,
    by=None,
    now: datetime,
    **who,
) -> Booking:
    """The booking made by the form `key`; the same form again gives the same booking.

    `people` are (first name, last name, e-mail) of those who are known; `who` are Booking's fields of booker, invoice
    contact, PO number and note; `by` is one of the team who books for the school. Raises BookingClosed, CohortFull or
    AlreadyBooked; nothing is then changed.
    """
    try:
        refuse_closed(cohort, by=by, now=now)
        with transaction.atomic():
            take_places(cohort_id=cohort.pk, leads=leads)
            booking = write_booking(
                key=key,
                cohort=cohort,
                school=school,
                leads=leads,
                people=people,
                hold_days=hold_days,
                price_days=price_days,
                by=by,
                now=now,
                **who,
            )
            end_waiting_of(cohort=cohort, school=school, by=by, now=now)
    except (BookingClosed, CohortFull, IntegrityError) as error:
        return booking_instead(error, key=key, cohort=cohort, school=school)
    return booking


def write_booking(
    *, cohort: Cohort, leads: int, people=(), hold_days: int, price_days: int, by=None, now: datetime, **fields
) -> Booking:
    """The rows of a booking whose places have been taken."""
    booking = Booking.objects.create(
        reference=new_reference(),
        cohort=cohort,
        leads=leads,
        price_pence=cohort.price_pence,
        price_until=localdate(now) + timedelta(days=price_days),
        bands=cohort.bands,
        made_at=now,
        held_until=localdate(now) + timedelta(days=hold_days),
        **fields,
    )
    BookedPlace.objects.bulk_create(places_of(booking, people))
    note(booking, "booking.hold", by=by, now=now, places=leads)
    mail_booked(booking, now=now)
    return booking


def places_of(booking: Booking, people) -> list[BookedPlace]:
    known = dict(enumerate(people, 1))
    named = {number: known.get(number, ("", "", "")) for number in range(1, booking.leads + 1)}
    return [
        BookedPlace(booking=booking, number=number, first_name=first, last_name=last, email=email.lower())
        for number, (first, last, email) in named.items()
    ]


def booking_instead(error: Exception, *, key: str, cohort: Cohort, school: School) -> Booking:
    """What was there already: this form's own booking is the answer, another one is said."""
    own = Booking.objects.filter(key=key).first()
    if own is not None:
        return own
    refuse_second(cohort_id=cohort.pk, school_id=school.pk)
    raise error


def hold_offered_places(group: WaitingGroup, *, leads: int, by=None, now: datetime) -> Booking:
    """The places that were taken for an offer, as a booking under the group's own key."""
    hold_days, price_days = provider_terms()
    return write_booking(
        key=group.key,
        cohort=group.cohort,
        school=group.school,
        leads=leads,
        hold_days=hold_days,
        price_days=price_days,
        by=by,
        now=now,
        booker_name=group.booker_name,
        booker_role=group.booker_role,
        booker_email=group.booker_email,
    )


def order_places(
    *, booking: Booking, po_number: str = "", price_pence: int | None = None, by=None, now: datetime
) -> Booking:
    """The places no longer expire; those that have expired are taken again, if there are so many.

    The price is that of the booking until its last day, then the cohort's of today, unless the caller has agreed on
    `price_pence`. Raises CohortFull, BookingClosed, AlreadyBooked or NotInThisState.
    """
    with transaction.atomic():
        cohort = lock_cohort(booking.cohort_id)
        booking = lock_booking(booking)
        if booking.state in (State.ORDERED, State.CONFIRMED):
            return booking
        if booking.state == State.EXPIRED:
            refuse_closed(cohort, by=by, now=now)
            refuse_second(cohort_id=cohort.pk, school_id=booking.school_id)
            take_places(cohort_id=cohort.pk, leads=booking.leads)
            end_waiting_of(cohort=cohort, school=booking.school, by=by, now=now)
        if price_pence is None:
            price_pence = booking.price_pence if localdate(now) <= booking.price_until else cohort.price_pence
        changes = {"po_number": po_number or booking.po_number, "price_pence": price_pence, "ordered_at": now}
        return move(booking, "order", by=by, now=now, data={"PO": changes["po_number"]}, **changes)


def confirm_booking(*, booking: Booking, by, now: datetime) -> Booking:
    """The named places become enrolments, and each lead is invited. Confirmed again, it stays as it is.

    Raises AlreadyEnrolled, with the person's name, or NotInThisState; nothing is then changed.
    """
    with transaction.atomic():
        lock_cohort(booking.cohort_id)
        booking = lock_booking(booking)
        if booking.state == State.CONFIRMED:
            return booking
        check_move(booking, "confirm")
        named = list(booking.booked_places.exclude(email=""))
        enrol_places(booking=booking, places=named, now=now)
        move(booking, "confirm", by=by, now=now, data={"named": len(named)}, confirmed_at=now)
        mail_confirmed(booking, now=now)
    return booking


def cancel_booking(*, booking: Booking, reason: str, by, percent: int | None = None, now: datetime) -> Booking:
    """`by` None is the booker with their link. What is due follows from the booking's bands and the day, unless the
    team waives it with `percent`. Raises HasStarted or NotInThisState."""
    with transaction.atomic():
        cohort = lock_cohort(booking.cohort_id)
        booking = lock_booking(booking)
        if booking.state == State.CANCELLED:
            return booking
        if localdate(now) >= cohort.starts_on:
            raise HasStarted
        due = cost_in_percent(booking, today=localdate(now)) if percent is None else percent
        for enrolment in end(booking, "cancel", reason=reason, percent=due, by=by, now=now):
            mail_place_cancelled(enrolment, booking=booking, now=now)
        free_places(cohort=cohort, leads=booking.leads, now=now)
        mail_cancelled(booking, now=now)
    return booking


def withdraw_booking(*, booking: Booking, reason: str, by, now: datetime) -> Booking:
    """In mid-year: the leads leave, the places are not sold again and the whole price is due."""
    with transaction.atomic():
        lock_cohort(booking.cohort_id)
        booking = lock_booking(booking)
        if booking.state == State.WITHDRAWN:
            return booking
        if localdate(now) < booking.cohort.starts_on:
            raise NotStarted
        for enrolment in end(booking, "withdraw", reason=reason, percent=100, by=by, now=now):
            mail_school_withdrew(enrolment, to=enrolment.user, is_lead=True, now=now)
        mail_withdrawn(booking, now=now)
    return booking


def end(booking: Booking, name: str, *, reason: str, percent: int, by, now: datetime) -> list[Enrolment]:
    """The leads who leave with it."""
    data = {"reason": reason, "percent": percent}
    move(booking, name, by=by, now=now, data=data, end_reason=reason, percent_due=percent)
    going = Enrolment.objects.filter(
        booked_place__booking=booking, state__in=[Enrolment.State.ACTIVE, Enrolment.State.PAUSED]
    )
    leads = list(going.select_related("user", "school", "cohort"))
    going.update(state=Enrolment.State.LEFT)
    return leads
