import numpy as np
import pytest

from quizzes.psychometrics.moodle import moodle_statistics
from tests.quizzes.psychometrics.walk import faults

LADDER = [[1, 1, 1], [1, 1, 0], [1, 0, 0], [0, 0, 0]]


def test_a_quiz_worked_out_by_hand():
    quiz = moodle_statistics(LADDER)
    assert quiz.cic.value == pytest.approx(75)
    assert quiz.error_ratio.value == pytest.approx(50)
    assert quiz.standard_error.value == pytest.approx(0.5 * (5 / 3) ** 0.5)
    assert [item.facility.value for item in quiz.items] == [75, 50, 25]
    # Covariances with the total 1/2, 7/12... : 1/4 + 1/6 + 1/12, 1/6 + 1/3 + 1/6, as the first.
    roots = np.sqrt([1 / 2, 2 / 3, 1 / 2])
    assert [item.effective_weight.value for item in quiz.items] == pytest.approx((100 * roots / roots.sum()).tolist())


def test_a_question_as_steep_as_its_marks_allow_is_fully_efficient():
    assert moodle_statistics(LADDER).items[0].discriminative_efficiency.value == pytest.approx(100)


def test_a_question_against_the_total_has_no_weight_and_adds_none():
    quiz = moodle_statistics([[1, 1, 0], [1, 1, 0], [0, 0, 1], [0, 0, 1], [1, 1, 0]])
    assert quiz.items[2].effective_weight.value is None
    assert sum(item.effective_weight.value or 0 for item in quiz.items) == pytest.approx(100)


def test_a_negative_consistency_is_shown_with_an_error_ratio_above_100():
    quiz = moodle_statistics([[1, 0], [0, 1], [1, 0], [1, 1]])
    assert (quiz.cic.value or 0) < 0
    assert (quiz.error_ratio.value or 0) > 100


@pytest.mark.parametrize("marks", [np.zeros((0, 2)), [[1, 0]], [[1], [0], [1]], [[1, 1], [1, 1], [1, 1]], [[0, 0]] * 3])
def test_quizzes_that_say_little_give_reasons_and_no_nan(marks):
    assert faults(moodle_statistics(marks)) == []
