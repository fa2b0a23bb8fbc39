"""Tables as CSV and XLSX that no spreadsheet runs: what looks like a formula is text, and numbers stay numbers.

Plain Python: rows in, lines or bytes out. `cms/views/download.py` hands them to a browser.
"""

import csv
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from io import BytesIO

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Font

FORMULA_SIGNS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
BYTE_ORDER_MARK = "\ufeff"  # without it Excel takes UTF-8 for the letters of the machine
MOST_OF_A_CELL = 32_767  # characters, the limit of the format
MOST_OF_A_TITLE = 31
NOT_IN_A_TITLE = str.maketrans(dict.fromkeys("[]:*?/\\"))

Cell = str | int | float | None
Row = Sequence[Cell]


@dataclass(frozen=True)
class Sheet:
    title: str
    head: Sequence[str]
    rows: Iterable[Row]


class _Echo:
    """What `csv` writes to: hands each line straight back."""

    def write(self, line: str) -> str:
        return line


def harmless(value: Cell) -> Cell:
    """Text that a spreadsheet would run as a formula is led by an apostrophe; a number is none and stays one."""
    return f"'{value}" if isinstance(value, str) and value.lstrip(" ").startswith(FORMULA_SIGNS) else value


def csv_lines(head: Sequence[str], rows: Iterable[Row]) -> Iterator[str]:
    """Line by line, so that a long table need not be held. No value is an empty cell."""
    writer = csv.writer(_Echo())
    yield BYTE_ORDER_MARK + writer.writerow([harmless(cell) for cell in head])
    for row in rows:
        yield writer.writerow([harmless(cell) for cell in row])


def workbook(sheets: Iterable[Sheet]) -> bytes:
    """An XLSX file. Every text is a cell of text: nothing in it is a formula, a date or an error."""
    book = Workbook(write_only=True)
    for sheet in sheets:
        page = book.create_sheet(sheet.title.translate(NOT_IN_A_TITLE)[:MOST_OF_A_TITLE])
        page.freeze_panes = "A2"
        page.append([_text_cell(page, text, bold=True) for text in sheet.head])
        for row in sheet.rows:
            page.append([_text_cell(page, cell) if isinstance(cell, str) else cell for cell in row])
    file = BytesIO()
    book.save(file)
    return file.getvalue()


def _text_cell(page, text: str, *, bold: bool = False):
    cell = WriteOnlyCell(page, ILLEGAL_CHARACTERS_RE.sub("", text)[:MOST_OF_A_CELL])
    cell.data_type = "s"
    if bold:
        cell.font = Font(bold=True)
    return cell
