"""The waiting list: groups of a school's leads that wait for places of a full cohort.

| move    | from             | to       | places                                                        |
| ------- | ---------------- | -------- | ------------------------------------------------------------- |
| join    | (nothing)        | waiting  |                                                               |
| offer   | waiting          | offered  | taken for the offer: those kept first, then those left        |
| skip    | waiting          | waiting  | freed places went to a later group that they fit: this is told |
| accept  | offered          | accepted | become a held booking (courses/domain/offer.py)               |
| decline | offered          | declined | freed                                                         |
| lapse   | offered          | lapsed   | freed                                                         |
| leave   | waiting, offered | left     | freed, if there was an offer                                  |
| close   | waiting, offered | closed   | freed, if there was an offer: booking is over                 |

A place that is freed is kept for the list as long as anybody waits, and is for anybody else when nobody does. THE_RULE
says in words whom it is offered to; next_turn() decides it. While a group has priority or has been skipped as often
as may be, no later group is offered anything.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils.timezone import localdate

from courses.bookingmails import mail_joined_list, mail_list_closed, mail_offered, mail_skipped
from courses.domain.audit import note
from courses.domain.places import (
    NotInThisState,
    give_places_back,
    lock_cohort,
    refuse_closed,
    refuse_second,
    release_kept_places,
    take_freed_places,
)
from courses.models import Cohort, School, WaitingGroup
from courses.queries.booking import cohort_year
from courses.queries.cohort import last_day_to_book
from courses.terms import MOST_SKIPS

State = WaitingGroup.State
MOVES: dict[str, tuple[tuple[str, ...], str]] = {
    "join": ((), State.WAITING),
    "offer": ((State.WAITING,), State.OFFERED),
    "skip": ((State.WAITING,), State.WAITING),
    "accept": ((State.OFFERED,), State.ACCEPTED),
    "decline": ((State.OFFERED,), State.DECLINED),
    "lapse": ((State.OFFERED,), State.LAPSED),
    "leave": ((State.WAITING, State.OFFERED), State.LEFT),
    "close": ((State.WAITING, State.OFFERED), State.CLOSED),
}
OFFER_DAYS = 5  # school days
PRIORITY = timedelta(days=10)

THE_RULE = (
    "When places come free, they are offered to the school that has waited longest, if there are enough for its "
    "group. If there are not, they are offered to the next school whose group they fit; the school that was passed "
    "over is told, and for 10 days all places that come free are kept for it. If these days pass without enough, the "
    "places go to the next school that they fit. A school is passed over three times at the most: after that, places "
    "are kept for it until there are enough. A school that said fewer would do is offered what there is, never under "
    "two. An offer stands for five school days."
)


class PlacesThere(Exception):
    """The cohort has so many places: nobody need wait."""


class AlreadyWaiting(Exception):
    """The school is on the list."""

    def __init__(self, group: WaitingGroup):
        super().__init__(group.pk)
        self.group = group


@dataclass(frozen=True)
class Turn:
    group: WaitingGroup
    places: int
    skipped: tuple[WaitingGroup, ...]


def next_turn(queue: Iterable[WaitingGroup], places: int, today: date) -> Turn | None:
    """Whose turn it is while so many places are free, and who is passed over by it. Nobody's: places gather."""
    skipped: list[WaitingGroup] = []
    for group in queue:
        if places >= group.fewest:
            return Turn(group, min(group.leads, places), tuple(skipped))
        if gathers(group, today):
            return None
        skipped.append(group)
    return None


def gathers(group: WaitingGroup, today: date) -> bool:
    """Freed places are kept for this group until there are enough."""
    return group.skips >= MOST_SKIPS or (group.priority_until is not None and group.priority_until >= today)


def move(group: WaitingGroup, name: str, *, by=None, now: datetime, **changes) -> WaitingGroup:
    """Inside a transaction that has locked the cohort. Raises NotInThisState."""
    sources, target = MOVES[name]
    if group.state not in sources:
        raise NotInThisState(f"{name} from {group.state}")
    if target != State.OFFERED:
        changes |= {"offered_places": 0, "offer_until": None}
    if target not in WaitingGroup.QUEUED:
        changes |= {"ended_at": now, "priority_until": None}
    group.state = target
    for field, value in changes.items():
        setattr(group, field, value)
    group.save(update_fields=["state", *changes])
    note(group, f"waiting.{name}", by=by, now=now, skips=group.skips, places=group.offered_places)
    return group


def lock_group(group: WaitingGroup) -> WaitingGroup:
    """After lock_cohort."""
    locked = WaitingGroup.objects.select_for_update(of=["self"], no_key=True)
    return locked.select_related("school", "cohort", "booking").get(pk=group.pk)


def join_waiting_list(
    *, key: str, cohort: Cohort, school: School, leads: int, fewest: int, by=None, now: datetime, **who
) -> WaitingGroup:
    """The group of the form `key`; the same form again gives the same group. It may be offered places at once.

    Raises PlacesThere, BookingClosed, AlreadyBooked or AlreadyWaiting; nothing is then changed.
    """
    with transaction.atomic():
        cohort = lock_cohort(cohort.pk)
        own = WaitingGroup.objects.filter(key=key).first()
        if own is not None:
            return own
        refuse_closed(cohort, by=by, now=now)
        refuse_second(cohort_id=cohort.pk, school_id=school.pk)
        other = queued(cohort_id=cohort.pk, school_id=school.pk)
        if other is not None:
            raise AlreadyWaiting(other)
        if cohort.places_left >= leads:
            raise PlacesThere
        group = WaitingGroup.objects.create(
            key=key, cohort=cohort, school=school, leads=leads, fewest=fewest, joined_at=now, **who
        )
        note(group, "waiting.join", by=by, now=now, leads=leads, fewest=fewest)
        mail_joined_list(group, now=now)
        serve_waiting_list(cohort=cohort, now=now)
    group.refresh_from_db()
    return group


def queued(*, cohort_id: int, school_id: int) -> WaitingGroup | None:
    return WaitingGroup.objects.filter(cohort=cohort_id, school=school_id, state__in=WaitingGroup.QUEUED).first()


def leave_list(*, group: WaitingGroup, by=None, now: datetime) -> WaitingGroup:
    """Twice is as good as once. Raises NotInThisState when the group ended otherwise."""
    with transaction.atomic():
        cohort = lock_cohort(group.cohort_id)
        group = lock_group(group)
        if group.state != State.LEFT:
            end_group(group, "leave", cohort=cohort, by=by, now=now)
    return group


def end_group(group: WaitingGroup, name: str, *, cohort: Cohort, by=None, now: datetime) -> None:
    """A move out of the queue that frees what was offered."""
    offered = group.offered_places
    move(group, name, by=by, now=now)
    free_places(cohort=cohort, leads=offered, now=now)


def end_waiting_of(*, cohort: Cohort, school: School, by=None, now: datetime) -> None:
    """The school has places by another way: it no longer waits. The cohort is locked."""
    group = queued(cohort_id=cohort.pk, school_id=school.pk)
    if group is not None:
        end_group(group, "leave", cohort=cohort, by=by, now=now)


def free_places(*, cohort: Cohort, leads: int, now: datetime) -> None:
    """For whoever waits, or else for anybody. The cohort is locked."""
    if leads:
        give_places_back(cohort=cohort, leads=leads)
    serve_waiting_list(cohort=cohort, now=now)


def serve_waiting_list(*, cohort: Cohort, now: datetime) -> None:
    """Offers what is free by the rule. Called whenever places are freed, and by the clock."""
    today = localdate(now)
    with transaction.atomic():
        cohort = lock_cohort(cohort.pk)
        queue = list(WaitingGroup.objects.filter(cohort=cohort, state=State.WAITING).select_related("school", "cohort"))
        if today > last_day_to_book(cohort) or today >= cohort.starts_on:
            close_list(queue, cohort=cohort, now=now)
            queue = []
        while turn := next_turn(queue, cohort.places_kept + cohort.places_left, today):
            offer(turn, cohort=cohort, now=now)
            queue.remove(turn.group)
        if not queue:
            release_kept_places(cohort=cohort)


def close_list(queue: Iterable[WaitingGroup], *, cohort: Cohort, now: datetime) -> None:
    """Nobody is offered anything any more. The cohort is locked; what was offered stays kept until it is served."""
    for group in queue:
        give_places_back(cohort=cohort, leads=group.offered_places)
        move(group, "close", now=now)
        mail_list_closed(group, now=now)


def offer(turn: Turn, *, cohort: Cohort, now: datetime) -> None:
    for group in turn.skipped:
        priority_until = localdate(now) + PRIORITY
        move(group, "skip", now=now, skips=group.skips + 1, priority_until=priority_until)
        mail_skipped(group, now=now)
    take_freed_places(cohort=cohort, leads=turn.places)
    move(
        turn.group,
        "offer",
        now=now,
        offered_places=turn.places,
        offered_at=now,
        offer_until=min(cohort_year(cohort).days_after(localdate(now), OFFER_DAYS), last_day_to_book(cohort)),
        reminded_at=None,
    )
    mail_offered(turn.group, now=now)


def end_priorities(*, now: datetime) -> None:
    """For the clock: where a group's days passed without enough, and where the last day to book is over."""
    waiting = WaitingGroup.objects.filter(state=State.WAITING).values("cohort")
    for cohort in Cohort.objects.filter(pk__in=waiting).order_by("pk"):
        serve_waiting_list(cohort=cohort, now=now)
