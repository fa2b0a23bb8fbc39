"""Graphs of who was compared with whom: which parts of it hang together."""

import numpy as np

from quizzes.psychometrics.value import Floats


def connected_groups(compared: Floats) -> tuple[tuple[int, ...], ...]:
    """Groups of the (m, m) graph whose edges are not 0, edges taken both ways; each group and their list in order."""
    reach = _reachable((compared + compared.T) > 0)
    return _groups(reach)


def strong_groups(wins: Floats) -> tuple[tuple[int, ...], ...]:
    """Groups within which everybody can be reached from everybody along the direction of the edges."""
    reach = _reachable(wins > 0)
    return _groups(reach & reach.T)


def _reachable(edges: np.ndarray) -> np.ndarray:
    """(m, m) true where a path leads from row to column, by squaring."""
    reach = edges | np.eye(edges.shape[0], dtype=bool)
    while True:
        wider = (reach.astype(np.float32) @ reach.astype(np.float32)) > 0
        if (wider == reach).all():
            return reach
        reach = wider


def _groups(together: np.ndarray) -> tuple[tuple[int, ...], ...]:
    first = together.argmax(axis=1)
    return tuple(tuple(int(i) for i in np.flatnonzero(first == leader)) for leader in np.unique(first))
