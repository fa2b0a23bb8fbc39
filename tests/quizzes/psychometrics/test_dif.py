import math

import numpy as np
import pytest

from quizzes.psychometrics.dif import Size, mantel_haenszel
from tests.quizzes.psychometrics.walk import faults


def paper(first, second):
    """Two questions, everybody with exactly one right: (people right on the first, on the second)."""
    return [[1, 0]] * first + [[0, 1]] * second


def test_one_stratum_worked_out_by_hand():
    # Reference 30 right and 10 wrong, focal 20 and 20: odds ratio 3.
    result = mantel_haenszel(paper(30, 10) + paper(20, 20), [0] * 40 + [1] * 40)[0]
    assert result.odds.value == pytest.approx(3)
    assert result.delta.value == pytest.approx(-2.35 * math.log(3))
    # With one stratum the variance of ln OR is 1/30 + 1/10 + 1/20 + 1/20.
    assert result.delta.se == pytest.approx(2.35 * (1 / 30 + 1 / 10 + 2 / 20) ** 0.5)
    assert result.size == Size.B


@pytest.mark.parametrize(
    ("first", "size"), [(20, Size.A), (26, Size.A), (30, Size.B), (36, Size.C)], ids=["none", "small", "B", "C"]
)
def test_classes_need_both_size_and_certainty(first, size):
    marks = paper(first, 40 - first) + paper(20, 20)
    assert mantel_haenszel(marks, [0] * 40 + [1] * 40)[0].size == size


def test_a_total_that_one_person_has_is_left_out():
    marks, groups = paper(30, 10) + paper(20, 20), [0] * 40 + [1] * 40
    assert mantel_haenszel([*marks, [1, 1]], [*groups, 0])[0].odds.value == mantel_haenszel(marks, groups)[0].odds.value


def test_an_infinite_odds_ratio_is_no_value():
    result = mantel_haenszel(paper(10, 0) + paper(5, 5), [0] * 10 + [1] * 10)[0]
    assert (result.delta.reason, result.size) == ("The odds ratio is 0 or infinite.", None)


def test_one_group_alone_cannot_be_compared():
    result = mantel_haenszel(paper(5, 5), [0] * 10)[0]
    assert result.delta.reason == "At no total could the two groups be compared."
    assert faults(result) == []


def test_absentees_have_a_group_but_do_not_count():
    marks = [*paper(30, 10), [np.nan, np.nan], *paper(20, 20)]
    assert mantel_haenszel(marks, [0] * 41 + [1] * 40)[0].odds.value == pytest.approx(3)


def test_part_marks_and_missing_groups_are_refused():
    with pytest.raises(ValueError, match="0 or 1"):
        mantel_haenszel([[0.5, 1]], [0])
    with pytest.raises(ValueError, match="needs a group"):
        mantel_haenszel([[0, 1]], [0, 1])
