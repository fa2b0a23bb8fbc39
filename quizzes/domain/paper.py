"""A test is handed in whole: until then every answer is a draft, from then on nothing changes.

Saving and handing in wait for each other on the attempt, so that no answer slips in behind the marking.
"""

from django.db import transaction
from django.utils import timezone

from quizzes.domain.attempt import save_answer
from quizzes.kinds import KINDS
from quizzes.models import Answer, Attempt, QuizItem


class PaperHandedIn(Exception):
    """Nothing was changed: the paper has been handed in."""

    def __init__(self, attempt):
        self.attempt = attempt
        handed_in = timezone.localtime(attempt.finished_at)
        super().__init__(f"You handed this test in at {handed_in:%H:%M} on {handed_in.day} {handed_in:%B}.")


def save_on_paper(*, attempt, now, **given) -> Answer:
    """Keeps a draft; `given` as for `save_answer`, which may raise AnswerOlder. Raises PaperHandedIn."""
    with transaction.atomic():
        attempt = _locked(attempt)
        if attempt.finished_at:
            raise PaperHandedIn(attempt)
        return save_answer(attempt=attempt, now=now, **given)


@transaction.atomic
def hand_in(*, attempt, now) -> Attempt:
    """Marks every question that the test asks, a blank with 0. Handed in twice, the first time stays."""
    attempt = _locked(attempt)
    if attempt.finished_at:
        return attempt
    answers = {answer.question_id: answer for answer in attempt.answers.select_related("version")}
    for item in QuizItem.objects.filter(quiz=attempt.quiz_id).select_related("question__current"):
        _mark(answers.get(item.question_id) or _blank(attempt, item.question, now), item.question, now)
    attempt.finished_at = now
    attempt.save(update_fields=["finished_at"])
    return attempt


def _locked(attempt) -> Attempt:
    return Attempt.objects.select_for_update(of=["self"], no_key=True).select_related("quiz").get(pk=attempt.pk)


def _blank(attempt, question, now) -> Answer:
    return Answer(attempt=attempt, question=question, version=question.current, saved_at=now)


def _mark(answer, question, now) -> None:
    """What is not fully answered is a blank."""
    kind, content = KINDS[question.kind], answer.version.content
    is_blank = bool(kind.missing(content, answer.response))
    answer.checked_at = now
    answer.score = 0.0 if is_blank else kind.mark(content, answer.response).score
    answer.save()
