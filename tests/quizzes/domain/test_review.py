from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import IntegrityError, transaction

from quizzes.domain.attempt import AnswerIncomplete
from quizzes.domain.review import (
    Learnt,
    NothingToAsk,
    SittingOver,
    deal_cards,
    lay_sittings,
)
from quizzes.models import Answer, Confidence, QuizItem, ReviewAnswer, ReviewCard, ReviewSitting
from tests.builders import build_user
from tests.quizzes.builders import build_checked_answer, build_question, build_quiz, question_of
from tests.quizzes.reviewing import NOON, TODAY, asked, build_card, build_cards, reply, reply_to_all, sit

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


@pytest.fixture
def user():
    return build_user()


# Cards ----------------------------------------------------------------------------------------------------------


def test_a_card_is_first_due_three_days_after_the_quiz_was_learnt(user):
    quiz = build_quiz()
    deal_cards(learnt=[Learnt(user.pk, quiz.pk, question_of(quiz).pk, date(2026, 11, 2))])
    card = ReviewCard.objects.get()
    assert (card.user, card.quiz, card.question, card.gap) == (user, quiz, question_of(quiz), 0)
    assert card.due_on == date(2026, 11, 5)


def test_a_card_that_is_there_stays_as_it_is(user):
    card = build_card(user, due_on=TODAY, gap=2)
    again = Learnt(user.pk, card.quiz_id, card.question_id, date(2026, 11, 2))
    deal_cards(learnt=[again, again])
    assert list(ReviewCard.objects.values_list("pk", "due_on", "gap")) == [(card.pk, TODAY, 2)]


# Sittings -------------------------------------------------------------------------------------------------------


def test_a_sitting_has_the_five_cards_that_have_been_due_longest(user):
    cards = [build_card(user, due_on=TODAY - day * DAY) for day in range(7)]
    sitting = sit(user)
    assert [row.card_id for row in sitting.answers.all()] == [card.pk for card in reversed(cards[2:])]


def test_what_is_due_tomorrow_is_not_asked_today(user):
    today = build_card(user, due_on=TODAY)
    build_card(user, due_on=TODAY + DAY)
    assert [row.card for row in sit(user).answers.all()] == [today]


def test_the_day_is_that_of_london(user):
    """On 1 July it is already the 2nd in London at 23:30 UTC."""
    build_card(user, due_on=date(2026, 7, 2))
    with pytest.raises(NothingToAsk):
        sit(user, now=datetime(2026, 7, 1, 22, 30, tzinfo=UTC))
    assert sit(user, now=datetime(2026, 7, 1, 23, 30, tzinfo=UTC)).answers.count() == 1


def test_neighbours_are_of_different_topics_where_that_can_be(user):
    cards = [build_card(user, due_on=TODAY - day * DAY) for day in (5, 4, 3, 2)]
    topics = dict(zip([card.quiz.key for card in cards], "aabb", strict=True))
    sitting = sit(user, topic=lambda card: topics[card.quiz_key])
    assert [topics[row.card.quiz.key] for row in sitting.answers.select_related("card__quiz")] == list("abab")


def test_begun_twice_it_is_the_same_sitting(user):
    build_cards(user, 6)
    assert sit(user) == sit(user, now=NOON + timedelta(hours=1))
    assert ReviewAnswer.objects.count() == 5


def test_with_nothing_due_there_is_no_sitting(user):
    with pytest.raises(NothingToAsk):
        sit(user)
    assert not ReviewSitting.objects.exists()


def test_a_question_that_left_its_quiz_rests(user):
    card = build_card(user)
    QuizItem.objects.filter(question=card.question).delete()
    with pytest.raises(NothingToAsk):
        sit(user)


def test_two_open_sittings_of_one_person_cannot_be(user):
    build_card(user)
    sit(user)
    with pytest.raises(IntegrityError), transaction.atomic():
        ReviewSitting.objects.create(user=user, laid_at=NOON, closes_at=NOON + DAY)


def test_a_sitting_closes_after_seven_days_and_its_cards_are_asked_anew(user):
    card = build_card(user)
    first = sit(user)
    assert sit(user, now=NOON + 7 * DAY - timedelta(seconds=1)) == first
    second = sit(user, now=NOON + 7 * DAY)
    first.refresh_from_db()
    assert (second != first, first.ended_at, second.answers.get().card) == (True, NOON + 7 * DAY, card)


# The week -------------------------------------------------------------------------------------------------------


def test_a_week_has_twelve_questions_and_the_next_begins_on_monday(user):
    build_cards(user, 20)
    sizes = []
    for _ in range(3):
        sitting = sit(user)
        sizes.append(sitting.answers.count())
        reply_to_all(sitting)
    assert sizes == [5, 5, 2]
    with pytest.raises(NothingToAsk):
        sit(user, now=datetime(2026, 11, 15, 23, 59, tzinfo=UTC))
    assert sit(user, now=datetime(2026, 11, 16, 0, 0, tzinfo=UTC)).answers.count() == 5


def test_what_was_left_open_last_week_counts_in_this_one(user):
    """Laid on Sunday and answered on Monday, five are shown in both weeks."""
    build_cards(user, 20)
    sunday, monday = datetime(2026, 11, 15, 12, tzinfo=UTC), datetime(2026, 11, 16, 12, tzinfo=UTC)
    left = sit(user, now=sunday)
    reply_to_all(left, now=monday)
    sizes = []
    for _ in range(2):
        sitting = sit(user, now=monday)
        sizes.append(sitting.answers.count())
        reply_to_all(sitting, now=monday)
    assert sizes == [5, 2]


def test_what_was_left_over_from_last_week_and_put_away_counts_in_this_one(user):
    """Laid on Sunday, five could be seen on Monday, whether they were answered or not."""
    build_cards(user, 20)
    left = sit(user, now=datetime(2026, 11, 15, 12, tzinfo=UTC))
    monday, sizes, put_away = datetime(2026, 11, 16, 12, tzinfo=UTC), [], [left.pk]
    for _ in range(3):
        found = lay_sittings(user_ids=[user.pk], topic=lambda card: "", now=monday, put_away=put_away)
        sizes += [sitting.answers.count() for sitting in found.values()]
        for sitting in found.values():
            reply_to_all(sitting, now=monday)
    assert sizes == [5, 2]


def test_what_was_put_away_this_week_counts_in_it(user):
    build_cards(user, 20)
    first = sit(user)
    sizes = []
    for _ in range(3):
        first = lay_sittings(user_ids=[user.pk], topic=lambda card: "", now=NOON, put_away=[first.pk]).get(user.pk)
        sizes.append(first.answers.count() if first else 0)
        first = first or ReviewSitting.objects.first()
    assert sizes == [5, 2, 0]


def test_others_do_not_take_from_a_persons_week(user):
    other = build_user()
    for one in (user, other):
        build_cards(one, 12)
        for _ in range(3):
            reply_to_all(sit(one))
    assert ReviewAnswer.objects.count() == 24


@pytest.mark.parametrize("number", [1, 3])
def test_laying_sittings_asks_the_same_number_of_queries_for_many(number, django_assert_num_queries):
    users = [build_user() for _ in range(number)]
    for one in users:
        build_cards(one, 6)
    with django_assert_num_queries(9):
        sittings = lay_sittings(user_ids=[one.pk for one in users], topic=lambda card: "", now=NOON)
    assert [sitting.answers.count() for sitting in sittings.values()] == [5] * number


# Answers --------------------------------------------------------------------------------------------------------


def card_after(user, *, gap, **given) -> tuple[int, date]:
    card = build_card(user, gap=gap)
    reply(asked(sit(user)), **given)
    card.refresh_from_db()
    return card.gap, card.due_on


@pytest.mark.parametrize(
    ("gap", "right", "confidence", "after", "days"),
    [
        (0, True, Confidence.GUESS, 1, 10),
        (1, True, Confidence.VERY, 2, 30),
        (2, True, Confidence.FAIRLY, 3, 75),
        (3, True, Confidence.FAIRLY, 3, 75),
        (3, False, Confidence.FAIRLY, 2, 30),
        (3, False, Confidence.VERY, 0, 3),
        (1, False, Confidence.GUESS, 0, 3),
        (0, False, Confidence.GUESS, 0, 3),
    ],
)
def test_an_answer_moves_the_card(user, gap, right, confidence, after, days):
    assert card_after(user, gap=gap, right=right, confidence=confidence) == (after, TODAY + days * DAY)


def test_an_answer_is_kept_as_it_was_given(user):
    build_card(user)
    answer = reply(asked(sit(user)), right=False, confidence=Confidence.GUESS)
    question = answer.card.question
    assert (answer.version, answer.right, answer.confidence) == (question.current, False, 1)
    assert (answer.answered_at, answer.response["choice"] in "abc") == (NOON, True)


def test_answered_twice_the_first_answer_stays_and_the_card_moves_once(user):
    card = build_card(user)
    sitting = sit(user)
    first, other_tab = asked(sitting), asked(sitting)
    reply(first, right=True)
    later = reply(other_tab, right=False, now=NOON + timedelta(minutes=1))
    card.refresh_from_db()
    assert (later.right, later.answered_at, card.gap, card.due_on) == (True, NOON, 1, TODAY + 10 * DAY)


def test_a_half_answer_is_refused_with_what_is_missing(user):
    build_card(user)
    answer = asked(sit(user))
    for given, sentence in [({"response": {}}, "Choose an answer."), ({"confidence": None}, "Say how sure you are.")]:
        with pytest.raises(AnswerIncomplete) as refused:
            reply(answer, **given)
        assert refused.value.sentence == sentence
    assert ReviewAnswer.objects.get().answered_at is None


def test_a_version_of_another_question_is_refused(user):
    build_card(user)
    with pytest.raises(ValueError, match="another question"):
        reply(asked(sit(user)), version=build_question().current)


def test_a_closed_sitting_takes_no_answer(user):
    build_card(user)
    answer = asked(sit(user))
    with pytest.raises(SittingOver):
        reply(answer, now=NOON + 7 * DAY)
    assert reply(answer, now=NOON + 7 * DAY - timedelta(seconds=1)).right is True


def test_a_sitting_that_was_put_away_takes_no_answer(user):
    build_card(user)
    sitting = sit(user)
    lay_sittings(user_ids=[user.pk], topic=lambda card: "", now=NOON, put_away=[sitting.pk])
    with pytest.raises(SittingOver):
        reply(asked(sitting))


def test_a_sitting_ends_with_its_last_answer(user):
    build_cards(user, 2)
    sitting = sit(user)
    reply(asked(sitting, 2))
    sitting.refresh_from_db()
    assert sitting.ended_at is None
    reply(asked(sitting, 1), now=NOON + DAY)
    sitting.refresh_from_db()
    assert sitting.ended_at == NOON + DAY


def test_the_first_answer_of_the_lesson_stays_as_it_is(user):
    card = build_card(user)
    build_checked_answer(card.quiz, user=user)
    before = list(Answer.objects.values())
    reply(asked(sit(user)), right=False)
    assert list(Answer.objects.values()) == before


@pytest.mark.parametrize("kind", ["multiple", "reasons", "match", "order", "group", "number", "text"])
def test_every_kind_of_question_can_come_back(user, kind):
    build_card(user, kind=kind)
    assert reply(asked(sit(user)), right=True).right is True
