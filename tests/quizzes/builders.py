"""Builders of questions, quizzes and answers. Every feedback text begins with a word that no other text has."""

from dataclasses import replace
from datetime import UTC, datetime
from itertools import count

from quizzes.domain.attempt import check_answer, save_answer, start_attempt
from quizzes.domain.question import put_question, put_quiz
from quizzes.kinds import KINDS
from quizzes.models import Confidence
from tests.builders import build_user
from tests.quizzes.drafts import build_draft

NOW = datetime(2026, 11, 5, 10, 14, tzinfo=UTC)
_number = count(1)


def build_question(kind="single", *, key="", now=NOW):
    draft = replace(build_draft(kind), key=key or f"t{next(_number)}-{kind}")
    return put_question(draft=draft, by=None, now=now)[0]


def correct_question(question, *, now, **changes):
    """A new version of the question with these parts of its content changed."""
    content = question.current.content | changes
    draft = replace(build_draft(question.kind), key=question.key, content=content)
    return put_question(draft=draft, by=None, now=now)[0]


def build_quiz(kinds=("single",), *, key=""):
    questions = [build_question(kind) for kind in kinds]
    return put_quiz(key=key or f"quiz-{next(_number)}", title="A quiz", questions=questions, now=NOW)


def question_of(quiz, position=1):
    return quiz.items.select_related("question__current").get(position=position).question


def best_response(question):
    return KINDS[question.kind].best(question.current.content)


def order_of(question):
    return KINDS[question.kind].shuffle(question.current.content, "")


def given(question, **changes):
    """The keyword arguments of save_answer and check_answer for the best response to a question."""
    fields = {
        "question": question,
        "version": question.current,
        "response": best_response(question),
        "order": order_of(question),
        "seq": 1,
        "confidence": Confidence.FAIRLY,
        "now": NOW,
    }
    return fields | changes


def build_draft_answer(quiz, *, user=None, question=None, **changes):
    question = question or question_of(quiz)
    attempt = start_attempt(quiz=quiz, user=user or build_user(), now=NOW)
    return save_answer(attempt=attempt, **given(question, **changes))


def build_checked_answer(quiz, *, user=None, question=None, **changes):
    question = question or question_of(quiz)
    attempt = start_attempt(quiz=quiz, user=user or build_user(), now=NOW)
    return check_answer(attempt=attempt, **given(question, **changes))
