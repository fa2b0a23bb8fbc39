"""Whose answers an analysis rests on."""

import pytest

from courses.queries.analysis import QuizLine, pool_of, quiz_lines
from quizzes.models import Quiz
from quizzes.queries.analysis import sample_of
from tests.courses.builders import build_cohort, build_lead
from tests.quizzes.sampling import build_paper, build_quiz_of

pytestmark = pytest.mark.django_db
RIGHT = {"choice": "a"}


def answered(quiz, people, cohort):
    for _ in range(people):
        build_paper(quiz, [RIGHT], user=build_lead(cohort=cohort))


@pytest.fixture
def quiz():
    return build_quiz_of(1)


def test_everybody_counts_unless_a_cohort_is_chosen(programme, quiz):
    one, other = build_cohort(), build_cohort()
    answered(quiz, 6, one)
    answered(quiz, 7, other)
    everybody, narrowed = pool_of(quiz, cohorts=(one,), cohort=None), pool_of(quiz, cohorts=(one,), cohort=one)
    assert [len(sample_of(quiz.pk, users=pool.users).papers) for pool in (everybody, narrowed)] == [13, 6]
    assert (narrowed.everybody, narrowed.query) == (13, f"?cohort={one.pk}")


@pytest.mark.parametrize(("others", "withheld"), [(0, 0), (1, 1), (4, 4), (5, 0)])
def test_a_cohort_is_not_shown_alone_where_the_few_others_could_be_worked_out(programme, quiz, others, withheld):
    one, other = build_cohort(), build_cohort()
    answered(quiz, 6, one)
    answered(quiz, others, other)
    pool = pool_of(quiz, cohorts=(one,), cohort=one)
    assert (pool.withheld, pool.cohort) == (withheld, None if withheld else one)


@pytest.mark.parametrize(("sizes", "withheld"), [((6, 7, 2), 2), ((6, 7, 0), 0), ((6, 7, 5), 0), ((6, 3, 3), 0)])
def test_nor_are_two_cohorts_of_a_facilitator_where_both_together_leave_a_few_others(programme, quiz, sizes, withheld):
    one, two, other = build_cohort(), build_cohort(), build_cohort()
    for people, cohort in zip(sizes, (one, two, other), strict=True):
        answered(quiz, people, cohort)
    assert pool_of(quiz, cohorts=(one, two), cohort=one).withheld == withheld


@pytest.mark.parametrize(
    ("people", "words"),
    [
        (0, "Nobody has finished it yet."),
        (4, "Nothing is shown yet: from 5 people on."),
        (5, "How hard each question is. From 15 people on, how reliable the whole is."),
    ],
)
def test_the_list_says_what_so_many_people_allow(programme, quiz, people, words):
    answered(quiz, people, build_cohort())
    (line,) = quiz_lines(Quiz.objects.filter(pk=quiz.pk))
    assert (line.people, line.words) == (people, words)


def test_the_list_promises_the_fit_of_questions_only_from_200_people_on():
    assert "From 200 people on" in QuizLine(Quiz(), 3, 199).words
    assert QuizLine(Quiz(), 3, 200).words == "Everything this analysis can show."
