"""A simulated year, day by day: never more than 12 questions in a week, 5 in a sitting, or one in a holiday.

A question counts as shown in a week in which its form was on the page, or its answer given. One lead answers all that
can be had, at every opportunity and by every way; others come when they like and leave things open.
"""

from collections import defaultdict
from datetime import UTC, date, datetime, time, timedelta
from random import Random

import pytest

from courses import access
from courses.domain.five import NotNow, send_five
from courses.queries.five import five_page
from courses.weeks import monday_of
from quizzes.domain.review import Learnt, deal_cards
from tests.courses.builders import build_enrolment, year_2026_27
from tests.courses.five import begin, give, key_in, mails_to, page_of, row
from tests.quizzes.builders import build_quiz, question_of

pytestmark = pytest.mark.django_db
YEAR = year_2026_27()
DAYS = [date(2026, 9, 7) + timedelta(days=n) for n in range(364)]  # 39 school weeks and 13 of holiday
LESSONS = 44
A_SITTING, A_WEEK = 5, 12  # the promise, not the code's word for it


class Person:
    """A lead with habits, and what was shown to them."""

    def __init__(self, user, *, diligence, knows=0.7):
        self.user = user
        self.random = Random(user.pk)
        self.diligence = diligence  # how likely they are to do the next thing
        self.knows = knows  # how likely an answer is right
        self.shown = defaultdict(set)  # by Monday
        self.holidays = []
        self.sittings = defaultdict(set)

    def wants(self):
        return self.random.random() < self.diligence

    def see(self, asked, now):
        self.shown[monday_of(now.date())].add(asked.pk)
        self.sittings[row(asked).sitting_id].add(asked.pk)
        if YEAR.is_holiday(now.date()):
            self.holidays.append(now)

    def answer_what_is_shown(self, look, now):
        """`look` gives the page anew, as a reload does."""
        while (page := look()).shown and self.wants():
            self.see(page.shown, now)
            if not self.wants():
                return
            right = self.random.random() < self.knows
            give(self.user, row(page.shown), right=right, confidence=self.random.choice([1, 2, 3]), now=now)
        if page.shown:
            self.see(page.shown, now)

    def come(self, now):
        for _ in range(4):
            self.answer_what_is_shown(lambda: page_of(self.user, now=now), now)
            try:
                if not self.wants() or begin(self.user, now=now) is None:
                    return
            except NotNow:
                return

    def follow_link(self, now):
        mails = mails_to(self.user)
        if not mails or not self.wants():
            return
        key = key_in(mails[-1])
        try:
            self.answer_what_is_shown(lambda: five_page(access.get_five_by_link_or_404(key, now=now), now=now), now)
        except access.LinkEnded:
            return


def learn_two_a_week(people, quizzes, day):
    """As the plan has it: a lesson on Tuesdays and one on Thursdays of school weeks."""
    if day.weekday() in (1, 3) and not YEAR.is_holiday(day) and quizzes:
        quiz = quizzes.pop()
        deal_cards(learnt=[Learnt(one.user.pk, quiz.pk, question_of(quiz).pk, day) for one in people])


def live_through(days, people, quizzes):
    for day in days:
        learn_two_a_week(people, quizzes, day)
        if day.weekday() == 3:
            send_five(now=datetime.combine(day, time(16), tzinfo=UTC))
        now = datetime.combine(day, time(19), tzinfo=UTC)
        for one in people:
            one.follow_link(now)
            one.come(now)


def test_a_year_shows_at_most_12_a_week_5_a_sitting_and_none_in_a_holiday(cohort):
    eager, erratic = people = [
        Person(build_enrolment(cohort=cohort).user, diligence=diligence) for diligence in (1.0, 0.5)
    ]
    live_through(DAYS, people, [build_quiz() for _ in range(LESSONS)])
    for one in people:
        assert max(map(len, one.shown.values())) <= A_WEEK
        assert max(map(len, one.sittings.values())) <= A_SITTING
        assert one.holidays == []
    assert eager.user.review_cards.count() == erratic.user.review_cards.count() == LESSONS
    assert sum(map(len, eager.shown.values())) >= 3 * LESSONS  # it was no empty year


def test_a_heap_is_held_back_by_the_week(cohort):
    """The limit itself at work: 44 lessons learnt on one day by somebody who is always wrong."""
    person = Person(build_enrolment(cohort=cohort).user, diligence=1.0, knows=0.0)
    for quiz in [build_quiz() for _ in range(LESSONS)]:
        deal_cards(learnt=[Learnt(person.user.pk, quiz.pk, question_of(quiz).pk, date(2026, 9, 7))])
    live_through(DAYS[:70], [person], [])
    assert [len(shown) for _, shown in sorted(person.shown.items())] == [A_WEEK] * 9
    assert person.holidays == []
