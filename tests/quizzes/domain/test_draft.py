"""Keeping a draft by one statement behaves as `save_answer` does."""

from datetime import timedelta

import pytest

from quizzes.domain.attempt import AnswerChecked, AnswerOlder, save_draft
from quizzes.models import Answer, Attempt, Quiz
from tests.builders import build_user
from tests.quizzes.builders import NOW, build_checked_answer, build_quiz, given, question_of

pytestmark = pytest.mark.django_db

LATER = NOW + timedelta(minutes=1)


@pytest.fixture
def quiz():
    return build_quiz()


@pytest.fixture
def user():
    return build_user()


def keep(quiz, user, **changes):
    return save_draft(quiz=quiz, user=user, **given(question_of(quiz), **changes))


def test_the_first_draft_begins_the_attempt(quiz, user):
    kept = keep(quiz, user, response={"choice": "b"})
    assert (kept.seq, kept.saved_at) == (1, NOW)
    assert (Attempt.objects.get().user, Answer.objects.get().response) == (user, {"choice": "b"})


def test_a_newer_draft_replaces_everything_that_was_given_in_one_statement(quiz, user, django_assert_num_queries):
    Quiz.objects.filter(pk=quiz.pk).update(mode=Quiz.Mode.CHECK)
    quiz.refresh_from_db()
    keep(quiz, user)
    fields = given(question_of(quiz), response={"choice": "c"}, order=["c", "b", "a"], seq=2, now=LATER, confidence=3)
    with django_assert_num_queries(1):
        save_draft(quiz=quiz, user=user, **fields)
    answer = Answer.objects.get()
    assert (answer.response, answer.order, answer.confidence) == ({"choice": "c"}, ["c", "b", "a"], 3)
    assert (answer.seq, answer.saved_at, answer.version) == (2, LATER, question_of(quiz).current)


def test_confidence_is_not_kept_where_it_is_not_asked(quiz, user):
    Quiz.objects.filter(pk=quiz.pk).update(mode=Quiz.Mode.TEST)
    quiz.refresh_from_db()
    keep(quiz, user)
    keep(quiz, user, seq=2, confidence=3)
    assert Answer.objects.get().confidence is None


def test_a_late_draft_is_refused_with_the_newer_one(quiz, user):
    keep(quiz, user, seq=5, response={"choice": "c"})
    with pytest.raises(AnswerOlder):
        keep(quiz, user, seq=4, response={"choice": "b"})
    assert Answer.objects.get().response == {"choice": "c"}


def test_a_draft_sent_twice_is_no_conflict(quiz, user):
    keep(quiz, user, seq=2)
    assert keep(quiz, user, seq=2, now=LATER).saved_at == NOW


def test_a_checked_answer_stays(quiz, user):
    build_checked_answer(quiz, user=user)
    with pytest.raises(AnswerChecked):
        keep(quiz, user, seq=9, response={"choice": "b"})
    assert Answer.objects.get().score == 1


def test_another_persons_answer_and_another_question_stay(user):
    quiz = build_quiz(["single", "single"])
    other = build_user()
    for person in (user, other):
        for position in (1, 2):
            save_draft(quiz=quiz, user=person, **given(question_of(quiz, position), response={"choice": "a"}))
    save_draft(quiz=quiz, user=user, **given(question_of(quiz, 2), response={"choice": "b"}, seq=2))
    answers = Answer.objects.order_by("attempt__user", "question").values_list("response__choice", flat=True)
    assert list(answers) == ["a", "b", "a", "a"]


def test_a_version_of_another_question_is_refused(user):
    quiz = build_quiz(["single", "text"])
    with pytest.raises(ValueError, match="another question"):
        keep(quiz, user, version=question_of(quiz, 2).current)
