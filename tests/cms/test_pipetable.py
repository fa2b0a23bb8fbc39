import pytest

from cms.pipetable import Table, TableError, parse


def test_a_table_is_its_head_and_its_rows():
    assert parse("| a | b |\n|---|:-:|\n| 1 | 2 |\n\n| 3 |  |") == Table(["a", "b"], [["1", "2"], ["3", ""]])


def test_the_first_cell_may_be_empty():
    assert parse("|  | b |\n|---|---|\n|  | 2 |").rows == [["", "2"]]


def test_a_stroke_after_a_backslash_belongs_to_its_cell():
    assert parse("| a | b |\n|---|---|\n| x \\| y | 2 |").rows == [["x | y", "2"]]


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", "A table needs a head, a line of dashes and at least one row."),
        ("| a |\n|---|", "A table needs a head, a line of dashes and at least one row."),
        ("| a |\n| 1 |\n| 2 |", "The second row of the table must be a line of dashes: |---|---|."),
        ("a | b\n|---|\n| 1 |", "Row 1 of the table must begin and end with a |."),
        ("| a |\n|---|\n1 |", "Row 3 of the table must begin and end with a |."),
        ("| a | b |\n|---|---|\n| 1 |", "Row 1 of the table has 1 cells, its head has 2."),
        ("| a | b |\n|---|\n| 1 | 2 |", "The line of dashes of the table has 1 cells, its head has 2."),
        ("| a |\n|---|\n" + "| 1 |\n" * 501, "A table has at most 500 rows; this has 501."),
        ("|" + " a |" * 13 + "\n|" + "---|" * 13 + "\n|" + " 1 |" * 13, "A table has at most 12 columns; this has 13."),
    ],
)
def test_what_is_wrong_is_said_with_its_row(text, sentence):
    with pytest.raises(TableError) as error:
        parse(text)
    assert str(error.value) == sentence
