"""What the office alone does to a booking: hold it longer, move it, note something."""

from datetime import date, datetime

from django.db import transaction
from django.db.models import F
from django.utils.timezone import localdate

from cms import tasks
from cms.domain.enquiry import keep_answer
from cms.models import Enquiry
from courses.bookingmails import mail_booking_link
from courses.domain.audit import note
from courses.domain.booking import hold_places, withdraw_booking
from courses.domain.enrolment import AlreadyEnrolled
from courses.domain.grace import write_decision
from courses.domain.places import (
    NotInThisState,
    lock_booking,
    lock_cohort,
    refuse_second,
    refuse_started,
    take_places,
)
from courses.domain.quote import quote_booking
from courses.domain.waiting import end_waiting_of, free_places
from courses.handovermails import mail_school_withdrew
from courses.models import Booking, Cohort, Enrolment, Grace, School
from courses.queries.booking import provider_terms


class DayOutside(Exception):
    """The day is over, or not before the cohort starts."""


class SameCohort(Exception):
    """The booking is in this cohort already."""


def book_for_school(*, school: School, enquiry: Enquiry | None = None, by, now: datetime, **given) -> Booking:
    """What somebody asks for on the telephone or in an enquiry: places are held, and the quote goes to the booker.

    `given` is what `hold_places` takes. An enquiry counts as answered. Raises what `hold_places` raises.
    """
    hold_days, price_days = provider_terms()
    with transaction.atomic():
        booking = hold_places(
            school=school, enquiry=enquiry, hold_days=hold_days, price_days=price_days, by=by, now=now, **given
        )
        tasks.enqueue_on_commit(quote_booking, booking_id=booking.pk)
        words = f"{booking.leads} places are held, and the quote is on its way: {booking.reference}."
        if enquiry and not enquiry.answers.filter(text=words).exists():  # not again for a second click
            keep_answer(enquiry=enquiry, text=words, by=by, now=now)
    return booking


def extend_hold(*, booking: Booking, until: date, by, now: datetime) -> Booking:
    """Held places are kept until the end of another day. Raises NotInThisState or DayOutside."""
    with transaction.atomic():
        booking = lock_booking(booking)
        if booking.state != Booking.State.HELD:
            raise NotInThisState(f"extend from {booking.state}")
        if not localdate(now) <= until < booking.cohort.starts_on:
            raise DayOutside
        before, booking.held_until, booking.hold_reminded_at = booking.held_until, until, None
        booking.save(update_fields=["held_until", "hold_reminded_at"])
        note(booking, "booking.extend", by=by, now=now, before=str(before), after=str(until))
    return booking


def move_booking(*, booking: Booking, cohort: Cohort, by, now: datetime) -> Booking:
    """To another cohort, before either has started: places are taken there and freed here, enrolments go along.

    The price stays as booked; the days of the cancellation terms are counted from the new start. Raises SameCohort,
    NotInThisState, BookingClosed, CohortFull, AlreadyBooked or AlreadyEnrolled; nothing is then changed.
    """
    if cohort.pk == booking.cohort_id:
        raise SameCohort
    with transaction.atomic():
        locked = {pk: lock_cohort(pk) for pk in sorted([booking.cohort_id, cohort.pk])}
        old, new = locked[booking.cohort_id], locked[cohort.pk]
        booking = lock_booking(booking)
        if booking.state not in Booking.ACTIVE:
            raise NotInThisState(f"move from {booking.state}")
        refuse_started(old, now=now)
        refuse_started(new, now=now)
        refuse_second(cohort_id=new.pk, school_id=booking.school_id)
        move_enrolments(booking, new)
        take_places(cohort_id=new.pk, leads=booking.leads)
        booking.cohort = new
        booking.save(update_fields=["cohort"])
        note(booking, "booking.move", by=by, now=now, before=old.name, after=new.name)
        end_waiting_of(cohort=new, school=booking.school, by=by, now=now)
        free_places(cohort=old, leads=booking.leads, now=now)
    return booking


def move_enrolments(booking: Booking, cohort: Cohort) -> None:
    mine = Enrolment.objects.filter(booked_place__booking=booking)
    there = Enrolment.objects.filter(cohort=cohort, user__in=mine.values("user")).select_related("user").first()
    if there:
        raise AlreadyEnrolled(there.user.name)
    mine.update(cohort=cohort)


def make_remark(*, booking: Booking, text: str, by, now: datetime) -> None:
    """A note of the office in the history of the booking."""
    note(booking, "booking.remark", by=by, now=now, text=text)


@transaction.atomic
def resend_link(*, booking: Booking, by, now: datetime) -> None:
    mail_booking_link(booking, now=now)
    note(booking, "booking.resend", by=by, now=now, to=booking.booker_email)


def withdraw_school(*, booking: Booking, reason: str, by, now: datetime) -> Booking:
    """In mid-year: the facilitators are told too, and nothing waits for a decision any more.

    Raises what `withdraw_booking` raises.
    """
    with transaction.atomic():
        lead = Enrolment.objects.filter(booked_place__booking=booking).select_related("school", "cohort").first()
        booking = withdraw_booking(booking=booking, reason=reason, by=by, now=now)
        for grace in Grace.objects.filter(school=booking.school, cohort=booking.cohort, decision=""):
            write_decision(grace, Grace.Decision.END, by=by, now=now)
        if lead:
            for facilitator in booking.cohort.facilitators.filter(is_active=True):
                mail_school_withdrew(lead, to=facilitator, is_lead=False, now=now)
    return booking


@transaction.atomic
def take_off_sale(*, cohort: Cohort) -> None:
    """One place, for a lead who comes without a booking: it is not sold any more. Raises CohortFull."""
    lock_cohort(cohort.pk)
    take_places(cohort_id=cohort.pk, leads=1)
    Cohort.objects.filter(pk=cohort.pk).update(places=F("places") - 1)
