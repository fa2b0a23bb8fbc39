"""Look into a result: no number in it may be NaN or infinite, and a value that is None has its reason."""

import math
from collections.abc import Iterator
from dataclasses import fields, is_dataclass

from quizzes.psychometrics.value import Value


def leaves(result) -> Iterator:
    """Every Value and every plain number within dataclasses and tuples."""
    if isinstance(result, Value):
        yield result
    if is_dataclass(result):
        for field in fields(result):
            yield from leaves(getattr(result, field.name))
    elif isinstance(result, tuple | list):
        for part in result:
            yield from leaves(part)
    else:
        yield result


def faults(result) -> list:
    """Numbers that are not finite or not Python's own, values without interval order, and silent Nones."""
    return [leaf for leaf in leaves(result) if not (sound(leaf) if isinstance(leaf, Value) else plain(leaf))]


def plain(leaf) -> bool:
    if isinstance(leaf, float) and not math.isfinite(leaf):
        return False
    return type(leaf).__module__ != "numpy"


def sound(value: Value) -> bool:
    if value.value is None:
        return bool(value.reason) and value.low is None and value.high is None
    near = 1e-9 * (1 + abs(value.value))
    return value.low is None or value.low - near <= value.value <= (value.high or 0.0) + near
