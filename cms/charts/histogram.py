"""How many in each class."""

import re
from dataclasses import dataclass

from cms.charts.frame import (
    CHARACTER,
    EDGE,
    LINE_HEIGHT,
    NAME_ROOM,
    NARROW,
    Chart,
    Scale,
    every_nth,
    need,
    sentence,
    table_of,
)
from cms.charts.numbers import ChartError, number_text, percent, plain_number, text_of

COUNTS_SHOWN = 16  # up to here each bar of a histogram carries its count


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
    rows = [(text_of(label), count) for label, count in rows]
    high = max(need(rows, [count for _, count in rows]))
    for n, (_, count) in enumerate(rows, 1):
        if count is not None and count < 0:
            raise ChartError(f"Row {n}: a count cannot be below zero.")
    high = high or 1
    slot = (100 - 2 * EDGE) / len(rows)
    wrapped = [_wrapped(label, slot / 100 * NARROW - 2) for label, _ in rows]
    numeric = all(plain_number(re.split(r"[–-]| to ", label)[0]) is not None for label, _ in rows)
    if None in wrapped and numeric:
        every = every_nth([label for label, _ in rows], NARROW)
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
        description=sentence(
            f"{label}: {number_text(count) if count is not None else 'no value'}" for label, count in rows
        ),
        x=x,
        y=y,
        **table_of(rows, head, ("", "Count"), texts),
        height=base + 6 + LINE_HEIGHT * lines + (NAME_ROOM if x else 0),
        base=base,
        top=top,
        bars=bars,
        across=across,
        show_counts=across or len(rows) <= COUNTS_SHOWN,
    )
