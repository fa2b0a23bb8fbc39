from datetime import timedelta

import pytest

from quizzes.domain.attempt import (
    AnswerChecked,
    AnswerIncomplete,
    AnswerOlder,
    check_answer,
    save_answer,
    start_attempt,
)
from quizzes.kinds import KINDS
from quizzes.models import Answer, Attempt, Confidence, Quiz
from tests.builders import build_user
from tests.quizzes.builders import NOW, build_quiz, correct_question, given, question_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def quiz():
    return build_quiz()


@pytest.fixture
def question(quiz):
    return question_of(quiz)


@pytest.fixture
def attempt(quiz):
    return start_attempt(quiz=quiz, user=build_user(), now=NOW)


def test_a_person_has_one_attempt_at_a_quiz(quiz):
    user = build_user()
    first = start_attempt(quiz=quiz, user=user, now=NOW)
    assert start_attempt(quiz=quiz, user=user, now=NOW + timedelta(days=1)) == first
    assert Attempt.objects.get() == first


def test_a_draft_is_kept_with_what_was_shown(attempt, question):
    save_answer(attempt=attempt, **given(question, response={"choice": "b"}, order=["c", "a", "b"]))
    answer = Answer.objects.get()
    assert (answer.response, answer.order, answer.version) == ({"choice": "b"}, ["c", "a", "b"], question.current)
    assert (answer.seq, answer.saved_at, answer.checked_at, answer.score) == (1, NOW, None, None)


def test_a_newer_save_overwrites(attempt, question):
    save_answer(attempt=attempt, **given(question, response={"choice": "b"}, seq=1))
    save_answer(attempt=attempt, **given(question, response={"choice": "c"}, seq=2))
    assert Answer.objects.get().response == {"choice": "c"}


@pytest.mark.parametrize("late", [1, 2, 5])
def test_a_late_save_changes_nothing_and_is_told_of_the_newer_one(attempt, question, late):
    newer = save_answer(attempt=attempt, **given(question, response={"choice": "c"}, seq=5))
    with pytest.raises(AnswerOlder) as caught:
        save_answer(attempt=attempt, **given(question, response={"choice": "b"}, seq=late))
    assert caught.value.answer == newer
    assert caught.value.message == "A newer answer was saved at 10:14, on another page or device."
    assert Answer.objects.get().response == {"choice": "c"}


def test_the_same_save_sent_twice_is_accepted_once(attempt, question):
    save_answer(attempt=attempt, **given(question, seq=3))
    again = save_answer(attempt=attempt, **given(question, seq=3, now=NOW + timedelta(minutes=1)))
    assert (again.seq, again.saved_at) == (3, NOW)


def test_checking_marks_and_locks_the_first_answer(attempt, question):
    answer = check_answer(attempt=attempt, **given(question))
    stored = Answer.objects.get()
    assert (stored.score, stored.checked_at) == (answer.score, answer.checked_at) == (1.0, NOW)


def test_checking_twice_answers_with_the_first_answer(attempt, question):
    first = check_answer(attempt=attempt, **given(question, response={"choice": "b"}))
    again = check_answer(attempt=attempt, **given(question, seq=2, now=NOW + timedelta(minutes=1)))
    assert (again, again.response, again.score, again.checked_at) == (first, {"choice": "b"}, 0.0, NOW)


def test_nothing_is_saved_over_a_checked_answer(attempt, question):
    check_answer(attempt=attempt, **given(question))
    with pytest.raises(AnswerChecked) as caught:
        save_answer(attempt=attempt, **given(question, response={"choice": "b"}, seq=99))
    assert caught.value.message == "This question was checked at 10:14. Your first answer stays as it is."
    assert Answer.objects.get().response == {"choice": "a"}


def test_a_check_that_comes_late_is_refused(attempt, question):
    save_answer(attempt=attempt, **given(question, response={"choice": "c"}, seq=5))
    with pytest.raises(AnswerOlder):
        check_answer(attempt=attempt, **given(question, response={"choice": "b"}, seq=4))
    assert Answer.objects.get().checked_at is None


def test_a_check_that_a_newer_save_passes_at_the_last_moment_marks_nothing(attempt, question, monkeypatch):
    save_answer(attempt=attempt, **given(question))

    def passed(answer, fields):
        save_answer(attempt=attempt, **given(question, response={"choice": "b"}, seq=2))
        return True

    monkeypatch.setattr("quizzes.domain.attempt._is_repeated", passed)
    with pytest.raises(AnswerOlder):
        check_answer(attempt=attempt, **given(question))
    assert Answer.objects.filter(checked_at__isnull=False).count() == 0


def test_a_check_after_a_save_with_the_same_number_and_answer_is_taken(attempt, question):
    save_answer(attempt=attempt, **given(question, seq=4))
    assert check_answer(attempt=attempt, **given(question, seq=4)).score == 1.0


def test_an_incomplete_answer_is_kept_but_not_checked(attempt, question):
    with pytest.raises(AnswerIncomplete) as caught:
        check_answer(attempt=attempt, **given(question, response={}))
    assert caught.value.sentence == "Choose an answer."
    assert Answer.objects.get().checked_at is None


def test_the_attempt_is_finished_with_the_last_question():
    quiz = build_quiz(["single", "text"])
    attempt = start_attempt(quiz=quiz, user=build_user(), now=NOW)
    check_answer(attempt=attempt, **given(question_of(quiz, 1)))
    assert attempt.finished_at is None
    check_answer(attempt=attempt, **given(question_of(quiz, 2)))
    assert attempt.finished_at == Attempt.objects.get().finished_at == NOW


def test_a_draft_keeps_the_version_it_was_given_to(attempt, question):
    shown = question.current
    correct_question(question, now=NOW, stem="Corrected")
    save_answer(attempt=attempt, **given(question, version=shown))
    assert Answer.objects.get().version == shown


def test_a_corrected_question_is_marked_by_the_version_that_was_shown(attempt, question):
    shown = question.current
    swapped = [entry | {"key": entry["id"] == "b"} for entry in shown.content["entries"]]
    correct_question(question, now=NOW, entries=swapped)
    answer = check_answer(attempt=attempt, **given(question, version=shown, response={"choice": "a"}))
    assert answer.score == 1.0


def test_a_version_of_another_question_is_refused(attempt, question):
    other = question_of(build_quiz(["text"]))
    with pytest.raises(ValueError, match="another question"):
        save_answer(attempt=attempt, **given(question, version=other.current))


def test_a_check_without_a_word_on_how_sure_is_kept_as_a_draft(attempt, question):
    with pytest.raises(AnswerIncomplete) as caught:
        check_answer(attempt=attempt, **given(question, confidence=None))
    assert caught.value.sentence == "Say how sure you are."
    assert (Answer.objects.get().response, Answer.objects.get().checked_at) == ({"choice": "a"}, None)


@pytest.mark.parametrize("confidence", Confidence.values)
@pytest.mark.parametrize(("choice", "score"), [("a", 1.0), ("b", 0.0)])
def test_how_sure_somebody_is_never_changes_the_score(attempt, question, confidence, choice, score):
    check_answer(attempt=attempt, **given(question, response={"choice": choice}, confidence=confidence))
    assert (Answer.objects.get().score, Answer.objects.get().confidence) == (score, confidence)


def test_how_sure_is_saved_with_a_draft_and_a_late_save_does_not_change_it(attempt, question):
    save_answer(attempt=attempt, **given(question, seq=5, confidence=1))
    with pytest.raises(AnswerOlder):
        save_answer(attempt=attempt, **given(question, seq=5, confidence=3))
    assert Answer.objects.get().confidence == 1


def test_how_sure_is_not_kept_where_it_is_not_asked():
    quiz = build_quiz(["text"])
    attempt = start_attempt(quiz=quiz, user=build_user(), now=NOW)
    assert check_answer(attempt=attempt, **given(question_of(quiz), confidence=3)).confidence is None


def test_every_question_of_a_check_wants_to_know_how_sure():
    quiz = build_quiz(["text"])
    quiz.mode = Quiz.Mode.CHECK
    attempt = start_attempt(quiz=quiz, user=build_user(), now=NOW)
    with pytest.raises(AnswerIncomplete, match=r"Say how sure you are\."):
        check_answer(attempt=attempt, **given(question_of(quiz), confidence=None))
    assert check_answer(attempt=attempt, **given(question_of(quiz), seq=2)).confidence == 2


@pytest.mark.parametrize("kind", KINDS)
def test_each_kind_is_saved_and_checked(kind):
    quiz = build_quiz([kind])
    attempt = start_attempt(quiz=quiz, user=build_user(), now=NOW)
    save_answer(attempt=attempt, **given(question_of(quiz)))
    assert check_answer(attempt=attempt, **given(question_of(quiz), seq=2)).score == 1.0


def test_a_first_save_takes_7_queries(attempt, question, django_assert_num_queries):
    fields = given(question)
    with django_assert_num_queries(7):  # savepoint, update, look, savepoint, insert, two releases
        save_answer(attempt=attempt, **fields)


def test_a_later_save_takes_4_queries(attempt, question, django_assert_num_queries):
    save_answer(attempt=attempt, **given(question))
    fields = given(question, seq=2)
    with django_assert_num_queries(4):  # savepoint, update, answer, release
        save_answer(attempt=attempt, **fields)


def test_a_check_takes_at_most_10_queries(attempt, question, django_assert_max_num_queries):
    save_answer(attempt=attempt, **given(question))
    fields = given(question, seq=2)
    with django_assert_max_num_queries(10):
        check_answer(attempt=attempt, **fields)
