"""A corrected key: who would move, and what is done when an editor applies it."""

from datetime import timedelta

import pytest
from wagtail.models import ModelLogEntry

from quizzes.domain.attempt import start_attempt
from quizzes.domain.paper import hand_in
from quizzes.domain.question import put_question
from quizzes.domain.regrade import RegradeOutdated, regrade
from quizzes.formats.text import parse_fence
from quizzes.models import Answer, Attempt, Question, Quiz
from quizzes.queries.regrade import regrade_of
from tests.builders import build_user
from tests.quizzes.builders import NOW, build_checked_answer, build_quiz, correct_question, question_of
from tests.quizzes.drafts import TEXTS

pytestmark = pytest.mark.django_db

LATER = NOW + timedelta(days=1)


@pytest.fixture
def quiz():
    return build_quiz()


def put_text(question, *changes, **options):
    text = TEXTS["single"].replace("t-single", question.key)
    for old, new in changes:
        text = text.replace(old, new)
    put_question(draft=parse_fence(text), by=None, now=LATER, **options)
    return Question.objects.select_related("current").get(pk=question.pk)


def another_key(question):
    """“The words are vague” becomes the best option instead of “It rebuilds levels”."""
    return put_text(question, ("(*) It", "( ) It"), ("( ) The words", "(*) The words"))


def answered(quiz, choice):
    return build_checked_answer(quiz, user=build_user(), response={"choice": choice})


def apply(question, **options):
    options = {"digest": regrade_of(question).digest, "may_lower": False, "by": build_user(), "now": LATER} | options
    return regrade(question=question, **options)


def test_a_mended_word_goes_on_with_the_series_and_regrades_nobody(quiz):
    answered(quiz, "a")
    question = put_text(question_of(quiz), ("vague", "too vague"))
    assert (question.current.number, question.current.series, regrade_of(question).moves) == (2, 1, ())


def test_another_key_begins_a_new_series(quiz):
    assert another_key(question_of(quiz)).current.series == 2


def test_a_new_series_can_be_asked_for_where_the_key_stays(quiz):
    question = put_text(question_of(quiz), ("vague", "too vague"), new_series=True)
    assert (question.current.series, regrade_of(question).moves) == (2, ())


def test_the_note_stays_with_the_version(quiz):
    assert put_text(question_of(quiz), ("vague", "too vague"), note="A word.").current.note == "A word."


def test_the_preview_says_who_moves_and_by_how_much_and_changes_nothing(quiz):
    right, wrong, other = answered(quiz, "a"), answered(quiz, "b"), answered(quiz, "c")
    preview = regrade_of(another_key(question_of(quiz)))
    assert [(move.answer_id, move.change) for move in preview.falling] == [(right.pk, -1)]
    assert [(move.answer_id, move.change) for move in preview.rising] == [(wrong.pk, 1)]
    assert [move.answer_id for move in preview.same] == [other.pk]
    assert sorted(Answer.objects.values_list("score", flat=True)) == [0, 0, 1]


def test_scores_only_rise_unless_it_is_asked_otherwise(quiz):
    right, wrong = answered(quiz, "a"), answered(quiz, "b")
    question = another_key(question_of(quiz))
    apply(question)
    assert Answer.objects.get(pk=wrong.pk).score == 1
    assert (Answer.objects.get(pk=right.pk).score, Answer.objects.get(pk=right.pk).marked_with) == (1, None)


def test_everybody_is_marked_by_the_new_key_where_it_is_asked(quiz):
    right, wrong = answered(quiz, "a"), answered(quiz, "b")
    question = another_key(question_of(quiz))
    apply(question, may_lower=True)
    scores = dict(Answer.objects.values_list("pk", "score"))
    assert scores == {right.pk: 0, wrong.pk: 1}
    marked = Answer.objects.get(pk=wrong.pk)
    assert (marked.version.number, marked.marked_with, marked.regraded_at) == (1, question.current, LATER)


def test_applied_twice_nobody_moves_again(quiz):
    answered(quiz, "b")
    question = another_key(question_of(quiz))
    apply(question)
    assert regrade_of(question).moves == ()


def test_an_answer_whose_option_is_gone_stays_as_it_was(quiz):
    gone = answered(quiz, "b")
    question = put_text(question_of(quiz), ("The words are vague", "Nobody in the building was asked about it"))
    assert [move.answer_id for move in regrade_of(question).unmarkable] == [gone.pk]
    apply(question, may_lower=True)
    assert Answer.objects.get(pk=gone.pk).marked_with is None


def test_a_blank_on_a_test_stays_worth_nothing():
    quiz = build_quiz(["multiple"])
    Quiz.objects.filter(pk=quiz.pk).update(mode=Quiz.Mode.TEST)
    hand_in(attempt=start_attempt(quiz=quiz, user=build_user(), now=NOW), now=NOW)
    first, *others = question_of(quiz).current.content["entries"]
    question = correct_question(question_of(quiz), now=LATER, entries=[first | {"key": not first["key"]}, *others])
    assert [(move.before, move.after) for move in regrade_of(question).moves] == [(0, 0)]


@pytest.mark.parametrize("kind", ["multiple", "group", "order"])
def test_a_part_that_was_not_shown_is_not_marked(kind):
    quiz = build_quiz([kind])
    build_checked_answer(quiz)
    entries = question_of(quiz).current.content["entries"]
    new = entries[-1] | {"id": "z", "text": "A part that nobody saw"} | ({"place": "4"} if kind == "order" else {})
    question = correct_question(question_of(quiz), now=LATER, entries=[*entries, new])
    assert [move.after for move in regrade_of(question).moves] == [None]


@pytest.mark.parametrize("kind", ["match", "group"])
def test_an_answer_whose_place_is_gone_stays_as_it_was(kind):
    quiz = build_quiz([kind])
    build_checked_answer(quiz)
    first, *others = question_of(quiz).current.content["places"]
    question = correct_question(question_of(quiz), now=LATER, places=[first | {"text": "Elsewhere, far off"}, *others])
    assert [move.after for move in regrade_of(question).moves] == [None]


def test_what_is_applied_must_be_what_was_shown(quiz):
    answered(quiz, "b")
    question = another_key(question_of(quiz))
    shown = regrade_of(question).digest
    correct_question(question, now=LATER, stem="Another stem?")
    with pytest.raises(RegradeOutdated):
        apply(question, digest=shown)
    assert Answer.objects.filter(marked_with__isnull=False).count() == 0


def test_a_regrade_undoes_no_finished_quiz(quiz):
    answer = answered(quiz, "a")
    apply(another_key(question_of(quiz)), may_lower=True)
    assert Attempt.objects.get(pk=answer.attempt_id).finished_at == NOW


def test_drafts_are_never_marked(quiz):
    start_attempt(quiz=quiz, user=build_user(), now=NOW)
    assert regrade_of(another_key(question_of(quiz))).moves == ()


def test_the_total_of_a_scored_quiz_moves_along(quiz):
    Quiz.objects.filter(pk=quiz.pk).update(mode=Quiz.Mode.CHECK)
    answered(quiz, "b")
    [move] = regrade_of(another_key(question_of(quiz))).moves
    assert (move.total_before, move.total_after) == (0, 1)


def test_the_log_says_who_regraded_and_how_many_moved(quiz):
    answered(quiz, "a")
    answered(quiz, "b")
    question, editor = another_key(question_of(quiz)), build_user()
    apply(question, by=editor)
    entry = ModelLogEntry.objects.get(action="quizzes.regrade")
    assert (entry.user, entry.data) == (editor, {"version": 2, "rose": 1, "fell": 0, "left as they were": 1})


@pytest.mark.parametrize("people", [1, 3])
def test_the_preview_takes_two_queries_however_many_answered(quiz, people, django_assert_num_queries):
    Quiz.objects.filter(pk=quiz.pk).update(mode=Quiz.Mode.CHECK)
    for _ in range(people):
        answered(quiz, "b")
    question = another_key(question_of(quiz))
    with django_assert_num_queries(2):
        assert len(regrade_of(question).moves) == people
