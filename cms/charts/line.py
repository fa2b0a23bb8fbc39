"""A line through points, with a band of uncertainty where one is given."""

import itertools
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from cms.charts.frame import (
    CHARACTER,
    EDGE,
    NAME_ROOM,
    NARROW,
    TICK_ROOM,
    Chart,
    Dot,
    Scale,
    Tick,
    anchor_at,
    enclosing,
    every_nth,
    need,
    sentence,
    table_of,
    x_ticks_of,
)
from cms.charts.intervals import check_intervals, interval_words
from cms.charts.numbers import ChartError, nice_ticks, number_text, percent, plain_number, text_of

VALUES_SHOWN = 8  # up to here each point of a line carries its value


@dataclass(frozen=True)
class Curve:
    """A line in a box 1000 wide that is stretched to the chart, its points, and its band of uncertainty."""

    paths: tuple[str, ...]
    bands: tuple[str, ...]
    dots: tuple[Dot, ...]


@dataclass(frozen=True)
class LineChart(Chart):
    curve: Curve | None = None
    show_values: bool = False
    has_band: bool = False


def _runs(points: Iterable) -> list[list]:
    """Points in a row, broken where one is missing."""
    runs: list[list] = [[]]
    for point in points:
        if point is None:
            runs.append([])
        else:
            runs[-1].append(point)
    return [run for run in runs if run]


def _path(points, *, close: bool = False) -> str:
    return "M" + "L".join(f"{round(x * 10, 1):g} {round(y, 1):g}" for x, y in points) + ("Z" if close else "")


def curve_of(xs, values, bands, across: Scale, down: Scale) -> Curve:
    places = [across.place(x) for x in xs]
    points = [None if v is None else (p, down.place(v)) for p, v in zip(places, values, strict=True)]
    edges = [
        None if low is None else (p, down.place(low), down.place(high))
        for p, (low, high) in zip(places, bands, strict=True)
    ]
    return Curve(
        paths=tuple(_path(run) for run in _runs(points) if len(run) > 1),
        bands=tuple(
            _path([(p, high) for p, _, high in run] + [(p, low) for p, low, _ in reversed(run)], close=True)
            for run in _runs(edges)
            if len(run) > 1
        ),
        dots=tuple(
            Dot(percent(point[0]), round(point[1], 1), number_text(value))
            for point, value in zip(points, values, strict=True)
            if point is not None
        ),
    )


def left_of(ticks: Sequence[float]) -> float:
    """Per cent of the width that the numbers of the vertical axis need on a phone."""
    return max(len(number_text(tick)) for tick in ticks) * CHARACTER / NARROW * 100 + 3


def _names_across(xs, names, across: Scale) -> tuple[Tick, ...]:
    places = [across.place(x) for x in xs]
    every = every_nth(names, NARROW * (across.end - across.start) / 100 + CHARACTER * max(map(len, names)))
    keep = [n for n in range(len(names)) if n % every == 0]
    return tuple(Tick(percent(places[n]), names[n], anchor_at(places[n], names[n])) for n in keep)


def positions_of(xs) -> tuple[list[float], bool]:
    """Where points stand across: by their number when every x is one, else side by side."""
    numbers = [number for number in map(plain_number, xs) if number is not None]
    if len(numbers) < len(xs) or len(set(numbers)) == 1:
        return [float(n) for n in range(len(xs))], False
    for n, (before, after) in enumerate(itertools.pairwise(numbers), 2):
        if after <= before:
            raise ChartError(f"Row {n}: the numbers of the horizontal axis must rise from row to row.")
    return numbers, True


def line(rows, *, caption: str, x: str = "", y: str = "", head=(), texts=None) -> LineChart:
    """A line through points, with a band of uncertainty where one is given. Rows of (x, value[, low, high])."""
    rows = [(*row, None, None) if len(row) == 2 else tuple(row) for row in rows]
    check_intervals(rows)
    values = need(rows, [number for row in rows for number in row[1:]])
    xs, numeric = positions_of([row[0] for row in rows])
    names = [text_of(row[0]) for row in rows]
    ticks = enclosing(values)
    top = 28 if y else 14
    base = top + 160
    down = Scale(ticks[0], ticks[-1], base, top)
    left = left_of(ticks)
    inset = left + 3
    if numeric:
        x_marks = nice_ticks(xs[0], xs[-1])
        across = Scale(x_marks[0], x_marks[-1], inset, 100 - EDGE)
        x_ticks = x_ticks_of(x_marks, across)
    else:
        across = Scale(0, max(len(xs) - 1, 1), inset + 2, 100 - EDGE - 3)
        x_ticks = _names_across(xs, names, across)
    has_band = any(row[2] is not None for row in rows)
    shown = rows if has_band else [row[:2] for row in rows]
    return LineChart(
        kind="line",
        caption=caption,
        title=f"Line{' with a band of uncertainty' if has_band else ''}, {len(rows)} points",
        description=sentence(
            f"{name}: {interval_words(value, low, high)}"
            for name, (_, value, low, high) in zip(names, rows, strict=True)
        ),
        x=x,
        y=y,
        **table_of(shown, head, ("", "Value", "Low", "High")[: 4 if has_band else 2], texts),
        height=base + TICK_ROOM + (NAME_ROOM if x else 0),
        base=base,
        top=top,
        left=percent(left),
        x_ticks=x_ticks,
        y_ticks=tuple(Tick(f"{round(down.place(tick), 1):g}", number_text(tick)) for tick in ticks),
        curve=curve_of(xs, [row[1] for row in rows], [row[2:] for row in rows], across, down),
        show_values=len(rows) <= VALUES_SHOWN and not has_band,
        has_band=has_band,
    )
