"""A lead answers a question of a module's check."""

from datetime import datetime

from quizzes.domain.attempt import Kept, check_answer, save_draft, start_attempt
from quizzes.models import Answer


def take_check_answer(*, user, quiz, check: bool, now: datetime, **given) -> Answer | Kept:
    """Saves a draft, or checks the answer; raises what `save_draft` and `check_answer` raise.

    An incomplete answer is kept as a draft all the same.
    """
    if not check:
        return save_draft(quiz=quiz, user=user, now=now, **given)
    return check_answer(attempt=start_attempt(quiz=quiz, user=user, now=now), now=now, **given)
