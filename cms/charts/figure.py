"""A chart from the pipe table of a figure block."""

from cms import pipetable
from cms.charts.frame import Chart
from cms.charts.histogram import histogram
from cms.charts.intervals import intervals
from cms.charts.line import line
from cms.charts.multiples import multiples
from cms.charts.numbers import ChartError, read_number
from cms.charts.strip import strip

KINDS = ("intervals", "strip", "line", "histogram", "multiples")
NO_VALUE = {"", "-", "–", "—", "−"}
MAX_ROWS = {"intervals": 40, "strip": 400, "line": 200, "histogram": 60, "multiples": 400}
COLUMNS = {"intervals": (4,), "strip": (2,), "line": (2, 4), "histogram": (2,), "multiples": (3,)}
WANTED = {
    "intervals": "label, value, low, high",
    "strip": "label, value",
    "line": "x, value and, if wanted, low, high",
    "histogram": "label, count",
    "multiples": "series, x, value",
}
DRAW = {"intervals": intervals, "strip": strip, "line": line, "histogram": histogram, "multiples": multiples}


def draw_rows(kind: str, rows: str, *, caption: str, x: str = "", y: str = "") -> Chart:
    """A chart from the pipe table of a figure block. Raises TableError or ChartError, each with a plain sentence."""
    if kind not in KINDS:
        raise ChartError(f"“{kind}” is not a kind of figure: it is one of {', '.join(KINDS)}.")
    table = pipetable.parse(rows)
    if len(table.head) not in COLUMNS[kind]:
        raise ChartError(f"A figure of the kind “{kind}” has the columns {WANTED[kind]}; this has {len(table.head)}.")
    if len(table.rows) > MAX_ROWS[kind]:
        raise ChartError(
            f"A figure of the kind “{kind}” has at most {MAX_ROWS[kind]} rows; this has {len(table.rows)}."
        )
    keys = 2 if kind == "multiples" else 1
    values = [tuple(row[:keys]) + tuple(rest) for row, rest in zip(table.rows, _values(table, keys), strict=True)]
    return DRAW[kind](values, caption=caption, x=x, y=y, head=tuple(table.head), texts=tuple(map(tuple, table.rows)))


def _value(text: str, *, row: int, column: str) -> float | None:
    return None if text in NO_VALUE else read_number(text, row=row, column=column)


def _values(table: pipetable.Table, first: int) -> list[list[float | None]]:
    return [
        [_value(text, row=n, column=name) for text, name in zip(cells[first:], table.head[first:], strict=True)]
        for n, cells in enumerate(table.rows, 1)
    ]
