"""Every value as a dot on a line."""

import math
from dataclasses import dataclass

from cms.charts.frame import (
    NAME_ROOM,
    NARROW,
    TICK_ROOM,
    Chart,
    Dot,
    Scale,
    enclosing,
    need,
    scale_across,
    sentence,
    table_of,
    x_ticks_of,
)
from cms.charts.numbers import number_text, percent

DOTS_WITH_NAMES = 8  # up to here each dot of a strip has its own lane and name


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
    ticks = enclosing(need(rows, [value for _, value in rows]))
    scale = scale_across(ticks)
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
        description=sentence(
            f"{label}: {number_text(value) if value is not None else 'no value'}" for label, value in rows
        ),
        x=x,
        y=y,
        **table_of(rows, head, ("", "Value"), texts),
        height=bottom + TICK_ROOM + (NAME_ROOM if x else 0),
        base=bottom,
        x_ticks=x_ticks_of(ticks, scale),
        lanes=tuple(lanes),
    )
