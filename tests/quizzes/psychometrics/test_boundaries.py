import math

import pytest

from quizzes.psychometrics.classification import accuracy, both_below, boundary, consistency
from quizzes.psychometrics.regression import below_cut, expected_second, kelley, least_clear_change
from quizzes.psychometrics.value import Value, no_value

RELIABILITY = Value(0.61, 0.51, 0.70, 28)


@pytest.mark.parametrize("r", [0.0, 0.3, 0.61, 0.9])
def test_a_cut_at_the_mean_has_sheppards_closed_form(r):
    assert consistency(0, r) == pytest.approx(0.5 + math.asin(r) / math.pi)
    assert accuracy(0, r) == pytest.approx(0.5 + math.asin(math.sqrt(r)) / math.pi)


def test_without_any_reliability_two_papers_agree_by_chance_only():
    assert both_below(0.5, -0.2, 0.0) == pytest.approx(0.6914624612740131 * 0.42074029056089696)


def test_a_boundary_has_both_shares_with_the_interval_of_the_reliability():
    result = boundary(16, 15.2, 4.26, RELIABILITY)
    z = 0.3 / 4.26
    assert result.consistency == Value(consistency(z, 0.61), consistency(z, 0.51), consistency(z, 0.70), 28)
    assert result.accuracy.value == accuracy(z, 0.61)


@pytest.mark.parametrize(
    ("sd", "reliability", "reason"),
    [
        (0, RELIABILITY, "Everybody has the same total."),
        (4, no_value("Reliability needs at least 2 people."), "Reliability needs at least 2 people."),
        (4, Value(-0.2), "A boundary can be judged only when the reliability lies between 0 and 1."),
        (4, Value(1.0), "A boundary can be judged only when the reliability lies between 0 and 1."),
    ],
)
def test_a_boundary_that_cannot_be_judged_says_why(sd, reliability, reason):
    result = boundary(16, 15, sd, reliability)
    assert result.consistency.reason == result.accuracy.reason == reason


def test_kelley_draws_a_score_to_the_mean():
    value = kelley(70, mean=50, sd=10, reliability=0.8)
    assert (value.value, value.se, value.level) == (66, pytest.approx(4), 0.90)


def test_a_second_score_is_expected_nearer_to_the_mean():
    assert expected_second(40, mean=50, sd=10, correlation=0.7).value == 43
    assert expected_second(40, 50, 10, 0.7, mean2=20, sd2=5).value == 16.5


def test_a_group_below_the_mean_rises_without_help():
    group = below_cut(50, mean=50, sd=10, reliability=0.7)
    assert group is not None
    assert group.share == 0.5
    assert group.rise == pytest.approx(10 * 0.3 * math.sqrt(2 / math.pi))
    assert group.second_mean == pytest.approx(group.first_mean + group.rise)


def test_nobody_below_the_cut_leaves_nothing_to_expect():
    assert below_cut(0, mean=50, sd=0, reliability=0.7) is None
    assert below_cut(-1000, mean=50, sd=1, reliability=0.7) is None


def test_the_smallest_clear_change_of_the_maths_exam():
    assert least_clear_change(2.66, 2.66) == pytest.approx(7.4, abs=0.05)


def test_no_spread_leaves_no_expectation():
    assert kelley(50, 50, 0, 0.8).reason == "Everybody has the same score."
    assert expected_second(50, 50, 0, 0.8).reason == "Everybody had the same first score."


@pytest.mark.parametrize("reliability", [-0.1, 1.1, math.nan])
def test_a_reliability_that_cannot_be_is_refused(reliability):
    with pytest.raises(ValueError):
        kelley(50, 50, 10, reliability)


def test_a_missing_number_is_refused():
    with pytest.raises(ValueError):
        below_cut(math.nan, 50, 10, 0.7)
    with pytest.raises(ValueError):
        boundary(math.nan, 50, 10, RELIABILITY)
