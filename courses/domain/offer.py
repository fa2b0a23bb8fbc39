"""An offer of places to a school that waits: accepted, declined, or not answered in time."""

from datetime import datetime

from django.db import transaction
from django.utils.timezone import localdate

from courses.bookingmails import mail_offer_ends, mail_offer_lapsed
from courses.domain.audit import note
from courses.domain.booking import hold_offered_places
from courses.domain.places import lock_cohort, refuse_second
from courses.domain.waiting import end_group, lock_group, move
from courses.models import Booking, WaitingGroup
from courses.queries.booking import cohort_year

REMINDED_AFTER = 3  # school days
State = WaitingGroup.State


def accept_offer(*, group: WaitingGroup, by=None, now: datetime) -> Booking:
    """The offered places as a held booking; accepted again, the same one.

    Raises NotInThisState when the offer is over, and AlreadyBooked.
    """
    with transaction.atomic():
        lock_cohort(group.cohort_id)
        group = lock_group(group)
        if group.state == State.ACCEPTED and group.booking:
            return group.booking
        leads = group.offered_places
        move(group, "accept", by=by, now=now)
        refuse_second(cohort_id=group.cohort_id, school_id=group.school_id)
        group.booking = hold_offered_places(group, leads=leads, by=by, now=now)
        group.save(update_fields=["booking"])
    return group.booking


def decline_offer(*, group: WaitingGroup, by=None, now: datetime) -> WaitingGroup:
    """Twice is as good as once. Raises NotInThisState when there is no offer."""
    with transaction.atomic():
        cohort = lock_cohort(group.cohort_id)
        group = lock_group(group)
        if group.state != State.DECLINED:
            end_group(group, "decline", cohort=cohort, by=by, now=now)
    return group


def lapse_offers(*, now: datetime) -> None:
    """For the clock: offers whose last day is over."""
    over = WaitingGroup.objects.filter(state=State.OFFERED, offer_until__lt=localdate(now))
    for group in over.order_by("offer_until", "pk"):
        lapse_offer(group, now=now)


@transaction.atomic
def lapse_offer(group: WaitingGroup, *, now: datetime) -> None:
    cohort = lock_cohort(group.cohort_id)
    group = lock_group(group)
    if group.state == State.OFFERED and group.offer_until < localdate(now):
        end_group(group, "lapse", cohort=cohort, now=now)
        mail_offer_lapsed(group, now=now)


def remind_of_offers(*, now: datetime) -> None:
    """For the clock: once, after three school days."""
    open_offers = WaitingGroup.objects.filter(state=State.OFFERED, reminded_at=None, offer_until__gte=localdate(now))
    for group in open_offers.select_related("cohort", "school"):
        offered_on = localdate(group.offered_at)
        if localdate(now) >= cohort_year(group.cohort).days_after(offered_on, REMINDED_AFTER):
            remind_of_offer(group, now=now)


@transaction.atomic
def remind_of_offer(group: WaitingGroup, *, now: datetime) -> None:
    mine = WaitingGroup.objects.filter(pk=group.pk, state=State.OFFERED, reminded_at=None)
    if mine.update(reminded_at=now):
        note(group, "waiting.remind", now=now)
        mail_offer_ends(group, now=now)
