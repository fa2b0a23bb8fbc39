"""A lead as their own screens need them, in one query of one row."""

from dataclasses import dataclass, replace
from datetime import date, datetime

from django.db.models import Exists, OuterRef, Subquery

from cms.queries.prepared import Prepared
from courses.models import Enrolment, LessonProgress, Meeting, SchoolMeeting


@dataclass(frozen=True)
class Done:
    """What a lead has done of one lesson."""

    quiz_done_at: datetime | None = None
    reflected_at: datetime | None = None
    ticked_at: datetime | None = None
    completed_at: datetime | None = None
    excused_at: datetime | None = None
    before_joining: bool | None = None  # excused because it fell before the lead took over the place

    @property
    def counts(self) -> bool:
        """Complete, or excused by a facilitator."""
        return bool(self.completed_at or self.excused_at)


NOTHING = Done()
DONE_COLUMNS = ["quiz_done_at", "reflected_at", "ticked_at", "completed_at", "excused_at", "before_joining"]


@dataclass(frozen=True)
class Lead:
    enrolment_id: int
    user_id: int
    state: str
    joined_on: date
    school_id: int
    cohort_id: int
    first_name: str
    last_name: str
    school_name: str
    own_calendar_id: int | None
    cohort_name: str
    starts_on: date
    calendar_id: int
    programme_id: int
    catch_up: tuple[int, ...]  # earlier lessons that are asked of who took over a place, in order
    finished: frozenset[int]  # lessons complete or excused
    next_meeting: int | None = None  # the number of the school's first that is not complete, where it was asked for

    @property
    def name(self) -> str:
        return f"{self.first_name} {self.last_name}".strip()


LEAD_COLUMNS = (
    *("pk", "user_id", "state", "joined_on", "school_id", "cohort_id", "user__first_name", "user__last_name"),
    *("school__name", "school__own_calendar_id", "cohort__name", "cohort__starts_on", "cohort__calendar_id"),
    *("cohort__programme_id", "catch_up", "done_lessons"),
)


def lead_of(row: tuple) -> Lead:
    *columns, catch_up, done_lessons = row
    return Lead(*columns, catch_up=tuple(catch_up), finished=frozenset(done_lessons))


def leads(enrolments) -> list[Lead]:
    return [lead_of(row) for row in enrolments.values_list(*LEAD_COLUMNS)]


present = Enrolment.objects.exclude(state=Enrolment.State.LEFT)
complete = SchoolMeeting.objects.filter(
    meeting=OuterRef("pk"),
    school=OuterRef(OuterRef("school")),
    cohort=OuterRef(OuterRef("cohort")),
    completed_at__isnull=False,
)
open_meetings = Meeting.objects.filter(~Exists(complete), programme=OuterRef("cohort__programme")).order_by("number")
of_person = Prepared(
    lambda user_id: present.filter(user_id=user_id).order_by("-cohort__starts_on", "pk").values_list(*LEAD_COLUMNS)
)
of_school = Prepared(
    lambda school_id, cohort_id: (
        present.filter(school_id=school_id, cohort_id=cohort_id)
        .order_by("user__last_name", "user__first_name", "pk")
        .annotate(next_meeting=Subquery(open_meetings.values("number")[:1]))
        .values_list("next_meeting", *LEAD_COLUMNS)
    )
)


def current_lead(user) -> Lead | None:
    """The person's place in the newest cohort they have not left."""
    rows = of_person.rows(user_id=user.pk)
    return lead_of(rows[0]) if rows else None


def last_lead(user) -> Lead | None:
    """The person's newest place, left or not: what they may read of what they did."""
    left = Enrolment.objects.filter(user=user.pk, state=Enrolment.State.LEFT).order_by("-cohort__starts_on", "pk")
    return current_lead(user) or next(iter(leads(left[:1])), None)


def school_leads(*, school_id: int, cohort_id: int) -> list[Lead]:
    """The leads of one school in one cohort who have not left, by name."""
    rows = of_school.rows(school_id=school_id, cohort_id=cohort_id)
    return [replace(lead_of(tuple(row)), next_meeting=next_meeting) for next_meeting, *row in rows]


def cohort_leads(cohort_ids) -> list[Lead]:
    """The leads of these cohorts by school and name, those who left included."""
    everyone = Enrolment.objects.filter(cohort_id__in=cohort_ids)
    return leads(everyone.order_by("school__name", "user__last_name", "user__first_name", "pk"))


def progress_of(enrolment_id: int) -> dict[int, Done]:
    """What a lead has done, lesson by lesson."""
    rows = LessonProgress.objects.filter(enrolment_id=enrolment_id).values_list("lesson_id", *DONE_COLUMNS)
    return {lesson_pk: Done(*columns) for lesson_pk, *columns in rows}
