"""What must hold for any marks: bounds, order, scale, and never a NaN."""

import numpy as np
import pytest
from hypothesis import given as given_any
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from quizzes.psychometrics.agreement import marker_agreement
from quizzes.psychometrics.classification import boundary
from quizzes.psychometrics.dif import mantel_haenszel
from quizzes.psychometrics.gains import adjusted_difference, gain, group_difference
from quizzes.psychometrics.items import item_analysis
from quizzes.psychometrics.judging import Unconnected, bradley_terry
from quizzes.psychometrics.krippendorff import Scale, krippendorff
from quizzes.psychometrics.moodle import moodle_statistics
from quizzes.psychometrics.rasch import rasch
from quizzes.psychometrics.reliability import retest_correlation, retest_sem
from quizzes.psychometrics.responses import read_responses
from quizzes.psychometrics.uncertainty import score_band
from quizzes.psychometrics.upper_lower import upper_lower
from quizzes.psychometrics.value import Value
from tests.quizzes.psychometrics.walk import faults, leaves

FULL = 4
SHAPES = st.tuples(st.integers(0, 14), st.integers(1, 6))
RIGHT = arrays(np.float64, SHAPES, elements=st.sampled_from([0.0, 1.0]))
WHOLE = arrays(np.float64, SHAPES, elements=st.integers(0, FULL).map(float))
BROKEN = arrays(np.float64, SHAPES, elements=st.floats(0, FULL, allow_subnormal=False) | st.just(np.nan))
GAPS = arrays(np.float64, SHAPES, elements=st.sampled_from([0.0, 1.0, np.nan]))
SCORE = st.floats(0, 100).map(lambda score: round(score, 6))  # the square of 1e-160 is 0, and nobody's score
PAIRS = arrays(np.float64, st.tuples(st.integers(0, 12), st.just(2)), elements=SCORE | st.just(np.nan))

PATIENT = settings(deadline=None)  # a busy machine is no fault of a statistic


def given(**anything):
    return lambda test: PATIENT(given_any(**anything)(test))


classical = pytest.mark.parametrize("statistic", [item_analysis, upper_lower, moodle_statistics])


@classical
@given(marks=WHOLE, shuffle=st.randoms(use_true_random=False))
def test_the_order_of_rows_changes_no_bit_of_whole_marks(statistic, marks, shuffle):
    order = shuffle.sample(range(len(marks)), len(marks))
    assert statistic(marks, FULL) == statistic(marks[order], FULL)


@given(marks=GAPS, shuffle=st.randoms(use_true_random=False))
def test_the_order_of_rows_changes_no_rasch_difficulty(marks, shuffle):
    order = shuffle.sample(range(len(marks)), len(marks))
    one, two = rasch(marks), rasch(marks[order])
    assert [item.difficulty.value for item in one.items] == pytest.approx([item.difficulty.value for item in two.items])
    assert [one.people[row].value for row in order] == pytest.approx([person.value for person in two.people])


@pytest.mark.parametrize("scale", Scale)
@given(marks=WHOLE, shuffle=st.randoms(use_true_random=False))
def test_the_order_of_rows_changes_no_agreement(scale, marks, shuffle):
    order = shuffle.sample(range(len(marks)), len(marks))
    assert krippendorff(marks, scale) == krippendorff(marks[order], scale)


@given(pairs=PAIRS, shuffle=st.randoms(use_true_random=False))
def test_the_order_of_rows_changes_no_comparison_of_two_lists(pairs, shuffle):
    order = shuffle.sample(range(len(pairs)), len(pairs))
    for statistic in (gain, group_difference, marker_agreement, retest_sem, retest_correlation):
        assert statistic(*pairs.T) == statistic(*pairs[order].T)


@classical
@given(marks=BROKEN)
def test_no_marks_make_a_nan_or_a_silent_none(statistic, marks):
    assert faults(statistic(marks, FULL)) == []


@given(marks=GAPS)
def test_no_answers_make_a_nan_in_a_rasch_analysis(marks):
    assert faults(rasch(marks)) == []


@given(marks=RIGHT, data=st.data())
def test_no_answers_make_a_nan_in_a_comparison_of_groups(marks, data):
    focal = data.draw(st.lists(st.booleans(), min_size=len(marks), max_size=len(marks)))
    assert faults(mantel_haenszel(marks, focal)) == []


@given(pairs=PAIRS, data=st.data())
def test_no_scores_make_a_nan_in_a_comparison_of_two_lists(pairs, data):
    groups = data.draw(st.lists(st.booleans(), min_size=len(pairs), max_size=len(pairs)))
    for statistic in (gain, group_difference, marker_agreement, retest_sem, retest_correlation):
        assert faults(statistic(*pairs.T)) == []
    assert faults(adjusted_difference(pairs[:, 0], pairs[:, 1], groups)) == []


@pytest.mark.parametrize("scale", Scale)
@given(marks=BROKEN)
def test_no_marks_make_a_nan_in_an_agreement(scale, marks):
    result = krippendorff(marks, scale)
    assert faults(result) == []
    assert result.value is None or result.value <= 1


@given(decisions=st.lists(st.tuples(st.integers(0, 4), st.integers(0, 4)).filter(lambda p: p[0] != p[1]), max_size=40))
def test_decisions_give_places_around_0_or_a_refusal(decisions):
    table = np.array(decisions, dtype=int).reshape(-1, 2)
    try:
        result = bradley_terry(table[:, 0], table[:, 1], 5, ["a", "b"] * (len(table) // 2) + ["a"] * (len(table) % 2))
    except Unconnected:
        return
    assert faults(result) == []
    assert sum(place.value or 0 for place in result.places) == pytest.approx(0, abs=1e-9)


@given(marks=WHOLE)
def test_bounds(marks):
    analysis = item_analysis(marks, FULL)
    for item in analysis.items:
        for value, least in ((item.facility, 0), (item.correlation, -1)):
            bounds = [bound for bound in (value.low, value.value, value.high) if bound is not None]
            assert all(least - 1e-12 <= bound <= 1 + 1e-12 for bound in bounds)
    if analysis.alpha.value is not None and analysis.lambda2.value is not None:
        assert analysis.alpha.value <= analysis.lambda2.value + 1e-12 <= 1 + 2e-12


@given(marks=WHOLE, factor=st.sampled_from([0.25, 3.0, 100.0]))
def test_marks_in_another_unit_change_only_what_is_in_marks(marks, factor):
    one, two = item_analysis(marks, FULL), item_analysis(marks * factor, FULL * factor)
    assert two.alpha.value == pytest.approx(one.alpha.value)
    assert [item.facility.value for item in two.items] == pytest.approx([item.facility.value for item in one.items])
    assert [item.correlation.value for item in two.items] == pytest.approx([i.correlation.value for i in one.items])
    if one.sem.value is not None:
        assert two.sem.value == pytest.approx(one.sem.value * factor)


@given(marks=WHOLE, more=st.integers(1, 5))
def test_marks_that_everybody_gets_extra_change_no_reliability(marks, more):
    one, two = item_analysis(marks, FULL), item_analysis(marks + more, FULL + more)
    assert (one.alpha, one.lambda2, one.sem) == (two.alpha, two.lambda2, two.sem)
    assert [item.correlation for item in one.items] == [item.correlation for item in two.items]


@given(marks=BROKEN)
def test_a_row_of_blanks_changes_nothing_but_the_count_of_absentees(marks):
    absent = np.full((1, marks.shape[1]), np.nan)
    one, two = read_responses(marks, FULL), read_responses(np.vstack([marks, absent]), FULL)
    assert np.array_equal(one.marks, two.marks)
    assert (two.absent, two.blanks) == (one.absent + 1, one.blanks)


@given(maximum=st.integers(2, 60), data=st.data())
def test_a_band_holds_its_score_and_rises_with_it(maximum, data):
    score = data.draw(st.integers(0, maximum - 1))
    sem = data.draw(st.none() | st.floats(0.1, 10))
    one, two = score_band(score, maximum, sem), score_band(score + 1, maximum, sem)
    assert 0 <= one.low <= score <= one.high <= maximum
    assert one.low <= two.low
    assert one.high <= two.high


@given(cut=st.integers(0, 40), mean=st.floats(0, 40), sd=st.floats(0.5, 20), ends=st.tuples(*(st.floats(-0.5, 1),) * 3))
def test_shares_at_a_boundary_lie_in_their_interval(cut, mean, sd, ends):
    low, middle, high = sorted(ends)
    result = boundary(cut, mean, sd, Value(middle, low, high, 30))
    assert faults(result) == []
    known = [leaf for leaf in leaves(result) if isinstance(leaf, Value) and leaf.value is not None]
    assert all((leaf.low or 0) >= -1e-12 and (leaf.high or 0) <= 1 + 1e-12 for leaf in known)
