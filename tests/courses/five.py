"""Builders for five a week: what a lead has learnt, the Thursday's mail, and a lead who answers what is shown."""

import re
from datetime import UTC, datetime, timedelta

from cms.models import Mail
from courses import access
from courses.domain.five import answer_five, begin_five, send_five
from courses.queries.five import KIND, FivePage, five_page
from quizzes.domain.review import NothingToAsk
from quizzes.models import ReviewAnswer, ReviewCard
from tests.courses.builders import ASKING, WRITING, do_lesson, lead_of
from tests.quizzes.builders import order_of
from tests.quizzes.reviewing import build_cards, response_to

THURSDAY = datetime(2026, 11, 12, 16, 0, 30, tzinfo=UTC)  # in week 9
WEDNESDAY = THURSDAY - timedelta(days=1)
IN_HOLIDAY = datetime(2026, 10, 29, 16, 0, 30, tzinfo=UTC)  # the Thursday of half term
DUE_ON = WEDNESDAY.date()
WEEK = timedelta(days=7)


def learn(user, number=6, *, due_on=DUE_ON) -> list[ReviewCard]:
    """Cards that are due, of quizzes that stand in no lesson."""
    return build_cards(user, number, due_on=due_on)


def learn_lessons(user, *, now=WEDNESDAY - WEEK) -> None:
    """Both lessons of the small programme that ask something."""
    for slug in (ASKING, WRITING):
        do_lesson(user, slug, now=now)


def mails_to(user) -> list[Mail]:
    return list(Mail.objects.filter(user=user, kind=KIND).order_by("pk"))


def key_in(mail: Mail) -> str:
    return re.search(r"/five/([\w-]+)/", mail.text)[1]


def link_to(user, *, now=THURSDAY) -> str:
    """The path in the mail that the clock sends this lead at that moment."""
    send_five(now=now)
    return f"/five/{key_in(mails_to(user)[-1])}/"


def page_of(user, *, now=WEDNESDAY, **options) -> FivePage:
    return five_page(access.get_five_or_404(user, now=now), now=now, **options)


def begin(user, *, now=WEDNESDAY):
    try:
        return begin_five(lead=lead_of(user), now=now)
    except NothingToAsk:
        return None


def row(asked) -> ReviewAnswer:
    return ReviewAnswer.objects.select_related("card__question__current").get(pk=asked.pk)


def give(user, answer: ReviewAnswer, *, right=True, confidence=2, now=WEDNESDAY) -> None:
    question = answer.card.question
    answer_five(
        lead=lead_of(user),
        answer=answer,
        now=now,
        version=question.current,
        response=response_to(question, right=right),
        order=order_of(question),
        confidence=confidence,
    )


def answer_all(user, *, now=WEDNESDAY, **given) -> None:
    """Begins a sitting and answers it to the end."""
    for answer in begin(user, now=now).answers.select_related("card__question__current"):
        give(user, answer, now=now, **given)


def form_of(answer: ReviewAnswer, *, right=True, **changes) -> dict:
    """What a browser sends for an open question."""
    question = answer.card.question
    data = {"version": question.current_id, "order": "", "seq": "1", "confidence": "2"}
    return data | response_to(question, right=right) | changes
