"""A lead answers a question of a lesson. The quiz keeps the answer; this notes when the lesson's quiz is done."""

from datetime import datetime

from django.db import transaction

from courses.domain.progress import note_quiz_done
from courses.models import LessonPage
from courses.queries.enrolment import Lead, current_lead
from courses.queries.lesson import Body, reading
from quizzes.domain.attempt import (
    AnswerIncomplete,
    Kept,
    check_answer,
    finish_settled_attempts,
    save_draft,
    start_attempt,
)
from quizzes.models import Answer, Attempt


def take_answer(
    *, lead: Lead, lesson_pk: int, body: Body, user, quiz, check: bool, now: datetime, **given
) -> Answer | Kept:
    """Saves a draft, or checks the answer. `given` is what quizzes.domain.attempt wants to know of it.

    Raises what `save_draft` and `check_answer` raise; an incomplete answer is kept as a draft all the same.
    """
    if not check:
        return save_draft(quiz=quiz, user=user, now=now, **given)
    incomplete = None
    with transaction.atomic():
        attempt = start_attempt(quiz=quiz, user=user, now=now)
        try:
            answer = check_answer(attempt=attempt, now=now, **given)
        except AnswerIncomplete as error:
            incomplete = error
        else:
            if attempt.finished_at and every_quiz_done(user=user, body=body):
                note_quiz_done(lead=lead, lesson_pk=lesson_pk, body=body, now=now)
    if incomplete:
        raise incomplete
    return answer


def every_quiz_done(*, user, body: Body) -> bool:
    finished = Attempt.objects.filter(user=user, quiz__in=body.quiz_ids, finished_at__isnull=False)
    return finished.count() == len(set(body.quiz_ids))


@transaction.atomic
def settle_quizzes(*, now: datetime) -> None:
    """For the clock: when the last open question leaves a quiz, those who had checked the others are done with it."""
    for attempt in finish_settled_attempts(now=now):
        lead = current_lead(attempt.user)
        # A lesson's quiz has the lesson's slug as its key
        lesson = LessonPage.objects.live().filter(slug=attempt.quiz.key).first()
        if lead is None or lesson is None:
            continue
        found = reading(lesson.pk, enrolment_id=lead.enrolment_id)
        if found and attempt.quiz_id in found.body.quiz_ids and every_quiz_done(user=attempt.user, body=found.body):
            note_quiz_done(lead=lead, lesson_pk=lesson.pk, body=found.body, now=now)
