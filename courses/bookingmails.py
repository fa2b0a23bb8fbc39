"""Mails of booking and of the waiting list, to the booker and to the office. Each says why it came.

The verbs call `mail_…` inside their transaction; `tell_of_…` are background tasks, for the pages where a booker waits.
"""

from datetime import date, datetime

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.timezone import localdate
from wagtail.models import Site

from cms import tasks
from cms.domain.mail import post_mail
from cms.models import Provider
from courses.models import Booking, BookingDraft, WaitingGroup
from courses.queries.booking import booking_token, waiting_token
from courses.queries.bookingpage import booking_page
from courses.queries.draft import DRAFT_DAYS

BOOKER = "Somebody, most likely you, booked places in this programme with this address."
WAITER = "Somebody, most likely you, put your school on the waiting list with this address."


def provider() -> Provider:
    return Provider.for_site(Site.objects.get(is_default_site=True))


def booking_link(booking: Booking) -> str:
    return settings.SITE_URL + reverse("booking", args=[booking_token(booking)])


def waiting_link(group: WaitingGroup) -> str:
    return settings.SITE_URL + reverse("waiting", args=[waiting_token(group)])


def post(template: str, *, to: str, kind: str, why: str, subject: str, now: datetime, **context) -> None:
    post_mail(
        to=to,
        user=None,
        kind=kind,
        why=why,
        subject=" ".join(subject.split()),
        text=render_to_string(f"email/{template}.txt", context).strip(),
        now=now,
    )


def to_booker(booking: Booking, template: str, subject: str, *, now: datetime, **more) -> None:
    page = booking_page(booking, provider=provider(), today=localdate(now))
    post(
        template,
        to=booking.booker_email,
        kind="booking",
        why=BOOKER,
        subject=subject,
        now=now,
        booking=booking,
        page=page,
        link=booking_link(booking),
        **more,
    )


# Bookings -------------------------------------------------------------------------------------------------------


def mail_draft_link(draft: BookingDraft, *, email: str, now: datetime) -> None:
    """Holds nothing of what was typed: the address may be a stranger's."""
    post(
        "booking_draft",
        to=email,
        kind="booking draft",
        why="Somebody, most likely you, asked for the link to a booking that they had begun.",
        subject="Your booking, to go on with",
        now=now,
        cohort=draft.cohort,
        days=DRAFT_DAYS,
        link=settings.SITE_URL + reverse("draft", args=[draft.key]),
    )


@tasks.background
def tell_of_booking(*, booking_id: int, now: datetime) -> None:
    booking = Booking.objects.select_related("cohort", "school").get(pk=booking_id)
    mail_booked(booking, now=now)
    mail_office_of_booking(booking, now=now)


def mail_booked(booking: Booking, *, now: datetime) -> None:
    to_booker(booking, "booking_made", f"Places held until {words(booking.held_until)}: {booking.reference}", now=now)


def mail_office_of_booking(booking: Booking, *, now: datetime) -> None:
    address = provider().contact_email
    post(
        "booking_office",
        to=address,
        kind="new booking",
        why="This is the provider’s contact address, and a school has booked.",
        subject=f"{booking.reference}: {booking.leads} places for {booking.school}",
        now=now,
        booking=booking,
        unnamed=booking.booked_places.filter(email="").count(),
    )


@tasks.background
def tell_of_second_try(*, booking_id: int, now: datetime) -> None:
    """Somebody began a booking for a school that has one."""
    booking = Booking.objects.select_related("cohort", "school").get(pk=booking_id)
    to_booker(booking, "booking_again", f"Your school has booked already: {booking.reference}", now=now)


def mail_booking_link(booking: Booking, *, now: datetime) -> None:
    to_booker(booking, "booking_link", f"The link to your booking: {booking.reference}", now=now)


def mail_hold_ends(booking: Booking, *, now: datetime) -> None:
    to_booker(booking, "booking_hold_ends", f"Held until {words(booking.held_until)}: {booking.reference}", now=now)


def mail_booking_expired(booking: Booking, *, now: datetime) -> None:
    to_booker(booking, "booking_expired", f"Your places are no longer held: {booking.reference}", now=now)


def mail_booking_confirmed(booking: Booking, *, now: datetime) -> None:
    to_booker(booking, "booking_confirmed", f"Your booking is confirmed: {booking.reference}", now=now)


def mail_booking_cancelled(booking: Booking, *, now: datetime) -> None:
    to_booker(booking, "booking_cancelled", f"Your booking is cancelled: {booking.reference}", now=now)


def mail_names_due(booking: Booking, *, due: date, now: datetime) -> None:
    to_booker(booking, "booking_names", f"The leads’ names, by {words(due)}: {booking.reference}", now=now, due=due)


# The waiting list -----------------------------------------------------------------------------------------------


def to_waiter(group: WaitingGroup, template: str, subject: str, *, now: datetime, **more) -> None:
    post(
        template,
        to=group.booker_email,
        kind="waiting list",
        why=WAITER,
        subject=subject,
        now=now,
        group=group,
        link=waiting_link(group),
        **more,
    )


@tasks.background
def tell_of_waiting(*, group_id: int, now: datetime) -> None:
    group = WaitingGroup.objects.select_related("cohort", "school").get(pk=group_id)
    to_waiter(group, "waiting_joined", f"{group.cohort}: you are on the waiting list", now=now)


def mail_skipped(group: WaitingGroup, *, now: datetime) -> None:
    to_waiter(group, "waiting_skipped", f"{group.cohort}: freed places went to a smaller group", now=now)


def mail_offered(group: WaitingGroup, *, now: datetime) -> None:
    to_waiter(
        group, "waiting_offered", f"{group.offered_places} places for you, until {words(group.offer_until)}", now=now
    )


def mail_offer_reminder(group: WaitingGroup, *, now: datetime) -> None:
    to_waiter(group, "waiting_reminder", f"Your offer ends on {words(group.offer_until)}", now=now)


def mail_offer_lapsed(group: WaitingGroup, *, now: datetime) -> None:
    to_waiter(group, "waiting_lapsed", f"{group.cohort}: your offer has ended", now=now)


def words(day: date | None) -> str:
    return f"{day:%A} {day.day} {day:%B %Y}" if day else ""
