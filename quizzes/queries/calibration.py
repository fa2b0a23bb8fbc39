"""How sure somebody was, against what was right: their first answers to scenarios and to questions of checks."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Exists, OuterRef

from quizzes.kinds import KINDS
from quizzes.models import Answer, Confidence, Practised, Quiz
from quizzes.psychometrics.uncertainty import Calibration, calibration

COUNTED = (Quiz.Mode.LESSON, Quiz.Mode.CHECK)
RIGHT = 1.0  # every part of it


@dataclass(frozen=True)
class FirstAnswer:
    """An answer that was given with a word on how sure, as far as the list of surprises needs it."""

    question_key: str
    quiz_key: str
    is_check: bool
    stem: str
    said: str
    revisits: str  # slug of a lesson
    confidence: int
    score: float
    checked_at: datetime
    was_practised: bool

    @property
    def is_right(self) -> bool:
        return self.score == RIGHT


@dataclass(frozen=True)
class Sureness:
    """Said against right, without the answers that practice had spoilt."""

    calibration: Calibration
    counted: int
    left_out: int  # because the scenario had been practised before
    surprises: tuple[FirstAnswer, ...]  # very sure and wrong, the newest first


def sureness_of(user_id: int) -> Sureness:
    """One query."""
    answers = first_answers(user_id)
    fair = [answer for answer in answers if not answer.was_practised]
    return Sureness(
        calibration=calibration([answer.confidence for answer in fair], [answer.is_right for answer in fair]),
        counted=len(fair),
        left_out=len(answers) - len(fair),
        surprises=tuple(one for one in reversed(fair) if one.confidence == Confidence.VERY and not one.is_right),
    )


def first_answers(user_id: int) -> list[FirstAnswer]:
    """The oldest first; of a question that stands in two quizzes only the answer that came first."""
    practised = Practised.objects.filter(user=user_id, question=OuterRef("question"))
    answers = Answer.objects.filter(
        attempt__user=user_id, attempt__quiz__mode__in=COUNTED, checked_at__isnull=False, confidence__isnull=False
    )
    answers = answers.select_related("attempt__quiz", "question", "version").annotate(was_practised=Exists(practised))
    found: dict[int, FirstAnswer] = {}
    for answer in answers.order_by("checked_at", "pk"):
        found.setdefault(answer.question_id, _first_answer(answer))
    return list(found.values())


def _first_answer(answer) -> FirstAnswer:
    quiz, content = answer.attempt.quiz, answer.version.content
    return FirstAnswer(
        question_key=answer.question.key,
        quiz_key=quiz.key,
        is_check=quiz.mode == Quiz.Mode.CHECK,
        stem=content["stem"],
        said=KINDS[answer.question.kind].words(content, answer.response),
        revisits=content["revisits"],
        confidence=answer.confidence,
        score=answer.score,
        checked_at=answer.checked_at,
        was_practised=answer.was_practised,
    )
