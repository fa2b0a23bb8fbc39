"""Numbers as text and text as numbers."""

import math
import re

Number = float | int


class ChartError(ValueError):
    """The numbers cannot be drawn; the message says which row and why."""


def number_text(value: Number | None) -> str:
    """12 as "12", 0.5 as "0.5", -3 with a true minus; nothing as a dash."""
    if value is None:
        return "–"
    return f"{value:,.10g}".replace("-", "−")


def read_number(text: str, *, row: int, column: str) -> float:
    plain = text.replace(",", "").replace("−", "-").removesuffix("%").strip()
    if not re.fullmatch(r"[+-]?(\d+(\.\d*)?|\.\d+)", plain) or len(plain) > 15:
        raise ChartError(f"Row {row}: “{text}” in the column “{column}” is not a number.")
    return float(plain)


def plain_number(text) -> float | None:
    try:
        return float(text) if not isinstance(text, str) else read_number(text, row=0, column="")
    except ChartError:
        return None


def text_of(x) -> str:
    return x if isinstance(x, str) else number_text(x)


def percent(value: float) -> str:
    return f"{value:.2f}".rstrip("0").rstrip(".") + "%"


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
