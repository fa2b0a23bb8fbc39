"""The demonstration, laid on days on which a calendar may trip: its cohort is always alive and in week 6."""

from collections import Counter
from datetime import date, datetime, timedelta

import pytest
import time_machine
from django.db import transaction
from django.utils.timezone import make_aware
from wagtail.models import Page, Revision

from cms.models import User
from courses.demonstration import COHORT, SCHOOLS, TEAM, lay_demonstration
from courses.models import (
    Calendar,
    ClosedDay,
    Cohort,
    Enrolment,
    LessonPage,
    LessonProgress,
    ModulePage,
    Reflection,
    School,
    Term,
)
from courses.queries.calendar import school_year
from courses.queries.enrolment import cohort_leads
from courses.queries.progress import cohort_paces
from quizzes.models import Answer, Attempt, QuestionVersion

DAYS = {
    "a Monday": date(2026, 11, 16),
    "a Sunday": date(2026, 11, 22),
    "1 January": date(2027, 1, 1),
    "29 February": date(2028, 2, 29),
}
MODELS = (
    *(Answer, Attempt, Calendar, ClosedDay, Cohort, Enrolment, LessonProgress, Page, QuestionVersion, Reflection),
    *(Revision, School, Term, User),
)


def lay(day: date) -> list[str]:
    said = []
    with time_machine.travel(datetime.combine(day, datetime.min.time()).replace(hour=9), tick=False):
        lay_demonstration(today=day, say=said.append)
    return said


@pytest.fixture(scope="module", params=DAYS.values(), ids=DAYS.keys())
def today(request, django_db_setup, django_db_blocker):
    """The day on which the demonstration was laid; it is there for all tests of that day."""
    with django_db_blocker.unblock(), transaction.atomic():
        lay(request.param)
        yield request.param
        transaction.set_rollback(True)


def paces(today: date) -> dict[str, list[str]]:
    """The states of the leads, by school."""
    leads = cohort_leads([Cohort.objects.get(name=COHORT).pk])
    found = cohort_paces(leads, today=today)
    states: dict[str, list[str]] = {}
    for lead in leads:
        states.setdefault(lead.school_name.partition(" ")[0], []).append(found[lead.enrolment_id].state)
    return {name: sorted(of_school) for name, of_school in states.items()}


def rows() -> dict[str, int]:
    return {model.__name__: model.objects.count() for model in MODELS}


def test_the_cohort_is_in_week_6_of_39_and_not_on_holiday(today, db):
    cohort = Cohort.objects.get(name=COHORT)
    year = school_year(starts_on=cohort.starts_on, calendar_id=cohort.calendar_id)
    assert (year.week(today), year.is_holiday(today), len(year.mondays)) == (6, False, 39)


def test_the_year_has_six_half_terms_as_the_outline_has(today, db):
    cohort = Cohort.objects.get(name=COHORT)
    year = school_year(starts_on=cohort.starts_on, calendar_id=cohort.calendar_id)
    gaps = [later - earlier for earlier, later in zip(year.mondays, year.mondays[1:], strict=False)]
    ends = [number for number, gap in enumerate(gaps, 1) if gap > timedelta(days=7)]
    assert ends == [7, 14, 20, 25, 32]


def test_four_schools_of_two_or_three_leads_are_in_different_states(today, db):
    assert paces(today) == {
        "Larkfield": ["ahead", "on pace"],
        "Holm": ["on pace", "on pace", "on pace"],
        "St": ["behind", "on pace"],
        "Westmoor": ["new", "new"],
    }


def test_every_school_says_that_it_is_invented(today, db):
    assert School.objects.filter(enrolments__cohort__name=COHORT).distinct().count() == 4
    assert not School.objects.exclude(name__endswith="(invented)").exists()


def test_every_address_is_one_that_nobody_can_have(today, db):
    assert not User.objects.exclude(email__endswith=".example").exists()  # kept free by RFC 2606


def test_everybody_who_is_announced_is_there(today, db):
    announced = {*TEAM, *(lead.email for *_, leads in SCHOOLS for lead in leads)}
    assert set(User.objects.filter(email__endswith="@touchstone.example").values_list("email", flat=True)) == announced


def test_the_lessons_done_are_the_first_ones_with_answers_and_reflections(today, db):
    lead = Enrolment.objects.get(user__email="lead@touchstone.example")
    done = lead.progress.filter(completed_at__isnull=False)
    assert list(done.order_by("lesson__path").values_list("lesson__slug", flat=True)) == list(
        LessonPage.objects.order_by("path").values_list("slug", flat=True)[:8]
    )
    assert set(done.values_list("lesson")) == set(lead.reflections.values_list("lesson"))
    assert Answer.objects.filter(attempt__user=lead.user, checked_at=None).count() == 0


def test_nothing_was_done_in_the_future_or_before_joining(today, db):
    nine = make_aware(datetime.combine(today, datetime.min.time()).replace(hour=9))
    assert not LessonProgress.objects.filter(completed_at__gt=nine).exists()
    assert not Answer.objects.filter(saved_at__gt=nine).exists()
    assert not Reflection.objects.filter(saved_at__gt=nine).exists()
    for enrolment in Enrolment.objects.all():
        assert not enrolment.progress.filter(completed_at__date__lt=enrolment.joined_on).exists()


def test_answers_are_not_all_the_best(today, db):
    scores = Counter(score == 1 for score in Answer.objects.values_list("score", flat=True))
    assert scores[True] > scores[False] > 0


def test_the_facilitator_has_the_cohort(today, db):
    cohort = Cohort.objects.get(name=COHORT)
    assert list(cohort.facilitators.values_list("email", flat=True)) == ["facilitator@touchstone.example"]


def test_editors_reach_the_admin_and_the_office_too_but_leads_do_not(today, db):
    emails = ["editor@touchstone.example", "office@touchstone.example", "lead@touchstone.example"]
    people = [User.objects.get(email=email) for email in emails]
    assert [person.has_perm("wagtailadmin.access_admin") for person in people] == [True, True, False]


def test_laying_it_twice_changes_nothing(today, db):
    before = rows()
    lay(today)
    assert rows() == before


def test_laying_it_again_a_week_later_keeps_the_first_year(today, db):
    before = rows(), Cohort.objects.get(name=COHORT).starts_on
    lay(today + timedelta(days=7))
    assert (rows(), Cohort.objects.get(name=COHORT).starts_on) == before


def test_what_an_editor_changed_stays(today, db):
    page = LessonPage.objects.get(slug="why-before-what")
    page.title = "What was edited?"
    page.save_revision().publish()
    lay(today)
    assert LessonPage.objects.get(pk=page.pk).title == "What was edited?"


def test_the_programme_is_there_with_44_lessons(today, db):
    assert (ModulePage.objects.count(), LessonPage.objects.count()) == (4, 44)


@pytest.mark.parametrize("email", ["lead@touchstone.example", "brannock1@touchstone.example"])
def test_a_lead_sees_this_week(today, db, client, email):
    with time_machine.travel(make_aware(datetime.combine(today, datetime.min.time()).replace(hour=9)), tick=False):
        client.force_login(User.objects.get(email=email))
        page = client.get("/learn/").content.decode()
    assert "Week 6 of 39." in page
