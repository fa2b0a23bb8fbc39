"""People and questions on one ruler: people as bars to the left, questions by number to the right (Wright map)."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

from cms.charts.frame import CHARACTER, LINE_HEIGHT, NARROW, Chart, need, sentence, table_of
from cms.charts.numbers import number_text, percent

RULER_AT = 46.0  # per cent of the width: people end here, questions begin here
TICK_WIDTH = 30  # px for the number of a step
STEPS = (0.5, 1.0, 2.0, 5.0)
MOST_BANDS = 20


@dataclass(frozen=True)
class Band:
    """A stretch of the ruler. Its bar grows to the left; the numbers of its questions stand to the right."""

    low: float
    people: int
    y: int  # of its middle
    foot: int
    tick: str
    bar_x: str
    bar_width: str
    names: tuple[tuple[str, int], ...]  # text of a line and its y


@dataclass(frozen=True)
class WrightChart(Chart):
    bands: tuple[Band, ...] = ()
    ruler: str = percent(RULER_AT)
    right: str = percent(RULER_AT + 3)


def wright(
    people: Sequence[tuple[float, int]],
    questions: Sequence[tuple[str, str, float, float | None, float | None]],
    *,
    caption: str,
    head: Sequence[str] = ("", "Difficulty", "From", "To"),
) -> WrightChart:
    """`people` are (place, how many); `questions` (number, name, place, low, high). The highest place is on top."""
    places = need(questions, [*(place for place, _ in people), *(question[2] for question in questions)])
    step, first, last = _steps(min(places), max(places))
    bands, y = [], 0
    most = max(1, *(_count(people, n, step, last) for n in range(first, last)))
    for n in reversed(range(first, last)):
        names = _lines([number for number, _, place, *_ in questions if _band(place, step, last) == n])
        room = max(1, len(names)) * LINE_HEIGHT + 6
        count = _count(people, n, step, last)
        bands.append(_drawn(n * step, count, most, names, y, room))
        y += room
    rows = sorted(questions, key=lambda question: -question[2])
    return WrightChart(
        kind="wright",
        caption=caption,
        title=f"People and questions on one ruler, {number_text(first * step)} to {number_text(last * step)} logits",
        description=sentence(
            f"{number_text(band.low)} to {number_text(band.low + step)}: {band.people} people, "
            f"questions {', '.join(text for text, _ in band.names) or 'none'}"
            for band in bands
        ),
        x="",
        y="",
        **table_of([(f"{number}. {name}", *rest) for number, name, *rest in rows], head, (), None),
        height=y + LINE_HEIGHT,
        base=y,
        bands=tuple(bands),
    )


def _steps(low: float, high: float) -> tuple[float, int, int]:
    """The finest step that gives few enough bands, and the numbers of the first and of the one after the last."""
    step = next((step for step in STEPS if (high - low) / step < MOST_BANDS - 2), STEPS[-1])
    first = math.floor(low / step)
    return step, first, max(first + 1, math.ceil(high / step))


def _band(place: float, step: float, last: int) -> int:
    """Each band holds its lower end; the highest its upper end, too."""
    return min(math.floor(place / step), last - 1)


def _count(people: Sequence[tuple[float, int]], n: int, step: float, last: int) -> int:
    return sum(count for place, count in people if _band(place, step, last) == n)


def _lines(numbers: list[str]) -> list[str]:
    """Numbers of questions, as many to a line as fit on a phone."""
    room = NARROW * (100 - RULER_AT - 3) / 100
    lines: list[str] = []
    for number in numbers:
        longer = f"{lines[-1]}, {number}" if lines else ""
        if lines and len(longer) * CHARACTER <= room:
            lines[-1] = longer
        else:
            lines.append(number)
    return lines


def _drawn(low: float, count: int, most: int, names: list[str], y: int, room: int) -> Band:
    width = (RULER_AT - TICK_WIDTH / NARROW * 100 - 12) * count / most
    return Band(
        low=low,
        people=count,
        y=y + room // 2,
        foot=y + room,
        tick=number_text(low),
        bar_x=percent(RULER_AT - width),
        bar_width=percent(width),
        names=tuple((text, y + LINE_HEIGHT * line) for line, text in enumerate(names, 1)),
    )
