"""What comes back to whom: the cards that are due, what a sitting asks, how others answered."""

import json
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any, NamedTuple

from django.db.models import Count, Exists, F, OuterRef, Q, Subquery, TextField
from django.db.models.functions import Cast, Coalesce
from django.utils.timezone import localdate, make_aware

from cms.queries.prepared import Prepared
from quizzes.models import Quiz, QuizItem, ReviewAnswer, ReviewCard, ReviewSitting
from quizzes.queries.attempt import Given, Item, item_of
from quizzes.queries.confidence import is_scenario
from quizzes.spacing import room


class Due(NamedTuple):
    pk: int
    user_id: int
    quiz_key: str
    due_on: date


@dataclass(frozen=True)
class Asked:
    """A question of a sitting as the person sees it now: a form, or their answer with its feedback."""

    pk: int
    item: Item
    quiz_key: str
    due_on: date
    right: bool | None

    @property
    def is_open(self) -> bool:
        return self.right is None


@dataclass(frozen=True)
class Tally:
    """First answers in a review: how many people gave one, and how many of them were right."""

    right: int = 0
    people: int = 0


def question_that_returns(contents: Iterable[tuple[int, dict]]) -> int | None:
    """The first question of the quiz that neither is a scenario nor revisits an earlier lesson, else the first that
    is no scenario. `contents` are the questions by id, in the order of the quiz."""
    plain = [(pk, content["revisits"]) for pk, content in contents if not is_scenario(content)]
    return next((pk for pk, revisits in plain if not revisits), plain[0][0] if plain else None)


def questions_that_return(quizzes) -> dict[int, int]:
    """By the id of the quiz, in one query."""
    contents: dict[int, list[tuple[int, dict]]] = defaultdict(list)
    items = QuizItem.objects.filter(quiz__in=quizzes).order_by("quiz", "position")
    for quiz_id, question_id, content in items.values_list("quiz_id", "question_id", "question__current__content"):
        contents[quiz_id].append((question_id, content))
    found = {quiz_id: question_that_returns(asked) for quiz_id, asked in contents.items()}
    return {quiz_id: question_id for quiz_id, question_id in found.items() if question_id is not None}


still_asked = Exists(QuizItem.objects.filter(quiz=OuterRef("quiz"), question=OuterRef("question")))


def due_cards(user_ids: Iterable[int], *, today: date) -> dict[int, list[Due]]:
    """By person, the oldest first. A question that has left its quiz rests."""
    due = defaultdict(list)
    cards = ReviewCard.objects.filter(still_asked, user__in=user_ids, due_on__lte=today).order_by("due_on", "pk")
    for row in cards.values_list("pk", "user_id", "quiz__key", "due_on"):
        due[row[1]].append(Due(*row))
    return dict(due)


def next_due_on(user_id: int) -> date | None:
    return ReviewCard.objects.filter(still_asked, user=user_id).values_list("due_on", flat=True).first()


def week_start(now: datetime) -> datetime:
    """Midnight before the Monday of this week, in the site's time zone."""
    today = localdate(now)
    return make_aware(datetime.combine(today - timedelta(days=today.weekday()), time()))


def asked_since(monday: datetime):
    """Answers laid out or given since then, and those of before that could still be seen."""
    left_open = Q(answered_at=None, sitting__closes_at__gt=monday)
    left_open &= Q(sitting__ended_at=None) | Q(sitting__ended_at__gt=monday)
    since = Q(sitting__laid_at__gte=monday) | Q(answered_at__gte=monday) | left_open
    return ReviewAnswer.objects.filter(since).order_by()


def asked_in_week(user_ids: Iterable[int], *, now: datetime) -> Counter:
    """By person: questions laid out or answered since Monday, and those of last week that could still be seen."""
    asked = asked_since(week_start(now)).filter(sitting__user__in=user_ids)
    return Counter(dict(asked.values_list("sitting__user").annotate(Count("pk"))))


def _how_many(answers) -> Coalesce:
    return Coalesce(Subquery(answers.values("sitting__user").annotate(count=Count("pk")).values("count")), 0)


def _waiting(user_id: int, today: date, now: datetime, monday: datetime):
    laid = ReviewAnswer.objects.filter(sitting__user=user_id, sitting__ended_at=None, sitting__closes_at__gt=now)
    cards = ReviewCard.objects.filter(still_asked, user_id=user_id, due_on__lte=today).order_by()
    return (
        cards.values("user")
        .annotate(due=Count("pk"))
        .values_list(
            "due",
            _how_many(laid.order_by()),
            _how_many(laid.filter(answered_at=None).order_by()),
            _how_many(asked_since(monday).filter(sitting__user=user_id)),
        )
    )


what_waits = Prepared(_waiting)


def waiting(user_id: int, *, now: datetime) -> int:
    """How many questions a person could answer now, in one query: what is left of an open sitting, or what a new
    one would ask."""
    rows = what_waits.rows(user_id=user_id, today=localdate(now), now=now, monday=week_start(now))
    if not rows:
        return 0
    due, laid, left, asked = rows[0]
    return left if laid else min(due, room(asked))


def open_sittings(user_ids: Iterable[int], *, now: datetime) -> dict[int, ReviewSitting]:
    sittings = ReviewSitting.objects.filter(user__in=user_ids, ended_at=None, closes_at__gt=now)
    return {sitting.user_id: sitting for sitting in sittings}


def current_sitting(user_id: int, *, now: datetime) -> ReviewSitting | None:
    """The newest sitting that can still be looked at: open, or answered to the end."""
    return ReviewSitting.objects.filter(user=user_id, closes_at__gt=now).first()


def was_put_away(sitting: ReviewSitting, asked: list[Asked]) -> bool:
    """Ended before everything in it was answered."""
    return sitting.ended_at is not None and any(one.is_open for one in asked)


def asked_in(sitting: ReviewSitting, *, typed: dict[int, dict[str, Any]] | None = None) -> list[Asked]:
    """The questions of a sitting in one query; `typed` holds what was given to one and could not be taken."""
    rows = list(
        ReviewAnswer.objects.filter(sitting=sitting)
        .order_by("position")
        .values_list(
            *("pk", "position", "version_id", Cast("order", TextField()), Cast("response", TextField())),
            *("confidence", "answered_at", "right", "card__due_on", "card__quiz_id", "card__quiz__key"),
            *("card__question_id", "card__question__key", "card__question__kind", "card__question__current_id"),
        )
    )
    return [_asked(sitting, row, len(rows), (typed or {}).get(row[1])) for row in rows]


def _asked(sitting, row, count, typed) -> Asked:
    pk, position, version_id, order, response, confidence, answered_at, right, due_on, *card = row
    quiz_id, quiz_key, question_id, key, kind, current_id = card
    given = Given(question_id, version_id or 0, order, response, 0, None, answered_at, confidence)
    if typed and right is None:
        order, response = json.dumps(typed["order"]), json.dumps(typed["response"])
        given = given._replace(version_id=typed["version"].pk, order=order, response=response)
        given = given._replace(confidence=typed["confidence"])
    item = item_of(
        kind,
        given,
        current_id,
        Quiz.Mode.CHECK,  # every question asks how sure one is
        seed=f"{sitting.pk}:{question_id}",  # in another order than the time before
        again=False,
        look=bool(typed),
        quiz_id=quiz_id,
        question_id=question_id,
        key=key,
        position=position,
        count=count,
        action="",
        is_kept=True,
    )
    return Asked(pk=pk, item=item, quiz_key=quiz_key, due_on=due_on, right=right)


def first_tallies(question_ids: Iterable[int], *, people) -> dict[int, Tally]:
    """How these people answered each question the first time it came back to them, in one query.

    Answers to an older wording whose key was another one are left out.
    """
    earlier = ReviewAnswer.objects.filter(card=OuterRef("card"), answered_at__lt=OuterRef("answered_at"))
    first = ReviewAnswer.objects.filter(
        ~Exists(earlier),
        answered_at__isnull=False,
        card__question__in=question_ids,
        card__user__in=people,
        version__series=F("card__question__current__series"),
    )
    counted = first.order_by().values_list("card__question")
    counted = counted.annotate(were_right=Count("pk", filter=Q(right=True)), people=Count("pk"))
    return {question_id: Tally(right, number) for question_id, right, number in counted}
