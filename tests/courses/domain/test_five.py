"""Which questions come back to a lead, and when nothing is asked."""

from datetime import date, timedelta

import pytest

from courses.domain.five import NotNow, answer_five, deal_finished_lessons
from courses.queries.five import FEWEST_OTHERS, board_line
from courses.queries.progress import dashboard
from quizzes.domain.review import NothingToAsk, begin_sitting
from quizzes.models import Attempt, ReviewCard
from tests.courses.builders import (
    ASKING,
    WRITING,
    answer_quiz,
    build_calendar,
    build_enrolment,
    build_school,
    do_lesson,
    excuse,
    finish,
    lead_of,
)
from tests.courses.five import IN_HOLIDAY, WEDNESDAY, WEEK, answer_all, begin, give, learn, learn_lessons, page_of, row

pytestmark = pytest.mark.django_db


def cards_of(user) -> list[tuple[str, str, date]]:
    deal_finished_lessons(now=WEDNESDAY)
    cards = ReviewCard.objects.filter(user=user).order_by("quiz__key")
    return list(cards.values_list("quiz__key", "question__key", "due_on"))


# Cards ----------------------------------------------------------------------------------------------------------


def test_a_completed_lesson_gives_one_card_due_three_days_later(lead):
    do_lesson(lead, ASKING, now=WEDNESDAY)
    do_lesson(lead, WRITING, now=WEDNESDAY + timedelta(days=1))
    assert cards_of(lead) == [("asking", "t1", date(2026, 11, 14)), ("writing", "t3", date(2026, 11, 15))]


def test_dealing_again_changes_nothing(lead):
    do_lesson(lead, ASKING)
    assert cards_of(lead) == cards_of(lead)
    assert ReviewCard.objects.count() == 1


def test_a_quiz_alone_is_not_yet_a_completed_lesson(lead):
    answer_quiz(lead, ASKING)
    assert cards_of(lead) == []


def test_an_excused_lesson_gives_no_card(lead, enrolment):
    excuse(enrolment, ASKING)
    assert cards_of(lead) == []


def test_a_question_that_was_never_answered_in_the_lesson_does_not_come_back_first_here(lead, enrolment):
    finish(enrolment, ASKING)
    assert not Attempt.objects.exists()
    assert cards_of(lead) == []


@pytest.mark.parametrize("state", ["paused", "finished", "left"])
def test_leads_who_are_not_active_get_no_cards(lead, enrolment, state):
    do_lesson(lead, ASKING)
    enrolment.state = state
    enrolment.save()
    assert cards_of(lead) == []


@pytest.mark.parametrize("number", [1, 3])
def test_dealing_asks_5_queries_whatever_the_number_of_leads(cohort, number, django_assert_num_queries):
    for _ in range(number):
        learn_lessons(build_enrolment(cohort=cohort).user)
    with django_assert_num_queries(5):
        deal_finished_lessons(now=WEDNESDAY)
    assert ReviewCard.objects.count() == 2 * number


# When nothing is asked ------------------------------------------------------------------------------------------


def test_neighbours_come_from_different_modules(lead):
    learn_lessons(lead)
    deal_finished_lessons(now=WEDNESDAY)
    assert [row(one).card.quiz.key for one in sitting_of(lead)] == ["asking", "writing"]


def sitting_of(lead):
    begin(lead)
    return page_of(lead).asked


def test_nothing_begins_in_a_holiday(lead):
    learn(lead, due_on=date(2026, 10, 1))
    with pytest.raises(NotNow):
        begin(lead, now=IN_HOLIDAY)
    assert begin(lead, now=IN_HOLIDAY + WEEK) is not None


def test_nothing_is_taken_in_a_holiday(lead):
    learn(lead, 1, due_on=date(2026, 10, 1))
    begin(lead, now=IN_HOLIDAY - WEEK + timedelta(hours=1))
    answer = ReviewCard.objects.get().answers.get()
    with pytest.raises(NotNow):
        give(lead, answer, now=IN_HOLIDAY)
    answer.refresh_from_db()
    assert answer.answered_at is None


@pytest.mark.parametrize("state", ["paused", "finished"])
def test_nothing_begins_and_nothing_is_taken_while_the_place_rests(lead, enrolment, state):
    learn(lead)
    sitting = begin(lead)
    enrolment.state = state
    enrolment.save()
    with pytest.raises(NotNow):
        begin(lead)
    with pytest.raises(NotNow):
        answer_five(lead=lead_of(lead), answer=sitting.answers.first(), now=WEDNESDAY)


def test_the_schools_own_calendar_decides(cohort):
    away = build_calendar(terms=[(date(2026, 9, 2), date(2026, 11, 6)), (date(2026, 11, 16), date(2026, 12, 18))])
    lead = build_enrolment(cohort=cohort, school=build_school(own_calendar=away)).user
    learn(lead)
    with pytest.raises(NotNow):
        begin(lead)
    assert page_of(lead).state == "holiday"
    assert page_of(lead).goes_on == date(2026, 11, 16)


# The page -------------------------------------------------------------------------------------------------------


def test_the_page_goes_from_start_to_end(lead):
    assert page_of(lead).state == "none"
    learn(lead, 2)
    assert (page_of(lead).state, page_of(lead).waiting) == ("start", 2)
    begin(lead)
    for position in (1, 2):
        page = page_of(lead)
        assert (page.state, page.shown.item.position, page.shown.is_open) == ("question", position, True)
        give(lead, row(page.shown))
        assert page_of(lead, place=position).shown.right is True
    assert (page_of(lead).state, page_of(lead).waiting) == ("end", 0)


def test_a_place_that_there_is_not_shows_the_first_open_question(lead):
    learn(lead, 2)
    begin(lead)
    assert page_of(lead, place=7).shown.item.position == 1


def test_the_next_day_with_questions_is_never_in_a_holiday(lead):
    """Due on 14 December, in the last school week; another on 24 December waits for 4 January."""
    learn(lead, 1, due_on=date(2026, 12, 14))
    assert page_of(lead).goes_on == date(2026, 12, 14)
    ReviewCard.objects.update(due_on=date(2026, 12, 24))
    assert page_of(lead).goes_on == date(2027, 1, 4)


def test_when_the_week_has_had_its_twelve_it_goes_on_next_monday(lead):
    learn(lead, 13)
    for _ in range(3):
        answer_all(lead)
    assert (page_of(lead).state, page_of(lead).waiting, page_of(lead).goes_on) == ("end", 0, date(2026, 11, 16))
    with pytest.raises(NothingToAsk):
        begin_sitting(user_id=lead.pk, topic=lambda card: "", now=WEDNESDAY)


def answers_of_others(cohort, lead, number):
    """The lead and so many others of the cohort have answered the same question."""
    deal = [build_enrolment(cohort=cohort).user for _ in range(number)]
    for one in [lead, *deal]:
        do_lesson(one, ASKING, now=WEDNESDAY - WEEK)
    deal_finished_lessons(now=WEDNESDAY)
    for place, one in enumerate([lead, *deal]):
        answer_all(one, right=place % 2 == 0)
    return page_of(lead).lines[0]


@pytest.mark.parametrize(("number", "is_shown"), [(FEWEST_OTHERS - 1, False), (FEWEST_OTHERS, True)])
def test_the_cohort_is_counted_from_5_others_upward(cohort, lead, number, is_shown):
    line = answers_of_others(cohort, lead, number)
    assert (line.tally.people, line.tally.right, line.has_enough) == (number, number // 2, is_shown)


def test_another_cohort_is_not_counted(cohort, lead):
    other = build_enrolment().user
    do_lesson(other, ASKING, now=WEDNESDAY - WEEK)
    deal_finished_lessons(now=WEDNESDAY)
    answer_all(other)
    assert answers_of_others(cohort, lead, 1).tally.people == 1


# The first page -------------------------------------------------------------------------------------------------


def line_of(lead, now=WEDNESDAY):
    return board_line(dashboard(lead_of(lead), today=now.date()), now=now)


@pytest.mark.parametrize(
    ("number", "words"),
    [(0, ""), (1, "One question: 20 seconds"), (3, "Three questions: 55 seconds"), (7, "Five questions: 90 seconds")],
)
def test_the_first_page_says_what_waits(lead, number, words):
    learn(lead, number)
    assert line_of(lead) == words


def test_the_first_page_counts_what_is_left_of_a_begun_sitting(lead):
    learn(lead, 7)
    give(lead, begin(lead).answers.select_related("card__question__current").first())
    assert line_of(lead) == "Four questions: 75 seconds"


def test_the_first_page_is_silent_in_a_holiday_and_while_the_place_is_paused(lead, enrolment):
    learn(lead, due_on=date(2026, 10, 1))
    assert (line_of(lead, IN_HOLIDAY), line_of(lead) != "") == ("", True)
    enrolment.state = "paused"
    enrolment.save()
    assert line_of(lead) == ""
