"""Dots with their intervals, one under another."""

from dataclasses import dataclass

from cms.charts.frame import NAME_ROOM, TICK_ROOM, Chart, enclosing, need, scale_across, sentence, table_of, x_ticks_of
from cms.charts.numbers import ChartError, number_text, percent


@dataclass(frozen=True)
class IntervalMark:
    label: str
    words: str
    label_y: int
    y: int
    at: str
    low: str
    high: str


@dataclass(frozen=True)
class IntervalsChart(Chart):
    marks: tuple[IntervalMark, ...] = ()
    zero: str = ""


def interval_words(value, low, high) -> str:
    if value is None:
        return "no value"
    return (
        number_text(value) if low is None else f"{number_text(value)}, from {number_text(low)} to {number_text(high)}"
    )


def check_intervals(rows) -> None:
    for n, (_, value, low, high) in enumerate(rows, 1):
        if (low is None) != (high is None):
            raise ChartError(f"Row {n}: an interval has both ends or neither.")
        if low is not None and (value is None or not low <= value <= high):
            raise ChartError(f"Row {n}: the value lies outside its interval.")


def intervals(rows, *, caption: str, x: str = "", y: str = "", head=(), texts=None, span=None) -> IntervalsChart:
    """Dots with their intervals, one under another. Rows of (label, value, low, high); None is no value.

    `span` is (lowest, highest) of the scale where that is known, such as 0 and the marks of a test.
    """
    rows = list(rows)
    check_intervals(rows)
    ticks = enclosing([*need(rows, [number for row in rows for number in row[1:]]), *(span or ())])
    scale = scale_across(ticks)
    step = 44
    marks = tuple(
        IntervalMark(
            label=label,
            words=interval_words(value, low, high),
            label_y=step * n + 14,
            y=step * n + 28,
            at="" if value is None else percent(scale.place(value)),
            low="" if low is None else percent(scale.place(low)),
            high="" if high is None else percent(scale.place(high)),
        )
        for n, (label, value, low, high) in enumerate(rows)
    )
    base = step * len(rows) + 2
    return IntervalsChart(
        kind="intervals",
        caption=caption,
        title=f"Dots with intervals, {number_text(ticks[0])} to {number_text(ticks[-1])}",
        description=sentence(f"{mark.label}: {mark.words}" for mark in marks),
        x=x,
        y=y,
        **table_of(rows, head, ("", "Value", "Low", "High"), texts),
        height=base + TICK_ROOM + (NAME_ROOM if x else 0),
        base=base,
        x_ticks=x_ticks_of(ticks, scale),
        marks=marks,
        zero=percent(scale.place(0)) if ticks[0] < 0 < ticks[-1] else "",
    )
