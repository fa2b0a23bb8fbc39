"""The same small line for several series."""

from dataclasses import dataclass

from cms.charts.frame import CHARACTER, TICK_ROOM, Chart, Scale, Tick, enclosing, need, sentence, table_of
from cms.charts.line import Curve, curve_of
from cms.charts.numbers import ChartError, number_text, percent, plain_number, text_of

MAX_SERIES = 24


@dataclass(frozen=True)
class Panel:
    name: str
    title: str
    description: str
    curve: Curve


@dataclass(frozen=True)
class MultiplesChart(Chart):
    panels: tuple[Panel, ...] = ()


def multiples(rows, *, caption: str, x: str = "", y: str = "", head=(), texts=None) -> MultiplesChart:
    """The same small line for several series, all on one scale. Rows of (series, x, value)."""
    rows = list(rows)
    ticks = enclosing(need(rows, [value for *_, value in rows]), about=2)
    series: dict[str, list] = {}
    for name, at, value in rows:
        series.setdefault(name, []).append((at, value))
    if len(series) > MAX_SERIES:
        raise ChartError(f"Small multiples show at most {MAX_SERIES} series; this has {len(series)}.")
    order = list(dict.fromkeys(text_of(at) for _, at, _ in rows))
    numbers = [plain_number(name) for name in order]
    at_number = None not in numbers and len(order) > 1
    span = [n for n in numbers if n is not None] if at_number else range(len(order))
    base, top = 74, 8
    down = Scale(ticks[0], ticks[-1], base, top)
    left = max(len(number_text(tick)) for tick in ticks) * CHARACTER / 132 * 100 + 4
    across = Scale(min(span), max(max(span), min(span) + 1), left + 4, 95)

    def panel(name: str, points) -> Panel:
        names = [text_of(at) for at, _ in points]
        xs = [plain_number(n) if at_number else float(order.index(n)) for n in names]
        values = [value for _, value in points]
        return Panel(
            name=name,
            title=f"Line, {len(points)} points",
            description=sentence(
                f"{n}: {number_text(v) if v is not None else 'no value'}" for n, v in zip(names, values, strict=True)
            ),
            curve=curve_of(xs, values, [(None, None)] * len(xs), across, down),
        )

    ends = (order[0], order[-1]) if len(order) > 1 else (order[0],)
    return MultiplesChart(
        kind="multiples",
        caption=caption,
        title=f"Small multiples, {len(series)} series on one scale",
        description=sentence(series),
        x=x,
        y=y,
        **table_of(rows, head, ("Series", "", "Value"), texts),
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
