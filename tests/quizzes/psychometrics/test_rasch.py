import numpy as np
import pytest

from quizzes.psychometrics.rasch import rasch
from quizzes.psychometrics.responses import BadMark, BadShape
from quizzes.psychometrics.symmetric import symmetric_functions
from tests.quizzes.psychometrics.walk import faults

NAN = np.nan


def test_two_questions_worked_out_by_hand():
    # Of those with one right, 30 had the first and 10 the second: ln 3 apart.
    result = rasch([[1, 0]] * 30 + [[0, 1]] * 10 + [[1, 1]] * 5 + [[0, 0]] * 5)
    assert [item.difficulty.value for item in result.items] == pytest.approx([-np.log(3) / 2, np.log(3) / 2])
    assert result.items[0].difficulty.se == pytest.approx(((1 / 30 + 1 / 10) / 4) ** 0.5)
    assert (result.n, len(result.left_out_people)) == (40, 10)
    assert result.log_likelihood == pytest.approx(30 * np.log(0.75) + 10 * np.log(0.25))


def test_symmetric_functions_worked_out_by_hand():
    assert symmetric_functions(np.array([1.0, 2.0, 3.0])).tolist() == [1, 6, 11, 6]


def test_a_question_everyone_got_right_is_left_out_and_named():
    result = rasch([[1, 0, 1]] * 3 + [[0, 1, 1]] * 2)
    assert result.left_out_items == (2,)
    assert result.items[2].difficulty.reason.startswith("Everyone or no one")
    assert result.items[0].difficulty.value == pytest.approx(-np.log(1.5) / 2)


def test_people_who_become_extreme_when_a_question_goes_are_left_out_too():
    result = rasch([[1, 0, 1], [0, 1, 1], [0, 0, 1], [1, 1, 1]])
    assert (result.left_out_items, result.left_out_people) == ((2,), (2, 3))


def test_a_person_with_everything_right_has_no_standing():
    people = rasch([[1, 0], [0, 1], [1, 1], [NAN, NAN]]).people
    assert people[0].value == pytest.approx(0)
    assert people[2].reason == "Got nothing or everything right, so the standing has no bound."
    assert people[3].reason == "Was asked none of the questions that count."


def test_answers_that_do_not_tie_the_questions_together_have_no_value():
    result = rasch([[1, 1, 1, 0], [1, 1, 0, 1], [1, 0, 0, 0], [0, 1, 0, 0]])
    assert result.reason == "The answers do not tie the questions together; they fall into groups: 1, 2; 3, 4."
    assert [item.difficulty.value for item in result.items] == [None] * 4


def test_two_halves_joined_by_common_questions_stand_on_one_ruler():
    draw = np.random.default_rng(4)
    truth = np.linspace(-1.5, 1.5, 9)
    marks = (draw.random((4000, 9)) < 1 / (1 + np.exp(truth - draw.normal(size=(4000, 1))))).astype(float)
    marks[:2000, 6:] = marks[2000:, :3] = NAN
    result = rasch(marks)
    assert [item.difficulty.value for item in result.items] == pytest.approx(truth.tolist(), abs=0.15)


def test_halves_without_a_common_question_have_no_value():
    half = [[1, 0, NAN, NAN], [0, 1, NAN, NAN]]
    other = [[NAN, NAN, 1, 0], [NAN, NAN, 0, 1]]
    assert rasch(half + other).reason.endswith("they fall into groups: 1, 2; 3, 4.")


@pytest.mark.parametrize("mark", [0.5, 2, -1, np.inf])
def test_a_part_mark_is_refused_by_row_and_column(mark):
    with pytest.raises(BadMark, match="Row 2, question 1"):
        rasch([[1, 0], [mark, 1]])


def test_a_list_is_no_matrix():
    with pytest.raises(BadShape):
        rasch([1, 0, 1])


@pytest.mark.parametrize(
    "marks",
    [np.zeros((0, 3)), [[1, 1]], [[NAN, 1], [NAN, 0]], [[NAN, NAN]], [[1], [0]], [[1, 0], [0, 1]], [[1, 0], [1, 0]]],
)
def test_answers_that_say_little_give_reasons_and_no_nan(marks):
    assert faults(rasch(marks)) == []
