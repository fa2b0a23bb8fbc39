"""Five a week in the demonstration: what came back to most leads last Thursday, and what waits for Nadia Hale."""

from collections.abc import Callable
from datetime import date, datetime, time, timedelta

from django.utils.timezone import make_aware

from courses.domain.five import NotNow, answer_five, begin_five, deal_finished_lessons
from courses.models import Cohort, Enrolment
from courses.queries.enrolment import leads
from courses.weeks import monday_of
from quizzes.domain.review import NothingToAsk
from quizzes.kinds import KINDS
from quizzes.models import Confidence, ReviewCard, ReviewSitting

WAITS_FOR = "lead@touchstone.example"


def lay_five(*, cohort: Cohort, today: date, plausible: Callable[..., dict]) -> None:
    """Every other lead has answered what was due last Thursday, so that there are counts of the cohort to be seen."""
    thursday = make_aware(datetime.combine(monday_of(today) - timedelta(days=4), time(17)))
    people = Enrolment.objects.filter(cohort=cohort)
    if ReviewCard.objects.filter(user__in=people.values("user")).exists():
        return
    deal_finished_lessons(now=thursday)
    for lead in leads(people.exclude(user__email=WAITS_FOR).order_by("pk")):
        try:
            sitting = begin_five(lead=lead, now=thursday)
        except (NothingToAsk, NotNow):
            continue
        answer_sitting(lead, sitting, thursday, plausible)


def answer_sitting(lead, sitting: ReviewSitting, moment: datetime, plausible: Callable[..., dict]) -> None:
    for answer in sitting.answers.select_related("card__question__current").order_by("position"):
        question, number = answer.card.question, lead.user_id + answer.position
        content = question.current.content
        answer_five(
            lead=lead,
            answer=answer,
            version=question.current,
            response=plausible(KINDS[question.kind], content, number),
            order=KINDS[question.kind].shuffle(content, f"{number}"),
            confidence=Confidence.values[number % len(Confidence.values)],
            now=moment,
        )
