import numpy as np
import pytest

from quizzes.psychometrics.gains import adjusted_difference, gain, group_difference
from tests.quizzes.psychometrics.walk import faults

NAN = np.nan


def test_a_gain_worked_out_by_hand():
    result = gain([1, 2, 3], [2, 4, 6])
    assert (result.change.value, result.before, result.after) == (2, 2, 4)
    assert result.d_av.value == pytest.approx(2 / ((1 + 4) / 2) ** 0.5)


def test_whoever_missed_one_of_two_tests_is_left_out():
    assert gain([1, 2, 3, NAN], [2, 4, 6, 9]) == gain([1, 2, 3], [2, 4, 6])


def test_two_groups_worked_out_by_hand():
    result = group_difference([1, 2, 3], [3, 4, 5])
    assert (result.difference.value, result.d.value) == (2, pytest.approx(2))
    assert result.g.value == pytest.approx(2 * 0.7978845608028654)  # gamma(2) / (sqrt 2 gamma(1.5))


def test_the_interval_of_d_is_that_of_noncentral_t():
    d = group_difference([1, 2, 3], [3, 4, 5]).d
    assert (round(d.low or 0, 2), round(d.high or 0, 2)) == (-0.15, 4.02)  # pt(t, 4, ncp) of R solved for ncp


def test_groups_compared_at_equal_first_scores():
    # Slope 1 within both groups; the second group starts 2 higher and ends 5 higher.
    result = adjusted_difference([1, 2, 3, 3, 4, 5], [1, 2, 3, 6, 7, 8.001], [0, 0, 0, 1, 1, 1])
    assert result.difference.value == pytest.approx(3, abs=0.002)
    assert result.slope.value == pytest.approx(1, abs=0.002)


@pytest.mark.parametrize(("before", "after"), [([], []), ([1], [2]), ([1, 2], [2, 3]), ([4, 4, 4], [4, 4, 4])])
def test_gains_that_say_little_give_reasons_and_no_nan(before, after):
    assert faults(gain(before, after)) == []


@pytest.mark.parametrize(("one", "two"), [([], [1, 2]), ([1], [1]), ([3, 3], [4, 4]), ([NAN, 1], [1, 2])])
def test_groups_that_say_little_give_reasons_and_no_nan(one, two):
    result = group_difference(one, two)
    assert result.d.value is None
    assert faults(result) == []


@pytest.mark.parametrize(
    ("before", "after", "second"),
    [([1, 2, 3], [1, 2, 3], [0, 0, 1]), ([1, 1, 2, 2], [1, 2, 3, 4], [0, 0, 1, 1]), ([NAN] * 4, [1] * 4, [0, 0, 1, 1])],
)
def test_comparisons_that_say_little_give_reasons_and_no_nan(before, after, second):
    result = adjusted_difference(before, after, second)
    assert result.difference.value is None
    assert faults(result) == []


def test_lists_that_do_not_pair_are_refused():
    with pytest.raises(ValueError):
        gain([1, 2], [1])
    with pytest.raises(ValueError):
        adjusted_difference([1, 2], [1, 2], [0])
    with pytest.raises(ValueError):
        adjusted_difference([1, 2], [1, 2, 3], [0, 1])
    with pytest.raises(ValueError):
        group_difference([[1, 2]], [1, 2])
