"""What every kind of chart stands in: measures, scales, ticks, and the table of its numbers."""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from cms.charts.numbers import ChartError, nice_ticks, number_text, percent

NARROW = 288  # px: the reading column of a phone 320 px wide, for which everything must fit
MARGIN = 10  # px outside the chart that a label may use
CHARACTER = 7.2  # px: a generous width of a character of chart text
EDGE = 3.0  # per cent kept free at both ends, so that a dot there stays whole
LINE_HEIGHT = 16
TICK_ROOM = 22
NAME_ROOM = 18


@dataclass(frozen=True)
class Tick:
    at: str
    text: str
    anchor: str = "middle"


@dataclass(frozen=True)
class Dot:
    cx: str
    cy: float
    value: str


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
class Scale:
    """From a number to a place."""

    low: float
    high: float
    start: float
    end: float

    def place(self, value: float) -> float:
        return self.start + (value - self.low) / (self.high - self.low) * (self.end - self.start)


def scale_across(ticks: Sequence[float], *, start: float = EDGE) -> Scale:
    return Scale(ticks[0], ticks[-1], start, 100 - EDGE)


def enclosing(values: Sequence[float], *, about: int = 4) -> list[float]:
    """Ticks round the values; from zero when zero is near, so that lengths may be compared."""
    low, high = min(values), max(values)
    if 0 < low < 0.6 * high:
        low = 0
    elif 0.6 * low < high < 0:
        high = 0
    return nice_ticks(low, high, about=about)


def x_ticks_of(ticks: Sequence[float], scale: Scale) -> tuple[Tick, ...]:
    texts = [number_text(tick) for tick in ticks]
    every = every_nth(texts, NARROW * (scale.end - scale.start) / 100)
    return tuple(
        Tick(percent(scale.place(tick)), text, anchor_at(scale.place(tick), text))
        for n, (tick, text) in enumerate(zip(ticks, texts, strict=True))
        if n % every == 0
    )


def every_nth(texts: Sequence[str], room: float) -> int:
    """1 when all the texts fit side by side, 2 when every other one does, and so on."""
    widest = max(len(text) for text in texts) * CHARACTER + 8
    return max(1, math.ceil(len(texts) * widest / max(room, 1)))


def anchor_at(place: float, text: str) -> str:
    """Centred on its place, unless the text would then run out of the margin of a phone."""
    half = len(text) * CHARACTER / 2 - MARGIN
    if place / 100 * NARROW < half:
        return "start"
    return "end" if (100 - place) / 100 * NARROW < half else "middle"


def table_of(rows, head, default_head, texts):
    if texts is None:
        texts = tuple(tuple(c if isinstance(c, str) else number_text(c) for c in row) for row in rows)
    return {"head": tuple(head or default_head), "rows": texts}


def need(rows: Sequence, values: Iterable) -> list[float]:
    found = [value for value in values if value is not None]
    if not rows or not found:
        raise ChartError("There is no number to draw.")
    return found


def sentence(parts: Iterable[str]) -> str:
    parts = list(parts)
    more = f"; and {len(parts) - 12} more, in the table" if len(parts) > 12 else ""
    return "; ".join(parts[:12]) + more + "."
