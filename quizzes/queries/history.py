"""A question through its versions: what each said, how it differs from the one before, and where it is asked."""

import difflib
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Q

from quizzes.formats.text import Draft, write_question
from quizzes.models import Question, Quiz


@dataclass(frozen=True)
class DiffLine:
    """A line that went (“-”), came (“+”) or stands round the change (“ ”)."""

    sign: str
    text: str


@dataclass(frozen=True)
class VersionText:
    number: int
    series: int
    note: str
    created_at: datetime
    created_by: str
    answers: int
    text: str
    difference: tuple[DiffLine, ...]  # from the version before; empty for the first
    begins_series: bool


@dataclass(frozen=True)
class Usage:
    """One quiz that asks the question, and how many first answers and drafts it has there."""

    quiz: Quiz
    first_answers: int
    drafts: int


def diff_lines(before: str, after: str) -> list[DiffLine]:
    lines = difflib.unified_diff(before.split("\n"), after.split("\n"), lineterm="", n=1)
    return [DiffLine(line[0], line[1:]) for line in list(lines)[2:] if not line.startswith("@@")]


def versions_as_text(question: Question) -> list[VersionText]:
    """All versions, the newest first, with how many answers each has."""
    versions = question.versions.select_related("created_by").annotate(count=Count("answers")).order_by("number")
    told: list[VersionText] = []
    for version in versions:
        text = write_question(Draft(question.key, question.kind, question.pillar, question.difficulty, version.content))
        before = told[-1] if told else None
        told.append(
            VersionText(
                number=version.number,
                series=version.series,
                note=version.note,
                created_at=version.created_at,
                created_by=version.created_by.get_full_name() if version.created_by else "",
                answers=version.count,
                text=text,
                difference=tuple(diff_lines(before.text, text)) if before else (),
                begins_series=bool(before and before.series != version.series),
            )
        )
    return told[::-1]


def usage_of(question: Question) -> list[Usage]:
    """The quizzes that ask it now, in one query."""
    mine = Q(attempts__answers__question=question)
    checked = Q(attempts__answers__checked_at__isnull=False)
    quizzes = Quiz.objects.filter(items__question=question).annotate(
        first=Count("attempts__answers", filter=mine & checked, distinct=True),
        open=Count("attempts__answers", filter=mine & ~checked, distinct=True),
    )
    return [Usage(quiz, quiz.first, quiz.open) for quiz in quizzes]
