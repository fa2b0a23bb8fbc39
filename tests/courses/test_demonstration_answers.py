"""The invented answers of the large demonstration: the same every time, and such as somebody could have given."""

from datetime import date
from random import Random

import pytest

from courses.demonstration import COHORT
from courses.demonstration_answers import lay_answers, wrong
from courses.models import FormOrder, Sitting
from courses.queries.check import CHECK
from quizzes.kinds import KINDS
from quizzes.models import Answer, Attempt
from tests.courses.builders import ASKING, build_lead, build_school, finish
from tests.courses.checks import build_check
from tests.courses.sittings import build_forms
from tests.quizzes.drafts import build_draft

TODAY = date(2026, 11, 11)


@pytest.fixture
def large(cohort):
    """Two invented leads of --large, of whom one has finished a lesson with a quiz."""
    cohort.name = COHORT
    cohort.save()
    build_check()
    build_forms()
    people = [build_lead(cohort=cohort, school=build_school(), email=f"lead{n}.1@touchstone.example") for n in (1, 2)]
    finish(people[0].enrolments.get(), ASKING)
    return people


def lay():
    lay_answers(today=TODAY, say=lambda words: None)


def given():
    return list(Answer.objects.order_by("attempt__user__email", "question__key").values_list("response", "score"))


@pytest.mark.parametrize("kind", KINDS)
def test_a_slip_of_each_kind_is_a_whole_answer_that_is_not_right(kind):
    content = build_draft(kind).content
    for seed in range(20):
        response = wrong(kind, content, Random(seed))
        assert KINDS[kind].missing(content, response) == ""
        assert KINDS[kind].mark(content, response).right is False


def test_each_lead_has_a_check_a_form_and_the_quizzes_of_finished_lessons(large):
    lay()
    papers = [[attempt.quiz.key for attempt in person.attempts.order_by("quiz__key")] for person in large]
    assert papers == [sorted([f"{CHECK}why", "form-a", ASKING]), [f"{CHECK}why", "form-b"]]
    assert FormOrder.objects.count() == Sitting.objects.count() == 2


def test_all_papers_are_finished_and_every_answer_has_its_score(large):
    lay()
    assert Attempt.objects.filter(finished_at__isnull=True).count() == 0
    assert Answer.objects.filter(score__isnull=True).count() == 0
    for answer in Answer.objects.select_related("question", "version").exclude(response={}):
        marked = KINDS[answer.question.kind].mark(answer.version.content, answer.response)
        assert answer.score == marked.score


def test_laid_again_nothing_is_added(large):
    lay()
    before = given()
    lay()
    assert given() == before


def test_the_four_invented_schools_keep_their_own_answers(cohort, large):
    own = build_lead(cohort=cohort, email="lead@touchstone.example")
    lay()
    assert own.attempts.count() == 0
