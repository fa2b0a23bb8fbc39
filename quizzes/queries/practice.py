"""The scenarios that can be practised: those of lessons and of the bank, and none that a check or a test asks."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Exists, F, OuterRef, Subquery

from quizzes.models import Answer, Practised, Question, Quiz, QuizItem
from quizzes.queries.attempt import NOTHING, item_of
from quizzes.queries.item import Item

PRACTISED_IN = (Quiz.Mode.LESSON, Quiz.Mode.BANK)
KEPT_FOR = (Quiz.Mode.CHECK, Quiz.Mode.TEST)


@dataclass(frozen=True)
class Scenario:
    """A scenario, and what one person has to do with it."""

    question_id: int
    key: str
    kind: str
    pillar: str
    version_id: int
    lesson: str | None  # key of the lesson's quiz that asks it
    answered_at: datetime | None  # the first answer, in its lesson
    practised_at: datetime | None  # before the first answer


def scenarios_for(user_id: int) -> list[Scenario]:
    """In the order in which to practise them: what is not yet answered first, then the easier first. One query."""
    rows = practisable().annotate(
        lesson=Subquery(asked_in(Quiz.Mode.LESSON).values("quiz__key")[:1]),
        answered_at=Subquery(first_answers(user_id).values("checked_at")[:1]),
        practised_at=Subquery(Practised.objects.filter(user=user_id, question=OuterRef("pk")).values("first_at")),
    )
    columns = ("pk", "key", "kind", "pillar", "current_id", "lesson", "answered_at", "practised_at")
    found = [Scenario(*row) for row in rows.order_by(F("difficulty").asc(nulls_last=True), "key").values_list(*columns)]
    return sorted(found, key=lambda scenario: scenario.answered_at is not None)


def item_to_practise(scenario: Scenario, *, seed: str, **place) -> Item:
    """The form of the scenario in its place among others; nothing of it is kept."""
    return item_of(
        *(scenario.kind, NOTHING, scenario.version_id, Quiz.Mode.BANK.value),
        seed=seed,
        again=False,
        look=False,
        quiz_id=0,
        question_id=scenario.question_id,
        key=scenario.key,
        is_kept=False,
        **place,
    )


def practisable():
    """A scenario has a text or an exhibit before its entries."""
    questions = Question.objects.filter(Exists(asked_in(*PRACTISED_IN)), ~Exists(asked_in(*KEPT_FOR)))
    return questions.exclude(current__content__situation="", current__content__exhibits=[])


def asked_in(*modes):
    return QuizItem.objects.filter(question=OuterRef("pk"), quiz__mode__in=modes).order_by("quiz")


def first_answers(user_id: int):
    answers = Answer.objects.filter(attempt__user=user_id, question=OuterRef("pk"), checked_at__isnull=False)
    return answers.order_by("checked_at")
