"""Builders of many first answers at once, for the analysis of questions.

`build_sample("aab", "ab-")` is a quiz of three questions that two people have finished: each letter is the option
that the person chose (a is right, b and c are wrong), a dash a blank.
"""

from dataclasses import replace
from datetime import UTC, datetime
from itertools import count

from quizzes.domain.question import put_question, put_quiz
from quizzes.formats.text import parse_fence
from quizzes.kinds import KINDS
from quizzes.models import Answer, Attempt, Quiz
from tests.builders import build_user

NOW = datetime(2026, 11, 5, 10, 14, tzinfo=UTC)
FENCE = """\
::: question stand-in
kind: single
pillar: purpose
stem: What is asked under {key}?

(*) A good answer to {key}
    Right.
( ) Hardly an answer to {key}
    Wrong.
( ) No answer to {key}
    Wrong again.
:::"""
_number = count(1)


def build_quiz_of(k, *, mode=Quiz.Mode.LESSON, key=""):
    key = key or f"sample-{next(_number)}"
    questions = []
    for place in range(1, k + 1):
        draft = replace(parse_fence(FENCE.format(key=f"{key}-{place}")), key=f"{key}-{place}")
        questions.append(put_question(draft=draft, by=None, now=NOW)[0])
    return put_quiz(key=key, title=f"Quiz {key}", questions=questions, now=NOW, mode=mode)


def build_sample(*papers, mode=Quiz.Mode.LESSON, quiz=None, **fields):
    quiz = quiz or build_quiz_of(len(papers[0]), mode=mode)
    for paper in papers:
        build_paper(quiz, [{} if letter == "-" else {"choice": letter} for letter in paper], **fields)
    return quiz


def build_paper(quiz, responses, *, user=None, finished=True, confidence=None, order=()):
    """One person's answers; a response None was never given."""
    attempt = Attempt.objects.create(
        quiz=quiz, user=user or build_user(), started_at=NOW, finished_at=NOW if finished else None
    )
    items = quiz.items.select_related("question__current").order_by("position")
    pairs = zip([item.question for item in items], responses, strict=True)
    rows = [row_of(attempt, question, given) for question, given in pairs if given is not None]
    for row in rows:
        row.confidence, row.order = confidence, list(order)
    Answer.objects.bulk_create(rows)
    return attempt


def row_of(attempt, question, response):
    content = question.current.content
    return Answer(
        attempt=attempt,
        question=question,
        version=question.current,
        response=response,
        saved_at=NOW,
        checked_at=NOW,
        score=KINDS[question.kind].mark(content, response).score if response else 0.0,
    )


def papers(right, wrong, k=3):
    """So many people with everything right, and so many with everything wrong."""
    return ["a" * k] * right + ["b" * k] * wrong


def spread(n, k):
    """n papers of k questions that tell people apart: the better somebody is, the more they have right."""
    return ["".join("a" if place <= person * (k + 2) // n - 1 else "b" for place in range(k)) for person in range(n)]
