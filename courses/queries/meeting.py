"""The meetings of a school as its leads see them: which there are, the room of one, all notes on one page."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from urllib.parse import urlsplit

from django.conf import settings
from django.db.models import Prefetch
from django.utils.timezone import get_default_timezone

from courses.calendarfeed import Appointment
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
from courses.queries.calendar import school_year
from courses.queries.enrolment import Lead, current_lead, school_leads
from courses.queries.programme import programme_outline
from courses.queries.progress import calendar_of
from courses.weeks import SchoolYear

MOST_DAYS_TO_REOPEN = 14


@dataclass(frozen=True)
class Needed:
    """A lesson before the meeting, and who of the school has done it."""

    title: str
    path: str
    done_by: tuple[str, ...]
    open_for: tuple[str, ...]


@dataclass(frozen=True)
class Line:
    """A meeting in the list of the year."""

    meeting: Meeting
    held: SchoolMeeting | None
    monday: date | None  # of the school week for which it is planned

    @property
    def state(self) -> str:
        if self.held is None:
            return "planned"
        return "complete" if self.held.completed_at else "begun"


@dataclass(frozen=True)
class Talk:
    """A prompt of the room with what stands under it."""

    prompt: MeetingPrompt
    note: MeetingNote | None

    @property
    def next_seq(self) -> int:
        return (self.note.seq if self.note else 0) + 1

    @property
    def is_settled(self) -> bool:
        return bool(self.note and (self.note.text.strip() or self.note.not_discussed))


@dataclass(frozen=True)
class Room:
    lead: Lead
    meeting: Meeting
    held: SchoolMeeting | None
    talks: tuple[Talk, ...]
    needed: tuple[Needed, ...]
    actions: tuple[MeetingAction, ...]
    earlier_actions: tuple[MeetingAction, ...]  # of meetings before this one, those that are open first
    missing: tuple[str, ...]
    reopens_until: datetime | None

    @property
    def minutes(self) -> int:
        return sum(talk.prompt.minutes for talk in self.talks)

    @property
    def is_complete(self) -> bool:
        return bool(self.held and self.held.completed_at)


def meetings_of(programme_id: int):
    return Meeting.objects.filter(programme=programme_id).select_related("module")


def held_by(lead: Lead):
    return SchoolMeeting.objects.filter(school=lead.school_id, cohort=lead.cohort_id)


def meeting_lines(lead: Lead) -> list[Line]:
    """All of the year, in four queries."""
    held = {one.meeting_id: one for one in held_by(lead).select_related("completed_by")}
    mondays = year_of(lead).mondays
    return [
        Line(meeting, held.get(meeting.pk), mondays[meeting.week - 1] if meeting.week <= len(mondays) else None)
        for meeting in meetings_of(lead.programme_id)
    ]


def year_of(lead: Lead) -> SchoolYear:
    return school_year(starts_on=lead.starts_on, calendar_id=calendar_of(lead))


def room(lead: Lead, meeting: Meeting) -> Room:
    held = held_by(lead).filter(meeting=meeting).select_related("completed_by").first()
    notes = {one.number: one for one in notes_of(held)} if held else {}
    everybody = tuple(school_leads(school_id=lead.school_id, cohort_id=lead.cohort_id))
    actions = tuple(held.actions.all()) if held else ()
    talks = tuple(Talk(prompt, notes.get(prompt.number)) for prompt in meeting.prompts.all())
    return Room(
        lead=lead,
        meeting=meeting,
        held=held,
        talks=talks,
        needed=tuple(needed_for(meeting, everybody)),
        actions=actions,
        earlier_actions=tuple(actions_before(lead, meeting)),
        missing=tuple(missing_in(talks, has_actions=bool(actions))),
        reopens_until=held.completed_at + timedelta(days=MOST_DAYS_TO_REOPEN) if held and held.completed_at else None,
    )


def notes_of(held: SchoolMeeting):
    earlier = Prefetch("earlier", EarlierNote.objects.select_related("saved_by"), to_attr="before")
    return held.notes.select_related("saved_by").prefetch_related(earlier)


def needed_for(meeting: Meeting, leads: tuple[Lead, ...]):
    asked = set(meeting.lessons.values_list("pk", flat=True))
    for lesson in programme_outline(meeting.programme_id).lessons:
        if lesson.pk in asked:
            yield Needed(
                title=lesson.title,
                path=lesson.path,
                done_by=tuple(lead.first_name for lead in leads if lesson.pk in lead.finished),
                open_for=tuple(lead.first_name for lead in leads if lesson.pk not in lead.finished),
            )


def actions_before(lead: Lead, meeting: Meeting):
    """Those still open, and those of the meeting just before."""
    found = MeetingAction.objects.filter(
        held__school=lead.school_id, held__cohort=lead.cohort_id, held__meeting__number__lt=meeting.number
    ).select_related("held__meeting")
    rows = [row for row in found if row.state == "open" or row.held.meeting.number == meeting.number - 1]
    return sorted(rows, key=lambda row: (row.state != "open", row.due_on, row.pk))


def missing_in(talks, *, has_actions: bool, no_action_because: str = "") -> list[str]:
    """What a meeting lacks before it is complete, in words."""
    missing = [
        f"Prompt {talk.prompt.number} has no note and is not marked “not discussed”."
        for talk in talks
        if not talk.is_settled
    ]
    if not has_actions and not no_action_because.strip():
        missing.append("There is no action: write one, or say why there is none.")
    return missing


def missing_of(held: SchoolMeeting, *, no_action_because: str) -> list[str]:
    notes = {one.number: one for one in held.notes.all()}
    talks = [Talk(prompt, notes.get(prompt.number)) for prompt in held.meeting.prompts.all()]
    return missing_in(talks, has_actions=held.actions.exists(), no_action_because=no_action_because)


def together(theirs: str, mine: str) -> str:
    """Two texts that were written under one prompt at the same time, the one that stands there first."""
    return "\n\n".join(filter(str.strip, [theirs, mine]))


def slot_of(lead: Lead) -> MeetingSlot | None:
    return MeetingSlot.objects.filter(school=lead.school_id, cohort=lead.cohort_id).first()


def feed_key(user) -> str:
    return CalendarFeed.objects.filter(user=user.pk).values_list("key", flat=True).first() or ""


def appointments_of(user) -> list[Appointment]:
    """The meetings of the school of whoever this is, in the weeks of the plan; none before a time is set."""
    lead = current_lead(user)
    slot = slot_of(lead) if lead else None
    if lead is None or slot is None:
        return []
    year = year_of(lead)
    return [
        Appointment(
            uid=f"meeting-{meeting.pk}-school-{lead.school_id}-cohort-{lead.cohort_id}@{urlsplit(settings.SITE_URL).hostname}",
            title=str(meeting),
            starts_at=datetime.combine(day, slot.starts_at, tzinfo=get_default_timezone()),
            minutes=slot.minutes,
            changes=slot.changes,
            changed_at=slot.changed_at,
            place=slot.place,
            about=f"What it leaves behind: {meeting.output}",
            link=f"{settings.SITE_URL}/learn/meetings/{meeting.slug}/",
        )
        for meeting in meetings_of(lead.programme_id)
        if meeting.week <= len(year.mondays) and (day := year.day_in_week(year.mondays[meeting.week - 1], slot.weekday))
    ]


def all_notes(lead: Lead) -> list[SchoolMeeting]:
    """Every meeting that was opened, with its notes and actions, for one page that prints."""
    held = held_by(lead).select_related("meeting", "completed_by").order_by("meeting__number")
    return list(held.prefetch_related("notes", "actions"))


def open_actions(lead: Lead) -> list[MeetingAction]:
    found = MeetingAction.objects.filter(held__school=lead.school_id, held__cohort=lead.cohort_id, state="open")
    return list(found.select_related("held__meeting"))


def shared_meetings(*, school_id: int, cohort_id: int) -> list[SchoolMeeting]:
    """What a facilitator may read: only what the school shares."""
    held = SchoolMeeting.objects.filter(school=school_id, cohort=cohort_id, shared_at__isnull=False)
    return list(held.select_related("meeting").prefetch_related("notes", "actions").order_by("meeting__number"))
