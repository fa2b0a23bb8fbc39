from datetime import timedelta

import pytest

from quizzes.models import Practised, Quiz
from quizzes.queries.calibration import sureness_of
from tests.builders import build_user
from tests.quizzes.builders import NOW, build_checked_answer, build_draft_answer, build_quiz, question_of

pytestmark = pytest.mark.django_db


def answer(user, *, right, confidence, mode="lesson", kind="single", now=NOW):
    """A first answer to a new question; returns the question."""
    quiz = build_quiz([kind])
    Quiz.objects.filter(pk=quiz.pk).update(mode=mode)
    quiz.refresh_from_db()
    response = {"choice": "a" if right else "b"} if kind == "single" else {"text": "construct" if right else "no"}
    build_checked_answer(quiz, user=user, response=response, confidence=confidence, now=now)
    return question_of(quiz)


def said(user) -> list[tuple[int, int]]:
    return [(level.right, level.n) for level in sureness_of(user.pk).calibration.said]


def test_what_was_said_stands_against_what_was_right():
    user = build_user()
    for confidence, right in [(1, False), (2, True), (2, False), (3, True), (3, True), (3, False)]:
        answer(user, right=right, confidence=confidence)
    assert said(user) == [(0, 1), (1, 2), (2, 3)]


@pytest.mark.parametrize(("right", "n", "verdict"), [(12, 20, "over-confident"), (6, 10, "not enough yet")])
def test_over_confident_is_said_of_12_of_20_and_not_of_6_of_10(right, n, verdict):
    user = build_user()
    for place in range(n):
        answer(user, right=place < right, confidence=3)
    assert sureness_of(user.pk).calibration.verdict == verdict


def test_answers_to_scenarios_and_to_any_question_of_a_check_count():
    user = build_user()
    answer(user, right=True, confidence=3, kind="text", mode="check")
    answer(user, right=True, confidence=3, kind="text", mode="lesson")
    answer(user, right=True, confidence=3, kind="single", mode="test")
    assert said(user)[2] == (1, 1)


def test_an_answer_to_what_had_been_practised_is_left_out_and_counted():
    user = build_user()
    question = answer(user, right=False, confidence=3)
    answer(user, right=True, confidence=3)
    Practised.objects.create(user=user, question=question, first_at=NOW)
    found = sureness_of(user.pk)
    assert (said(user)[2], found.counted, found.left_out, found.surprises) == ((1, 1), 1, 1, ())


def test_very_sure_and_wrong_are_listed_with_the_newest_first():
    user = build_user()
    early = answer(user, right=False, confidence=3)
    late = answer(user, right=False, confidence=3, now=NOW + timedelta(days=1))
    answer(user, right=False, confidence=2)
    answer(user, right=True, confidence=3)
    surprises = sureness_of(user.pk).surprises
    assert [(one.question_key, one.said) for one in surprises] == [
        (late.key, "The words are vague"),
        (early.key, "The words are vague"),
    ]


def test_drafts_and_the_answers_of_others_do_not_count():
    user = build_user()
    build_draft_answer(build_quiz(), user=user, confidence=3)
    answer(build_user(), right=True, confidence=3)
    assert (said(user), sureness_of(user.pk).counted) == ([(0, 0), (0, 0), (0, 0)], 0)


@pytest.mark.parametrize("count", [1, 3])
def test_one_query_whatever_the_number_of_answers(count, django_assert_num_queries):
    user = build_user()
    for _ in range(count):
        answer(user, right=True, confidence=3)
    with django_assert_num_queries(1):
        sureness_of(user.pk)
