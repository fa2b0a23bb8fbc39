"""What the leads of a school do in a meeting. The notes are the school's: anybody of it may write, and nothing is lost.

Each save of a note carries a number, one more than that of the note as its writer saw it. Who has not seen the last
save is refused and told what stands there, so two people under one prompt never write over each other unseen; and
what somebody else wrote is kept when it is written over all the same.
"""

import secrets
from datetime import date, datetime, time, timedelta

from django.db import transaction

from courses.domain.audit import note
from courses.domain.progress import refuse_pupil_number
from courses.models import (
    CalendarFeed,
    EarlierNote,
    Meeting,
    MeetingAction,
    MeetingNote,
    MeetingPrompt,
    MeetingSlot,
    SchoolMeeting,
)
from courses.queries.enrolment import Lead
from courses.queries.meeting import MOST_DAYS_TO_REOPEN, missing_of

Settled = MeetingAction.State


class NoteNewer(Exception):
    """Somebody has saved the note meanwhile."""

    def __init__(self, stands: MeetingNote):
        super().__init__(stands.pk)
        self.stands = stands


class IsComplete(Exception):
    """The meeting is complete: it is reopened first."""


class NotComplete(Exception):
    """What is missing, in words."""

    def __init__(self, missing: list[str]):
        super().__init__("; ".join(missing))
        self.missing = missing


class TooLate(Exception):
    """A meeting is reopened within two weeks."""


class NeedsReason(Exception):
    """What is done in another way, or dropped, needs a reason."""


def open_meeting(*, lead: Lead, meeting: Meeting, now: datetime) -> SchoolMeeting:
    """The school's own; made when somebody first writes in it."""
    return SchoolMeeting.objects.get_or_create(
        meeting=meeting, school_id=lead.school_id, cohort_id=lead.cohort_id, defaults={"opened_at": now}
    )[0]


def lock(held: SchoolMeeting) -> SchoolMeeting:
    return SchoolMeeting.objects.select_for_update(of=["self"]).select_related("meeting", "school").get(pk=held.pk)


def lock_open(held: SchoolMeeting) -> SchoolMeeting:
    locked = lock(held)
    if locked.completed_at:
        raise IsComplete
    return locked


@transaction.atomic
def save_note(
    *, held: SchoolMeeting, prompt: MeetingPrompt, text: str, not_discussed: bool, seq: int, by, now: datetime
) -> MeetingNote:
    """Raises PupilNumber, IsComplete, or NoteNewer with the note that stands there."""
    refuse_pupil_number(text)
    held = lock_open(held)
    stands = held.notes.filter(number=prompt.number).first()
    values = {"text": text, "not_discussed": not_discussed, "seq": seq, "saved_at": now, "saved_by": by}
    if stands is None:
        return held.notes.create(number=prompt.number, prompt=prompt.text, **values)
    if (stands.text, stands.not_discussed) == (text, not_discussed):
        return stands
    if stands.seq >= seq:
        raise NoteNewer(stands)
    if stands.text and stands.saved_by_id != by.pk:
        keep_earlier(stands)
    for name, value in values.items():
        setattr(stands, name, value)
    stands.prompt = prompt.text
    stands.save()
    return stands


def keep_earlier(stands: MeetingNote) -> None:
    EarlierNote.objects.create(note=stands, text=stands.text, saved_at=stands.saved_at, saved_by_id=stands.saved_by_id)


@transaction.atomic
def add_action(*, held: SchoolMeeting, what: str, who: str, due_on: date, by, now: datetime) -> MeetingAction:
    """Raises PupilNumber or IsComplete."""
    refuse_pupil_number(what)
    held = lock_open(held)
    return held.actions.create(what=what, who=who, due_on=due_on, made_at=now, made_by=by)


@transaction.atomic
def remove_action(*, action: MeetingAction) -> None:
    """One that was written by mistake, while its meeting is open."""
    lock_open(action.held)
    action.delete()


@transaction.atomic
def settle_action(*, action: MeetingAction, state: str, reason: str, now: datetime) -> MeetingAction:
    """Done, done in another way, dropped, or open again. Raises NeedsReason."""
    action = MeetingAction.objects.select_for_update().get(pk=action.pk)
    if state in (Settled.CHANGED, Settled.DROPPED) and not reason:
        raise NeedsReason
    action.state, action.reason = state, "" if state == Settled.OPEN else reason
    action.settled_at = None if state == Settled.OPEN else now
    action.save(update_fields=["state", "reason", "settled_at"])
    return action


@transaction.atomic
def complete_meeting(*, held: SchoolMeeting, no_action_because: str, by, now: datetime) -> SchoolMeeting:
    """For all leads of the school. Complete already, it stays as it is. Raises PupilNumber or NotComplete."""
    refuse_pupil_number(no_action_because)
    held = lock(held)
    if held.completed_at:
        return held
    missing = missing_of(held, no_action_because=no_action_because)
    if missing:
        raise NotComplete(missing)
    held.no_action_because = "" if held.actions.exists() else no_action_because
    held.completed_at, held.completed_by = now, by
    held.save(update_fields=["no_action_because", "completed_at", "completed_by"])
    note(held, "meeting.complete", by=by, now=now)
    return held


@transaction.atomic
def reopen_meeting(*, held: SchoolMeeting, by, now: datetime) -> SchoolMeeting:
    """Within two weeks of being complete. Raises TooLate."""
    held = lock(held)
    if held.completed_at is None:
        return held
    if now - held.completed_at > timedelta(days=MOST_DAYS_TO_REOPEN):
        raise TooLate
    note(held, "meeting.reopen", by=by, now=now, completed=held.completed_at.isoformat())
    held.completed_at = held.completed_by = None
    held.save(update_fields=["completed_at", "completed_by"])
    return held


def share_meeting(*, held: SchoolMeeting, shared: bool, by, now: datetime) -> None:
    """Whether the facilitators of the cohort may read the notes; the school decides, meeting by meeting."""
    SchoolMeeting.objects.filter(pk=held.pk).update(shared_at=now if shared else None)
    note(held, "meeting.share" if shared else "meeting.unshare", by=by, now=now)


@transaction.atomic
def set_slot(*, lead: Lead, weekday: int, starts_at: time, minutes: int, place: str, now: datetime) -> MeetingSlot:
    """The time of the week at which the school meets; calendars that have it are told of a change."""
    values = {"weekday": weekday, "starts_at": starts_at, "minutes": minutes, "place": place, "changed_at": now}
    slot, made = MeetingSlot.objects.select_for_update().get_or_create(
        school_id=lead.school_id, cohort_id=lead.cohort_id, defaults=values
    )
    if not made:
        for name, value in values.items():
            setattr(slot, name, value)
        slot.changes += 1
        slot.save()
    return slot


def renew_feed(*, user, now: datetime) -> CalendarFeed:
    """A new secret address: whoever has the old one sees nothing any more."""
    values = {"key": secrets.token_urlsafe(32), "made_at": now}
    return CalendarFeed.objects.update_or_create(user=user, defaults=values)[0]
