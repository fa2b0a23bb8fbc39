"""The geometry of the site's charts, as plain Python: numbers in, frozen places out; the SVG is drawn by templates.

Across, a place is a per cent of the width, so that a chart fills a phone or a page while its text keeps its size.
Down, a place is a pixel. Nothing is drawn by colour alone, and every chart carries the table of its numbers.
Templates: templates/components/chart/<kind>.html.
"""

import itertools
import math
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from cms import pipetable

KINDS = ("intervals", "strip", "line", "histogram", "multiples")
NARROW = 288  # px: the reading column of a phone 320 px wide, for which everything must fit
MARGIN = 10  # px outside the chart that a label may use
CHARACTER = 7.2  # px: a generous width of a character of chart text
EDGE = 3.0  # per cent kept free at both ends, so that a dot there stays whole
LINE_HEIGHT = 16
TICK_ROOM = 22
NAME_ROOM = 18
NO_VALUE = {"", "-", "–", "—", "−"}
MAX_ROWS = {"intervals": 40, "strip": 400, "line": 200, "histogram": 60, "multiples": 400}
MAX_SERIES = 24
DOTS_WITH_NAMES = 8  # up to here each dot of a strip has its own lane and name
VALUES_SHOWN = 8  # up to here each point of a line carries its value
COUNTS_SHOWN = 16  # up to here each bar of a histogram carries its count

Number = float | int
Row = Sequence[str]


class ChartError(ValueError):
    """The numbers cannot be drawn; the message says which row and why."""


@dataclass(frozen=True)
class Tick:
    at: str
    text: str
    anchor: str = "middle"


@dataclass(frozen=True)
class Chart:
    """What every kind has. `head` and `rows` are the numbers as text, for the table under the chart."""

    kind: str
    caption: str
    title: str
    description: str
    x: str
    y: str
    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    height: int = 0
    base: int = 0  # y of the horizontal axis
    top: int = 0
    left: str = "0%"
    x_ticks: tuple[Tick, ...] = ()
    y_ticks: tuple[Tick, ...] = ()

    @property
    def template(self) -> str:
        return f"components/chart/{self.kind}.html"

    @property
    def tick_y(self) -> int:
        return self.base + LINE_HEIGHT

    @property
    def name_y(self) -> int:
        return self.height - 4


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


@dataclass(frozen=True)
class Dot:
    cx: str
    cy: float
    value: str


@dataclass(frozen=True)
class Lane:
    label: str
    words: str
    label_y: int
    y: int
    dots: tuple[Dot, ...]


@dataclass(frozen=True)
class StripChart(Chart):
    lanes: tuple[Lane, ...] = ()


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


@dataclass(frozen=True)
class TextLine:
    text: str
    y: float


@dataclass(frozen=True)
class Bar:
    label: str
    lines: tuple[TextLine, ...]
    text: str
    x: str
    width: str
    y: float
    height: float
    middle: str
    label_y: int = 0


@dataclass(frozen=True)
class HistogramChart(Chart):
    bars: tuple[Bar, ...] = ()
    across: bool = False  # long names: bars lie down, each under its name
    show_counts: bool = True


@dataclass(frozen=True)
class Panel:
    name: str
    title: str
    description: str
    curve: Curve


@dataclass(frozen=True)
class MultiplesChart(Chart):
    panels: tuple[Panel, ...] = ()


@dataclass(frozen=True)
class PaceMark:
    kind: str  # you, colleague or plan
    name: str
    done: int
    at: str
    anchor: str
    label_y: int
    radius: float = 0
    top: int = 0
    bottom: int = 0


@dataclass(frozen=True)
class PaceLine:
    total: int
    height: int
    y: int
    done_to: str
    marks: tuple[PaceMark, ...]
    words: str


# Numbers and scales -------------------------------------------------------------------------------------------


def number_text(value: Number | None) -> str:
    """12 as "12", 0.5 as "0.5", -3 with a true minus; nothing as a dash."""
    if value is None:
        return "–"
    return f"{value:,.10g}".replace("-", "−")


def nice_ticks(low: float, high: float, *, about: int = 4) -> list[float]:
    """Round numbers that enclose low and high in about that many equal steps of 1, 2, 2.5 or 5 times a power of ten."""
    if high <= low:
        high = low + 1
    raw = (high - low) / about
    power = 10.0 ** math.floor(math.log10(raw))
    step = next(power * unit for unit in (1, 2, 2.5, 5, 10) if power * unit >= raw * 0.999)
    first = math.floor(low / step + 1e-9)
    last = math.ceil(high / step - 1e-9)
    return [round(step * n, 10) for n in range(first, last + 1)]


def percent(value: float) -> str:
    return f"{value:.2f}".rstrip("0").rstrip(".") + "%"


@dataclass(frozen=True)
class Scale:
    """From a number to a place."""

    low: float
    high: float
    start: float
    end: float

    def place(self, value: float) -> float:
        return self.start + (value - self.low) / (self.high - self.low) * (self.end - self.start)


def _across(ticks: Sequence[float], *, start: float = EDGE) -> Scale:
    return Scale(ticks[0], ticks[-1], start, 100 - EDGE)


def _x_ticks(ticks: Sequence[float], scale: Scale) -> tuple[Tick, ...]:
    texts = [number_text(tick) for tick in ticks]
    every = _every(texts, NARROW * (scale.end - scale.start) / 100)
    return tuple(
        Tick(percent(scale.place(tick)), text, _anchor(scale.place(tick), text))
        for n, (tick, text) in enumerate(zip(ticks, texts, strict=True))
        if n % every == 0
    )


def _every(texts: Sequence[str], room: float) -> int:
    """1 when all the texts fit side by side, 2 when every other one does, and so on."""
    widest = max(len(text) for text in texts) * CHARACTER + 8
    return max(1, math.ceil(len(texts) * widest / max(room, 1)))


def _anchor(place: float, text: str) -> str:
    """Centred on its place, unless the text would then run out of the margin of a phone."""
    half = len(text) * CHARACTER / 2 - MARGIN
    if place / 100 * NARROW < half:
        return "start"
    return "end" if (100 - place) / 100 * NARROW < half else "middle"


def _enclosing(values: Sequence[float], *, about: int = 4) -> list[float]:
    """Ticks round the values; from zero when zero is near, so that lengths may be compared."""
    low, high = min(values), max(values)
    if 0 < low < 0.6 * high:
        low = 0
    elif 0.6 * low < high < 0:
        high = 0
    return nice_ticks(low, high, about=about)


# From text to numbers -----------------------------------------------------------------------------------------


def _number(text: str, *, row: int, column: str) -> float:
    plain = text.replace(",", "").replace("−", "-").removesuffix("%").strip()
    if not re.fullmatch(r"[+-]?(\d+(\.\d*)?|\.\d+)", plain) or len(plain) > 15:
        raise ChartError(f"Row {row}: “{text}” in the column “{column}” is not a number.")
    return float(plain)


def _value(text: str, *, row: int, column: str) -> float | None:
    return None if text in NO_VALUE else _number(text, row=row, column=column)


def _values(table: pipetable.Table, first: int) -> list[list[float | None]]:
    return [
        [_value(text, row=n, column=name) for text, name in zip(cells[first:], table.head[first:], strict=True)]
        for n, cells in enumerate(table.rows, 1)
    ]


COLUMNS = {"intervals": (4,), "strip": (2,), "line": (2, 4), "histogram": (2,), "multiples": (3,)}
WANTED = {
    "intervals": "label, value, low, high",
    "strip": "label, value",
    "line": "x, value and, if wanted, low, high",
    "histogram": "label, count",
    "multiples": "series, x, value",
}


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


def _table(rows, head, default_head, texts):
    if texts is None:
        texts = tuple(tuple(c if isinstance(c, str) else number_text(c) for c in row) for row in rows)
    return {"head": tuple(head or default_head), "rows": texts}


def _need(rows: Sequence, values: Iterable) -> list[float]:
    found = [value for value in values if value is not None]
    if not rows or not found:
        raise ChartError("There is no number to draw.")
    return found


def _sentence(parts: Iterable[str]) -> str:
    parts = list(parts)
    more = f"; and {len(parts) - 12} more, in the table" if len(parts) > 12 else ""
    return "; ".join(parts[:12]) + more + "."


# Intervals ----------------------------------------------------------------------------------------------------


def _interval_words(value, low, high) -> str:
    if value is None:
        return "no value"
    return (
        number_text(value) if low is None else f"{number_text(value)}, from {number_text(low)} to {number_text(high)}"
    )


def _check_intervals(rows) -> None:
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
    _check_intervals(rows)
    ticks = _enclosing([*_need(rows, [number for row in rows for number in row[1:]]), *(span or ())])
    scale = _across(ticks)
    step = 44
    marks = tuple(
        IntervalMark(
            label=label,
            words=_interval_words(value, low, high),
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
        description=_sentence(f"{mark.label}: {mark.words}" for mark in marks),
        x=x,
        y=y,
        **_table(rows, head, ("", "Value", "Low", "High"), texts),
        height=base + TICK_ROOM + (NAME_ROOM if x else 0),
        base=base,
        x_ticks=_x_ticks(ticks, scale),
        marks=marks,
        zero=percent(scale.place(0)) if ticks[0] < 0 < ticks[-1] else "",
    )


# Strip --------------------------------------------------------------------------------------------------------


def _lanes(rows) -> dict[str, list[tuple[str, float]]]:
    """One lane for each label that comes again, or for each dot while they are few; else one lane for all."""
    labels = [label for label, _ in rows]
    apart = len(set(labels)) < len(labels) or len(rows) <= DOTS_WITH_NAMES
    lanes: dict[str, list[tuple[str, float]]] = {}
    for label, value in rows:
        lane = lanes.setdefault(label if apart else "", [])
        if value is not None:
            lane.append((label, value))
    return lanes


def _dots(points, scale: Scale, bottom: float) -> tuple[Dot, ...]:
    """Dots that would cover one another stand on one another's shoulders."""
    width = 8 / NARROW * 100
    piles: dict[int, int] = {}
    placed = []
    for _, value in sorted(points, key=lambda point: point[1]):
        place = scale.place(value)
        pile = round(place / width)
        piles[pile] = piles.get(pile, 0) + 1
        placed.append((place, piles[pile] - 1, number_text(value)))
    step = min(8.0, 96 / max(piles.values(), default=1))
    return tuple(Dot(percent(place), round(bottom - up * step, 1), text) for place, up, text in placed)


def strip(rows, *, caption: str, x: str = "", y: str = "", head=(), texts=None) -> StripChart:
    """Every value as a dot on a line. Rows of (label, value)."""
    rows = list(rows)
    ticks = _enclosing(_need(rows, [value for _, value in rows]))
    scale = _across(ticks)
    lanes, bottom = [], 0
    for label, points in _lanes(rows).items():
        tallest = 7 - min((dot.cy for dot in _dots(points, scale, 0)), default=0)
        top = bottom
        bottom = math.ceil(top + (22 if label else 4) + tallest + 6)
        words = number_text(points[0][1]) if len(points) == 1 else f"{len(points)} values"
        if label == "":
            words = ""
        lanes.append(
            Lane(label, words if points else "no value", top + 14, bottom - 6, _dots(points, scale, bottom - 6))
        )
        bottom += 6
    return StripChart(
        kind="strip",
        caption=caption,
        title=f"Dots on a line, {number_text(ticks[0])} to {number_text(ticks[-1])}",
        description=_sentence(
            f"{label}: {number_text(value) if value is not None else 'no value'}" for label, value in rows
        ),
        x=x,
        y=y,
        **_table(rows, head, ("", "Value"), texts),
        height=bottom + TICK_ROOM + (NAME_ROOM if x else 0),
        base=bottom,
        x_ticks=_x_ticks(ticks, scale),
        lanes=tuple(lanes),
    )


# Line and multiples -------------------------------------------------------------------------------------------


def _plain_number(text) -> float | None:
    try:
        return float(text) if not isinstance(text, str) else _number(text, row=0, column="")
    except ChartError:
        return None


def _positions(xs) -> tuple[list[float], bool]:
    """Where points stand across: by their number when every x is one, else side by side."""
    numbers = [number for number in map(_plain_number, xs) if number is not None]
    if len(numbers) < len(xs) or len(set(numbers)) == 1:
        return [float(n) for n in range(len(xs))], False
    for n, (before, after) in enumerate(itertools.pairwise(numbers), 2):
        if after <= before:
            raise ChartError(f"Row {n}: the numbers of the horizontal axis must rise from row to row.")
    return numbers, True


def _text(x) -> str:
    return x if isinstance(x, str) else number_text(x)


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


def _curve(xs, values, bands, across: Scale, down: Scale) -> Curve:
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


def _left(ticks: Sequence[float]) -> float:
    """Per cent of the width that the numbers of the vertical axis need on a phone."""
    return max(len(number_text(tick)) for tick in ticks) * CHARACTER / NARROW * 100 + 3


def _names_across(xs, names, across: Scale) -> tuple[Tick, ...]:
    places = [across.place(x) for x in xs]
    every = _every(names, NARROW * (across.end - across.start) / 100 + CHARACTER * max(map(len, names)))
    keep = [n for n in range(len(names)) if n % every == 0]
    return tuple(Tick(percent(places[n]), names[n], _anchor(places[n], names[n])) for n in keep)


def line(rows, *, caption: str, x: str = "", y: str = "", head=(), texts=None) -> LineChart:
    """A line through points, with a band of uncertainty where one is given. Rows of (x, value[, low, high])."""
    rows = [(*row, None, None) if len(row) == 2 else tuple(row) for row in rows]
    _check_intervals(rows)
    values = _need(rows, [number for row in rows for number in row[1:]])
    xs, numeric = _positions([row[0] for row in rows])
    names = [_text(row[0]) for row in rows]
    ticks = _enclosing(values)
    top = 28 if y else 14
    base = top + 160
    down = Scale(ticks[0], ticks[-1], base, top)
    left = _left(ticks)
    inset = left + 3
    if numeric:
        x_marks = nice_ticks(xs[0], xs[-1])
        across = Scale(x_marks[0], x_marks[-1], inset, 100 - EDGE)
        x_ticks = _x_ticks(x_marks, across)
    else:
        across = Scale(0, max(len(xs) - 1, 1), inset + 2, 100 - EDGE - 3)
        x_ticks = _names_across(xs, names, across)
    has_band = any(row[2] is not None for row in rows)
    shown = rows if has_band else [row[:2] for row in rows]
    return LineChart(
        kind="line",
        caption=caption,
        title=f"Line{' with a band of uncertainty' if has_band else ''}, {len(rows)} points",
        description=_sentence(
            f"{name}: {_interval_words(value, low, high)}"
            for name, (_, value, low, high) in zip(names, rows, strict=True)
        ),
        x=x,
        y=y,
        **_table(shown, head, ("", "Value", "Low", "High")[: 4 if has_band else 2], texts),
        height=base + TICK_ROOM + (NAME_ROOM if x else 0),
        base=base,
        top=top,
        left=percent(left),
        x_ticks=x_ticks,
        y_ticks=tuple(Tick(f"{round(down.place(tick), 1):g}", number_text(tick)) for tick in ticks),
        curve=_curve(xs, [row[1] for row in rows], [row[2:] for row in rows], across, down),
        show_values=len(rows) <= VALUES_SHOWN and not has_band,
        has_band=has_band,
    )


def multiples(rows, *, caption: str, x: str = "", y: str = "", head=(), texts=None) -> MultiplesChart:
    """The same small line for several series, all on one scale. Rows of (series, x, value)."""
    rows = list(rows)
    ticks = _enclosing(_need(rows, [value for *_, value in rows]), about=2)
    series: dict[str, list] = {}
    for name, at, value in rows:
        series.setdefault(name, []).append((at, value))
    if len(series) > MAX_SERIES:
        raise ChartError(f"Small multiples show at most {MAX_SERIES} series; this has {len(series)}.")
    order = list(dict.fromkeys(_text(at) for _, at, _ in rows))
    numbers = [_plain_number(name) for name in order]
    at_number = None not in numbers and len(order) > 1
    span = [n for n in numbers if n is not None] if at_number else range(len(order))
    base, top = 74, 8
    down = Scale(ticks[0], ticks[-1], base, top)
    left = max(len(number_text(tick)) for tick in ticks) * CHARACTER / 132 * 100 + 4
    across = Scale(min(span), max(max(span), min(span) + 1), left + 4, 95)

    def panel(name: str, points) -> Panel:
        names = [_text(at) for at, _ in points]
        xs = [_plain_number(n) if at_number else float(order.index(n)) for n in names]
        values = [value for _, value in points]
        return Panel(
            name=name,
            title=f"Line, {len(points)} points",
            description=_sentence(
                f"{n}: {number_text(v) if v is not None else 'no value'}" for n, v in zip(names, values, strict=True)
            ),
            curve=_curve(xs, values, [(None, None)] * len(xs), across, down),
        )

    ends = (order[0], order[-1]) if len(order) > 1 else (order[0],)
    return MultiplesChart(
        kind="multiples",
        caption=caption,
        title=f"Small multiples, {len(series)} series on one scale",
        description=_sentence(series),
        x=x,
        y=y,
        **_table(rows, head, ("Series", "", "Value"), texts),
        height=base + TICK_ROOM,
        base=base,
        top=top,
        left=percent(left),
        x_ticks=tuple(
            Tick(at, end, anchor)
            for end, at, anchor in zip(ends, (percent(left), "100%"), ("start", "end"), strict=False)
        ),
        y_ticks=tuple(Tick(f"{round(down.place(tick), 1):g}", number_text(tick)) for tick in ticks),
        panels=tuple(panel(name, points) for name, points in series.items()),
    )


# Histogram ----------------------------------------------------------------------------------------------------


def _wrapped(label: str, room: float) -> tuple[str, ...] | None:
    """The label on up to three lines of that many pixels, or None when it does not fit."""
    lines = [""]
    for word in label.split():
        if lines[-1] and (len(lines[-1]) + 1 + len(word)) * CHARACTER > room:
            lines.append("")
        lines[-1] = f"{lines[-1]} {word}".strip()
    fits = len(lines) <= 3 and all(len(text) * CHARACTER <= room for text in lines)
    return tuple(lines) if fits else None


def _standing_bars(rows, scale: Scale, base: float, slot: float, wrapped) -> tuple[Bar, ...]:
    return tuple(
        Bar(
            label=label,
            lines=tuple(TextLine(text, base + LINE_HEIGHT * k) for k, text in enumerate(lines, 1)),
            text=number_text(count),
            x=percent(EDGE + slot * n + slot * 0.14),
            width=percent(slot * 0.72),
            y=round(scale.place(count or 0), 1),
            height=round(base - scale.place(count or 0), 1),
            middle=percent(EDGE + slot * (n + 0.5)),
        )
        for n, ((label, count), lines) in enumerate(zip(rows, wrapped, strict=True))
    )


def _lying_bars(rows, high: float) -> tuple[Bar, ...]:
    step = 42
    return tuple(
        Bar(
            label=label,
            lines=(),
            text=number_text(count),
            x="0%",
            width=percent(max((count or 0) / high * 100, 0.3)),
            y=step * n + 20,
            height=13,
            middle="100%",
            label_y=step * n + 14,
        )
        for n, (label, count) in enumerate(rows)
    )


def histogram(rows, *, caption: str, x: str = "", y: str = "", head=(), texts=None) -> HistogramChart:
    """How many in each class. Rows of (label, count), counts from zero up."""
    rows = [(_text(label), count) for label, count in rows]
    high = max(_need(rows, [count for _, count in rows]))
    for n, (_, count) in enumerate(rows, 1):
        if count is not None and count < 0:
            raise ChartError(f"Row {n}: a count cannot be below zero.")
    high = high or 1
    slot = (100 - 2 * EDGE) / len(rows)
    wrapped = [_wrapped(label, slot / 100 * NARROW - 2) for label, _ in rows]
    numeric = all(_plain_number(re.split(r"[–-]| to ", label)[0]) is not None for label, _ in rows)
    if None in wrapped and numeric:
        every = _every([label for label, _ in rows], NARROW)
        wrapped = [(label,) if n % every == 0 else () for n, (label, _) in enumerate(rows)]
    across = None in wrapped
    top = 36 if y else 20
    base = 42 * len(rows) if across else top + 150
    bars = _lying_bars(rows, high) if across else _standing_bars(rows, Scale(0, high, base, top), base, slot, wrapped)
    lines = 0 if across else max(len(text or ()) for text in wrapped)
    return HistogramChart(
        kind="histogram",
        caption=caption,
        title=f"Bars, {len(rows)} classes",
        description=_sentence(
            f"{label}: {number_text(count) if count is not None else 'no value'}" for label, count in rows
        ),
        x=x,
        y=y,
        **_table(rows, head, ("", "Count"), texts),
        height=base + 6 + LINE_HEIGHT * lines + (NAME_ROOM if x else 0),
        base=base,
        top=top,
        bars=bars,
        across=across,
        show_counts=across or len(rows) <= COUNTS_SHOWN,
    )


DRAW = {"intervals": intervals, "strip": strip, "line": line, "histogram": histogram, "multiples": multiples}


# Pace ---------------------------------------------------------------------------------------------------------


def _pace_words(you: int, colleagues, plan: int, total: int) -> str:
    others = "".join(f", {name} {done}" for name, done in colleagues)
    return f"You have done {you} of {total} lessons{others}. The plan is at {plan}."


@dataclass(frozen=True)
class Week:
    """A school week of the progress strip. States: done, now, part, mark, off, none."""

    label: str
    state: str = "none"
    title: str = ""
    url: str = ""


@dataclass(frozen=True)
class HalfTerm:
    name: str
    weeks: tuple[Week, ...]


def pace_line(*, you: int, plan: int, colleagues: Iterable[tuple[str, int]] = (), total: int = 44) -> PaceLine:
    """One line for the year. You are a dot, each colleague a ring wide enough to be seen round it, the plan a bar."""
    colleagues = list(colleagues)
    for name, done in [("you", you), ("the plan", plan), *colleagues]:
        if not 0 <= done <= total:
            raise ChartError(f"“{name}” stands at {done}, outside 0 to {total}.")
    scale = Scale(0, total, 2, 98)
    y = LINE_HEIGHT * (1 + len(colleagues)) + 18

    def mark(kind, name, done, label_y, **shape):
        place = scale.place(done)
        return PaceMark(kind, name, done, percent(place), _anchor(place, f"{name} {done}"), label_y, **shape)

    marks = [mark("plan", "Plan", plan, y + 34, top=y - 8 - 4 * len(colleagues), bottom=y + 20)]
    for n, (name, done) in enumerate(colleagues):
        marks.append(mark("colleague", name, done, LINE_HEIGHT * (n + 1) - 3, radius=9 + 4 * n))
    marks.append(mark("you", "You", you, LINE_HEIGHT * (1 + len(colleagues)) - 3, radius=5.5))
    return PaceLine(
        total=total,
        height=y + 38,
        y=y,
        done_to=percent(scale.place(you)),
        marks=tuple(marks),
        words=_pace_words(you, colleagues, plan, total),
    )
