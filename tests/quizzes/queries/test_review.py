import pytest

from cms.models import User
from quizzes.models import Confidence
from quizzes.queries.attempt import forget_versions
from quizzes.queries.review import Tally, asked_in, first_tallies, question_that_returns, questions_that_return
from tests.builders import build_user
from tests.quizzes.builders import build_quiz, correct_question, question_of
from tests.quizzes.reviewing import NOON, TODAY, asked, build_card, build_cards, reply, reply_to_all, sit

pytestmark = pytest.mark.django_db


def content(*, situation="", exhibits=(), revisits=""):
    return {"situation": situation, "exhibits": list(exhibits), "revisits": revisits}


PLAIN, SCENARIO, REVISITING = content(), content(situation="A school."), content(revisits="earlier")
WITH_TABLE = content(exhibits=[{"type": "table"}])


@pytest.mark.parametrize(
    ("contents", "returns"),
    [
        ([PLAIN, PLAIN], 1),
        ([SCENARIO, PLAIN], 2),
        ([WITH_TABLE, PLAIN], 2),
        ([REVISITING, PLAIN], 2),
        ([SCENARIO, REVISITING], 2),
        ([REVISITING, REVISITING], 1),
        ([SCENARIO, WITH_TABLE], None),
        ([], None),
    ],
)
def test_the_first_plain_question_returns_else_the_first_that_is_no_scenario(contents, returns):
    assert question_that_returns(list(enumerate(contents, 1))) == returns


@pytest.mark.parametrize("number", [1, 3])
def test_the_questions_of_many_quizzes_cost_one_query(number, django_assert_num_queries):
    quizzes = [build_quiz(["single", "text", "text"]) for _ in range(number)]
    expected = {quiz.pk: question_of(quiz, 2).pk for quiz in quizzes}  # the first one is a scenario
    with django_assert_num_queries(1):
        assert questions_that_return([quiz.pk for quiz in quizzes]) == expected


# What is shown --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", ["single", "multiple", "reasons", "match", "order", "group", "number", "text"])
def test_an_open_question_shows_neither_key_nor_feedback(kind):
    user = build_user()
    build_card(user, kind=kind)
    [one] = asked_in(sit(user))
    assert (one.item.mark, one.item.after, one.is_open) == (None, "", True)
    assert "FEEDBACK" not in repr(one)
    assert one.item.asks_confidence


def test_an_answered_question_shows_what_was_said_and_the_feedback():
    user = build_user()
    build_card(user)
    sitting = sit(user)
    reply(asked(sitting), right=False, confidence=Confidence.VERY)
    [one] = asked_in(sitting)
    assert (one.right, one.item.mark.verdict) == (False, "Not the best answer.")
    assert one.item.said_how_sure == "You were very sure."
    assert (one.due_on - TODAY).days == 3


def test_options_stand_in_another_order_than_the_time_before():
    user = build_user()
    build_card(user, kind="multiple")
    orders = set()
    for _ in range(6):
        sitting = sit(user)
        orders.add(asked_in(sitting)[0].item.order)
        reply(asked(sitting))
        user.review_cards.update(due_on=TODAY)
    assert len(orders) > 1


@pytest.mark.parametrize("number", [1, 5])
def test_a_sitting_costs_one_query_once_its_versions_are_known(number, django_assert_num_queries):
    user = build_user()
    build_cards(user, number)
    sitting = sit(user)
    asked_in(sitting)
    with django_assert_num_queries(1):
        assert len(asked_in(sitting)) == number


# How others answered --------------------------------------------------------------------------------------------


def answered(quiz, *, right, again=None):
    """Somebody to whom the question of the quiz came back."""
    user = build_user()
    build_card(user, quiz=quiz)
    reply_to_all(sit(user), right=right)
    if again is not None:
        user.review_cards.update(due_on=TODAY)
        reply_to_all(sit(user, now=NOON.replace(hour=13)), right=again, now=NOON.replace(hour=13))
    return user


def tally(quiz, people) -> Tally | None:
    question = question_of(quiz)
    return first_tallies([question.pk], people=people).get(question.pk)


def test_only_first_answers_of_these_people_are_counted():
    quiz = build_quiz()
    people = [answered(quiz, right=True), answered(quiz, right=False, again=True), answered(quiz, right=False)]
    answered(quiz, right=True)
    assert tally(quiz, User.objects.filter(pk__in=[one.pk for one in people]).values("pk")) == Tally(1, 3)


def test_open_questions_are_not_counted():
    quiz = build_quiz()
    user = build_user()
    build_card(user, quiz=quiz)
    sit(user)
    assert tally(quiz, [user.pk]) is None


def test_answers_to_another_key_are_not_counted():
    quiz = build_quiz()
    before = answered(quiz, right=True)
    content = question_of(quiz).current.content
    entries = [entry | {"key": index == 1} for index, entry in enumerate(content["entries"])]
    correct_question(question_of(quiz), now=NOON, entries=entries)
    forget_versions()
    after = answered(quiz, right=True)
    assert tally(quiz, [before.pk, after.pk]) == Tally(1, 1)
