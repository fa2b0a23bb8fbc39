"""The first answers of those who finished a quiz, as arrays: what the analysis of its questions is made of.

An answer counts for a question in the series that its key belongs to (by default the one that is asked now), and not
when its person had practised the question before. Nobody is named: a row is a paper, and rows stand in an order that
their marks alone decide, so that no figure depends on who came first.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet
from django.db.models.functions import Coalesce

from quizzes.models import Answer, Attempt, Practised, QuestionVersion, Quiz, QuizItem
from quizzes.psychometrics.value import Floats


@dataclass(frozen=True)
class Counts:
    """How many people have finished a quiz, and how many are in the middle of it."""

    finished: int
    under_way: int


@dataclass(frozen=True)
class Asked:
    """A question in its place in the quiz, and the series of its versions that is counted."""

    question_id: int
    position: int
    key: str
    kind: str
    version_id: int
    content: dict[str, Any]
    series: int

    @property
    def stem(self) -> str:
        return self.content["stem"]


@dataclass(frozen=True, eq=False)
class Sample:
    """marks: (people, questions), 0 to 1, NaN where an answer does not count or was never asked for.

    papers: ids of the attempts, in the order of the rows. practised, elsewhere: by question, how many answers are left
    out because the person had practised it, and because they belong to another series.
    """

    quiz_id: int
    asked: tuple[Asked, ...]
    counts: Counts
    papers: tuple[int, ...]
    marks: Floats
    practised: tuple[int, ...]
    elsewhere: tuple[int, ...]

    @property
    def complete(self) -> np.ndarray:
        """(people,) who has a mark on every question."""
        return np.logical_not(np.isnan(self.marks).any(axis=1))

    def column(self, place: int) -> Floats:
        return self.marks[:, place]


def counts_of(quiz_id: int, users: QuerySet | None = None) -> Counts:
    finished = Q(finished_at__isnull=False)
    counts = _attempts(quiz_id, users).aggregate(done=Count("pk", filter=finished), open=Count("pk", filter=~finished))
    return Counts(counts["done"], counts["open"])


def finished_by(quizzes: QuerySet[Quiz]) -> list[tuple[Quiz, int, int]]:
    """Each quiz with its number of questions and of people who finished it: two queries."""
    finished = Attempt.objects.filter(quiz__in=quizzes, finished_at__isnull=False).order_by()
    people = dict(finished.values("quiz").annotate(count=Count("pk")).values_list("quiz", "count"))
    asked = quizzes.annotate(asked=Count("items")).filter(asked__gt=0).order_by("title", "pk")
    return [(quiz, quiz.asked, people.get(quiz.pk, 0)) for quiz in asked]


def asked_in(quiz_id: int, *, series: Mapping[int, int] | None = None) -> tuple[Asked, ...]:
    """The questions as the quiz asks them now; `series` names, by question, those of which an earlier one counts."""
    chosen = series or {}
    rows = (
        QuizItem.objects.filter(quiz=quiz_id)
        .order_by("position")
        .values_list(
            *("question_id", "question__key", "question__kind", "question__current_id"),
            *("question__current__content", "question__current__series"),
        )
    )
    return tuple(
        Asked(pk, place, key, kind, version_id, content, chosen.get(pk, current))
        for place, (pk, key, kind, version_id, content, current) in enumerate(rows, 1)
    )


def sample_of(quiz_id: int, *, users: QuerySet | None = None, series: Mapping[int, int] | None = None) -> Sample:
    """Everybody's first answers, or those of `users`: three queries."""
    asked = asked_in(quiz_id, series=series)
    place = {one.question_id: (column, one.series) for column, one in enumerate(asked)}
    cells: list[tuple[int, int, float]] = []
    practised: Counter[int] = Counter()
    elsewhere: Counter[int] = Counter()
    for attempt_id, question_id, score, answer_series, was_practised in _answers(quiz_id, users, place):
        column, wanted = place[question_id]
        if answer_series != wanted:
            elsewhere[column] += 1
        elif was_practised:
            practised[column] += 1
        else:
            cells.append((attempt_id, column, score))
    papers, marks = _matrix(cells, len(asked))
    return Sample(
        quiz_id=quiz_id,
        asked=asked,
        counts=counts_of(quiz_id, users),
        papers=papers,
        marks=marks,
        practised=tuple(practised[column] for column in range(len(asked))),
        elsewhere=tuple(elsewhere[column] for column in range(len(asked))),
    )


def _attempts(quiz_id: int, users: QuerySet | None) -> QuerySet[Attempt]:
    attempts = Attempt.objects.filter(quiz=quiz_id)
    return attempts if users is None else attempts.filter(user__in=users)


def _answers(quiz_id: int, users: QuerySet | None, questions: Iterable[int]):
    practised = Practised.objects.filter(
        user=OuterRef("attempt__user"), question=OuterRef("question"), first_at__lt=OuterRef("checked_at")
    )
    answers = Answer.objects.filter(
        attempt__in=_attempts(quiz_id, users).filter(finished_at__isnull=False),
        checked_at__isnull=False,
        question__in=list(questions),
    )
    answers = answers.annotate(series=Coalesce("marked_with__series", "version__series"), before=Exists(practised))
    return answers.order_by("pk").values_list("attempt_id", "question_id", "score", "series", "before")


def _matrix(cells: list[tuple[int, int, float]], questions: int) -> tuple[tuple[int, ...], Floats]:
    row_of = {attempt_id: row for row, attempt_id in enumerate(dict.fromkeys(cell[0] for cell in cells))}
    marks = np.full((len(row_of), questions), np.nan)
    for attempt_id, column, score in cells:
        marks[row_of[attempt_id], column] = score
    if not marks.size:
        return tuple(row_of), marks
    order = np.lexsort(np.where(np.isnan(marks), -1.0, marks).T[::-1])
    papers = tuple(row_of)
    return tuple(papers[row] for row in order), marks[order]


# What was answered ------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Given:
    """An answer that counts: the row of its paper, what was answered, and how sure the person said they were."""

    row: int
    response: dict[str, Any]
    confidence: int | None


def answers_in(sample: Sample, places: Iterable[int]) -> dict[int, list[Given]]:
    """The answers that count, by the question's place in the sample: one query for all of them."""
    wanted = {sample.asked[place].question_id: place for place in places}
    row_of = {attempt_id: row for row, attempt_id in enumerate(sample.papers)}
    found: dict[int, list[Given]] = {place: [] for place in wanted.values()}
    answers = Answer.objects.filter(attempt__quiz=sample.quiz_id, question__in=list(wanted), checked_at__isnull=False)
    for attempt_id, question_id, response, confidence in answers.values_list(
        "attempt_id", "question_id", "response", "confidence"
    ):
        place, row = wanted[question_id], row_of.get(attempt_id)
        if row is not None and not np.isnan(sample.marks[row, place]):
            found[place].append(Given(row, response, confidence))
    return {place: sorted(given, key=lambda one: one.row) for place, given in found.items()}


@dataclass(frozen=True)
class Wording:
    """The versions of a question, the latest last: (series, content)."""

    versions: tuple[tuple[int, dict[str, Any]], ...]

    @property
    def series(self) -> tuple[int, ...]:
        return tuple(sorted({series for series, _ in self.versions}))

    def content(self, series: int) -> dict[str, Any]:
        """What the series says by now."""
        return next(content for number, content in reversed(self.versions) if number == series)

    def name(self, entry_id: str, series: int, *, among: str = "entries") -> str:
        """The text of an entry or a place: as the series has it, else as any version had it, the latest first."""
        latest = [content for _, content in reversed(self.versions)]
        for content in (self.content(series), *latest):
            for one in content.get(among, ()):
                if one["id"] == entry_id:
                    return one["text"]
        return entry_id


def wordings_of(question_ids: Iterable[int]) -> dict[int, Wording]:
    """One query."""
    found: dict[int, list] = {pk: [] for pk in question_ids}
    versions = QuestionVersion.objects.filter(question__in=list(found)).order_by("number")
    for pk, series, content in versions.values_list("question_id", "series", "content"):
        found[pk].append((series, content))
    return {pk: Wording(tuple(versions)) for pk, versions in found.items()}


def blanks_in(quiz_id: int, users: QuerySet | None = None) -> int:
    """Questions of papers handed in that were left empty: they count as 0."""
    papers = _attempts(quiz_id, users).filter(finished_at__isnull=False)
    current = F("question__current__series")
    answers = Answer.objects.filter(attempt__in=papers, response={}, checked_at__isnull=False)
    answers = answers.annotate(series=Coalesce("marked_with__series", "version__series"))
    return answers.filter(series=current).count()
