import pytest

from quizzes.models import Practised, Quiz
from quizzes.queries.practice import scenarios_for
from tests.builders import build_user
from tests.quizzes.builders import NOW, build_checked_answer, build_draft_answer, build_quiz, question_of

pytestmark = pytest.mark.django_db


def build_mode(mode, kinds=("single",), *, key=""):
    quiz = build_quiz(kinds, key=key)
    Quiz.objects.filter(pk=quiz.pk).update(mode=mode)
    return quiz


def keys(user) -> list[str]:
    return [scenario.key for scenario in scenarios_for(user.pk)]


@pytest.mark.parametrize(("mode", "count"), [("lesson", 1), ("bank", 1), ("check", 0), ("test", 0)])
def test_scenarios_of_lessons_and_of_the_bank_are_practised_and_no_others(mode, count):
    build_mode(mode, ["single", "text"])
    assert len(scenarios_for(build_user().pk)) == count


def test_an_exhibit_alone_makes_a_scenario_too():
    build_mode("bank", ["number"])
    assert [scenario.kind for scenario in scenarios_for(build_user().pk)] == ["number"]


@pytest.mark.parametrize("mode", ["check", "test"])
def test_a_scenario_that_a_check_or_test_asks_as_well_is_not_practised(mode):
    quiz = build_mode("lesson")
    build_mode(mode).items.update(question=question_of(quiz))
    assert scenarios_for(build_user().pk) == []


def test_a_scenario_that_two_quizzes_hold_comes_once_and_names_the_lessons():
    quiz = build_mode("lesson", key="my-lesson")
    build_mode("bank", key="a-bank").items.update(question=question_of(quiz))
    assert [(scenario.key, scenario.lesson) for scenario in scenarios_for(build_user().pk)] == [
        (question_of(quiz).key, "my-lesson")
    ]


def test_what_is_not_yet_answered_comes_first_and_then_the_easier():
    quiz, user = build_mode("lesson", ["single", "number", "single"]), build_user()
    easy, hard, answered = (question_of(quiz, position) for position in (3, 2, 1))
    build_checked_answer(quiz, user=user, question=answered)
    assert keys(user) == [easy.key, hard.key, answered.key]
    assert keys(build_user())[-1] == hard.key


def test_a_draft_is_no_answer():
    quiz, user = build_mode("lesson"), build_user()
    build_draft_answer(quiz, user=user)
    assert scenarios_for(user.pk)[0].answered_at is None


def test_the_practice_and_answers_of_others_are_not_told():
    quiz, user = build_mode("lesson"), build_user()
    build_checked_answer(quiz, user=user)
    Practised.objects.create(user=user, question=question_of(quiz), first_at=NOW)
    told = [(one.answered_at, one.practised_at) for who in [user, build_user()] for one in scenarios_for(who.pk)]
    assert told == [(NOW, NOW), (None, None)]


@pytest.mark.parametrize("count", [1, 3])
def test_one_query_whatever_the_number(count, django_assert_num_queries):
    build_mode("bank", ["single"] * count)
    with django_assert_num_queries(1):
        assert len(scenarios_for(7)) == count
