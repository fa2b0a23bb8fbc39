"""Mails about bookings and the waiting list, nearly all to the booker, who need not have an account. Each says why it
came.

`tell_of_...` are background tasks, for what a booker would otherwise wait for.
"""

from datetime import datetime

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.timezone import localdate

from cms import tasks
from cms.domain.mail import post_mail
from cms.models import Provider
from courses.models import Booking, BookingDraft, Enrolment, WaitingGroup
from courses.queries.booking import booking_token, long_date, names_due
from courses.queries.bookingpage import booking_page, cost_at_end
from courses.queries.draft import DRAFT_DAYS
from courses.queries.waiting import waiting_token


def provider() -> Provider:
    return Provider.objects.order_by("pk").first() or Provider()


def booking_link(booking: Booking) -> str:
    return settings.SITE_URL + reverse("booking", args=[booking_token(booking)])


def waiting_link(group: WaitingGroup) -> str:
    return settings.SITE_URL + reverse("waiting", args=[waiting_token(group)])


def post(kind: str, *, to: str, why: str, subject: str, now: datetime, **context) -> None:
    """The text is the template that is named as the kind."""
    post_mail(
        to=to,
        user=None,
        kind=kind,
        why=why[:200],
        subject=" ".join(subject.split()),
        text=render_to_string(f"email/{kind.replace(' ', '_')}.txt", context).strip(),
        now=now,
    )


# Before there is a booking --------------------------------------------------------------------------------------


def mail_draft_link(draft: BookingDraft, *, email: str, now: datetime) -> None:
    """Holds nothing of what was typed: the address may be a stranger's."""
    post(
        "booking draft",
        to=email,
        why="Somebody, most likely you, asked for the link to a booking that they had begun.",
        subject="Your booking, to go on with",
        now=now,
        cohort=draft.cohort,
        days=DRAFT_DAYS,
        link=settings.SITE_URL + reverse("draft", args=[draft.key]),
    )


# Bookings -------------------------------------------------------------------------------------------------------


def mail_booker(booking: Booking, kind: str, subject: str, *, now: datetime, **context) -> None:
    post(
        kind,
        to=booking.booker_email,
        why=f"You booked places in {booking.cohort} for {booking.school}.",
        subject=f"{subject}: {booking.reference}",
        now=now,
        booking=booking,
        cohort=booking.cohort,
        link=booking_link(booking),
        **context,
    )


def mail_booked(booking: Booking, *, now: datetime) -> None:
    tasks.enqueue_on_commit(tell_of_booking, booking_id=booking.pk)


@tasks.background
def tell_of_booking(*, booking_id: int, now: datetime) -> None:
    """The booker and the office."""
    booking = Booking.objects.select_related("cohort", "school").get(pk=booking_id)
    page = booking_page(booking, provider=provider(), today=localdate(now))
    held = f"Places held until {long_date(booking.held_until)}"
    mail_booker(booking, "booking held", held, now=now, page=page)
    post(
        "booking office",
        to=provider().contact_email,
        why="This is the provider’s contact address, and a school has booked.",
        subject=f"{booking.reference}: {booking.leads} places for {booking.school}",
        now=now,
        booking=booking,
        unnamed=page.view.unnamed,
    )


@tasks.background
def tell_of_second_try(*, booking_id: int, now: datetime) -> None:
    """Somebody began a booking for a school that has one."""
    booking = Booking.objects.select_related("cohort", "school").get(pk=booking_id)
    mail_booker(booking, "booking again", "Your school has booked already", now=now)


def mail_booking_link(booking: Booking, *, now: datetime) -> None:
    mail_booker(booking, "booking link", "The link to your booking", now=now)


def mail_hold_ends(booking: Booking, *, now: datetime) -> None:
    mail_booker(booking, "booking hold ends", f"Held until {long_date(booking.held_until)}", now=now)


def mail_booking_expired(booking: Booking, *, now: datetime) -> None:
    mail_booker(booking, "booking expired", "Your places are no longer held", now=now)


def mail_confirmed(booking: Booking, *, now: datetime) -> None:
    unnamed = booking.booked_places.filter(email="").count()
    due = names_due(booking.cohort) if unnamed else None
    mail_booker(booking, "booking confirmed", "Your booking is confirmed", unnamed=unnamed, due=due, now=now)


def mail_cancelled(booking: Booking, *, now: datetime) -> None:
    cost = cost_at_end(booking)
    mail_booker(booking, "booking cancelled", "Your booking is cancelled", cost=cost, now=now)


def mail_place_cancelled(enrolment: Enrolment, *, booking: Booking, now: datetime) -> None:
    """To a lead who had been invited."""
    post(
        "place cancelled",
        to=enrolment.user.email,
        why=f"Your school had booked a place for you in {enrolment.cohort}.",
        subject=f"Your place in {enrolment.cohort} is cancelled",
        now=now,
        enrolment=enrolment,
        booking=booking,
    )


def mail_withdrawn(booking: Booking, *, now: datetime) -> None:
    mail_booker(booking, "booking withdrawn", "Your school has withdrawn", now=now)


def mail_places_changed(booking: Booking, *, before: int, now: datetime) -> None:
    mail_booker(booking, "booking places changed", "The number of your places has changed", before=before, now=now)


def mail_names_due(booking: Booking, *, now: datetime) -> None:
    unnamed = booking.booked_places.filter(email="").count()
    due = names_due(booking.cohort)
    mail_booker(booking, "booking names due", "Who takes your places?", unnamed=unnamed, due=due, now=now)


# The waiting list -----------------------------------------------------------------------------------------------


def mail_group(group: WaitingGroup, kind: str, subject: str, *, now: datetime) -> None:
    post(
        kind,
        to=group.booker_email,
        why=f"You put {group.school} on the waiting list of {group.cohort}.",
        subject=subject,
        now=now,
        group=group,
        cohort=group.cohort,
        link=waiting_link(group),
    )


def mail_joined_list(group: WaitingGroup, *, now: datetime) -> None:
    mail_group(group, "waiting joined", f"{group.cohort}: you are on the waiting list", now=now)


def mail_offered(group: WaitingGroup, *, now: datetime) -> None:
    until = long_date(group.offer_until)
    mail_group(group, "waiting offer", f"{group.offered_places} places for your school, until {until}", now=now)


def mail_offer_ends(group: WaitingGroup, *, now: datetime) -> None:
    mail_group(group, "waiting offer ends", f"Your offer ends on {long_date(group.offer_until)}", now=now)


def mail_offer_lapsed(group: WaitingGroup, *, now: datetime) -> None:
    mail_group(group, "waiting offer lapsed", "The places offered to your school went to another", now=now)


def mail_skipped(group: WaitingGroup, *, now: datetime) -> None:
    mail_group(group, "waiting skipped", "Places came free, but too few for your school", now=now)


def mail_list_closed(group: WaitingGroup, *, now: datetime) -> None:
    mail_group(group, "waiting closed", "The waiting list has closed", now=now)
