import csv
from io import BytesIO, StringIO

import pytest
from openpyxl import load_workbook

from cms.export import BYTE_ORDER_MARK, Sheet, csv_lines, harmless, workbook
from cms.views.download import csv_download, xlsx_download

FORMULAS = ["=1+1", "+1", "-2+3", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "  =1", "＝1", "－1"]


def read_csv(head, rows):
    text = "".join(csv_lines(head, rows))
    return list(csv.reader(StringIO(text.removeprefix(BYTE_ORDER_MARK), newline="")))


def read_xlsx(*sheets):
    return load_workbook(BytesIO(workbook(sheets)))


@pytest.mark.parametrize("text", FORMULAS)
def test_a_formula_is_led_by_an_apostrophe_in_csv(text):
    assert read_csv(["Name"], [[text]]) == [["Name"], [f"'{text}"]]


@pytest.mark.parametrize("text", ["plain", "a = b", "“=”", "", "3 − 2"])
def test_other_text_is_left_as_it_is(text):
    assert harmless(text) == text


def test_a_negative_number_stays_a_number():
    assert read_csv(["r"], [[-0.25]]) == [["r"], ["-0.25"]]
    assert harmless(-0.25) == -0.25


def test_no_value_is_an_empty_cell():
    assert read_csv(["a", "b"], [[None, 0]]) == [["a", "b"], ["", "0"]]


def test_commas_quotes_and_lines_stay_in_their_cell():
    text = 'one, "two"\nthree'
    assert read_csv(["a", "b"], [[text, "c"]]) == [["a", "b"], [text, "c"]]


def test_a_heading_is_guarded_too():
    assert read_csv(["=A1"], []) == [["'=A1"]]


@pytest.mark.parametrize("text", [*FORMULAS[:4], "#N/A", "2026-01-01", "TRUE"])
def test_every_text_of_a_workbook_is_text(text):
    cell = read_xlsx(Sheet("One", ["Name"], [[text]]))["One"]["A2"]
    assert (cell.value, cell.data_type) == (text, "s")


def test_numbers_of_a_workbook_are_numbers_and_no_value_is_empty():
    page = read_xlsx(Sheet("One", ["a", "b"], [[-0.25, None]]))["One"]
    assert (page["A2"].value, page["A2"].data_type, page["B2"].value) == (-0.25, "n", None)


def test_a_workbook_takes_what_xml_cannot_say_and_titles_that_excel_refuses():
    book = read_xlsx(Sheet("What [is] it? " + "x" * 40, ["a"], [["bell\x07" + "y" * 40_000]]))
    assert book.sheetnames == ["What is it xxxxxxxxxxxxxxxxxxxxx"[:31]]
    assert len(book.worksheets[0]["A2"].value) == 32_767


def test_a_csv_is_streamed_under_a_plain_name():
    response = csv_download(Sheet("One", ["a"], [[1]]), name='Items of "A/B"')
    assert response.streaming
    assert response["Content-Disposition"] == 'attachment; filename="items-of-ab.csv"'
    assert response.getvalue().decode() == f"{BYTE_ORDER_MARK}a\r\n1\r\n"


def test_a_workbook_is_downloaded_whole():
    response = xlsx_download([Sheet("One", ["a"], [[1]])], name="")
    assert response["Content-Disposition"] == 'attachment; filename="table.xlsx"'
    assert load_workbook(BytesIO(response.content))["One"]["A2"].value == 1
