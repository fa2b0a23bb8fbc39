"""A lead as their own screens need them: the enrolment and what is done, in one query."""

from dataclasses import dataclass, field
from datetime import date, datetime

from django.db.models import F

from courses.models import Enrolment


@dataclass(frozen=True)
class Done:
    """What a lead has done of one lesson."""

    quiz_done_at: datetime | None = None
    reflected_at: datetime | None = None
    ticked_at: datetime | None = None
    completed_at: datetime | None = None
    excused_at: datetime | None = None

    @property
    def counts(self) -> bool:
        """Complete, or excused by a facilitator."""
        return bool(self.completed_at or self.excused_at)


NOTHING = Done()


@dataclass(frozen=True)
class Lead:
    enrolment_id: int
    user_id: int
    name: str
    state: str
    joined_on: date
    school_id: int
    school_name: str
    own_calendar_id: int | None
    cohort_id: int
    cohort_name: str
    starts_on: date
    calendar_id: int
    programme_id: int
    done: dict[int, Done] = field(default_factory=dict)

    def did(self, lesson_pk: int) -> Done:
        return self.done.get(lesson_pk, NOTHING)

    @property
    def lessons_done(self) -> int:
        return sum(done.counts for done in self.done.values())


LEAD_COLUMNS = {
    "enrolment_id": F("pk"),
    "first_name": F("user__first_name"),
    "last_name": F("user__last_name"),
    "school_name": F("school__name"),
    "own_calendar_id": F("school__own_calendar_id"),
    "cohort_name": F("cohort__name"),
    "starts_on": F("cohort__starts_on"),
    "calendar_id": F("cohort__calendar_id"),
    "programme_id": F("cohort__programme_id"),
    "lesson_pk": F("progress__lesson_id"),
    "quiz_done_at": F("progress__quiz_done_at"),
    "reflected_at": F("progress__reflected_at"),
    "ticked_at": F("progress__ticked_at"),
    "completed_at": F("progress__completed_at"),
    "excused_at": F("progress__excused_at"),
}
PLAIN_COLUMNS = ["user_id", "state", "joined_on", "school_id", "cohort_id"]
DONE_COLUMNS = ["quiz_done_at", "reflected_at", "ticked_at", "completed_at", "excused_at"]


def leads(enrolments) -> list[Lead]:
    """The leads of a queryset of enrolments with everything they have done: one query, whatever their number."""
    found: dict[int, Lead] = {}
    for row in enrolments.values(*PLAIN_COLUMNS, **LEAD_COLUMNS):
        name = f"{row.pop('first_name')} {row.pop('last_name')}".strip()
        lesson_pk = row.pop("lesson_pk")
        done = Done(**{column: row.pop(column) for column in DONE_COLUMNS})
        lead = found.get(row["enrolment_id"])
        if lead is None:
            lead = found[row["enrolment_id"]] = Lead(name=name, **row)
        if lesson_pk is not None:
            lead.done[lesson_pk] = done
    return list(found.values())


def current_lead(user) -> Lead | None:
    """The person's place in the newest cohort they have not left."""
    mine = Enrolment.objects.filter(user_id=user.pk).exclude(state=Enrolment.State.LEFT)
    found = leads(mine.order_by("-cohort__starts_on", "pk"))
    return found[0] if found else None


def school_leads(*, school_id: int, cohort_id: int) -> list[Lead]:
    """The leads of one school in one cohort who have not left, by name."""
    colleagues = Enrolment.objects.filter(school_id=school_id, cohort_id=cohort_id)
    return leads(colleagues.exclude(state=Enrolment.State.LEFT).order_by("user__last_name", "user__first_name", "pk"))


def cohort_leads(cohort_ids) -> list[Lead]:
    """The leads of these cohorts by school and name, those who left included."""
    everyone = Enrolment.objects.filter(cohort_id__in=cohort_ids)
    return leads(everyone.order_by("school__name", "user__last_name", "user__first_name", "pk"))
