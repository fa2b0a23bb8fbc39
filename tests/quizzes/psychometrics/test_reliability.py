import numpy as np
import pytest

from quizzes.psychometrics.reliability import (
    alpha,
    alpha_if_dropped,
    feldt,
    lambda2,
    retest_correlation,
    retest_sem,
    sem,
)

LADDER = [[1, 1, 1], [1, 1, 0], [1, 0, 0], [0, 0, 0]]
AGAINST = [[1, 0], [0, 1], [1, 0], [0, 1], [1, 1]]


def test_lambda2_worked_out_by_hand():
    # Covariances 1/6, 1/12, 1/6: (5/6 + sqrt(3/2 x 2 x 9/144)) / (5/3).
    assert lambda2(LADDER).value == pytest.approx((5 / 6 + (3 / 2 * 18 / 144) ** 0.5) / (5 / 3), abs=1e-15)


def test_feldts_interval_of_a_class_of_28_is_as_wide_as_the_design_says():
    # alpha .70 with 20 questions and 28 people: .51 to .84.
    interval = feldt(0.70, 28, 20)
    assert (round(interval.low or 0, 2), round(interval.high or 0, 2)) == (0.51, 0.84)


def test_questions_that_pull_against_each_other_show_their_negative_alpha():
    value = alpha(AGAINST)
    assert value.value is not None
    assert value.value < 0


def test_a_negative_alpha_leaves_no_standard_error():
    assert sem(AGAINST).value is None
    assert sem(AGAINST).reason.startswith("The questions pull against each other")


@pytest.mark.parametrize(
    ("marks", "reason"),
    [
        ([[1, 0]], "Reliability needs at least 2 people."),
        ([[1, 1], [0, 1]], "Reliability needs at least 2 questions on which people differ."),
        ([[1], [0]], "Reliability needs at least 2 questions on which people differ."),
        ([[1, 0], [0, 1]], "Everybody has the same total."),
        ([[0.1, 0.2], [0.2, 0.1], [0.15, 0.15]], "Everybody has the same total."),
    ],
)
def test_reliability_that_is_undefined_says_why(marks, reason):
    for value in (alpha(marks), lambda2(marks), sem(marks)):
        assert (value.value, value.low, value.reason) == (None, None, reason)


def test_dropping_one_of_two_questions_leaves_too_few():
    few = "Without this question fewer than 2 questions with different marks are left."
    assert [value.reason for value in alpha_if_dropped([[1, 1], [0, 1], [1, 0], [0, 0]])] == [few, few]


def test_blanks_score_0_unless_people_with_blanks_are_left_out():
    marks = [*LADDER, [np.nan, 1, 0]]
    assert alpha(marks).n == 5
    assert alpha(marks, listwise=True) == alpha(LADDER)


def test_a_test_taken_twice_gives_the_error_from_the_differences():
    # Differences 0, 2, 4: variance 4, half of it 2.
    assert retest_sem([1, 2, 3], [1, 4, 7]).value == pytest.approx(2**0.5)
    assert retest_sem([1, 2, np.nan, 3], [1, 4, 9, 7]).n == 3


def test_a_test_taken_twice_without_spread_says_why_there_is_no_value():
    assert retest_sem([1, 2], [2, 3]).reason == "Everybody changed by the same number of marks."
    assert retest_correlation([1, 1, 1, 1], [1, 2, 3, 4]).reason.startswith("Everybody had the same score")
    assert retest_correlation([1, 2, 3], [1, 2, 4]).reason.startswith("A correlation with its uncertainty")


def test_scores_that_do_not_pair_are_refused():
    with pytest.raises(ValueError, match="one length"):
        retest_sem([1, 2], [1])
