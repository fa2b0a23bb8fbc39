"""Where somebody stands in the year: the line of lessons, the strip of weeks."""

from collections.abc import Iterable
from dataclasses import dataclass

from cms.charts.frame import LINE_HEIGHT, Scale, anchor_at
from cms.charts.numbers import ChartError, percent


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


def _pace_words(you: int, colleagues, plan: int, total: int) -> str:
    others = "".join(f", {name} {done}" for name, done in colleagues)
    return f"You have done {you} of {total} lessons{others}. The plan is at {plan}."


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
        return PaceMark(kind, name, done, percent(place), anchor_at(place, f"{name} {done}"), label_y, **shape)

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
