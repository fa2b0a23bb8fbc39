"""The pre-test and the first module's check in the demonstration: invented answers, the same each time."""

from datetime import datetime, time, timedelta
from random import Random

from django.utils.timezone import make_aware

from courses.domain.check import take_check_answer
from courses.domain.diagnostic import draw_order, hand_in_test, start_test
from courses.models import Cohort, Enrolment, Form, Occasion, Sitting
from courses.queries.enrolment import Lead, leads
from courses.queries.quiz import CHECK
from quizzes.domain.paper import save_on_paper
from quizzes.kinds import KINDS
from quizzes.models import Answer, Attempt, Confidence, Quiz, QuizItem

BEGUN_BY = "brannock2@touchstone.example"  # and not handed in
CHECKED_BY = "colleague@touchstone.example"  # who is ahead
IN_BULK = 500


def lay_tests(*, cohort: Cohort) -> None:
    """Who was there in week 1 has handed in a pre-test, all but one; one lead has done the first module's check."""
    if Quiz.objects.filter(key__in=Form.values).count() < len(Form):
        return
    there = Enrolment.objects.filter(cohort=cohort, joined_on=cohort.starts_on).select_related("user").order_by("pk")
    for enrolment, lead in zip(there, leads(there), strict=True):
        if not Sitting.objects.filter(enrolment=enrolment).exists():
            sit_pre_test(enrolment, lead)
        if enrolment.user.email == CHECKED_BY:
            do_check(enrolment.user, cohort)


def dice(seed: str) -> Random:
    return Random(seed)  # noqa: S311 - invented answers, the same each time


def afternoon(cohort: Cohort, days: int = 2) -> datetime:
    return make_aware(datetime.combine(cohort.starts_on + timedelta(days=days), time(15)))


def sit_pre_test(enrolment: Enrolment, lead: Lead) -> None:
    now, chance = afternoon(enrolment.cohort), dice(enrolment.user.email)
    sitting = start_test(lead=lead, occasion=Occasion.PRE, user=enrolment.user, now=now)
    items = list(sitting.attempt.quiz.items.select_related("question__current"))
    is_begun = enrolment.user.email == BEGUN_BY
    for item in items[: len(items) // 2] if is_begun else items:
        version = item.question.current
        now += timedelta(seconds=chance.randint(30, 150))
        save_on_paper(
            attempt=sitting.attempt,
            question=item.question,
            version=version,
            response=likely(version.content, item.question, chance, skill=0.5),
            order=KINDS[item.question.kind].shuffle(version.content, f"{lead.user_id}:{item.question_id}"),
            seq=1,
            now=now,
        )
    if not is_begun:
        hand_in_test(lead=lead, sitting=sitting, now=now + timedelta(minutes=1))


def do_check(user, cohort: Cohort) -> None:
    quiz = Quiz.objects.filter(key__startswith=CHECK, key=f"{CHECK}why-assess").first()
    if quiz is None or Attempt.objects.filter(quiz=quiz, user=user).exists():
        return
    chance = dice(user.email)
    for place, item in enumerate(quiz.items.select_related("question__current")):
        version = item.question.current
        take_check_answer(
            user=user,
            quiz=quiz,
            check=True,
            now=afternoon(cohort, 31) + timedelta(minutes=2 * place),
            question=item.question,
            version=version,
            response=likely(version.content, item.question, chance, skill=0.7),
            order=KINDS[item.question.kind].shuffle(version.content, f"{user.pk}:{item.question_id}"),
            seq=1,
            confidence=chance.choice(Confidence.values),
        )


def likely(content, question, chance: Random, *, skill: float) -> dict:
    """The best answer as often as somebody of this skill finds it; a harder question is found less often."""
    best = KINDS[question.kind].best(content)
    found = skill + 0.12 * (2 - (question.difficulty or 2))
    if "choice" not in best or chance.random() < found:
        return best
    return {"choice": chance.choice([entry["id"] for entry in content["entries"] if entry["id"] != best["choice"]])}


# Many schools -----------------------------------------------------------------------------------------------------


def lay_many_tests(*, cohort: Cohort) -> None:
    """A pre-test for nine in ten of the leads who have none: rows at once instead of a lead's own steps."""
    forms = {quiz.key: quiz for quiz in Quiz.objects.filter(key__in=Form.values)}
    if len(forms) < len(Form):
        return
    asked = {key: _asked(quiz) for key, quiz in forms.items()}
    now, chance, answers = afternoon(cohort), dice(cohort.name), []
    for enrolment in Enrolment.objects.filter(cohort=cohort, sittings=None, joined_on=cohort.starts_on).order_by("pk"):
        form = draw_order(cohort_id=cohort.pk, school_id=enrolment.school_id, now=now)
        if chance.random() < 0.1:
            continue
        attempt = Attempt.objects.create(
            quiz=forms[form], user_id=enrolment.user_id, started_at=now, finished_at=now + timedelta(minutes=45)
        )
        Sitting.objects.create(enrolment=enrolment, occasion=Occasion.PRE, attempt=attempt)
        skill = min(0.95, max(0.1, chance.gauss(0.5, 0.14)))
        answers += [_answer(attempt, question, chance, skill) for question in asked[form]]
    Answer.objects.bulk_create(answers, batch_size=IN_BULK)


def _asked(quiz: Quiz) -> list:
    return [item.question for item in QuizItem.objects.filter(quiz=quiz).select_related("question__current")]


def _answer(attempt: Attempt, question, chance: Random, skill: float) -> Answer:
    content = question.current.content
    response = likely(content, question, chance, skill=skill)
    return Answer(
        attempt=attempt,
        question=question,
        version=question.current,
        order=[entry["id"] for entry in content["entries"]],
        response=response,
        seq=1,
        saved_at=attempt.finished_at,
        checked_at=attempt.finished_at,
        score=KINDS[question.kind].mark(content, response).score,
    )
