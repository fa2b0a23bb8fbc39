import numpy as np
import pytest

from quizzes.psychometrics.agreement import bland_altman, icc21, marker_agreement, quadratic_kappa
from quizzes.psychometrics.krippendorff import Scale, krippendorff
from tests.quizzes.psychometrics.reference.compared import marks, table
from tests.quizzes.psychometrics.walk import faults

NAN = np.nan


def test_two_markers_worked_out_by_hand():
    result = marker_agreement([1, 2, 3, 4], [1, 3, 3, 6])
    assert (result.n, result.exact.value, result.within_one.value, result.leniency.value) == (4, 0.5, 0.75, 0.75)


def test_kappa_worked_out_by_hand():
    # Levels 0 and 1: 3 and 4 agreed, 1 and 2 not: observed .7, by chance .4 x .5 + .6 x .5 = .5.
    first = [0] * 4 + [1] * 6
    second = [0, 0, 0, 1, 0, 0, 1, 1, 1, 1]
    assert quadratic_kappa(first, second).value == pytest.approx(0.4)


def test_a_severe_marker_in_the_same_order_correlates_but_does_not_agree():
    first = np.arange(20.0)
    result = marker_agreement(first, first - 2)
    assert (result.exact.value, result.leniency.value) == (0, -2)
    assert result.icc.value is not None
    assert result.icc.value < 1


def test_scripts_that_one_of_them_did_not_mark_are_left_out():
    assert marker_agreement([1, 2, NAN, 3], [1, 2, 3, 4]).n == 3


def test_all_scripts_at_one_level_leave_no_kappa_but_a_share():
    result = marker_agreement([2, 2, 2], [2, 2, 2])
    assert (result.exact.value, result.kappa.value) == (1, None)
    assert result.kappa.reason == "All scripts are at one level, so chance alone would agree every time."


@pytest.mark.parametrize(
    ("one", "two"),
    [
        ([], []),
        ([1], [1]),
        ([NAN, 1], [1, NAN]),
        ([1, 1], [1, 1]),
        ([1, 2], [1, 2]),
        ([1, 2], [2, 1]),
        ([1, 1], [2, 2]),
    ],
)
def test_markers_that_say_little_give_reasons_and_no_nan(one, two):
    assert faults(marker_agreement(one, two)) == []


def test_the_published_intraclass_correlation_of_six_targets():
    assert round(icc21(marks("shrout_fleiss")).value or 0, 2) == 0.29  # Shrout & Fleiss 1979


def test_markers_in_opposite_order_have_a_negative_correlation_within_its_interval():
    icc = icc21([[4, 0], [1, 3]])
    assert icc.value == pytest.approx(-9)
    assert faults(icc) == []


def test_a_blank_is_refused_where_the_table_must_be_complete():
    with pytest.raises(ValueError, match="without blanks"):
        icc21([[1, NAN], [1, 2]])


def test_the_published_limits_of_two_meters():
    data = table("pefr")
    lower, upper = bland_altman(data["mini"], data["large"])
    # Bland & Altman 1986: mean -2.1 and sd 38.8, limits with 2 sd instead of 1.96.
    assert round(((lower.value or 0) + (upper.value or 0)) / 2, 1) == -2.1
    assert round(((upper.value or 0) - (lower.value or 0)) / 2 / 1.959964, 1) == 38.8


@pytest.mark.parametrize(("scale", "alpha"), [("nominal", 0.743), ("ordinal", 0.815), ("interval", 0.849)])
def test_the_published_alphas_of_four_observers(scale, alpha):
    assert round(krippendorff(marks("krippendorff"), scale).value or 0, 3) == alpha  # Krippendorff 2011


def test_markers_who_never_differ_agree_fully():
    assert krippendorff([[1, 1], [2, 2], [3, 3]]).value == 1


@pytest.mark.parametrize(
    "table", [np.zeros((0, 2)), [[1, NAN], [NAN, 2]], [[1, 1], [1, 1]], [[1, 2]], [[1, 2], [1, 2]], [[1, 1], [1, 2]]]
)
@pytest.mark.parametrize("scale", Scale)
def test_tables_that_say_little_give_reasons_and_no_nan(table, scale):
    assert faults(krippendorff(table, scale)) == []
