"""Fetch and "may you?": each asks the same of four people, of whom one may."""

from datetime import date

import pytest
from django.contrib.auth.models import AnonymousUser, Permission
from django.http import Http404

from courses import access
from courses.domain.calendar import close_day
from courses.domain.help import ask_help
from courses.models import ClosedDay
from tests.builders import build_user
from tests.courses.builders import (
    ASKING,
    COMING,
    NOW,
    READING,
    WRITING,
    blocks_of,
    build_cohort,
    build_enrolment,
    build_lead,
    lead_of,
    lesson_page,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def facilitator(cohort):
    person = build_user(name="Helen Ward")
    cohort.facilitators.add(person)
    return person


@pytest.fixture
def stranger():
    """The facilitator of another cohort."""
    person = build_user()
    build_cohort(facilitators=[person])
    return person


@pytest.fixture
def editor():
    person = build_user()
    person.user_permissions.add(Permission.objects.get(codename="access_admin"))
    return person


def refused(fetch, *arguments) -> bool:
    try:
        fetch(*arguments)
    except Http404:
        return True
    return False


# Leads ----------------------------------------------------------------------------------------------------------


def test_a_lead_finds_their_own_place(enrolment):
    assert access.get_lead_or_404(enrolment.user).enrolment_id == enrolment.pk


def test_a_facilitator_is_no_lead(facilitator):
    assert refused(access.get_lead_or_404, facilitator)


def test_a_lead_who_left_is_no_lead(cohort):
    assert refused(access.get_lead_or_404, build_lead(cohort=cohort, state="left"))


# Closed days ----------------------------------------------------------------------------------------------------


def test_a_lead_finds_the_days_their_own_school_closed(cohort, lead, school):
    closed = close_day(school=school, template=cohort.calendar, day=date(2026, 11, 27), reason="INSET day")
    colleague, elsewhere = build_lead(cohort=cohort, school=school), build_lead(cohort=cohort)
    people = [lead_of(one) for one in (lead, colleague, elsewhere)]
    assert [refused(access.get_closed_day_or_404, one, closed.pk) for one in people] == [False, False, True]


def test_a_day_that_the_cohort_closed_is_nobodys_to_take_back(cohort, lead):
    closed = ClosedDay.objects.create(calendar=cohort.calendar, day=date(2026, 11, 27), reason="INSET day")
    assert refused(access.get_closed_day_or_404, lead_of(lead), closed.pk)


# Lessons --------------------------------------------------------------------------------------------------------


def reads(user, module, slug) -> bool:
    return not refused(access.get_lesson_or_404, user, module, slug)


def test_a_lead_reads_every_lesson_of_their_programme(lead):
    assert all(reads(lead, *where) for where in [("why", ASKING), ("why", READING), ("how", COMING)])


@pytest.mark.parametrize(("slug", "may"), [(ASKING, True), (READING, False)])
def test_a_visitor_reads_samples_only(cohort, slug, may):
    assert reads(AnonymousUser(), "why", slug) is may


@pytest.mark.parametrize(("slug", "may"), [(ASKING, True), (READING, False)])
def test_a_person_without_a_place_reads_samples_only(cohort, slug, may):
    assert reads(build_user(), "why", slug) is may


@pytest.mark.parametrize(("slug", "may"), [(ASKING, True), (READING, False)])
def test_a_lead_who_left_reads_samples_only(cohort, slug, may):
    assert reads(build_lead(cohort=cohort, state="left"), "why", slug) is may


def test_facilitators_and_editors_read_every_lesson(facilitator, editor):
    assert (reads(facilitator, "why", READING), reads(editor, "why", READING)) == (True, True)


@pytest.mark.parametrize(("module", "slug"), [("why", "nothing"), ("nothing", ASKING), ("how", ASKING)])
def test_a_lesson_that_is_not_there_is_not_found(lead, module, slug):
    assert not reads(lead, module, slug)


def test_an_unpublished_lesson_is_not_found_even_while_the_outline_is_kept(lead):
    assert reads(lead, "why", READING)
    lesson_page(READING).unpublish()
    assert not reads(lead, "why", READING)


def test_without_a_programme_nothing_is_found(db):
    assert not reads(AnonymousUser(), "why", "anything-at-all")


def test_only_leads_answer(lead, facilitator):
    assert access.get_answerable_lesson_or_404(lead, "why", ASKING).may_answer
    assert refused(access.get_answerable_lesson_or_404, facilitator, "why", ASKING)
    assert refused(access.get_answerable_lesson_or_404, AnonymousUser(), "why", ASKING)


def test_a_reflection_is_found_in_the_lesson_that_asks_it(lead):
    [block] = blocks_of(ASKING)
    assert access.get_reflection_or_404(lead, "why", ASKING, block).lesson.slug == ASKING
    assert refused(access.get_reflection_or_404, lead, "how", WRITING, block)


def test_a_question_is_found_in_the_lesson_that_asks_it(lead):
    visit, asked = access.get_question_or_404(lead, "why", ASKING, "t1")
    assert (visit.lesson.slug, asked.question.key) == (ASKING, "t1")
    assert refused(access.get_question_or_404, lead, "how", WRITING, "t1")
    assert refused(access.get_question_or_404, lead, "why", ASKING, "nothing")


def test_a_visitor_finds_the_questions_of_samples_only(cohort):
    assert not refused(access.get_question_or_404, AnonymousUser(), "why", ASKING, "t1")
    assert refused(access.get_question_or_404, AnonymousUser(), "how", WRITING, "t3")


# What facilitators find -----------------------------------------------------------------------------------------


def test_a_facilitator_finds_the_leads_of_their_cohort(facilitator, enrolment):
    assert access.get_facilitated_enrolment_or_404(facilitator, enrolment.pk) == enrolment


def test_nobody_else_finds_a_lead(enrolment, stranger, editor, cohort, school):
    colleague = build_lead(cohort=cohort, school=school)
    elsewhere = build_lead(cohort=cohort)
    people = [stranger, editor, enrolment.user, colleague, elsewhere]
    assert [refused(access.get_facilitated_enrolment_or_404, one, enrolment.pk) for one in people] == [True] * 5


@pytest.fixture
def question(enrolment):
    return ask_help(lead=lead_of(enrolment.user), lesson_pk=None, text="How?", now=NOW)


def test_a_facilitator_finds_the_questions_of_their_cohort(facilitator, question):
    assert access.get_facilitated_help_request_or_404(facilitator, question.pk) == question


def test_nobody_else_finds_a_question(question, enrolment, stranger, cohort, school):
    people = [stranger, enrolment.user, build_lead(cohort=cohort, school=school)]
    assert [refused(access.get_facilitated_help_request_or_404, one, question.pk) for one in people] == [True] * 3


def test_a_facilitator_finds_their_own_cohort_and_no_other(facilitator, stranger, cohort):
    assert access.get_facilitated_cohort_or_404(facilitator, cohort.pk) == cohort
    assert refused(access.get_facilitated_cohort_or_404, stranger, cohort.pk)


def test_only_facilitators_have_cohorts(facilitator, lead, editor):
    assert access.get_facilitator_or_404(facilitator) is None
    assert [refused(access.get_facilitator_or_404, one) for one in (lead, editor)] == [True, True]


def test_a_right_taken_away_is_gone_at_once(facilitator, enrolment, cohort):
    cohort.facilitators.remove(facilitator)
    assert refused(access.get_facilitated_enrolment_or_404, facilitator, enrolment.pk)


# The navigation -------------------------------------------------------------------------------------------------


def test_the_navigation_offers_each_their_places(lead, facilitator, cohort):
    both = build_enrolment(cohort=cohort, user=build_user()).user
    cohort.facilitators.add(both)
    people = [lead, facilitator, both, build_user()]
    assert [access.team_places(one) for one in people] == [["learn"], ["facilitate"], ["learn", "facilitate"], []]
