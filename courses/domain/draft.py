"""What a booker types before there is a booking: kept step by step, then sent once."""

import secrets
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q

from cms import tasks
from courses import bookingmails
from courses.domain.booking import hold_places
from courses.domain.places import AlreadyBooked
from courses.domain.school import school_of_establishment, type_school
from courses.domain.waiting import join_waiting_list
from courses.models import Booking, BookingDraft, Cohort, School, WaitingGroup
from courses.queries.booking import provider_terms
from courses.queries.draft import DRAFT_DAYS


class PriceChanged(Exception):
    """The price is not the one that the booker was shown."""

    def __init__(self, *, old: int, new: int):
        super().__init__(old, new)
        self.old, self.new = old, new


class DraftUnfinished(Exception):
    """A step has not been answered."""


def start_draft(*, cohort: Cohort, waits: bool, now: datetime) -> BookingDraft:
    return BookingDraft.objects.create(
        key=secrets.token_urlsafe(32),
        cohort=cohort,
        data={"waits": waits, "price_pence": cohort.price_pence},
        started_at=now,
        changed_at=now,
    )


@transaction.atomic
def keep_step(*, draft: BookingDraft, step: str, answers: dict | bool, now: datetime) -> None:
    """One step's answers; what another window has kept in the meantime stays."""
    locked = BookingDraft.objects.select_for_update().get(pk=draft.pk)
    draft.data = {**locked.data, step: answers}
    draft.changed_at = now
    draft.save(update_fields=["data", "changed_at"])


def turn_draft(*, draft: BookingDraft, waits: bool, leads: int | None = None, now: datetime) -> None:
    """From booking to the waiting list or back, or to another number of places: nothing typed is lost."""
    places = {**draft.data.get("places", {}), **({"leads": leads} if leads else {})}
    keep_step(draft=draft, step="waits", answers=waits, now=now)
    if leads:
        keep_step(
            draft=draft, step="places", answers={**places, "fewest": min(leads, places.get("fewest", leads))}, now=now
        )


def mail_draft(*, draft: BookingDraft, email: str, now: datetime) -> None:
    bookingmails.mail_draft_link(draft, email=email, now=now)


def send_draft(*, draft: BookingDraft, price_pence: int, now: datetime) -> Booking:
    """The draft's own booking, made now or by an earlier click. `price_pence` is what the booker was shown.

    Raises PriceChanged, DraftUnfinished, BookingClosed, CohortFull or AlreadyBooked; then nothing is changed, but
    where the school has booked already its booker is sent the link.
    """
    if price_pence != draft.cohort.price_pence:
        raise PriceChanged(old=price_pence, new=draft.cohort.price_pence)
    hold_days, quote_days = provider_terms()
    try:
        booking = hold_places(
            key=draft.key,
            cohort=draft.cohort,
            school=school_of(draft, now=now),
            leads=answers_of(draft, "places")["leads"],
            people=people_of(draft),
            hold_days=hold_days,
            price_days=quote_days,
            now=now,
            **answers_of(draft, "booker"),
            **answers_of(draft, "invoice"),
        )
    except AlreadyBooked as refused:
        tasks.enqueue_on_commit(bookingmails.tell_of_second_try, booking_id=refused.booking.pk)
        raise
    tasks.enqueue_on_commit("courses.domain.quote.quote_booking", booking_id=booking.pk)
    return booking


def wait_by_draft(*, draft: BookingDraft, now: datetime) -> WaitingGroup:
    """The draft's own place on the waiting list. Raises DraftUnfinished or what join_waiting_list raises."""
    places, booker = answers_of(draft, "places"), answers_of(draft, "booker")
    return join_waiting_list(
        key=draft.key,
        cohort=draft.cohort,
        school=school_of(draft, now=now),
        leads=places["leads"],
        fewest=places.get("fewest") or places["leads"],
        now=now,
        **{name: booker[name] for name in ("booker_name", "booker_role", "booker_email")},
    )


def answers_of(draft: BookingDraft, step: str) -> dict:
    if step not in draft.data:
        raise DraftUnfinished(step)
    return draft.data[step]


def people_of(draft: BookingDraft) -> list[tuple[str, str, str]]:
    """Those who have been named, and not more than there are places."""
    people = answers_of(draft, "leads")["people"]
    return [tuple(person) for person in people[: draft.data["places"]["leads"]] if person[2]]


def school_of(draft: BookingDraft, *, now: datetime) -> School:
    school = answers_of(draft, "school")
    if school.get("urn"):  # chosen from the register
        return school_of_establishment(urn=school["urn"], now=now)
    return type_school(**{name: school[name] for name in ("name", "town", "postcode", "phase")}, now=now)


def forget_old_drafts(*, now: datetime) -> None:
    """Thirty days after the last change; those that have become a booking, a day after."""
    BookingDraft.objects.filter(changed_at__lt=now - timedelta(days=DRAFT_DAYS)).delete()
    done = Q(key__in=Booking.objects.values("key")) | Q(key__in=WaitingGroup.objects.values("key"))
    BookingDraft.objects.filter(done, changed_at__lt=now - timedelta(days=1)).delete()
