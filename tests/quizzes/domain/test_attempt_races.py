"""Saves and checks that arrive at the same time, on real connections."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection

from quizzes.domain.attempt import AnswerChecked, AnswerOlder, check_answer, save_answer, start_attempt
from quizzes.models import Answer, Attempt
from tests.builders import build_user
from tests.quizzes.builders import NOW, build_quiz, given, question_of

PEOPLE = 12


@pytest.fixture
def quiz(restored_database, transactional_db):
    return build_quiz(["single", "text"])


def at_once(*calls):
    """Runs the calls in threads that start together; gives what each returned or the refusal it raised."""
    start = Barrier(len(calls))

    def run(call):
        try:
            start.wait()
            return call()
        except (AnswerOlder, AnswerChecked) as refused:
            return refused
        finally:
            connection.close()

    with ThreadPoolExecutor(len(calls)) as pool:
        return list(pool.map(run, calls))


def test_one_attempt_however_many_start_it(quiz):
    user = build_user()
    attempts = at_once(*[lambda: start_attempt(quiz=quiz, user=user, now=NOW)] * PEOPLE)
    assert {attempt.pk for attempt in attempts} == {Attempt.objects.get().pk}


def test_of_many_first_saves_the_newest_stays(quiz):
    attempt, question = start_attempt(quiz=quiz, user=build_user(), now=NOW), question_of(quiz)
    saves = [given(question, response={"choice": "abc"[seq % 3]}, seq=seq) for seq in range(1, PEOPLE + 1)]
    at_once(*[lambda save=save: save_answer(attempt=attempt, **save) for save in saves])
    answer = Answer.objects.get()
    assert (answer.seq, answer.response) == (PEOPLE, saves[-1]["response"])


def test_of_many_checks_one_is_the_first_answer_and_all_are_told_it(quiz):
    attempt, question = start_attempt(quiz=quiz, user=build_user(), now=NOW), question_of(quiz)
    checks = [given(question, response={"choice": "abc"[seq % 3]}, seq=seq) for seq in range(1, PEOPLE + 1)]
    told = at_once(*[lambda check=check: check_answer(attempt=attempt, **check) for check in checks])
    answer = Answer.objects.get()
    assert {(one.pk, one.score) for one in told if isinstance(one, Answer)} == {(answer.pk, answer.score)}
    assert answer.score == (1.0 if answer.response == {"choice": "a"} else 0.0)


def test_no_save_passes_a_check(quiz):
    attempt, question = start_attempt(quiz=quiz, user=build_user(), now=NOW), question_of(quiz)
    saves = [
        lambda seq=seq: save_answer(attempt=attempt, **given(question, response={"choice": "b"}, seq=seq))
        for seq in range(51, 51 + PEOPLE)
    ]
    outcomes = at_once(lambda: check_answer(attempt=attempt, **given(question, seq=50)), *saves)
    answer = Answer.objects.get()
    if answer.checked_at:
        assert (answer.response, answer.score) == ({"choice": "a"}, 1.0)
    else:  # a newer save came first: the check was refused
        assert isinstance(outcomes[0], AnswerOlder)
        assert answer.response == {"choice": "b"}


def test_the_last_two_questions_checked_at_once_finish_the_attempt(quiz):
    attempt = start_attempt(quiz=quiz, user=build_user(), now=NOW)
    checks = [given(question_of(quiz, position)) for position in (1, 2)]
    at_once(*[lambda check=check: check_answer(attempt=attempt, **check) for check in checks])
    assert Attempt.objects.get().finished_at == NOW
