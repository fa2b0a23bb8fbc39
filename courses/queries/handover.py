"""Hand-overs of places and days of grace, as those who may ask for them and those who decide see them."""

from dataclasses import dataclass
from datetime import date

from django.conf import settings
from django.db.models import Exists, OuterRef, QuerySet

from courses.models import BookedPlace, Booking, Cohort, Enrolment, Grace, HandOver, LessonProgress
from courses.queries.calendar import school_year
from courses.queries.enrolment import Lead
from courses.queries.programme import LessonLine, programme_outline
from courses.weeks import SchoolYear


def year_of(record: Enrolment | Grace) -> SchoolYear:
    """By the school's own term dates where it has them."""
    calendar_id = record.school.own_calendar_id or record.cohort.calendar_id
    return school_year(starts_on=record.cohort.starts_on, calendar_id=calendar_id)


def joining_week(year: SchoolYear, on: date) -> int:
    """The school week that somebody's first day falls in; in a holiday the one after it."""
    return year.week(on) + year.is_holiday(on)


def long_date(day: date) -> str:
    return f"{day.day} {day:%B %Y}"


def used_hand_overs(*, school_id: int, cohort: Cohort) -> int:
    """How many the school has asked for since the cohort started."""
    asked = HandOver.objects.filter(leaver__school=school_id, leaver__cohort=cohort, state__in=HandOver.STANDS)
    return asked.filter(on__gte=cohort.starts_on).count()


def handable(*, school_id: int, cohort_id: int) -> QuerySet[Enrolment]:
    """The places of a school that may be handed over: of those who are there, and of those whom nobody followed."""
    stands = HandOver.objects.filter(leaver=OuterRef("pk"), state__in=HandOver.STANDS)
    mine = Enrolment.objects.filter(school=school_id, cohort=cohort_id).exclude(state=Enrolment.State.FINISHED)
    return (
        mine.filter(~Exists(stands))
        .select_related("user", "school", "cohort")
        .order_by("user__last_name", "user__first_name", "pk")
    )


def handable_of_booking(booking: Booking) -> QuerySet[Enrolment]:
    return handable(school_id=booking.school_id, cohort_id=booking.cohort_id).filter(booked_place__booking=booking)


@dataclass(frozen=True)
class SchoolHandOvers:
    """What a school has asked for in a cohort, and what it may still ask for freely."""

    hand_overs: list[HandOver]
    free_left: int
    grace: Grace | None


def school_hand_overs(*, school_id: int, cohort_id: int) -> SchoolHandOvers:
    """Two queries."""
    mine = HandOver.objects.filter(leaver__school=school_id, leaver__cohort=cohort_id)
    rows = list(mine.select_related("leaver__user", "leaver__cohort", "asked_by"))
    used = sum(row.state in HandOver.STANDS and row.on >= row.leaver.cohort.starts_on for row in rows)
    grace = Grace.objects.filter(school=school_id, cohort=cohort_id, decision="").first()
    return SchoolHandOvers(rows, max(0, settings.FREE_HAND_OVERS - used), grace)


@dataclass(frozen=True)
class Joining:
    """For who took over a place: from whom, when, and the list."""

    from_name: str
    on: date
    lessons: tuple[LessonLine, ...]


def joining_of(lead: Lead) -> Joining | None:
    """One query, and none for who took over nothing."""
    if not lead.catch_up:
        return None
    done = HandOver.objects.filter(joiner=lead.enrolment_id).select_related("leaver__user").first()
    by_pk = programme_outline(lead.programme_id).by_pk
    lessons = tuple(by_pk[pk] for pk in lead.catch_up if pk in by_pk)
    return Joining(done.leaver.user.name if done else "", lead.joined_on, lessons)


def excused_before_joining(enrolment_id: int) -> list[int]:
    """Lessons that were never asked of who took over a place: a certificate names them."""
    rows = LessonProgress.objects.filter(enrolment=enrolment_id, before_joining=True, completed_at__isnull=True)
    return list(rows.values_list("lesson_id", flat=True))


def facilitated_hand_overs(user) -> list[HandOver]:
    """Those of the facilitator's cohorts, what waits for them first."""
    mine = HandOver.objects.filter(leaver__cohort__facilitators=user.pk)
    rows = mine.select_related("leaver__user", "leaver__school", "leaver__cohort", "asked_by", "decided_by")
    return sorted(rows, key=lambda row: (row.state != HandOver.State.ASKED, -row.asked_at.timestamp()))


def facilitated_graces(user) -> list[Grace]:
    """Schools of the facilitator's cohorts with one lead left, the first to end first; those that pause after them."""
    waiting = Grace.objects.filter(cohort__facilitators=user.pk, decision__in=["", Grace.Decision.PAUSE])
    rows = waiting.select_related("school", "cohort")
    return sorted(rows, key=lambda row: (bool(row.decision), row.until, row.pk))


def booker_of(enrolment: Enrolment) -> Booking | None:
    place = BookedPlace.objects.filter(enrolment=enrolment).select_related("booking").first()
    return place.booking if place else None
