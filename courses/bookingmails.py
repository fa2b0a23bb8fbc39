"""Mails about bookings and the waiting list, to the booker, who need not have an account. Each says why it came."""

from datetime import datetime

from django.conf import settings
from django.template.loader import render_to_string

from cms.domain.mail import post_mail
from courses.models import Booking, WaitingGroup
from courses.queries.booking import booking_token, names_due
from courses.queries.waiting import waiting_token


def booking_link(booking: Booking) -> str:
    return f"{settings.SITE_URL}/booking/{booking_token(booking)}/"


def waiting_link(group: WaitingGroup) -> str:
    return f"{settings.SITE_URL}/waiting/{waiting_token(group)}/"


def mail_booker(booking: Booking, kind: str, subject: str, *, now: datetime, **context) -> None:
    context |= {"booking": booking, "cohort": booking.cohort, "link": booking_link(booking)}
    post_mail(
        to=booking.booker_email,
        user=None,
        kind=kind,
        why=f"You booked places in {booking.cohort} for {booking.school}.",
        subject=f"{subject}: {booking.reference}",
        text=render_to_string(f"email/{kind.replace(' ', '_')}.txt", context),
        now=now,
    )


def mail_booked(booking: Booking, *, now: datetime) -> None:
    mail_booker(booking, "booking held", "Your places are held", now=now)


def mail_hold_ends(booking: Booking, *, now: datetime) -> None:
    mail_booker(booking, "booking hold ends", "Your places are held for three more days", now=now)


def mail_booking_expired(booking: Booking, *, now: datetime) -> None:
    mail_booker(booking, "booking expired", "Your places are no longer held", now=now)


def mail_confirmed(booking: Booking, *, now: datetime) -> None:
    mail_booker(booking, "booking confirmed", "Your booking is confirmed", now=now)


def mail_cancelled(booking: Booking, *, now: datetime) -> None:
    mail_booker(booking, "booking cancelled", "Your booking is cancelled", now=now)


def mail_withdrawn(booking: Booking, *, now: datetime) -> None:
    mail_booker(booking, "booking withdrawn", "Your school has withdrawn", now=now)


def mail_places_changed(booking: Booking, *, before: int, now: datetime) -> None:
    mail_booker(booking, "booking places changed", "The number of your places has changed", before=before, now=now)


def mail_names_due(booking: Booking, *, now: datetime) -> None:
    unnamed = booking.booked_places.filter(email="").count()
    due = names_due(booking.cohort)
    mail_booker(booking, "booking names due", "Who takes your places?", unnamed=unnamed, due=due, now=now)


def mail_group(group: WaitingGroup, kind: str, subject: str, *, now: datetime) -> None:
    post_mail(
        to=group.booker_email,
        user=None,
        kind=kind,
        why=f"You put {group.school} on the waiting list of {group.cohort}.",
        subject=subject,
        text=render_to_string(
            f"email/{kind.replace(' ', '_')}.txt",
            {"group": group, "cohort": group.cohort, "link": waiting_link(group)},
        ),
        now=now,
    )


def mail_joined_list(group: WaitingGroup, *, now: datetime) -> None:
    mail_group(group, "waiting joined", "You are on the waiting list", now=now)


def mail_offered(group: WaitingGroup, *, now: datetime) -> None:
    mail_group(group, "waiting offer", "Places are free for your school", now=now)


def mail_offer_ends(group: WaitingGroup, *, now: datetime) -> None:
    mail_group(group, "waiting offer ends", "The places offered to your school wait for an answer", now=now)


def mail_offer_lapsed(group: WaitingGroup, *, now: datetime) -> None:
    mail_group(group, "waiting offer lapsed", "The places offered to your school went to another", now=now)


def mail_skipped(group: WaitingGroup, *, now: datetime) -> None:
    mail_group(group, "waiting skipped", "Places came free, but too few for your school", now=now)


def mail_list_closed(group: WaitingGroup, *, now: datetime) -> None:
    mail_group(group, "waiting closed", "The waiting list has closed", now=now)
