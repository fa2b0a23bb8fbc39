"""Comparative judgement: scripts put in order by many decisions which of two is better (Bradley-Terry)."""

from collections.abc import Hashable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike
from scipy import special

from quizzes.psychometrics.graph import connected_groups, strong_groups
from quizzes.psychometrics.uncertainty import z_of
from quizzes.psychometrics.value import LEVEL, Floats, Value, no_value

PRIOR = 0.5  # of a win and of a loss for each script, against an average one
TALK_ABOVE = 1.5  # infit of a judge


class Unconnected(ValueError):
    """Groups of scripts were never compared with each other, so there is no common order.

    `groups` names them from 0; the sentence counts from 1, as people do.
    """

    def __init__(self, groups: tuple[tuple[int, ...], ...]):
        self.groups = groups
        named = "; ".join(", ".join(str(script + 1) for script in group) for group in groups)
        super().__init__(f"The scripts fall into {len(groups)} groups never compared with each other: {named}.")


class Unbeaten(ValueError):
    """Without the half win and half loss, scripts that only won or only lost have no finite place."""


@dataclass(frozen=True, slots=True)
class Judge:
    """One judge: how many judgements, infit (1 as expected, more: against the others), median seconds a judgement."""

    judge: Hashable
    judgements: int
    infit: Value
    median_seconds: float | None


@dataclass(frozen=True, slots=True)
class Judging:
    """places: (m,) logits, mean 0, each with its SE and 95 % interval. ssr: scale separation reliability."""

    places: tuple[Value, ...]
    judgements: tuple[int, ...]
    ssr: Value
    judges: tuple[Judge, ...]


def bradley_terry(
    better: ArrayLike,
    worse: ArrayLike,
    scripts: int,
    judges: Sequence[Hashable] | None = None,
    seconds: ArrayLike | None = None,
    prior: float = PRIOR,
) -> Judging:
    """Places of `scripts` scripts from n decisions (Bradley & Terry 1952), by Newton's method, in logits, mean 0.

    better, worse: (n,) numbers of the scripts, from 0. judges: (n,) who decided; seconds: (n,) how long it took, NaN
    for not known. Each script also gets `prior` wins and losses against an average script (place 0), so that the
    unbeaten have a place; with prior=0 it is plain maximum likelihood, and Unbeaten is raised where that has none.
    SE from the inverse under the condition that places sum to 0. SSR = (var - mean SE^2) / var, n - 1, may be
    negative; it means something only when pairs were random and balanced (Bramley 2015; `random_pairs`). Judge infit:
    sum (1 - p)^2 / sum p (1 - p) (Pollitt 2012). Raises Unconnected, or ValueError for numbers out of range.
    """
    won, lost = _decisions(better, worse, scripts)
    wins = np.zeros((scripts, scripts))
    np.add.at(wins, (won, lost), 1.0)
    groups = connected_groups(wins + wins.T)
    if len(groups) > 1:
        raise Unconnected(groups)
    if not prior and len(strong_groups(wins)) > 1:
        raise Unbeaten("Some scripts only won, or only lost, against all the others.")
    theta, covariance = _newton(wins, prior)
    se = np.sqrt(np.diagonal(covariance))
    counts = (wins + wins.T).sum(axis=1).astype(int).tolist()
    half = z_of(LEVEL) * se
    rows = zip(theta.tolist(), (theta - half).tolist(), (theta + half).tolist(), counts, se.tolist(), strict=True)
    places = tuple(Value(place, low, high, count, se=error) for place, low, high, count, error in rows)
    share = special.expit(theta[won] - theta[lost])
    return Judging(places, tuple(counts), separation(theta, se), _judges(judges, share, seconds))


def separation(theta: Floats, se: Floats) -> Value:
    """How much of the variance of estimated places is not error: (var - mean SE^2) / var (Andrich 1982)."""
    n = theta.size
    if n < 3:
        return no_value("Separation needs at least 3 places.", n)
    variance = float(theta.var(ddof=1))
    if variance <= 1e-20:
        return no_value("All places are the same.", n)
    return Value((variance - float((se**2).mean())) / variance, n=n)


def _newton(wins: Floats, prior: float) -> tuple[Floats, Floats]:
    """Places and their covariance under sum 0. A step of more than 1 logit on average is shortened."""
    m = wins.shape[0]
    compared, scores = wins + wins.T, wins.sum(axis=1)
    theta, centre = np.zeros(m), np.full((m, m), 1.0 / m)
    for _ in range(200):
        share = special.expit(theta[:, None] - theta)
        of_average = special.expit(theta)
        gradient = scores - (compared * share).sum(axis=1) + prior * (1 - 2 * of_average)
        information = -compared * share * (1 - share)
        information[np.diag_indices(m)] = -information.sum(axis=1) + 2 * prior * of_average * (1 - of_average)
        covariance = _under_sum_zero(information, centre)
        step = covariance @ gradient
        theta = theta + step / max(1.0, float(np.sqrt((step**2).mean())))
        if float(np.abs(step).max(initial=0.0)) < 1e-11:
            break
    return theta - theta.mean(), covariance


def _under_sum_zero(information: Floats, centre: Floats) -> Floats:
    """Inverse within the space of vectors that sum to 0: project, invert with 1 in the direction left out, project."""
    within = np.eye(centre.shape[0]) - centre
    return np.linalg.inv(within @ information @ within + centre) - centre


def _judges(judges: Sequence[Hashable] | None, share: Floats, seconds: ArrayLike | None) -> tuple[Judge, ...]:
    if judges is None:
        return ()
    times = np.full(share.size, np.nan) if seconds is None else np.asarray(seconds, dtype=np.float64)
    if len(judges) != share.size or times.shape != share.shape:
        raise ValueError("Every decision needs a judge, and a time or none.")
    rows: dict[Hashable, list[int]] = {}
    for row, judge in enumerate(judges):
        rows.setdefault(judge, []).append(row)
    return tuple(_judge(judge, share[rows[judge]], times[rows[judge]]) for judge in sorted(rows, key=str))


def _judge(judge: Hashable, share: Floats, times: Floats) -> Judge:
    known, n = times[~np.isnan(times)], share.size
    expected = float((share * (1 - share)).sum())
    infit = float(((1 - share) ** 2).sum()) / expected if expected > 0 else None
    value = Value(infit, n=n) if infit is not None else no_value("No decision of this judge was in doubt.", n)
    return Judge(judge, n, value, float(np.median(known)) if known.size else None)


def _decisions(better: ArrayLike, worse: ArrayLike, scripts: int) -> tuple[np.ndarray, np.ndarray]:
    given, won, lost = (better, worse), np.asarray(better), np.asarray(worse)
    if any(side.size and side.dtype.kind not in "iu" for side in (won, lost)):
        raise ValueError("Scripts are named by whole numbers.")
    won, lost = (np.asarray(side, dtype=np.intp) for side in given)
    if scripts < 2 or won.ndim != 1 or won.shape != lost.shape:
        raise ValueError("Needs at least 2 scripts, and a better and a worse one for each decision.")
    both = np.concatenate([won, lost])
    if both.size and (both.min() < 0 or both.max() >= scripts):
        raise ValueError(f"A decision names a script outside 0 to {scripts - 1}.")
    if (won == lost).any():
        raise ValueError("A script cannot be better than itself.")
    return won, lost
