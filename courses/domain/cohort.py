"""What the office decides about a cohort: how many places it has, and whether it runs."""

from datetime import datetime

from django.db import transaction
from django.db.models import F
from django.utils.timezone import localdate

from cms.domain.pagecache import forget_pages
from courses.domain.audit import note
from courses.domain.booking import HasStarted, cancel_booking
from courses.domain.places import TooFew, lock_cohort
from courses.domain.waiting import close_list, serve_waiting_list
from courses.models import Booking, Cohort, WaitingGroup

DOES_NOT_RUN = "The cohort does not run."


def change_places(*, cohort: Cohort, places: int, by, now: datetime) -> Cohort:
    """New places go to the waiting list first; only free places are taken away. Raises TooFew."""
    with transaction.atomic():
        cohort = lock_cohort(cohort.pk)
        free = cohort.places_left + cohort.places_kept
        before, more = cohort.places, places - cohort.places
        if free + more < 0:
            raise TooFew
        from_left = min(cohort.places_left, -more) if more < 0 else 0
        kept = more + from_left  # new ones, or what is taken away beyond those left
        Cohort.objects.filter(pk=cohort.pk).update(
            places=places, places_left=F("places_left") - from_left, places_kept=F("places_kept") + kept
        )
        note(cohort, "cohort.change_places", by=by, now=now, before=before, after=places)
        serve_waiting_list(cohort=cohort, now=now)
        forget_pages()
    cohort.refresh_from_db()
    return cohort


def decide_cohort(*, cohort: Cohort, runs: bool, by, now: datetime) -> Cohort:
    """That it runs, or that it does not: then nobody can book, nobody waits and nothing is due. Raises HasStarted."""
    with transaction.atomic():
        cohort = lock_cohort(cohort.pk)
        if localdate(now) >= cohort.starts_on:
            raise HasStarted
        cohort.runs_since = (cohort.runs_since or now) if runs else None
        cohort.is_public = cohort.is_public and runs
        cohort.save(update_fields=["runs_since", "is_public"])
        note(cohort, "cohort.runs" if runs else "cohort.does_not_run", by=by, now=now)
        if not runs:
            end_all(cohort, by=by, now=now)
        forget_pages()
    return cohort


def end_all(cohort: Cohort, *, by, now: datetime) -> None:
    """First the list, so that no freed place is offered to anybody."""
    waiting = WaitingGroup.objects.filter(cohort=cohort, state__in=WaitingGroup.QUEUED).select_related(
        "school", "cohort"
    )
    close_list(waiting, cohort=cohort, now=now)
    for booking in Booking.objects.filter(cohort=cohort, state__in=Booking.ACTIVE):
        cancel_booking(booking=booking, reason=DOES_NOT_RUN, percent=0, by=by, now=now)
