"""What a facilitator sees of the cohorts they run."""

from dataclasses import dataclass
from datetime import date

from django.conf import settings

from courses.models import Cohort, Enrolment, LessonProgress, School
from courses.plan import Pace
from courses.queries.enrolment import NOTHING, Lead, cohort_leads, leads, progress_of
from courses.queries.programme import programme_outline
from courses.queries.progress import cohort_paces


@dataclass(frozen=True)
class LeadLine:
    lead: Lead
    pace: Pace


@dataclass(frozen=True)
class CohortLines:
    cohort: Cohort
    lines: list[LeadLine]


def facilitated_cohorts(user, *, today: date) -> list[CohortLines]:
    """Those in their year first, the newest on top; then those to come, the next one first."""
    cohorts = sorted(
        Cohort.objects.filter(facilitators=user.pk),
        key=lambda cohort: (cohort.starts_on > today, abs(cohort.starts_on - today)),
    )
    everyone = cohort_leads([cohort.pk for cohort in cohorts])
    paces = cohort_paces(everyone, today=today)
    return [
        CohortLines(
            cohort, [LeadLine(lead, paces[lead.enrolment_id]) for lead in everyone if lead.cohort_id == cohort.pk]
        )
        for cohort in cohorts
    ]


def facilitated_lead(enrolment: Enrolment, *, today: date) -> dict:
    """One lead's year: what is done, what was excused and why. Never their answers or reflections."""
    (lead,) = leads(Enrolment.objects.filter(pk=enrolment.pk))
    outline = programme_outline(lead.programme_id)
    excuses = LessonProgress.objects.filter(enrolment=enrolment, excused_at__isnull=False)
    reasons = dict(excuses.values_list("lesson_id", "excuse_reason"))
    done = progress_of(enrolment.pk)
    rows = [(lesson, done.get(lesson.pk, NOTHING), reasons.get(lesson.pk, "")) for lesson in outline.lessons]
    return {
        "lead": lead,
        "outline": outline,
        "rows": rows,
        "pace": cohort_paces([lead], today=today)[lead.enrolment_id],
        "excuses_left": settings.MAX_EXCUSED - sum(not done[pk].before_joining for pk in reasons),
    }


def schools_of(cohort: Cohort) -> list[str]:
    return list(School.objects.filter(enrolments__cohort=cohort).distinct().values_list("name", flat=True))
