"""Trying a question without an answer being kept."""

from quizzes.kinds import KINDS, Mark
from quizzes.models import Answer


class AnswerUnchecked(Exception):  # noqa: N818  a refusal, not a fault
    """Practice begins when the first answer has been checked: before, it would give the answer away."""

    message = "Check your first answer before you try again for practice."


def practise(*, quiz, question, version, response, user=None) -> Mark:
    """Marks a try and stores nothing. `user` is None for somebody whose answers are not kept here."""
    if user is not None:
        first = Answer.objects.filter(attempt__quiz=quiz, attempt__user=user, question=question)
        if not first.filter(checked_at__isnull=False).exists():
            raise AnswerUnchecked
    return KINDS[question.kind].mark(version.content, response)
