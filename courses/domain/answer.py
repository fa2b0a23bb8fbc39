"""A lead answers a question of a lesson. The quiz keeps the answer; this notes when the lesson's quiz is done."""

from datetime import datetime

from django.db import transaction

from courses.domain.progress import note_quiz_done
from courses.queries.enrolment import Lead
from courses.queries.lesson import Body
from quizzes.domain.attempt import AnswerIncomplete, check_answer, save_answer, start_attempt
from quizzes.models import Answer, Attempt


def take_answer(*, lead: Lead, lesson_pk: int, body: Body, user, quiz, check: bool, now: datetime, **given) -> Answer:
    """Saves a draft, or checks the answer. `given` is what quizzes.domain.attempt wants to know of it.

    Raises what `save_answer` and `check_answer` raise; an incomplete answer is kept as a draft all the same.
    """
    incomplete = None
    with transaction.atomic():
        attempt = start_attempt(quiz=quiz, user=user, now=now)
        if not check:
            return save_answer(attempt=attempt, now=now, **given)
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
