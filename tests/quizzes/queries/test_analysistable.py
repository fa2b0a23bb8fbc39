"""The analysis as tables to take away: no person, and no figure below its number of people."""

import pytest

from quizzes.queries.analysis import sample_of
from quizzes.queries.analysistable import all_sheets, item_sheet, option_sheet, quiz_sheet, sure_sheet
from quizzes.queries.itemreport import quiz_report
from tests.quizzes.sampling import build_quiz_of, build_sample, papers, spread

pytestmark = pytest.mark.django_db


def report_of(*rows, **fields):
    return quiz_report(sample_of(build_sample(*rows, **fields).pk), index=True)


def cells(sheet):
    """Each row by its headings."""
    return [dict(zip(sheet.head, row, strict=True)) for row in sheet.rows]


def test_a_question_has_its_figures_with_both_ends():
    row = cells(item_sheet(report_of(*papers(12, 8))))[0]
    assert (row["People"], row["All of it right"], row["Facility"]) == (20, 12, 0.6)
    assert (row["Facility, from"], row["Facility, to"], row["Facility, note"]) == (0.3866, 0.7812, "")


def test_where_there_is_no_value_the_reason_stands():
    row = cells(item_sheet(report_of(*papers(6, 4))))[0]
    assert row["Correlation with the rest"] is None
    assert row["Correlation with the rest, note"] == (
        "Needs 20 people; there are 10. With fewer, how a question goes with the rest of the paper is mostly chance."
    )


def test_of_four_people_no_table_has_a_figure():
    report = report_of(*papers(3, 1), confidence=2)
    row = cells(item_sheet(report))[0]
    numbers = [name for name, value in row.items() if isinstance(value, int | float)]
    assert numbers == [
        *("Place", "Series", "People", "People who answered everything"),
        *("Left out: practised before", "Left out: other series"),
    ]
    assert [row["Value"] for row in cells(quiz_sheet(report))] == [None] * 3
    assert {(row["Option"], row["People who chose it"]) for row in cells(option_sheet(report.sample))} == {
        ("Shown from 5 people.", None)
    }
    assert cells(sure_sheet(report.sample)) == []


def test_the_quiz_has_its_reliability_and_error():
    rows = cells(quiz_sheet(report_of(*spread(20, 4))))
    assert [(row["Statistic"], row["People"], row["Note"]) for row in rows] == [
        ("Alpha", 20, "rough"),
        ("Lambda-2", 20, "rough"),
        ("Standard error of measurement (questions)", 20, "rough"),
    ]


def test_an_option_has_its_count_and_share():
    row = cells(option_sheet(report_of(*papers(6, 4)).sample))[0]
    assert (row["Right"], row["People who chose it"], row["People"], row["Share"]) == ("yes", 6, 10, 0.6)


def test_how_sure_people_were_is_a_table_of_counts():
    rows = cells(sure_sheet(report_of(*papers(3, 2, k=1), confidence=3).sample))
    assert [(row["How sure"], row["All of it right"], row["People"]) for row in rows] == [
        ("A guess", 0, 0),
        ("Fairly sure", 0, 0),
        ("Very sure", 3, 5),
    ]


def test_no_table_names_a_person():
    report = report_of(*papers(6, 4), confidence=1)
    text = repr([list(sheet.rows) for sheet in all_sheets(report)])
    assert "Ada" not in text
    assert "example.org" not in text


@pytest.mark.parametrize(("people", "k"), [(5, 1), (15, 3)])
def test_all_tables_cost_two_queries_however_many(django_assert_num_queries, people, k):
    quiz = build_sample(*["a" * k] * people, quiz=build_quiz_of(k))
    report = quiz_report(sample_of(quiz.pk))
    with django_assert_num_queries(2):
        assert len([list(sheet.rows) for sheet in all_sheets(report)]) == 4
