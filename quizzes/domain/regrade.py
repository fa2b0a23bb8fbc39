"""Marking first answers again by a corrected key. Nobody's first answer changes, only what it is worth."""

from datetime import datetime

from django.db import transaction
from wagtail.log_actions import log

from quizzes.models import Answer, Question
from quizzes.queries.regrade import Move, Regrade, regrade_of

REGRADED = "quizzes.regrade"  # named for the log in quizzes/wagtail_hooks.py


class RegradeOutdated(Exception):
    """Answers or the question changed since the preview was shown."""


@transaction.atomic
def regrade(*, question: Question, digest: str, may_lower: bool, by, now: datetime) -> list[Move]:
    """Applies the preview that `digest` names; without `may_lower` nobody's score falls. Returns what was applied.

    No lesson is undone by it and no certificate lost: both ask whether a question was checked, never how well.
    """
    question = Question.objects.select_for_update(of=["self"]).select_related("current").get(pk=question.pk)
    list(Answer.objects.select_for_update().filter(question=question).values_list("pk"))
    preview: Regrade = regrade_of(question)
    if preview.digest != digest:
        raise RegradeOutdated
    applied = [*preview.rising, *preview.same, *(preview.falling if may_lower else ())]
    scores = {move.answer_id: move.after for move in applied}
    answers = list(Answer.objects.filter(pk__in=scores))
    for answer in answers:
        answer.score, answer.marked_with, answer.regraded_at = scores[answer.pk], question.current, now
    Answer.objects.bulk_update(answers, ["score", "marked_with", "regraded_at"], batch_size=500)
    left = len(preview.unmarkable) + (0 if may_lower else len(preview.falling))
    data = {"version": question.current.number, "rose": len(preview.rising), "left as they were": left}
    data["fell"] = len(preview.falling) if may_lower else 0
    log(instance=question, action=REGRADED, user=by, timestamp=now, data=data)
    return applied
