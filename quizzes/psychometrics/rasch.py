"""The Rasch model by conditional maximum likelihood: question difficulty and people's standing on one ruler.

The likelihood given each person's number right does not hold the people at all, so difficulties are estimated without
assuming how ability is spread (Rasch 1960; Andersen 1972). A blank (NaN) here means *not asked*: missing by design.
To count blanks as wrong, settle them first with `responses.read_responses(...).marks`.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike
from scipy import special

from quizzes.psychometrics.graph import strong_groups
from quizzes.psychometrics.judging import separation
from quizzes.psychometrics.rasch_data import NOT_ASKED, Given, Usable, read_rasch, usable
from quizzes.psychometrics.symmetric import chances
from quizzes.psychometrics.uncertainty import z_of
from quizzes.psychometrics.value import LEVEL, PERSON_LEVEL, Floats, Value, no_value

STEPS = 100


@dataclass(frozen=True, slots=True)
class RaschItem:
    """difficulty in logits, mean 0, with SE and 95 % interval; infit and outfit mean squares, 1 as expected."""

    difficulty: Value
    infit: Value
    outfit: Value


@dataclass(frozen=True, slots=True)
class Rasch:
    """items and people in the order given; those left out have no value and their reason.

    people: standing in logits, with SE and 90 % interval. left_out_items, left_out_people: their places from 0.
    separation: of the people, up to 1; below 0 there is no separation. reason: why there is no estimate at all, or "".
    log_likelihood: conditional, of the people and questions that count.
    """

    n: int
    items: tuple[RaschItem, ...]
    people: tuple[Value, ...]
    left_out_items: tuple[int, ...]
    left_out_people: tuple[int, ...]
    separation: Value
    log_likelihood: float | None
    reason: str = ""


def rasch(marks: ArrayLike) -> Rasch:
    """Conditional estimates of the Rasch model.

    marks: (n, k) of 0, 1 and NaN for not asked. Raises BadMark (`responses`) for other marks, BadShape for another
    shape. Questions that everyone or no one got right and people with nothing or everything right are left out, again
    until none is left. No value unless the data are well conditioned (Fischer 1981): however the questions are split
    in two, somebody got one right on each side and another wrong. Infit and outfit: Wright & Masters 1982. People by
    maximum likelihood given the difficulties. Row order changes results by less than 1e-9.
    """
    given = read_rasch(marks)
    use = usable(given)
    reason = _why_not(use)
    if reason:
        return _nothing(given, use, reason)
    difficulty, covariance, log_likelihood = _estimate(use)
    se = np.sqrt(np.diagonal(covariance))
    ability, ability_se = _abilities(use, difficulty)
    people = np.repeat(ability, use.counts), np.repeat(ability_se, use.counts)
    return Rasch(
        n=int(use.counts.sum()),
        items=_items(given, use, difficulty, se, _fit(use, difficulty, ability)),
        people=_people(given, use, ability, ability_se),
        left_out_items=_places(~use.items),
        left_out_people=_places(~use.people),
        separation=separation(*people),
        log_likelihood=log_likelihood,
    )


# Estimation -----------------------------------------------------------------------------------------------------


def _estimate(use: Usable) -> tuple[Floats, Floats, float]:
    """Difficulties with mean 0, their covariance under that condition, and the log-likelihood, by Newton's method."""
    k = int(use.items.sum())
    right, answered = use.right.sum(axis=0), use.answered.sum(axis=0)
    difficulty = np.log((answered - right) / right)
    difficulty -= difficulty.mean()
    centre, covariance, log_likelihood = np.full((k, k), 1 / k), np.zeros((k, k)), 0.0
    for _ in range(STEPS):
        expected, information, log_likelihood = _expected(use, difficulty)
        covariance = np.linalg.inv(information + centre) - centre
        step = covariance @ (expected - right)
        if float(np.abs(step).max()) < 1e-10:
            break
        difficulty = difficulty + step / max(1.0, float(np.abs(step).max()) / 2)
        difficulty -= difficulty.mean()
    return difficulty, covariance, log_likelihood


def _expected(use: Usable, difficulty: Floats) -> tuple[Floats, Floats, float]:
    """Expected right answers (k,), the information (k, k), and the log-likelihood, over the sets of questions asked."""
    k = difficulty.size
    expected, information = np.zeros(k), np.zeros((k, k))
    log_likelihood = -float(difficulty @ use.right.sum(axis=0))
    for asked in use.sets:
        single, pairs, log_gamma = _chances(difficulty[asked.items])
        expected[asked.items] += asked.people @ single
        information[np.ix_(asked.items, asked.items)] += (
            np.tensordot(asked.people, pairs, 1) - (single.T * asked.people) @ single
        )
        log_likelihood -= float(asked.people @ log_gamma)
    return expected, information, log_likelihood


def _chances(difficulty: Floats) -> tuple[Floats, Floats, Floats]:
    """Chances within scores do not change when all questions shift, so the set is centred to keep numbers small."""
    middle, k = difficulty.mean(), difficulty.size
    single, pairs, log_gamma = chances(np.exp(middle - difficulty))
    return single, pairs, log_gamma - middle * np.arange(k + 1)


def _abilities(use: Usable, difficulty: Floats) -> tuple[Floats, Floats]:
    """(g,) standing and SE of each pattern and score: where the expected number right is the number right."""
    score, asked = use.scores, use.asked
    ability = np.log(score / (asked.sum(axis=1) - score))
    for _ in range(STEPS):
        share = special.expit(ability[:, None] - difficulty) * asked
        spread = (share * (1 - share)).sum(axis=1)
        step = np.clip((score - share.sum(axis=1)) / spread, -1, 1)
        ability = ability + step
        if float(np.abs(step).max()) < 1e-12:
            break
    share = special.expit(ability[:, None] - difficulty) * asked
    return ability, 1 / np.sqrt((share * (1 - share)).sum(axis=1))


def _fit(use: Usable, difficulty: Floats, ability: Floats) -> tuple[Floats, Floats]:
    """(k,) infit and outfit: squared residuals over their variance, summed before and after dividing."""
    share = special.expit(ability[:, None] - difficulty)
    variance = share * (1 - share)
    squares = use.right * (1 - share) ** 2 + (use.answered - use.right) * share**2
    infit = squares.sum(axis=0) / (use.answered * variance).sum(axis=0)
    return infit, (squares / variance).sum(axis=0) / use.answered.sum(axis=0)


# What is handed back --------------------------------------------------------------------------------------------


def _why_not(use: Usable) -> str:
    k = int(use.items.sum())
    if k < 2 or not use.counts.sum():
        return "Fewer than 2 questions are left that some got right and others wrong."
    groups = strong_groups(use.beats)
    if len(groups) > 1:
        places = np.flatnonzero(use.items) + 1
        named = "; ".join(", ".join(str(places[i]) for i in group) for group in groups)
        return f"The answers do not tie the questions together; they fall into groups: {named}."
    return ""


def _nothing(given: Given, use: Usable, reason: str) -> Rasch:
    nothing = no_value(reason)
    return Rasch(
        n=0,
        items=(RaschItem(nothing, nothing, nothing),) * given.k,
        people=(nothing,) * given.n,
        left_out_items=_places(~use.items),
        left_out_people=_places(~use.people),
        separation=nothing,
        log_likelihood=None,
        reason=reason,
    )


def _items(given: Given, use: Usable, difficulty: Floats, se: Floats, fit: tuple[Floats, Floats]) -> tuple:
    half = z_of(LEVEL) * se
    counts = use.answered.sum(axis=0).astype(int)
    columns = (difficulty, difficulty - half, difficulty + half, counts, se, *fit)
    rows = zip(*(column.tolist() for column in columns), strict=True)
    left_out = no_value("Everyone or no one who counts got this question right, so its difficulty has no bound.")
    items = [RaschItem(left_out, left_out, left_out)] * given.k
    for place, (value, low, high, n, error, infit, outfit) in zip(_places(use.items), rows, strict=True):
        items[place] = RaschItem(Value(value, low, high, n, se=error), Value(infit, n=n), Value(outfit, n=n))
    return tuple(items)


def _people(given: Given, use: Usable, ability: Floats, se: Floats) -> tuple[Value, ...]:
    half = z_of(PERSON_LEVEL) * se
    asked = use.asked.sum(axis=1).astype(int)
    rows = zip(*(a.tolist() for a in (ability, ability - half, ability + half, asked, se)), strict=True)
    standings = [Value(value, low, high, n, se=error, level=PERSON_LEVEL) for value, low, high, n, error in rows]
    absent = no_value("Was asked none of the questions that count.")
    extreme = no_value("Got nothing or everything right, so the standing has no bound.")
    return tuple(
        standings[group] if group >= 0 else absent if group == NOT_ASKED else extreme for group in use.group.tolist()
    )


def _places(chosen: np.ndarray) -> tuple[int, ...]:
    return tuple(np.flatnonzero(chosen).tolist())
