"""The quizzes that stand in no lesson: the checks of the modules and the two forms of the test."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import FilteredRelation, Q

from cms.queries.prepared import Prepared
from quizzes.models import Quiz

CHECK = "check-"  # then the slug of the module


@dataclass(frozen=True)
class OwnQuiz:
    """A quiz that stands by itself, and how far one person is with it."""

    key: str
    pk: int
    attempt_id: int | None
    finished_at: datetime | None
    occasion: str | None
    enrolment_id: int | None  # whose sitting it is: perhaps that of an earlier cohort


by_person = Prepared(
    lambda user_id: (
        Quiz.objects.filter(mode__in=[Quiz.Mode.CHECK, Quiz.Mode.TEST])
        .annotate(mine=FilteredRelation("attempts", condition=Q(attempts__user_id=user_id)))
        .order_by("key")
        .values_list(
            *("key", "pk", "mine__pk", "mine__finished_at", "mine__sitting__occasion", "mine__sitting__enrolment_id")
        )
    )
)


def own_quizzes(user_id: int) -> dict[str, OwnQuiz]:
    """By key, in one query."""
    return {row[0]: OwnQuiz(*row) for row in by_person.rows(user_id=user_id)}
