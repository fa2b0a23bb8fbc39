"""Counting the places of a cohort, and what refuses a booking.

The only module that changes Cohort.places_left and places_kept. A place is taken by one UPDATE with its condition,
under the constraint that no cohort has fewer than none left; no row is read first to decide. Every verb that changes
places begins with the cohort's row, so that two never wait for each other.
"""

from datetime import datetime

from django.db.models import F
from django.utils.timezone import localdate

from cms.domain.pagecache import forget_pages
from courses.models import Booking, Cohort
from courses.queries.cohort import last_day_to_book


class CohortFull(Exception):
    """There are not so many places left."""


class BookingClosed(Exception):
    """The cohort is not shown to visitors, its last day to book is over, or it has started."""


class AlreadyBooked(Exception):
    """The school has an active booking in this cohort."""

    def __init__(self, booking: Booking):
        super().__init__(booking.reference)
        self.booking = booking


class NotInThisState(Exception):
    """What was asked for does not follow from the state that the booking or the group is in."""


class TooFew(Exception):
    """Fewer than are taken, or than a school books."""


class TooMany(Exception):
    """More than a school books."""


def lock_cohort(cohort_id: int) -> Cohort:
    """Inside a transaction. Not against new rows that point to the cohort: they may be written meanwhile."""
    return Cohort.objects.select_for_update(no_key=True).get(pk=cohort_id)


def lock_booking(booking: Booking) -> Booking:
    """After lock_cohort, or alone where no place changes hands."""
    locked = Booking.objects.select_for_update(of=["self"], no_key=True)
    return locked.select_related("cohort", "school").get(pk=booking.pk)


def refuse_closed(cohort: Cohort, *, by, now: datetime) -> None:
    """The team (`by`) may book for a school until the day before week 1, visitors as long as they are offered it."""
    refuse_started(cohort, now=now)
    if by is None and (not cohort.is_public or localdate(now) > last_day_to_book(cohort)):
        raise BookingClosed


def refuse_started(cohort: Cohort, *, now: datetime) -> None:
    if localdate(now) >= cohort.starts_on:
        raise BookingClosed


def refuse_second(*, cohort_id: int, school_id: int) -> None:
    other = Booking.objects.filter(cohort=cohort_id, school=school_id, state__in=Booking.ACTIVE).first()
    if other is not None:
        raise AlreadyBooked(other)


def take_places(*, cohort_id: int, leads: int) -> None:
    """Of those that anybody may book. Inside the transaction of the booking. Raises CohortFull."""
    enough = Cohort.objects.filter(pk=cohort_id, places_left__gte=leads)
    if not enough.update(places_left=F("places_left") - leads):
        raise CohortFull
    forget_pages()


def take_freed_places(*, cohort: Cohort, leads: int) -> None:
    """For an offer: of those kept for the waiting list first. The cohort is locked. Raises CohortFull."""
    kept = min(cohort.places_kept, leads)
    left = leads - kept
    enough = Cohort.objects.filter(pk=cohort.pk, places_kept__gte=kept, places_left__gte=left)
    if not enough.update(places_kept=F("places_kept") - kept, places_left=F("places_left") - left):
        raise CohortFull
    cohort.places_kept, cohort.places_left = cohort.places_kept - kept, cohort.places_left - left
    forget_pages()


def give_places_back(*, cohort: Cohort, leads: int) -> None:
    """First to the waiting list, which lets go of them when nobody waits. The cohort is locked."""
    Cohort.objects.filter(pk=cohort.pk).update(places_kept=F("places_kept") + leads)
    forget_pages()


def release_kept_places(*, cohort: Cohort) -> None:
    """Nobody waits any more: what was kept is for anybody."""
    if cohort.places_kept:
        leads, cohort.places_kept = cohort.places_kept, 0
        cohort.places_left += leads
        Cohort.objects.filter(pk=cohort.pk).update(places_kept=0, places_left=F("places_left") + leads)
        forget_pages()
