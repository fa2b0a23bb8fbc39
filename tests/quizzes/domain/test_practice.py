from datetime import timedelta

import pytest

from quizzes.domain.practice import note_practised
from quizzes.models import Practised
from tests.builders import build_user
from tests.quizzes.builders import NOW, build_checked_answer, build_draft_answer, build_quiz, question_of

pytestmark = pytest.mark.django_db


def noted() -> list[tuple]:
    return list(Practised.objects.values_list("user", "question", "first_at"))


def test_practice_before_the_first_answer_is_noted_once():
    user, question = build_user(), question_of(build_quiz())
    for days in (0, 1):
        note_practised(user=user, question=question, now=NOW + timedelta(days=days))
    assert noted() == [(user.pk, question.pk, NOW)]


def test_practice_after_the_first_answer_is_not_noted():
    quiz, user = build_quiz(), build_user()
    build_checked_answer(quiz, user=user)
    note_practised(user=user, question=question_of(quiz), now=NOW)
    assert noted() == []


def test_neither_a_draft_nor_the_answer_of_somebody_else_is_a_first_answer():
    quiz, user = build_quiz(), build_user()
    build_draft_answer(quiz, user=user)
    build_checked_answer(quiz, user=build_user())
    note_practised(user=user, question=question_of(quiz), now=NOW)
    assert noted() == [(user.pk, question_of(quiz).pk, NOW)]
