import numpy as np
import pytest

from quizzes.domain.attempt import start_attempt
from quizzes.domain.paper import hand_in, save_on_paper
from quizzes.models import Quiz
from quizzes.queries.paper import PaperNotShown, marked_paper, marks_on, open_paper, places_on, totals_of
from tests.builders import build_user
from tests.quizzes.builders import NOW, build_quiz, correct_question, given, question_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def quiz():
    quiz = build_quiz(("single", "number", "single"))
    Quiz.objects.filter(pk=quiz.pk).update(mode=Quiz.Mode.TEST)
    return Quiz.objects.get(pk=quiz.pk)


def begin(quiz, *positions, user=None):
    """A paper with the best answers in these places."""
    attempt = start_attempt(quiz=quiz, user=user or build_user(), now=NOW)
    for position in positions:
        save_on_paper(attempt=attempt, **given(question_of(quiz, position)))
    return attempt


def finish(quiz, *positions):
    return hand_in(attempt=begin(quiz, *positions), now=NOW)


def test_an_open_paper_holds_no_key(quiz):
    attempt = begin(quiz, 1)
    items = open_paper(attempt, user=attempt.user, action=str)
    assert [(item.mark, item.after, item.asks_confidence) for item in items] == [(None, "", False)] * 3
    assert "FEEDBACK" not in repr(items)


def test_a_paper_that_was_handed_in_is_not_opened_again(quiz):
    attempt = finish(quiz, 1)
    with pytest.raises(PaperNotShown):
        open_paper(attempt, user=attempt.user, action=str)


def test_a_paper_handed_in_after_it_was_fetched_is_not_opened_with_its_keys(quiz):
    fetched = begin(quiz, 1)
    hand_in(attempt=fetched, now=NOW)
    assert fetched.finished_at is None
    with pytest.raises(PaperNotShown):
        open_paper(fetched, user=fetched.user, action=str)


def test_a_paper_is_not_shown_marked_before_it_is_handed_in(quiz):
    attempt = begin(quiz, 1)
    with pytest.raises(PaperNotShown):
        marked_paper(attempt, user=attempt.user)


def test_a_marked_paper_says_what_was_left_blank(quiz):
    attempt = finish(quiz, 1, 2)
    marked = marked_paper(attempt, user=attempt.user)
    assert [(item.position, item.mark.right, is_blank) for item, is_blank in marked] == [
        (1, True, False),
        (2, True, False),
        (3, False, True),
    ]


def test_places_name_what_is_blank_in_the_order_of_the_paper(quiz):
    attempt = begin(quiz, 2)
    assert [(place.position, place.is_blank) for place in places_on(attempt)] == [(1, True), (2, False), (3, True)]


def test_a_draft_that_was_emptied_again_is_blank(quiz):
    attempt = begin(quiz, 1)
    save_on_paper(attempt=attempt, **given(question_of(quiz, 1), response={}, seq=2))
    assert places_on(attempt)[0].is_blank


def test_totals_count_what_was_handed_in(quiz, django_assert_num_queries):
    papers = [finish(quiz, 1, 3), finish(quiz), begin(quiz, 1)]
    with django_assert_num_queries(1):
        totals = totals_of([paper.pk for paper in papers])
    assert {pk: (total.right, total.questions, total.blanks) for pk, total in totals.items()} == {
        papers[0].pk: (2, 3, 1),
        papers[1].pk: (0, 3, 3),
    }


def test_marks_stand_in_the_order_of_the_questions_and_a_blank_is_nothing(quiz):
    finish(quiz, 1, 3)
    finish(quiz, 2)
    begin(quiz, 1)
    assert marks_on(quiz.pk).tolist() == [[1, 0, 1], [0, 1, 0]]


def test_marks_from_before_a_new_series_are_left_out(quiz):
    finish(quiz, 1, 2, 3)
    first = question_of(quiz, 1)
    entries = [
        entry | {"key": not entry["key"] and entry["text"] == "Too few steps"}
        for entry in (first.current.content["entries"])
    ]
    correct_question(first, now=NOW, entries=entries)
    finish(quiz, 2)
    marks = marks_on(quiz.pk)
    assert np.isnan(marks[0, 0])
    assert (marks[0, 1:].tolist(), marks[1].tolist()) == ([1, 1], [0, 1, 0])


def test_marks_of_some_papers_alone(quiz):
    papers = [finish(quiz, 1), finish(quiz, 2)]
    assert marks_on(quiz.pk, [papers[1].pk]).tolist() == [[0, 1, 0]]
