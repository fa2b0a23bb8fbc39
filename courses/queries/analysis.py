"""Whose first answers an analysis rests on: everybody's, or those of one of a facilitator's own cohorts."""

from collections import defaultdict
from dataclasses import dataclass

from django.db.models import QuerySet

from courses.models import Cohort, Enrolment
from quizzes.models import Attempt, Quiz
from quizzes.psychometrics.ladder import FEWEST_IN_A_GROUP
from quizzes.queries.analysis import counts_of, finished_by

NEXT_RUNG = (  # the most that a number of people is enough for, and what comes next
    (5, "Nothing is shown yet: from 5 people on."),
    (15, "How hard each question is. From 15 people on, how reliable the whole is."),
    (20, "Roughly, how reliable the whole is. From 20 people on, how each question goes with the rest."),
    (30, "Roughly, how each question goes with the rest. From 30 people on, how each option does."),
    (50, "How each question and option goes with the rest. From 50 people on, which to look at."),
    (100, "Which questions to look at, and a ruler as an illustration. From 100 people on, a ruler to use."),
    (200, "A ruler to use. From 200 people on, how well each question fits it."),
)
EVERYTHING = "Everything this analysis can show."


@dataclass(frozen=True)
class QuizLine:
    quiz: Quiz
    questions: int
    people: int

    @property
    def words(self) -> str:
        if not self.people:
            return "Nobody has finished it yet."
        return next((words for below, words in NEXT_RUNG if self.people < below), EVERYTHING)


def quiz_lines(quizzes: QuerySet[Quiz]) -> list[QuizLine]:
    return [QuizLine(*row) for row in finished_by(quizzes)]


@dataclass(frozen=True)
class Pool:
    """`cohorts` may be chosen; `cohort` is. `everybody` finished the quiz, whatever their cohort.

    `withheld` people would be told by subtraction, were the cohorts shown beside everybody: then none of them is.
    """

    cohorts: tuple[Cohort, ...]
    cohort: Cohort | None
    everybody: int
    withheld: int = 0

    @property
    def users(self) -> QuerySet | None:
        return None if self.cohort is None else users_of(self.cohort)

    @property
    def query(self) -> str:
        """What an address needs to keep the choice."""
        return f"?cohort={self.cohort.pk}" if self.cohort else ""


def own_cohorts(user) -> QuerySet[Cohort]:
    return Cohort.objects.filter(facilitators=user.pk)


def users_of(cohort: Cohort) -> QuerySet:
    return Enrolment.objects.filter(cohort=cohort).values("user")


def pool_of(quiz: Quiz, *, cohorts: tuple[Cohort, ...], cohort: Cohort | None) -> Pool:
    everybody = counts_of(quiz.pk).finished
    if cohort is None:
        return Pool(cohorts, None, everybody)
    shown = _shown(quiz, cohorts)
    others = everybody - len(shown)
    if shown and 0 < others < FEWEST_IN_A_GROUP:
        return Pool(cohorts, None, everybody, withheld=others)
    return Pool(cohorts, cohort, everybody)


def _shown(quiz: Quiz, cohorts: tuple[Cohort, ...]) -> set[int]:
    """Who finished the quiz and is in one of these cohorts that is large enough to be shown: one query."""
    finished = Attempt.objects.filter(quiz=quiz, finished_at__isnull=False).values("user")
    people: dict[int, set[int]] = defaultdict(set)
    for cohort_id, user_id in Enrolment.objects.filter(cohort__in=cohorts, user__in=finished).values_list(
        "cohort", "user"
    ):
        people[cohort_id].add(user_id)
    return set().union(*(users for users in people.values() if len(users) >= FEWEST_IN_A_GROUP))
