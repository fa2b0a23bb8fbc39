"""What the dashboard shows: this week, the pace of each lead of the school, what comes next."""

from dataclasses import dataclass
from datetime import date

from django.conf import settings

from courses.plan import Pace, catch_up_week, pace
from courses.queries.calendar import school_year, school_years
from courses.queries.check import Check, module_checks
from courses.queries.diagnostic import Desk, State, Turn, desk_of
from courses.queries.enrolment import NOTHING, Done, Lead, progress_of, school_leads
from courses.queries.handover import joining_week
from courses.queries.programme import LessonLine, MeetingLine, Outline, programme_outline
from courses.queries.quiz import own_quizzes
from courses.weeks import SchoolYear


@dataclass(frozen=True)
class LeadPace:
    lead: Lead
    pace: Pace
    is_me: bool = False


@dataclass(frozen=True)
class LessonState:
    """A lesson in a list: open, complete, or excused by a facilitator."""

    lesson: LessonLine
    done: Done

    @property
    def words(self) -> str:
        if self.done.excused_at:
            return "excused: before you joined" if self.done.before_joining else "excused"
        return "finished" if self.done.completed_at else ""


@dataclass(frozen=True)
class Dashboard:
    lead: Lead
    outline: Outline
    year: SchoolYear
    week: int
    is_holiday: bool
    next_monday: date | None
    this_week: list[LessonLine]
    next_lesson: LessonLine | None
    mine: LeadPace
    colleagues: list[LeadPace]
    plan_by_friday: int
    checks: list[Check]
    desk: Desk | None

    @property
    def test(self) -> Turn | None:
        """The test of these days: one that was begun, the pre-test at the beginning, the post-test at the end."""
        if self.desk is None or self.is_holiday:
            return None
        turn = self.desk.now
        joins_later = bool(self.lead.catch_up) and self.mine.pace.state == "new"
        begins = self.week <= 1 or joins_later  # who takes over a place has a first week of their own
        return turn if turn and (turn is not self.desk.pre or begins or turn.state is State.STARTED) else None

    @property
    def meeting(self) -> MeetingLine | None:
        """The school's first that is not complete, once the plan has had it."""
        if self.is_holiday:
            return None
        number = self.mine.lead.next_meeting
        due = (one for one in self.outline.meetings if one.number == number and one.week <= self.week)
        return next(due, None)

    @property
    def minutes(self) -> int:
        """What this week's lessons still ask."""
        return sum(lesson.minutes for lesson in self.this_week if lesson.pk not in self.lead.finished)


def calendar_of(lead: Lead) -> int:
    """The school's own term dates where it has them, otherwise the cohort's."""
    return lead.own_calendar_id or lead.calendar_id


def due_before(week: int, lead: Lead, *, outline: Outline, year: SchoolYear) -> int:
    """Lessons due before a week; to who took over a place, the list of earlier ones falls due one a week."""
    if not lead.catch_up:
        return outline.due_before(week)
    joined_in = joining_week(year, lead.joined_on)
    later = sum(catch_up_week(place, joined_in=joined_in) >= week for place in range(len(lead.catch_up)))
    return max(0, outline.due_before(week) - later)


def pace_of(lead: Lead, *, outline: Outline, year: SchoolYear, today: date) -> Pace:
    week = year.week(today)
    return pace(
        done=sum(lesson.pk in lead.finished for lesson in outline.lessons),
        total=len(outline.lessons),
        # A holiday has the number of the week before: nobody falls behind in it
        expected=due_before(week, lead, outline=outline, year=year),
        due_by_now=due_before(week + 1, lead, outline=outline, year=year),
        week=week,
        school_days_in=year.count_school_days(lead.joined_on, today),
        enrolment_state=lead.state,
        behind_from=settings.BEHIND_FROM,
    )


def dashboard(lead: Lead, *, today: date) -> Dashboard:
    """Everything on a lead's first page: a query for the school's leads, two for the calendar, one for own quizzes."""
    outline = programme_outline(lead.programme_id)
    year = school_year(starts_on=lead.starts_on, calendar_id=calendar_of(lead))
    week, holiday = year.week(today), year.is_holiday(today)
    quizzes = own_quizzes(lead.user_id)
    everyone = [
        LeadPace(other, pace_of(other, outline=outline, year=year, today=today), is_me=other.user_id == lead.user_id)
        for other in school_leads(school_id=lead.school_id, cohort_id=lead.cohort_id)
    ]
    return Dashboard(
        lead=lead,
        outline=outline,
        year=year,
        week=week,
        is_holiday=holiday,
        next_monday=year.next_week(today),
        this_week=[] if holiday else outline.due_in(week),
        next_lesson=next(
            (lesson for lesson in outline.lessons if lesson.is_written and lesson.pk not in lead.finished), None
        ),
        mine=next(one for one in everyone if one.is_me),
        colleagues=[one for one in everyone if not one.is_me],
        plan_by_friday=due_before(week + 1, lead, outline=outline, year=year),
        checks=[] if holiday else [check for check in module_checks(outline, quizzes) if check.due_week == week],
        desk=desk_of(lead, quizzes, year=year, today=today),
    )


def cohort_paces(leads: list[Lead], *, today: date) -> dict[int, Pace]:
    """The pace of each lead by enrolment: two queries for each cohort's calendars."""
    paces: dict[int, Pace] = {}
    for cohort_id in {lead.cohort_id for lead in leads}:
        members = [lead for lead in leads if lead.cohort_id == cohort_id]
        outline = programme_outline(members[0].programme_id)
        years = school_years(starts_on=members[0].starts_on, calendar_ids={calendar_of(lead) for lead in members})
        for lead in members:
            paces[lead.enrolment_id] = pace_of(lead, outline=outline, year=years[calendar_of(lead)], today=today)
    return paces


def lesson_list(lead: Lead, *, today: date) -> dict:
    """Every lesson of the year by module, with what this lead has done of it."""
    outline = programme_outline(lead.programme_id)
    year = school_year(starts_on=lead.starts_on, calendar_id=calendar_of(lead))
    done = progress_of(lead.enrolment_id)
    checks = {check.module: check for check in module_checks(outline, own_quizzes(lead.user_id))}
    modules = [
        (module, [LessonState(lesson, done.get(lesson.pk, NOTHING)) for lesson in module.lessons], checks.get(module))
        for module in outline.modules
    ]
    return {"modules": modules, "week": year.week(today), "total": len(outline.lessons), "finished": len(lead.finished)}
