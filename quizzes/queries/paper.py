"""Papers: what a person has on theirs so far, and the marks of everybody who handed one in."""

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby

import numpy as np
from django.db.models import F
from django.db.models.functions import Coalesce

from quizzes.kinds import KINDS
from quizzes.models import Answer, Attempt, QuizItem
from quizzes.queries.attempt import Item, quiz_items


class PaperNotShown(Exception):
    """A paper that was handed in is shown with its marks, and not before somebody releases it."""


def open_paper(attempt: Attempt, *, user, action: Callable[[str], str]) -> list[Item]:
    """The questions with this person's drafts; no key is in them."""
    items = quiz_items(quiz_id=attempt.quiz_id, user=user, action=action)
    # Marks, too: the paper may have been handed in on another page since the attempt was fetched
    if attempt.finished_at or any(item.mark for item in items):
        raise PaperNotShown
    return items


def marked_paper(attempt: Attempt, *, user) -> list[tuple[Item, bool]]:
    """The questions of a paper that was handed in with key and feedback, and which were left blank."""
    if not attempt.finished_at:
        raise PaperNotShown
    answers = Answer.objects.filter(attempt=attempt).select_related("question", "version")
    blank = {answer.question_id for answer in answers if is_blank(answer)}
    items = quiz_items(quiz_id=attempt.quiz_id, user=user)
    return [(item, item.question_id in blank) for item in items if item.mark]


def is_blank(answer: Answer) -> bool:
    return bool(KINDS[answer.question.kind].missing(answer.version.content, answer.response))


@dataclass(frozen=True)
class Asked:
    """A question in its place on a paper."""

    position: int
    key: str
    is_blank: bool


def places_on(attempt: Attempt) -> list[Asked]:
    """Every question of the paper in order, and whether it is blank so far: two queries."""
    answers = Answer.objects.filter(attempt=attempt).select_related("question", "version")
    given = {answer.question_id for answer in answers if not is_blank(answer)}
    asked = QuizItem.objects.filter(quiz=attempt.quiz_id).values_list("question_id", "question__key")
    return [Asked(place, key, pk not in given) for place, (pk, key) in enumerate(asked.order_by("position"), 1)]


# Marks ------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Total:
    """What a paper was marked with: a sum over the questions it asked when it was handed in."""

    right: float
    questions: int
    blanks: int
    handed_in_at: datetime
    by_pillar: tuple[tuple[str, float, int], ...]  # pillar, right, questions


def totals_of(attempt_ids: Iterable[int]) -> dict[int, Total]:
    """The totals of the papers among these that were handed in: one query."""
    answers = Answer.objects.filter(attempt__in=list(attempt_ids), attempt__finished_at__isnull=False)
    rows = (
        answers.filter(checked_at__isnull=False)
        .order_by("attempt_id", "question__pillar")
        .values_list("attempt_id", "attempt__finished_at", "question__pillar", "score", "response")
    )
    return {pk: _total(list(papers)) for pk, papers in groupby(rows, key=lambda row: row[0])}


def _total(rows: list[tuple]) -> Total:
    scores: dict[str, list[float]] = defaultdict(list)
    for _, _, pillar, score, _ in rows:
        scores[pillar].append(score)
    by_pillar = tuple((pillar, sum(marks), len(marks)) for pillar, marks in scores.items())
    blanks = sum(not response for *_, response in rows)
    return Total(sum(row[3] for row in rows), len(rows), blanks, rows[0][1], by_pillar)


def marks_on(quiz_id: int, attempt_ids: Iterable[int] | None = None) -> np.ndarray:
    """(people, questions) as the test asks them now, of all papers handed in or of these: 0 to 1, a blank being 0.

    NaN for a question that was not on a paper, or that was answered before a correction began its statistics anew.
    """
    asked = QuizItem.objects.filter(quiz=quiz_id).order_by("position").values_list("question_id", flat=True)
    place = {pk: column for column, pk in enumerate(asked)}
    answers = Answer.objects.filter(attempt__quiz=quiz_id, attempt__finished_at__isnull=False, question__in=place)
    if attempt_ids is not None:
        answers = answers.filter(attempt__in=list(attempt_ids))
    # An annotation first: inside a filter the join to `marked_with` would leave out all that were never regraded
    answers = answers.annotate(series=Coalesce("marked_with__series", "version__series"))
    answers = answers.filter(score__isnull=False, question__current__series=F("series")).order_by("attempt_id")
    cells = list(answers.values_list("attempt_id", "question_id", "score"))
    row_of = {pk: row for row, pk in enumerate(dict.fromkeys(cell[0] for cell in cells))}
    marks = np.full((len(row_of), len(place)), np.nan)
    for attempt_id, question_id, score in cells:
        marks[row_of[attempt_id], place[question_id]] = score
    return marks
