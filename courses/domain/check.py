"""A lead answers a question of a module's check."""

from datetime import datetime

from django.db import transaction

from quizzes.domain.attempt import AnswerIncomplete, check_answer, save_answer, start_attempt
from quizzes.models import Answer


def take_check_answer(*, user, quiz, check: bool, now: datetime, **given) -> Answer:
    """Saves a draft, or checks the answer; raises what `save_answer` and `check_answer` raise.

    An incomplete answer is kept as a draft all the same.
    """
    with transaction.atomic():
        attempt = start_attempt(quiz=quiz, user=user, now=now)
        if not check:
            return save_answer(attempt=attempt, now=now, **given)
        try:
            return check_answer(attempt=attempt, now=now, **given)
        except AnswerIncomplete as error:
            incomplete = error
    raise incomplete
