"""Sittings begun and answers given at the same time, on real connections."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection

from quizzes.domain.review import begin_sitting
from quizzes.models import ReviewAnswer, ReviewCard, ReviewSitting
from tests.builders import build_user
from tests.quizzes.reviewing import NOON, asked, build_card, build_cards, reply, reply_to_all, sit

TIMES = 8


@pytest.fixture
def user(restored_database, transactional_db):
    return build_user()


def at_once(*calls):
    """Runs the calls in threads that start together."""
    start = Barrier(len(calls))

    def run(call):
        try:
            start.wait()
            return call()
        finally:
            connection.close()

    with ThreadPoolExecutor(len(calls)) as pool:
        return list(pool.map(run, calls))


def test_of_many_that_begin_at_once_all_get_the_same_sitting(user):
    build_cards(user, 14)
    found = at_once(*[lambda: begin_sitting(user_id=user.pk, topic=lambda card: "", now=NOON)] * TIMES)
    assert {sitting.pk for sitting in found} == {ReviewSitting.objects.get().pk}
    assert ReviewAnswer.objects.count() == 5


def test_the_week_is_not_overrun_by_beginning_at_once(user):
    build_cards(user, 20)
    for _ in range(2):
        reply_to_all(sit(user))
    at_once(*[lambda: begin_sitting(user_id=user.pk, topic=lambda card: "", now=NOON)] * TIMES)
    assert ReviewAnswer.objects.count() == 12


def test_of_many_answers_at_once_one_is_kept_and_the_card_moves_once(user):
    card = build_card(user, gap=1)
    answer = asked(sit(user))
    at_once(*[lambda right=bool(n % 2): reply(answer, right=right) for n in range(TIMES)])
    kept = ReviewAnswer.objects.get()
    assert ReviewCard.objects.get(pk=card.pk).gap == (2 if kept.right else 0)
    assert kept.answered_at == NOON
