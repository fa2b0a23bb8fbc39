import numpy as np
import pytest

from quizzes.psychometrics.responses import BadMark, BadShape, read_responses

NAN = np.nan


def test_marks_without_blanks_are_taken_as_they_are():
    responses = read_responses([[1, 0], [2, 1]], [2, 1])
    assert (responses.n, responses.k, responses.absent, responses.blanks) == (2, 2, 0, (0, 0))


def test_an_absent_person_is_left_out_and_counted():
    responses = read_responses([[1, 0], [NAN, NAN], [1, 1]])
    assert (responses.n, responses.absent, responses.blanks, responses.rows) == (2, 1, (0, 0), (0, 2))


def test_a_blank_within_an_attempted_paper_scores_0_and_is_counted():
    responses = read_responses([[1, NAN], [0, 1]])
    assert responses.marks.tolist() == [[1, 0], [0, 1]]
    assert (responses.blanks, responses.incomplete) == ((0, 1), 0)


def test_listwise_leaves_people_with_a_blank_out_instead():
    responses = read_responses([[1, NAN], [0, 1], [NAN, NAN]], listwise=True)
    assert responses.marks.tolist() == [[0, 1]]
    assert (responses.incomplete, responses.absent, responses.blanks) == (1, 1, (0, 0))


@pytest.mark.parametrize(
    ("mark", "sentence"),
    [
        (-1, "Row 2, question 3: the mark -1 is below 0."),
        (3, "Row 2, question 3: the mark 3 is above the maximum of 2."),
        (np.inf, "Row 2, question 3: the mark is not a finite number."),
        (-np.inf, "Row 2, question 3: the mark is not a finite number."),
    ],
)
@pytest.mark.parametrize("first", [0, NAN])
def test_a_mark_that_cannot_be_is_refused_by_row_and_column(mark, sentence, first):
    with pytest.raises(BadMark) as refused:
        read_responses([[first, 1, 2], [0, 1, mark]], 2)
    assert (str(refused.value), refused.value.row, refused.value.column) == (sentence, 1, 2)


def test_each_question_has_its_own_maximum():
    assert read_responses([[3, 1]], [3, 1]).n == 1
    with pytest.raises(BadMark):
        read_responses([[1, 3]], [3, 1])


@pytest.mark.parametrize(
    ("marks", "maximum"),
    [([1, 0], 1), ([[1], [0, 1]], 1), ([["a"]], 1), ([[]], 1), ([[1, 0]], [1]), ([[1]], -1), ([[1]], [NAN])],
)
def test_numbers_that_make_no_matrix_are_refused(marks, maximum):
    with pytest.raises(BadShape):
        read_responses(marks, maximum)


def test_the_marks_given_are_not_changed():
    given = np.array([[1.0, NAN], [NAN, NAN]])
    read_responses(given)
    assert np.isnan(given).sum() == 3
