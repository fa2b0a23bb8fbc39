"""First answers as arrays: whose count, and in which series."""

from datetime import timedelta

import numpy as np
import pytest

from cms.models import User
from quizzes.models import Answer, Attempt, Practised, Quiz
from quizzes.queries.analysis import answers_in, blanks_in, counts_of, finished_by, sample_of, wordings_of
from tests.builders import build_user
from tests.quizzes.builders import correct_question, question_of
from tests.quizzes.sampling import NOW, build_paper, build_quiz_of, build_sample

pytestmark = pytest.mark.django_db
RIGHT, WRONG = {"choice": "a"}, {"choice": "b"}


def rows(sample):
    """The marks as text, – where an answer does not count."""
    return ["".join("–" if np.isnan(mark) else f"{mark:g}" for mark in row) for row in sample.marks]


def begin_series(question, *, series=2):
    """The question begins anew, as a correction of its meaning makes it."""
    question = correct_question(question, now=NOW, stem="Another question altogether?")
    question.current.series = series
    question.current.save()
    return question


def test_a_mark_for_each_person_and_question():
    quiz = build_sample("aab", "bbb", "a-c")
    assert rows(sample_of(quiz.pk)) == ["000", "100", "110"]


def test_only_those_who_have_finished_count():
    quiz = build_sample("aa")
    build_paper(quiz, [WRONG, None], finished=False)
    sample = sample_of(quiz.pk)
    assert rows(sample) == ["11"]
    assert (sample.counts.finished, sample.counts.under_way) == (1, 1)


def test_the_order_in_which_people_came_decides_nothing():
    one, other = build_sample("aab", "bba", "aca"), build_sample("aca", "aab", "bba")
    assert rows(sample_of(one.pk)) == rows(sample_of(other.pk))


@pytest.mark.parametrize(("before", "row", "left_out"), [(1, "–1", (1, 0)), (-1, "11", (0, 0))])
def test_an_answer_given_after_practice_is_left_out_and_counted(before, row, left_out):
    quiz = build_sample("aa")
    person = Attempt.objects.get().user
    Practised.objects.create(user=person, question=question_of(quiz), first_at=NOW - timedelta(hours=before))
    sample = sample_of(quiz.pk)
    assert (rows(sample), sample.practised) == ([row], left_out)


def test_answers_of_an_earlier_series_are_left_out_and_counted():
    quiz = build_sample("aa", "ba")
    begin_series(question_of(quiz))
    build_paper(quiz, [WRONG, RIGHT])
    sample = sample_of(quiz.pk)
    assert (rows(sample), sample.elsewhere) == (["–1", "–1", "01"], (2, 0))


def test_an_earlier_series_can_be_chosen():
    quiz = build_sample("aa", "ba")
    question = begin_series(question_of(quiz))
    build_paper(quiz, [WRONG, RIGHT])
    sample = sample_of(quiz.pk, series={question.pk: 1})
    assert (rows(sample), sample.elsewhere) == (["–1", "01", "11"], (1, 0))


def test_a_mended_word_keeps_the_answers():
    quiz = build_sample("aa")
    correct_question(question_of(quiz), now=NOW, stem="What is asked here?")
    assert rows(sample_of(quiz.pk)) == ["11"]


def test_a_regraded_answer_counts_in_the_series_of_its_new_key():
    quiz = build_sample("aa")
    question = begin_series(question_of(quiz))
    Answer.objects.filter(question=question).update(marked_with=question.current, regraded_at=NOW, score=0.5)
    assert rows(sample_of(quiz.pk)) == ["0.51"]


def test_a_question_that_came_later_has_no_mark_from_those_before():
    quiz = build_quiz_of(2)
    build_paper(quiz, [RIGHT, None])
    assert rows(sample_of(quiz.pk)) == ["1–"]


def test_the_answers_of_some_people_only():
    quiz = build_quiz_of(1)
    build_paper(quiz, [RIGHT], user=build_user(email="in@example.org"))
    build_paper(quiz, [WRONG])
    some = User.objects.filter(email="in@example.org")
    assert rows(sample_of(quiz.pk, users=some)) == ["1"]
    assert (counts_of(quiz.pk).finished, counts_of(quiz.pk, some).finished) == (2, 1)


def test_answers_stand_by_the_row_of_their_paper():
    quiz = build_sample("ab", "bc")
    given = answers_in(sample_of(quiz.pk), [0])
    assert [(one.row, one.response) for one in given[0]] == [(0, WRONG), (1, RIGHT)]


def test_an_answer_that_does_not_count_is_not_given():
    quiz = build_sample("ab")
    begin_series(question_of(quiz))
    assert answers_in(sample_of(quiz.pk), [0]) == {0: []}


def test_blanks_of_papers_handed_in_are_counted():
    quiz = build_sample("a-", "--", mode=Quiz.Mode.TEST)
    build_paper(quiz, [{}, {}], finished=False)
    assert blanks_in(quiz.pk) == 3


def test_texts_are_those_of_the_series_else_the_latest_that_had_the_entry():
    question = question_of(build_quiz_of(1))
    old = question.current.content["entries"]
    question = correct_question(question, now=NOW, entries=[{**old[0], "text": f"{old[0]['text']}!"}, old[1]])
    wording = wordings_of([question.pk])[question.pk]
    assert [wording.name(id_, question.current.series) for id_ in (*(one["id"] for one in old), "zz")] == [
        *(f"{old[0]['text']}!", old[1]["text"], old[2]["text"], "zz")
    ]


def test_each_quiz_with_questions_and_people_who_finished():
    quiz = build_sample("ab", "ab", "bb")
    build_paper(quiz, [RIGHT, None], finished=False)
    empty = build_quiz_of(1)
    found = finished_by(Quiz.objects.all())
    assert [(one.key, k, n) for one, k, n in found] == [(quiz.key, 2, 3), (empty.key, 1, 0)]


@pytest.mark.parametrize(("people", "k"), [(1, 1), (3, 3)])
def test_a_sample_costs_three_queries_however_many(django_assert_num_queries, people, k):
    quiz = build_sample(*["a" * k] * people)
    with django_assert_num_queries(3):
        sample = sample_of(quiz.pk)
    with django_assert_num_queries(1):
        answers_in(sample, range(k))
