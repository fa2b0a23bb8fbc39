"""Answers: choosing saves a draft, checking locks the first answer; trying again is practice and stores nothing.

Two people or two tabs cannot get in each other's way: a save carries a number, and only a higher number overwrites.
"""

from dataclasses import dataclass
from datetime import datetime

from django.db import IntegrityError, transaction
from django.db.models import Exists, OuterRef
from django.utils import timezone

from cms.queries.prepared import PreparedUpdate
from quizzes.kinds import KINDS
from quizzes.models import Answer, Attempt, QuizItem
from quizzes.queries.confidence import HOW_SURE, asks_confidence


class AnswerRefused(Exception):
    """The save changed nothing; `answer` is the one that stays."""

    def __init__(self, answer):
        self.answer = answer
        super().__init__(self.message)


class AnswerOlder(AnswerRefused):
    @property
    def message(self):
        return (
            f"A newer answer was saved at {timezone.localtime(self.answer.saved_at):%H:%M}, on another page or device."
        )


class AnswerChecked(AnswerRefused):
    @property
    def message(self):
        checked = timezone.localtime(self.answer.checked_at)
        return f"This question was checked at {checked:%H:%M}. Your first answer stays as it is."


class AnswerIncomplete(Exception):
    """What was given is kept as a draft; the sentence names what is still to be answered."""

    def __init__(self, sentence):
        self.sentence = sentence
        super().__init__(sentence)


def start_attempt(*, quiz, user, now) -> Attempt:
    """The person's one attempt at the quiz, made now if there is none; two calls at once give the same one."""
    attempt, _ = Attempt.objects.get_or_create(quiz=quiz, user=user, defaults={"started_at": now})
    attempt.quiz = quiz  # known already: nobody needs to ask the database for it
    return attempt


@dataclass(frozen=True)
class Kept:
    """A draft as it stands in the database now."""

    seq: int
    saved_at: datetime


newer_draft = PreparedUpdate(
    lambda quiz_id, user_id, question_id, seq: Answer.objects.filter(
        attempt__in=Attempt.objects.filter(quiz_id=quiz_id, user_id=user_id).values("pk"),
        question_id=question_id,
        checked_at=None,
        seq__lt=seq,
    ),
    *("version_id", "response", "order", "seq", "saved_at", "confidence"),
)


def save_draft(*, quiz, user, question, version, response, order, seq, now, confidence=None) -> Kept:
    """As `save_answer`, for the commonest of all writes: one statement when the answer has been begun before."""
    if version.question_id != question.pk:
        raise ValueError("The version belongs to another question.")
    asks = asks_confidence(version.content, quiz.mode)
    fields = {
        "version_id": version.pk,
        "response": response,
        "order": order,
        "seq": seq,
        "saved_at": now,
        "confidence": confidence if asks else None,
    }
    if newer_draft.change(fields, quiz_id=quiz.pk, user_id=user.pk, question_id=question.pk, seq=seq):
        return Kept(seq, now)
    with transaction.atomic():
        answer = save_answer(
            attempt=start_attempt(quiz=quiz, user=user, now=now),
            question=question,
            version=version,
            response=response,
            order=order,
            seq=seq,
            now=now,
            confidence=confidence,
        )
    return Kept(answer.seq, answer.saved_at)


def save_answer(*, attempt, question, version, response, order, seq, now, confidence=None) -> Answer:
    """Keeps a draft. Raises AnswerChecked or AnswerOlder when there is something that must not be overwritten.

    The answer pins the version it was given to, even when the question has been corrected meanwhile.
    """
    if version.question_id != question.pk:
        raise ValueError("The version belongs to another question.")
    with transaction.atomic():
        return _save(
            *(attempt, question, version),
            response=response,
            order=order,
            seq=seq,
            saved_at=now,
            confidence=confidence,
        )


def _save(attempt, question, version, **fields) -> Answer:
    fields["version"] = version
    if not asks_confidence(version.content, attempt.quiz.mode):
        fields["confidence"] = None
    answers = Answer.objects.filter(attempt=attempt, question=question)
    if _update_older(answers, fields):
        return answers.get()
    if not answers.exists():
        try:
            with transaction.atomic():
                return Answer.objects.create(attempt=attempt, question=question, **fields)
        except IntegrityError:
            pass  # somebody was quicker by a hair
    # The answer exists now. An older one may have come in since the first look; from here on nothing makes it older
    if _update_older(answers, fields):
        return answers.get()
    answer = answers.get()
    if answer.checked_at:
        raise AnswerChecked(answer)
    if _is_repeated(answer, fields):
        return answer
    raise AnswerOlder(answer)


def _update_older(answers, fields) -> bool:
    """One statement, so that no other save can slip in between looking and writing."""
    return answers.filter(checked_at=None, seq__lt=fields["seq"]).update(**fields) == 1


def _is_repeated(answer, fields) -> bool:
    """The same save, sent again because its reply was lost."""
    return (answer.seq, answer.version_id, answer.response, answer.confidence) == (
        fields["seq"],
        fields["version"].pk,
        fields["response"],
        fields["confidence"],
    )


def check_answer(*, attempt, question, version, response, order, seq, now, confidence=None) -> Answer:
    """Saves, marks and locks the first answer. Asked twice, it answers with the first answer.

    A scenario, and any question of a check, wants to know how sure the person is before it shows what is right.

    Raises AnswerIncomplete, with what was given kept as a draft, or AnswerOlder.
    """
    if version.question_id != question.pk:
        raise ValueError("The version belongs to another question.")
    sentence = _missing(attempt.quiz.mode, question, version, response, confidence)
    with transaction.atomic():
        # One after the other: two last questions checked at once must not each find the other one open
        Attempt.objects.select_for_update(no_key=True).get(pk=attempt.pk)
        try:
            answer = _save(
                *(attempt, question, version),
                response=response,
                order=order,
                seq=seq,
                saved_at=now,
                confidence=confidence,
            )
        except AnswerChecked as refused:
            _finish(attempt, now)
            return refused.answer
        if not sentence:
            _lock(answer, question, now)
            _finish(attempt, now)
    if sentence:
        raise AnswerIncomplete(sentence)
    return answer


def _missing(mode, question, version, response, confidence) -> str:
    sentences = [KINDS[question.kind].missing(version.content, response)]
    if confidence is None and asks_confidence(version.content, mode):
        sentences.append(HOW_SURE)
    return " ".join(filter(None, sentences))


def _lock(answer, question, now) -> None:
    """The score is that of the response that was read: a newer save since then is no part of this check."""
    answer.checked_at = now
    answer.score = KINDS[question.kind].mark(answer.version.content, answer.response).score
    as_read = Answer.objects.filter(pk=answer.pk, seq=answer.seq, checked_at=None)
    if not as_read.update(checked_at=now, score=answer.score):
        raise AnswerOlder(Answer.objects.get(pk=answer.pk))


def _finish(attempt, now) -> None:
    """The attempt is finished when every question that the quiz asks now has been checked."""
    answered = Answer.objects.filter(attempt=attempt, checked_at__isnull=False).values("question")
    still_open = QuizItem.objects.filter(quiz=attempt.quiz_id).exclude(question__in=answered)
    if not still_open.exists():
        Attempt.objects.filter(pk=attempt.pk, finished_at=None).update(finished_at=now)
        attempt.refresh_from_db(fields=["finished_at"])


def finish_settled_attempts(*, now) -> list[Attempt]:
    """Finishes attempts in which nothing is left to check, because the last open question left the quiz."""
    checked = Answer.objects.filter(checked_at__isnull=False)
    mine = checked.filter(attempt=OuterRef(OuterRef("pk")), question=OuterRef("question"))
    left_open = QuizItem.objects.filter(quiz=OuterRef("quiz")).exclude(Exists(mine))
    begun = Attempt.objects.filter(Exists(checked.filter(attempt=OuterRef("pk"))), finished_at=None)
    settled = list(begun.exclude(Exists(left_open)).select_related("quiz", "user"))
    for attempt in settled:
        _finish(attempt, now)
    return settled
