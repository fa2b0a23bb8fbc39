"""What the clock does to bookings: held places end, and bookers are reminded."""

from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils.timezone import localdate

from courses.bookingmails import mail_booking_expired, mail_hold_ends, mail_names_due
from courses.domain.audit import note
from courses.domain.booking import move
from courses.domain.places import lock_booking, lock_cohort
from courses.domain.waiting import free_places
from courses.models import Booking
from courses.queries.booking import NAMES_LAST_CALL_BEFORE, cohort_year, names_due, without_names

REMINDED_BEFORE = timedelta(days=3)
State = Booking.State


def expire_holds(*, now: datetime) -> None:
    """Each in a transaction of its own: run again, or by two clocks at once, it expires nothing twice."""
    over = Booking.objects.filter(state=State.HELD, held_until__lt=localdate(now))
    for booking in over.order_by("held_until", "pk"):
        expire_hold(booking, now=now)


@transaction.atomic
def expire_hold(booking: Booking, *, now: datetime) -> None:
    cohort = lock_cohort(booking.cohort_id)
    booking = lock_booking(booking)
    if booking.state == State.HELD and booking.held_until and booking.held_until < localdate(now):
        move(booking, "expire", now=now)
        free_places(cohort=cohort, leads=booking.leads, now=now)
        mail_booking_expired(booking, now=now)


def remind_of_holds(*, now: datetime) -> None:
    """Once, three days before held places end; not on the day on which they were booked."""
    today = localdate(now)
    ending = Booking.objects.filter(
        state=State.HELD, hold_reminded_at=None, held_until__gte=today, held_until__lte=today + REMINDED_BEFORE
    )
    for booking in ending.select_related("cohort", "school"):
        if localdate(booking.made_at) < today:
            remind(booking, "hold_reminded_at", "booking.remind_hold", mail_hold_ends, now=now)


def remind_of_names(*, now: datetime) -> None:
    """Once when names are due, ten school days before week 1, and once more three school days before it."""
    today, years = localdate(now), {}
    for booking in without_names().filter(cohort__starts_on__gt=today):
        cohort = booking.cohort
        year = years.setdefault(cohort.pk, cohort_year(cohort))
        column = reminder_due(booking, today, names_due(cohort, year), last_call(cohort.starts_on, year))
        if column:
            remind(booking, column, "booking.remind_names", mail_names_due, now=now)


def last_call(starts_on: date, year) -> date:
    return year.days_before(starts_on, NAMES_LAST_CALL_BEFORE)


def reminder_due(booking: Booking, today: date, first: date, second: date) -> str:
    if today >= second:
        return "" if booking.names_reminded_again_at else "names_reminded_again_at"
    return "names_reminded_at" if today >= first and not booking.names_reminded_at else ""


@transaction.atomic
def remind(booking: Booking, column: str, action: str, mail, *, now: datetime) -> None:
    mine = Booking.objects.filter(pk=booking.pk, state=booking.state, **{column: None})
    if mine.update(**{column: now}):
        note(booking, action, now=now)
        mail(booking, now=now)
