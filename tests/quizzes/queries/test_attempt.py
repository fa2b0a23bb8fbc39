from datetime import timedelta

import pytest

from quizzes.kinds import KINDS
from quizzes.models import Answer, Quiz
from quizzes.queries.attempt import answers_of, items_of_quizzes, quiz_items, tried
from tests.builders import build_user
from tests.quizzes.builders import (
    NOW,
    build_checked_answer,
    build_draft_answer,
    build_quiz,
    correct_question,
    question_of,
)

pytestmark = pytest.mark.django_db


def only_item(quiz, user, **asked):
    [item] = quiz_items(quiz_id=quiz.pk, user=user, **asked)
    return item


def test_items_come_in_the_order_of_the_quiz():
    quiz = build_quiz(["text", "single"])
    items = quiz_items(quiz_id=quiz.pk, user=build_user())
    assert [(item.kind, item.position, item.count) for item in items] == [("text", 1, 2), ("single", 2, 2)]


@pytest.mark.parametrize("kinds", [["single"], ["single", "match", "number"]])
def test_two_queries_whatever_the_number_of_questions(kinds, django_assert_num_queries):
    quiz, user = build_quiz(kinds), build_user()
    build_checked_answer(quiz, user=user)
    quiz_items(quiz_id=quiz.pk, user=user)  # the first reader has the versions prepared
    with django_assert_num_queries(2):
        quiz_items(quiz_id=quiz.pk, user=user)


def test_a_corrected_question_costs_no_further_query(django_assert_num_queries):
    quiz, user = build_quiz(["single", "text"]), build_user()
    build_draft_answer(quiz, user=user)
    correct_question(question_of(quiz), now=NOW, stem="Corrected")
    quiz_items(quiz_id=quiz.pk, user=user)
    with django_assert_num_queries(2):
        quiz_items(quiz_id=quiz.pk, user=user)


def test_several_quizzes_come_each_with_its_own_questions():
    one, two = build_quiz(["single", "text"]), build_quiz(["order"])
    items = items_of_quizzes(quiz_ids=[one.pk, two.pk], user=build_user())
    assert {quiz_id: [item.kind for item in found] for quiz_id, found in items.items()} == {
        one.pk: ["single", "text"],
        two.pk: ["order"],
    }


def test_somebody_without_an_account_costs_one_query_and_has_no_draft(django_assert_num_queries):
    quiz = build_quiz()
    build_draft_answer(quiz)
    only_item(quiz, None)
    with django_assert_num_queries(1):
        item = only_item(quiz, None)
    assert (item.is_kept, item.seq, item.saved_at, [row.chosen for row in item.rows]) == (False, 1, None, [False] * 3)


def test_a_draft_is_shown_with_its_number_and_order():
    quiz, user = build_quiz(), build_user()
    build_draft_answer(quiz, user=user, response={"choice": "b"}, order=["c", "b", "a"], seq=4)
    item = only_item(quiz, user)
    assert [(row.id, row.chosen) for row in item.rows] == [("c", False), ("b", True), ("a", False)]
    assert (item.seq, item.saved_at, item.mark) == (5, NOW, None)


def test_the_draft_of_a_colleague_is_not_shown():
    quiz = build_quiz()
    build_draft_answer(quiz, user=build_user())
    assert only_item(quiz, build_user()).saved_at is None


def test_each_person_has_an_order_of_their_own_that_stays():
    quiz = build_quiz()
    users = [build_user() for _ in range(20)]
    orders = [only_item(quiz, user).order for user in users]
    assert len(set(orders)) > 1
    assert orders == [only_item(quiz, user).order for user in users]


def test_a_checked_item_has_its_mark_in_the_order_that_was_shown():
    quiz, user = build_quiz(), build_user()
    build_checked_answer(quiz, user=user, response={"choice": "b"}, order=["c", "b", "a"])
    item = only_item(quiz, user)
    assert item.mark.verdict == "Not the best answer."
    assert [part.id for part in item.mark.parts] == ["c", "b", "a"]


def test_a_corrected_question_keeps_the_version_of_the_draft_and_says_when():
    quiz, user = build_quiz(), build_user()
    build_draft_answer(quiz, user=user)
    shown = question_of(quiz).current
    correct_question(question_of(quiz), now=NOW + timedelta(hours=1), stem="Corrected")
    item = only_item(quiz, user)
    assert (item.version_id, item.stem, item.corrected_at) == (
        shown.pk,
        "What is the strongest criticism?",
        NOW + timedelta(hours=1),
    )


def test_a_corrected_question_without_an_answer_is_shown_as_it_is_now():
    quiz = build_quiz()
    correct_question(question_of(quiz), now=NOW, stem="Corrected")
    item = only_item(quiz, build_user())
    assert (item.stem, item.corrected_at) == ("Corrected", None)


def test_what_is_missing_is_named_when_asked():
    quiz, user = build_quiz(), build_user()
    key = question_of(quiz).key
    assert only_item(quiz, user).problem == ""
    assert only_item(quiz, user, look=key).problem == "Choose an answer."


def test_trying_again_shows_an_empty_form_once_the_first_answer_is_checked():
    quiz, user = build_quiz(), build_user()
    build_checked_answer(quiz, user=user)
    item = only_item(quiz, user, again=question_of(quiz).key)
    assert (item.practice, item.mark, [row.chosen for row in item.rows]) == (True, None, [False] * 3)


def test_trying_again_is_not_offered_before():
    quiz, user = build_quiz(), build_user()
    build_draft_answer(quiz, user=user)
    item = only_item(quiz, user, again=question_of(quiz).key)
    assert (item.practice, sum(row.chosen for row in item.rows)) == (False, 1)


def test_a_try_is_marked_beside_the_first_answer():
    quiz, user = build_quiz(), build_user()
    build_checked_answer(quiz, user=user, response={"choice": "b"})
    item = tried(only_item(quiz, user), version=question_of(quiz).current, response={"choice": "a"})
    assert (item.practice, item.mark.verdict) == (True, "That is the best answer.")
    assert only_item(quiz, user).mark.verdict == "Not the best answer."


def test_an_incomplete_try_names_what_is_missing_and_keeps_what_was_given():
    quiz = build_quiz(["reasons"])
    item = tried(only_item(quiz, None), version=question_of(quiz).current, response={"judgement": "true"})
    assert (item.mark, item.problem, item.judgement) == (None, "Choose a reason.", "true")


def test_an_exhibit_and_its_texts_are_rendered():
    item = only_item(build_quiz(["number"]), None)
    [(table, text)] = item.exhibits
    assert (item.is_scenario, item.situation) == (True, "<p>The standard error of each score is 5.</p>")
    assert "<table" in table
    assert '<th scope="row">First</th>' in table
    assert text == "<p>Both come from one test.</p>"


@pytest.mark.parametrize("kind", KINDS)
def test_an_item_that_is_not_checked_holds_no_feedback(kind):
    quiz, user = build_quiz([kind]), build_user()
    build_draft_answer(quiz, user=user)
    shown = repr(only_item(quiz, user))
    assert "FEEDBACK" not in shown
    assert "AFTERTEXT" not in shown
    assert "key=True" not in shown


def test_a_scenario_asks_how_sure_and_another_question_does_so_in_a_check_only():
    quiz = build_quiz(["single", "text"])
    asks = {}
    for mode in Quiz.Mode.values:
        Quiz.objects.filter(pk=quiz.pk).update(mode=mode)
        asks[mode] = [item.asks_confidence for item in quiz_items(quiz_id=quiz.pk, user=build_user())]
    assert asks == {
        "lesson": [True, False],
        "bank": [True, False],
        "check": [True, True],
        "test": [False, False],
    }


def test_what_was_said_is_told_with_the_feedback_and_not_before():
    quiz, user = build_quiz(), build_user()
    build_draft_answer(quiz, user=user, confidence=3)
    draft = only_item(quiz, user)
    assert (draft.confidence, draft.said_how_sure) == (3, "")
    build_checked_answer(quiz, user=user, seq=2, confidence=3)
    assert only_item(quiz, user).said_how_sure == "You were very sure."


def test_how_sure_is_named_as_missing_beside_the_answer():
    quiz, user = build_quiz(), build_user()
    build_draft_answer(quiz, user=user, confidence=None)
    item = only_item(quiz, user, look=question_of(quiz).key)
    assert (item.problem, item.confidence_problem) == ("", "Say how sure you are.")


def test_a_try_shows_what_was_said_and_does_not_need_it():
    quiz, user = build_quiz(), build_user()
    build_checked_answer(quiz, user=user, confidence=3)
    item, version = only_item(quiz, user), question_of(quiz).current
    tries = [tried(item, version=version, response={"choice": "a"}, confidence=said) for said in [1, None]]
    assert [one.said_how_sure for one in tries] == ["You said that it was a guess.", ""]


def regrade(question, user, *, now, **changes):
    corrected = correct_question(question, now=now, **changes).current
    Answer.objects.filter(attempt__user=user).update(marked_with=corrected, regraded_at=now, score=1)
    type(corrected).objects.filter(pk=corrected.pk).update(note="the key was wrong")


def test_a_regraded_answer_is_marked_by_the_later_key_and_shows_what_was_seen():
    quiz, user = build_quiz(), build_user()
    build_checked_answer(quiz, user=user, response={"choice": "b"})
    question, later = question_of(quiz), NOW + timedelta(days=2)
    swapped = [entry | {"key": entry["id"] == "b"} for entry in question.current.content["entries"]]
    regrade(question, user, now=later, entries=swapped, stem="Corrected")
    item = only_item(quiz, user)
    assert (item.stem, item.mark.verdict) == ("What is the strongest criticism?", "That is the best answer.")
    assert (item.regraded_at, item.regrade_note, item.corrected_at) == (later, "the key was wrong", None)
    [answer] = answers_of(user.pk)[quiz.key]
    assert (answer.verdict, answer.regraded_at) == ("That is the best answer.", later)


def test_trying_again_asks_the_question_as_it_is_now():
    quiz, user = build_quiz(), build_user()
    build_checked_answer(quiz, user=user)
    correct_question(question_of(quiz), now=NOW, stem="Corrected")
    item = only_item(quiz, user, again=question_of(quiz).key)
    assert (item.stem, item.corrected_at, len(item.rows)) == ("Corrected", None, 3)


def test_all_answers_come_by_quiz_and_in_its_order(django_assert_num_queries):
    quiz, user = build_quiz(["single", "group"]), build_user()
    build_draft_answer(quiz, user=user, question=question_of(quiz, 2))
    build_checked_answer(quiz, user=user, response={"choice": "b"})
    with django_assert_num_queries(1):
        found = answers_of(user.pk)
    assert [(answer.said, answer.verdict, answer.checked_at) for answer in found[quiz.key]] == [
        ("The words are vague", "Not the best answer.", NOW),
        ("A bad night: Random; A misprinted question: Systematic; A lucky guess: Random", "", None),
    ]


def test_all_answers_hold_nobody_elses():
    build_checked_answer(build_quiz(), user=build_user())
    assert answers_of(build_user().pk) == {}
