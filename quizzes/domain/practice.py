"""Practice keeps no answer. It is noted only where it would spoil one: before the first answer in its lesson."""

from datetime import datetime

from django.db import transaction

from quizzes.models import Answer, Practised, Question


@transaction.atomic
def note_practised(*, user, question: Question, now: datetime) -> None:
    """Notes once that this person saw the feedback before giving a first answer; nothing after that answer."""
    answers = Answer.objects.filter(attempt__user=user, question=question, checked_at__isnull=False)
    if not answers.exists():
        Practised.objects.get_or_create(user=user, question=question, defaults={"first_at": now})
