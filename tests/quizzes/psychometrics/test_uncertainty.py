import numpy as np
import pytest

from quizzes.psychometrics.uncertainty import (
    Source,
    Sureness,
    Verdict,
    binomial_sem,
    calibration,
    change,
    correlation_interval,
    mean_interval,
    score_band,
    wilson,
)


def test_a_share_of_nobody_has_no_value():
    assert wilson(0, 0).reason == "Nobody has answered yet."


def test_more_right_than_answered_is_refused():
    with pytest.raises(ValueError, match="8 of 7"):
        wilson(8, 7)


def test_a_mean_worked_out_by_hand():
    mean = mean_interval([1, 2, 3])
    assert (mean.value, mean.se) == (2, pytest.approx(3**-0.5))
    assert mean.low == pytest.approx(2 - 4.302652729911275 / 3**0.5)


def test_one_value_has_no_mean_with_an_interval():
    assert mean_interval([1]).value is None


def test_a_missing_number_is_refused_where_there_is_no_rule_for_it():
    with pytest.raises(ValueError, match="missing or infinite"):
        mean_interval([1, np.nan])


def test_the_correlation_of_a_class_of_28_is_as_wide_as_the_design_says():
    r = correlation_interval(0.30, 28)
    assert (round(r.low or 0, 2), round(r.high or 0, 2)) == (-0.08, 0.61)


def test_a_score_is_printed_with_its_band():
    assert score_band(14, 20).words == "14 of 20, best read as 11 to 17 (9 times in 10)"


def test_a_band_from_the_error_of_the_quiz_says_so():
    band = score_band(18, 30, sem=2.25)
    assert (band.low, band.high, band.source) == (14, 22, Source.SEM)
    assert score_band(18, 30).source == Source.BINOMIAL


@pytest.mark.parametrize(("score", "low", "high"), [(0, 0, 2), (8, 6, 8), (7, 5, 8), (4, 2, 6)])
def test_a_band_stays_within_the_marks_and_has_width_at_the_ends(score, low, high):
    band = score_band(score, 8)
    assert (band.low, band.high) == (low, high)


@pytest.mark.parametrize(("sem", "low", "high"), [(0.01, 10, 10), (0.5 / 1.6448536269514722, 9, 11)])
def test_bands_are_rounded_to_the_nearest_mark_and_halves_outward(sem, low, high):
    band = score_band(10, 20, sem)
    assert (band.low, band.high) == (low, high)


def test_the_binomial_error_worked_out_by_hand():
    assert binomial_sem(14, 20) == pytest.approx((14 * 6 / 19) ** 0.5)
    assert binomial_sem(20, 20) == binomial_sem(19, 20) == 1


@pytest.mark.parametrize("arguments", [(21, 20), (-1, 20), (float("nan"), 20), (1, 1), (10, 20, 0), (10, 20, -1)])
def test_scores_without_a_band_are_refused(arguments):
    with pytest.raises(ValueError):
        score_band(*arguments)


@pytest.mark.parametrize(
    ("after", "verdict"), [(20, Verdict.SAME), (21, Verdict.RISE), (10, Verdict.SAME), (9, Verdict.FALL)]
)
def test_a_change_of_5_is_not_clear_and_of_6_is(after, verdict):
    assert change(15, after, 2.25, 2.25).verdict == verdict


def test_a_change_has_an_interval_and_an_index():
    result = change(15, 21, 3, 4)
    assert (result.difference, result.se, result.index) == (6, 5, 1.2)
    assert result.high - result.difference == pytest.approx(result.least) == pytest.approx(8.224268134757361)


@pytest.mark.parametrize("arguments", [(1, 2, 0, 1), (1, 2, 1, float("nan")), (float("nan"), 2, 1, 1)])
def test_a_change_without_a_known_error_is_refused(arguments):
    with pytest.raises(ValueError):
        change(*arguments)


def verdict(right, of):
    return calibration([3] * of, [1] * right + [0] * (of - right)).verdict


def test_over_confident_is_said_from_20_very_sure_answers_with_the_whole_interval_below_80_in_100():
    assert verdict(12, 20) == Sureness.OVER_CONFIDENT
    assert verdict(13, 20) == Sureness.NO_SIGN
    assert verdict(6, 10) == Sureness.NOT_ENOUGH
    assert verdict(0, 19) == Sureness.NOT_ENOUGH


def test_said_is_set_against_right_for_each_confidence():
    result = calibration([1, 1, 2, 3, 3, None], [0, 1, 1, 1, 0, 1])
    assert [(row.confidence, row.right, row.n) for row in result.said] == [(1, 1, 2), (2, 1, 1), (3, 1, 2)]
    assert result.said[0].share == wilson(1, 2)
    assert result.unsaid == 1


@pytest.mark.parametrize(("confidence", "right"), [([4], [1]), ([3], [0.5]), ([3, 3], [1])])
def test_confidence_that_cannot_be_is_refused(confidence, right):
    with pytest.raises(ValueError):
        calibration(confidence, right)
