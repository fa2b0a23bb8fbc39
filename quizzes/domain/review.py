"""Questions come back after growing gaps, a few at a time. What is answered here never touches a first answer."""

from collections.abc import Callable, Hashable, Iterable
from datetime import date, datetime, timedelta
from typing import NamedTuple

from django.db import transaction
from django.utils.timezone import localdate

from cms.models import User
from quizzes.domain.attempt import AnswerIncomplete
from quizzes.kinds import KINDS
from quizzes.models import Confidence, QuestionVersion, ReviewAnswer, ReviewCard, ReviewSitting
from quizzes.queries.confidence import HOW_SURE
from quizzes.queries.review import Due, asked_in_week, due_cards, open_sittings
from quizzes.spacing import due_on, gap_after, interleaved, room

OPEN_FOR = timedelta(days=7)


class NothingToAsk(Exception):
    """No card is due, or this week has had its questions."""


class SittingOver(Exception):
    """The sitting has closed, or another one took its place."""


class Learnt(NamedTuple):
    """A quiz that somebody has finished, and the question of it that is to come back."""

    user_id: int
    quiz_id: int
    question_id: int
    learnt_on: date


def deal_cards(*, learnt: Iterable[Learnt]) -> None:
    """One card a person and quiz. Cards that are there already stay as they are."""
    cards = [
        ReviewCard(
            user_id=one.user_id,
            quiz_id=one.quiz_id,
            question_id=one.question_id,
            due_on=due_on(0, one.learnt_on),
        )
        for one in learnt
    ]
    ReviewCard.objects.bulk_create(cards, ignore_conflicts=True, batch_size=500)


@transaction.atomic
def begin_sitting(*, user_id: int, topic: Callable[[Due], Hashable], now: datetime) -> ReviewSitting:
    """The person's open sitting, or a new one with what is due and fits into the week."""
    sittings = lay_sittings(user_ids=[user_id], topic=topic, now=now)
    if user_id not in sittings:
        raise NothingToAsk
    return sittings[user_id]


@transaction.atomic
def lay_sittings(
    *, user_ids: list[int], topic: Callable[[Due], Hashable], now: datetime, put_away: Iterable[int] = ()
) -> dict[int, ReviewSitting]:
    """The open sitting of each of these people, or a new one; nothing for those to whom nothing may be shown now.

    `put_away` are sittings that end here, whatever is open in them. The number of queries is the same for one
    person and for many.
    """
    lock_people(user_ids)
    mine = ReviewSitting.objects.filter(user__in=user_ids, ended_at=None)
    mine.filter(pk__in=put_away).update(ended_at=now)
    mine.filter(closes_at__lte=now).update(ended_at=now)
    found = open_sittings(user_ids, now=now)
    asked, due = asked_in_week(user_ids, now=now), due_cards(user_ids, today=localdate(now))
    chosen = {user_id: cards[: room(asked[user_id])] for user_id, cards in due.items() if user_id not in found}
    laid = ReviewSitting.objects.bulk_create(
        ReviewSitting(user_id=user_id, laid_at=now, closes_at=now + OPEN_FOR)
        for user_id, cards in chosen.items()
        if cards
    )
    ReviewAnswer.objects.bulk_create(
        ReviewAnswer(sitting=sitting, card_id=card.pk, position=position)
        for sitting in laid
        for position, card in enumerate(interleaved(chosen[sitting.user_id], topic), 1)
    )
    return found | {sitting.user_id: sitting for sitting in laid}


def lock_people(user_ids: Iterable[int]) -> None:
    """One after the other: two sittings laid at once must not both find room in the week."""
    list(User.objects.select_for_update(no_key=True).filter(pk__in=user_ids).order_by("pk").values_list("pk"))


@transaction.atomic
def keep_open(*, sittings: Iterable[ReviewSitting], until: datetime) -> None:
    ReviewSitting.objects.filter(pk__in=[sitting.pk for sitting in sittings]).update(closes_at=until)


def answer_card(
    *,
    answer: ReviewAnswer,
    version: QuestionVersion,
    response: dict,
    order: list[str],
    confidence: int | None,
    now: datetime,
) -> None:
    """Keeps the answer and moves the card, once: whatever comes later changes nothing.

    Raises AnswerIncomplete or SittingOver.
    """
    if version.question_id != answer.card.question_id:
        raise ValueError("The version belongs to another question.")
    kind = KINDS[answer.card.question.kind]
    sentence = kind.missing(version.content, response) or ("" if confidence else HOW_SURE)
    with transaction.atomic():
        sitting = ReviewSitting.objects.select_for_update(no_key=True).get(pk=answer.sitting_id)
        open_still = ReviewAnswer.objects.filter(pk=answer.pk, answered_at=None)
        if not open_still.exists():
            return
        if sitting.ended_at or sitting.closes_at <= now:
            raise SittingOver
        if sentence:
            raise AnswerIncomplete(sentence)
        right = kind.mark(version.content, response).right
        given = {"version": version, "response": response, "order": order, "confidence": confidence}
        if open_still.update(**given, right=right, answered_at=now):
            _move(answer.card_id, right=right, sure=confidence == Confidence.VERY, today=localdate(now))
            _end_when_answered(sitting, now)


def _move(card_id: int, *, right: bool, sure: bool, today: date) -> None:
    card = ReviewCard.objects.select_for_update(no_key=True).get(pk=card_id)
    gap = gap_after(card.gap, right=right, sure=sure)
    ReviewCard.objects.filter(pk=card_id).update(gap=gap, due_on=due_on(gap, today))


def _end_when_answered(sitting: ReviewSitting, now: datetime) -> None:
    if not ReviewAnswer.objects.filter(sitting=sitting, answered_at=None).exists():
        ReviewSitting.objects.filter(pk=sitting.pk).update(ended_at=now)
