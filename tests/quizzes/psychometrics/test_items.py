import numpy as np
import pytest

from quizzes.psychometrics.items import item_analysis
from quizzes.psychometrics.options import distractor_table
from quizzes.psychometrics.upper_lower import upper_lower
from tests.quizzes.psychometrics.walk import faults

# Four people on a ladder of three questions, worked out by hand: variances 1/4, 1/3, 1/4, of the total 5/3.
LADDER = [[1, 1, 1], [1, 1, 0], [1, 0, 0], [0, 0, 0]]


def test_a_paper_worked_out_by_hand():
    analysis = item_analysis(LADDER)
    assert analysis.alpha.value == pytest.approx(0.75, abs=1e-15)
    assert analysis.sem.value == pytest.approx((5 / 3 * 0.25) ** 0.5, abs=1e-15)
    assert analysis.items[0].correlation.value == pytest.approx(0.75 / 2.0625**0.5, abs=1e-15)
    assert analysis.items[1].alpha_if_dropped.value == pytest.approx(0.5, abs=1e-15)
    assert [item.facility.value for item in analysis.items] == [0.75, 0.5, 0.25]
    assert (analysis.n, analysis.mean, analysis.maximum) == (4, 1.5, 3)


def test_a_question_everybody_got_right_has_a_facility_with_width_but_no_correlation():
    item = item_analysis([[1, 1, 0], [1, 0, 1], [1, 1, 1], [1, 0, 0]]).items[0]
    assert (item.facility.value, item.facility.high) == (1, 1)
    assert item.facility.low == pytest.approx(0.5101, abs=1e-4)
    assert (item.correlation.value, item.correlation.reason) == (
        None,
        "Everybody got the same mark on this question.",
    )


def test_such_a_question_changes_no_reliability():
    with_it = item_analysis([[*row, 1] for row in LADDER])
    without = item_analysis(LADDER)
    assert with_it.alpha == without.alpha
    assert with_it.items[3].alpha_if_dropped == without.alpha


def test_a_rest_without_variance_gives_no_correlation():
    item = item_analysis([[1, 1, 0], [0, 0, 1], [1, 1, 0], [0, 1, 0]]).items[0]
    assert item.correlation.reason == "Everybody got the same total on the other questions."


def test_part_marks_have_an_interval_of_a_mean():
    facility = item_analysis([[0], [1], [2], [4]], 4).items[0].facility
    assert facility.value == 7 / 16
    assert facility.se == pytest.approx((35 / 12 / 4) ** 0.5 / 4)
    assert (facility.low, facility.high) == (0.0, 1.0)


def test_the_same_part_mark_for_all_has_no_interval():
    facility = item_analysis([[1], [1], [1]], 2).items[0].facility
    assert (facility.value, facility.low) == (0.5, None)
    assert facility.reason == "Everybody got the same part of the marks, so there is no interval."


def test_a_question_without_marks_has_no_facility():
    assert item_analysis([[0, 1], [0, 0]], [0, 1]).items[0].facility.reason == "This question carries no marks."


@pytest.mark.parametrize(
    "marks",
    [
        np.zeros((0, 3)),
        [[np.nan, np.nan]],
        [[1, 0, 1]],
        [[1], [0], [1]],
        [[1, 1], [1, 1], [1, 1]],
        [[0, 0], [0, 0]],
        [[1, 0], [0, 1], [1, 0], [0, 1]],
        [[1, 1], [0, 0], [1, 1], [0, 0]],
    ],
    ids=["nobody", "absent", "one person", "one question", "all right", "all wrong", "equal totals", "twins"],
)
def test_papers_that_say_little_give_reasons_and_no_nan(marks):
    assert faults(item_analysis(marks)) == []
    assert faults(upper_lower(marks)) == []


def test_ties_share_the_places_at_the_boundary_of_the_upper_group():
    # n = 8, g = 2: total 3 once; 2 twice share the second place; below, 0 once and 1 three times share.
    marks = [[1, 1, 1], [1, 1, 0], [0, 1, 1], [1, 0, 0], [0, 1, 0], [0, 0, 1], [0, 0, 0], [1, 0, 1]]
    index = upper_lower(marks)[0]
    upper, lower = (1 + (1 + 0 + 1) / 3) / 2, (0 + 1 / 3) / 2
    assert index.value == pytest.approx(upper - lower)


def table_of(choices, totals):
    marks = [1 if choice == "A" else 0 for choice in choices]
    return distractor_table(choices, "ABCD", "A", marks, totals)


def test_options_are_counted_with_the_blank_last():
    table = table_of(["A", "A", "B", "C", None], [5, 4, 2, 1, 0])
    assert [(row.option, row.count) for row in table.options] == [("A", 2), ("B", 1), ("C", 1), ("D", 0), (None, 1)]
    assert table.options[0].mean_total.value == 4.5
    assert table.unused == ("D",)
    assert table.options[3].correlation.reason == "Nobody chose this option."


def test_a_wrong_option_that_good_people_choose_is_a_rival_of_the_key():
    assert table_of(list("AAABBB"), [2, 1, 2, 5, 6, 5]).rivals == ("B",)
    assert table_of(list("AAABBB"), [6, 6, 7, 1, 2, 1]).rivals == ()


def test_a_choice_that_was_not_offered_is_refused():
    with pytest.raises(ValueError, match="among the options"):
        table_of(["A", "E"], [1, 0])


@pytest.mark.parametrize("choices", [[], ["A"], ["A"] * 6, [None] * 6])
def test_tables_that_say_little_give_reasons_and_no_nan(choices):
    assert faults(table_of(choices, [3.0] * len(choices))) == []
