"""What visitors are told of the programme in numbers: computed, never typed."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Count, Min

from courses.models import Cohort, Enrolment
from courses.plan import MEETING_MINUTES, MEETING_WEEKS, YEAR_WEEKS
from courses.queries.calendar import school_year
from courses.queries.cohort import OpenCohort
from courses.queries.programme import Outline
from courses.weeks import SchoolYear


@dataclass(frozen=True)
class Since:
    leads: int
    schools: int
    year: int


def leads_since(*, today: date) -> Since | None:
    """Leads and schools of all cohorts that have begun, and the year of the first (decision 22). None at nought."""
    begun = Enrolment.objects.filter(cohort__starts_on__lte=today)
    found = begun.aggregate(
        leads=Count("user", distinct=True), schools=Count("school", distinct=True), first=Min("cohort__starts_on")
    )
    if not found["leads"]:
        return None
    return Since(leads=found["leads"], schools=found["schools"], year=found["first"].year)


def next_open_cohort(cohorts: Iterable[OpenCohort]) -> OpenCohort | None:
    """The next one that can be booked; where none can, the next that can be waited for."""
    cohorts = tuple(cohorts)
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
    """The year that the strip shows: that of a cohort for sale or, where there is none, of the latest."""

    year: SchoolYear
    last_day: date | None


def shown_year(programme_id: int, cohorts: Iterable[OpenCohort]) -> ShownYear | None:
    """No query where a cohort is for sale, else three."""
    years = (cohort.year for cohort in cohorts if cohort.year)
    year = next(years, None) or latest_year(programme_id)
    if year is None:
        return None
    last = year.monday(YEAR_WEEKS)
    return ShownYear(year, last and last + timedelta(days=4))


def latest_year(programme_id: int) -> SchoolYear | None:
    cohort = Cohort.objects.filter(programme_id=programme_id).first()
    return school_year(starts_on=cohort.starts_on, calendar_id=cohort.calendar_id) if cohort else None
