"""Krippendorff's alpha: agreement of any number of markers, some marks missing."""

import math
from enum import StrEnum

import numpy as np
from numpy.typing import ArrayLike

from quizzes.psychometrics.uncertainty import t_of
from quizzes.psychometrics.value import LEVEL, Floats, Value, no_value


class Scale(StrEnum):
    """What kind of marks they are, and so how far apart two of them count."""

    NOMINAL = "nominal"  # the same or not
    ORDINAL = "ordinal"  # how many marks were given between them
    INTERVAL = "interval"  # the square of their difference


def krippendorff(marks: ArrayLike, scale: Scale = Scale.INTERVAL) -> Value:
    """1 - observed / expected disagreement within scripts (Krippendorff 2011, "Computing Krippendorff's alpha").

    marks: (n, m) scripts by markers, NaN for not marked; scripts with fewer than 2 marks count for nothing. The
    interval is Student's t on the jackknife over scripts (Tukey 1958), at most 1. No value for fewer than 2 scripts
    that can be compared, or when all their marks are the same. Raises ValueError for another shape or infinite marks.
    """
    table = np.asarray(marks, dtype=np.float64)
    if table.ndim != 2 or np.isinf(table).any():
        raise ValueError("Krippendorff's alpha needs scripts by markers, in finite numbers or blanks.")
    levels = np.unique(table[~np.isnan(table)])
    counts = (table[:, :, None] == levels).sum(axis=1).astype(np.float64)
    counts = counts[counts.sum(axis=1) >= 2]
    counts = counts[np.lexsort(counts.T)] if counts.size else counts
    n = counts.shape[0]
    if n < 2:
        return no_value("Markers can be compared on at least 2 scripts that two of them marked.", n)
    pairs = np.array([_coincidences(row) for row in counts])
    alpha = _alpha(pairs.sum(axis=0), levels, scale)
    if alpha is None:
        return no_value("All marks are the same, so chance alone would agree every time.", n)
    return _with_jackknife(alpha, pairs, levels, scale)


def _coincidences(row: Floats) -> Floats:
    """(v, v) ordered pairs of marks within one script, each script weighing as many as it has marks."""
    return (np.multiply.outer(row, row) - np.diag(row)) / (row.sum() - 1)


def _alpha(coincidences: Floats, levels: Floats, scale: Scale) -> float | None:
    margins = coincidences.sum(axis=0)
    distance = _distances(margins, levels, scale)
    n = float(margins.sum())
    expected = float((distance * (np.multiply.outer(margins, margins) - np.diag(margins))).sum()) / (n - 1)
    return 1 - float((distance * coincidences).sum()) / expected if expected > 1e-20 else None


def _distances(margins: Floats, levels: Floats, scale: Scale) -> Floats:
    if scale == Scale.NOMINAL:
        return 1.0 - np.eye(levels.size)
    # From the middle of one level's marks to the middle of another's, counted in marks given.
    places = np.cumsum(margins) - margins / 2 if scale == Scale.ORDINAL else levels
    return (places[:, None] - places) ** 2


def _with_jackknife(alpha: float, pairs: Floats, levels: Floats, scale: Scale) -> Value:
    n, whole = pairs.shape[0], pairs.sum(axis=0)
    without = [_alpha(whole - pair, levels, scale) for pair in pairs]
    if None in without or n < 3:
        return Value(alpha, n=n, reason="Without one of the scripts all marks are the same: too few for an interval.")
    pseudo = n * alpha - (n - 1) * np.array(without, dtype=np.float64)
    se = float(pseudo.std(ddof=1)) / math.sqrt(n)
    half = t_of(LEVEL, n - 1) * se
    return Value(alpha, alpha - half, min(1.0, alpha + half), n, se=se)
