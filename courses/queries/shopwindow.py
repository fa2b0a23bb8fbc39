"""What visitors are told of the programme in numbers: computed, never typed."""

from dataclasses import dataclass
from datetime import date, timedelta

from courses.models import Cohort, Enrolment
from courses.plan import MEETING_MINUTES, MEETING_WEEKS, YEAR_WEEKS
from courses.queries.calendar import school_year
from courses.queries.cohort import OpenCohort, open_cohorts
from courses.queries.programme import Outline
from courses.weeks import SchoolYear


@dataclass(frozen=True)
class Since:
    leads: int
    schools: int
    year: int


def leads_since(*, today: date) -> Since | None:
    """Leads and schools of all cohorts that have begun, and the year of the first (decision 22). None at nought."""
    begun = Cohort.objects.filter(starts_on__lte=today, enrolments__isnull=False).order_by("starts_on")
    first = begun.values_list("starts_on", flat=True).first()
    if first is None:
        return None
    enrolments = Enrolment.objects.filter(cohort__starts_on__lte=today)
    return Since(
        leads=enrolments.values("user").distinct().count(),
        schools=enrolments.values("school").distinct().count(),
        year=first.year,
    )


def next_open_cohort(*, today: date) -> OpenCohort | None:
    """The next one that can be booked; where none can, the next that can be waited for."""
    cohorts = open_cohorts(today=today)
    bookable = (cohort for cohort in cohorts if cohort.may_book)
    waitable = (cohort for cohort in cohorts if cohort.may_wait)
    return next(bookable, None) or next(waitable, None)


@dataclass(frozen=True)
class Hours:
    """What the year takes: minutes of lessons, and of meetings at least and at most."""

    lessons: int
    lesson_minutes: int
    meetings: int
    meeting_minutes: tuple[int, int]

    @property
    def lesson_hours(self) -> int:
        return round(self.lesson_minutes / 60)

    @property
    def meeting_hours(self) -> tuple[int, int]:
        least, most = self.meeting_minutes
        return round(self.meetings * least / 60), round(self.meetings * most / 60)

    @property
    def hours(self) -> tuple[int, int]:
        least, most = self.meeting_hours
        return self.lesson_hours + least, self.lesson_hours + most


def hours_of(outline: Outline) -> Hours:
    return Hours(
        lessons=len(outline.lessons),
        lesson_minutes=sum(lesson.minutes for lesson in outline.lessons),
        meetings=len(MEETING_WEEKS),
        meeting_minutes=MEETING_MINUTES,
    )


@dataclass(frozen=True)
class ShownYear:
    """The year that the strip shows: that of a cohort to come or, where there is none, of the latest."""

    name: str
    year: SchoolYear
    last_day: date | None


def shown_year(programme_id: int, *, today: date) -> ShownYear | None:
    """Three queries, one where there is no cohort."""
    cohorts = Cohort.objects.filter(programme_id=programme_id)
    cohort = cohorts.filter(is_public=True, starts_on__gt=today).order_by("starts_on").first() or cohorts.first()
    if cohort is None:
        return None
    year = school_year(starts_on=cohort.starts_on, calendar_id=cohort.calendar_id)
    last = year.monday(YEAR_WEEKS)
    return ShownYear(cohort.name, year, last and last + timedelta(days=4))
