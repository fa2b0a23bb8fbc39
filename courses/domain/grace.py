"""A school with one lead left: days of grace in which another may join, then the facilitator decides.

The programme is made for two: with one lead nobody is left to meet. The days are school days of the school's own
calendar, so that a holiday costs nothing.
"""

from datetime import date, datetime

from django.conf import settings
from django.db import transaction
from django.utils.timezone import localdate

from courses.domain.audit import note
from courses.handovermails import mail_grace_begins, mail_grace_decided, mail_grace_ends
from courses.models import BookedPlace, Cohort, Enrolment, Grace
from courses.queries.enrolment import present
from courses.queries.handover import year_of

Decision = Grace.Decision
AFTER_A_PAUSE = (Decision.ALONE, Decision.END)


class AlreadyLeft(Exception):
    """The lead has no place that could become empty."""


class NotYet(Exception):
    """The last day lies ahead."""


class AlreadyDecided(Exception):
    """Somebody has decided, or another lead has joined, in the meantime."""


@transaction.atomic
def leave_place(*, enrolment: Enrolment, on: date, reason: str, by, now: datetime) -> Grace | None:
    """A lead leaves and nobody takes over yet; with one lead left the days of grace begin.

    Raises AlreadyLeft or NotYet.
    """
    if on > localdate(now):
        raise NotYet
    Cohort.objects.select_for_update(no_key=True).get(pk=enrolment.cohort_id)
    there = Enrolment.objects.filter(pk=enrolment.pk, state__in=[Enrolment.State.ACTIVE, Enrolment.State.PAUSED])
    if not there.update(state=Enrolment.State.LEFT):
        raise AlreadyLeft
    place = BookedPlace.objects.filter(enrolment=enrolment).first()
    note(place.booking if place else enrolment, "place.leave", by=by, now=now, who=enrolment.user.name, reason=reason)
    return begin_grace(enrolment, on=on, now=now)


def begin_grace(leaver: Enrolment, *, on: date, now: datetime) -> Grace | None:
    left = present.filter(school=leaver.school_id, cohort=leaver.cohort_id)
    if left.count() != 1 or Grace.objects.filter(school=leaver.school_id, cohort=leaver.cohort_id, decision=""):
        return None
    grace = Grace.objects.create(
        school=leaver.school,
        cohort=leaver.cohort,
        began_on=on,
        until=year_of(leaver).days_after(max(on, localdate(now)), settings.GRACE_DAYS),
    )
    note(grace, "grace.begin", now=now)
    mail_grace_begins(grace, lead=left.select_related("user").get(), now=now)
    return grace


def end_grace(*, school_id: int, cohort_id: int, by, now: datetime) -> None:
    """Another lead has joined; inside the transaction in which they did. Who was paused with the school goes on."""
    if present.filter(school=school_id, cohort=cohort_id).count() < 2:
        return
    graces = Grace.objects.filter(school=school_id, cohort=cohort_id, decision__in=["", Decision.PAUSE])
    for grace in graces:
        if grace.decision == Decision.PAUSE:
            set_state(grace, Enrolment.State.ACTIVE)
        write_decision(grace, Decision.REPLACED, by=by, now=now)


@transaction.atomic
def decide_grace(*, grace: Grace, decision: str, by, now: datetime) -> Grace:
    """The facilitator decides: the lead goes on alone, the school pauses, or its year ends. A pause may be ended by
    another decision. Raises AlreadyDecided."""
    Cohort.objects.select_for_update(no_key=True).get(pk=grace.cohort_id)
    grace = Grace.objects.select_related("school", "cohort").get(pk=grace.pk)
    if grace.decision and not (grace.decision == Decision.PAUSE and decision in AFTER_A_PAUSE):
        raise AlreadyDecided
    lead = present.filter(school=grace.school_id, cohort=grace.cohort_id).select_related("user").first()
    states = {
        Decision.ALONE: Enrolment.State.ACTIVE,
        Decision.PAUSE: Enrolment.State.PAUSED,
        Decision.END: Enrolment.State.LEFT,
    }
    set_state(grace, states[Decision(decision)])
    write_decision(grace, decision, by=by, now=now)
    if lead:
        mail_grace_decided(grace, lead=lead, now=now)
    return grace


def set_state(grace: Grace, state: str) -> None:
    """Of the lead who is left; a year that is finished stays so."""
    left = present.filter(school=grace.school_id, cohort=grace.cohort_id)
    left.exclude(state=Enrolment.State.FINISHED).update(state=state)


def write_decision(grace: Grace, decision: str, *, by, now: datetime) -> None:
    grace.decision, grace.decided_at, grace.decided_by = decision, now, by
    grace.save(update_fields=["decision", "decided_at", "decided_by"])
    note(grace, "grace.decide", by=by, now=now, decision=decision)


def warn_of_graces(*, now: datetime) -> None:
    """For the clock: once, so many school days before the last day of grace."""
    today = localdate(now)
    open_ones = Grace.objects.filter(decision="", warned_at=None).select_related("school", "cohort")
    for grace in open_ones:
        lead = present.filter(school=grace.school_id, cohort=grace.cohort_id).select_related("user").first()
        if lead and today >= year_of(grace).days_before(grace.until, settings.GRACE_WARNED_BEFORE):
            warn_of_grace(grace, lead=lead, now=now)


@transaction.atomic
def warn_of_grace(grace: Grace, *, lead: Enrolment, now: datetime) -> None:
    if Grace.objects.filter(pk=grace.pk, decision="", warned_at=None).update(warned_at=now):
        note(grace, "grace.warn", now=now)
        mail_grace_ends(grace, lead=lead, now=now)
