"""Builders of what is on sale: a cohort that sells places, a draft that is ready to send, a booking."""

from datetime import date
from itertools import count

from django.urls import reverse
from django.utils.timezone import localdate

from courses.domain.booking import hold_places
from courses.domain.draft import keep_step, start_draft
from courses.models import Booking, BookingDraft, Cohort
from courses.queries.booking import booking_token
from courses.weeks import ONE_WEEK, monday_of
from tests.courses.builders import NOW, build_cohort, build_school

_number = count(1)
SCHOOL = {"how": "typed", "name": "Larkfield Junior", "town": "Larkfield", "postcode": "LS1 4AP", "phase": "primary"}
BOOKER = {
    "booker_name": "Priya Nand",
    "booker_role": "School business manager",
    "booker_email": "office@larkfield.example",
    "booker_phone": "01632 960123",
}
INVOICE = {
    "invoice_name": "Finance office",
    "invoice_email": "finance@larkfield.example",
    "invoice_address": "Larkfield Junior\n1 School Lane",
    "po_number": "PO-77",
}
PEOPLE = {
    "first_name_1": "Jo",
    "last_name_1": "Lead",
    "email_1": "jo@larkfield.example",
    "first_name_2": "",
    "last_name_2": "",
    "email_2": "",
}
STEPS = {"school": SCHOOL, "places": {"leads": "2"}, "leads": PEOPLE, "booker": BOOKER, "invoice": INVOICE}
ANSWERS = {
    "school": {"urn": "", **{name: SCHOOL[name] for name in ("name", "town", "postcode", "phase")}},
    "places": {"leads": 2},
    "leads": {"people": [["Jo", "Lead", "jo@larkfield.example"], ["", "", ""]]},
    "booker": BOOKER,
    "invoice": INVOICE,
}


def build_selling(*, starts_on: date | None = None, places=20, left=None, price=48_000, **fields) -> Cohort:
    """A public cohort that starts in twenty weeks."""
    cohort = build_cohort(starts_on=starts_on or monday_of(localdate()) + 20 * ONE_WEEK)
    values = {"is_public": True, "slug": f"cohort-{cohort.pk}", "places": places, "price_pence": price, **fields}
    Cohort.objects.filter(pk=cohort.pk).update(places_left=places if left is None else left, **values)
    cohort.refresh_from_db()
    return cohort


def build_draft(*, cohort=None, waits=False, now=NOW, **answers) -> BookingDraft:
    """Answered to the last step, with other answers where they are given; None leaves a step open."""
    draft = start_draft(cohort=cohort or build_selling(), waits=waits, now=now)
    for step, known in {**ANSWERS, **answers}.items():
        if known is not None:
            keep_step(draft=draft, step=step, answers=known, now=now)
    return draft


def build_booking(*, cohort=None, school=None, leads=2, now=NOW, people=(), **fields) -> Booking:
    return hold_places(
        key=f"form-{next(_number)}",
        cohort=cohort or build_selling(),
        school=school or build_school(),
        leads=leads,
        people=people,
        hold_days=14,
        price_days=30,
        now=now,
        **{**BOOKER, **INVOICE, **fields},
    )


def page_of(booking: Booking, name="booking") -> str:
    return reverse(name, args=[booking_token(booking)])


def step_of(draft: BookingDraft, step: str) -> str:
    return reverse("draft_step", args=[draft.key, step])


def send_of(draft: BookingDraft) -> str:
    return reverse("send_draft", args=[draft.key])
