"""A statistic as a screen may show it: by the ladder, with its interval and n, or the reason why there is none."""

from dataclasses import dataclass

from quizzes.psychometrics.ladder import Statistic, may_show
from quizzes.psychometrics.value import Value


@dataclass(frozen=True)
class Figure:
    """`note` stands beside the value (“rough”); `reason` stands in its place."""

    n: int
    value: float | None = None
    low: float | None = None
    high: float | None = None
    note: str = ""
    reason: str = ""
    decimals: int = 2

    @property
    def known(self) -> bool:
        return self.value is not None

    @property
    def text(self) -> str:
        return "–" if self.value is None else plain(self.value, self.decimals)

    @property
    def range(self) -> str:
        """0.51 to 0.84, or nothing where there is no interval."""
        if self.low is None or self.high is None:
            return ""
        return f"{plain(self.low, self.decimals)} to {plain(self.high, self.decimals)}"

    @property
    def cells(self) -> tuple[float | None, float | None, float | None, str]:
        """Value, both ends and the note or reason, for a table that is taken away."""
        return _rounded(self.value), _rounded(self.low), _rounded(self.high), self.note or self.reason


def shown(statistic: Statistic, value: Value, *, n: int | None = None, items: int | None = None, decimals=2) -> Figure:
    """What may be shown of a value at n people (its own n unless told) on a paper of so many items."""
    people = value.n if n is None else n
    allowed = may_show(statistic, people, items)
    if not allowed.show:
        return Figure(people, reason=allowed.reason)
    if value.value is None:
        return Figure(people, reason=value.reason)
    return Figure(people, value.value, value.low, value.high, allowed.note, decimals=decimals)


def plain(number: float, decimals: int = 2) -> str:
    """0.62, −0.13; never “−0.00”."""
    text = f"{number:.{decimals}f}"
    return text.removeprefix("-") if not float(text) else text.replace("-", "−")


def _rounded(number: float | None) -> float | None:
    return None if number is None else round(number, 4) + 0.0
