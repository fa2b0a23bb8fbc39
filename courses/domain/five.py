"""Five a week: questions of finished lessons come back to a lead, by mail on Thursdays and on a page of their own."""

import logging
from datetime import date, datetime
from secrets import token_urlsafe

from django.db import transaction
from django.utils.timezone import localdate

from cms.domain.job import slot_of
from cms.models import User
from courses.emails import mail_five
from courses.models import Enrolment, FiveMail
from courses.queries.enrolment import Lead
from courses.queries.five import (
    digest,
    finished_quizzes,
    leads_to_mail,
    mailed_on,
    mailed_sittings,
    module_of,
    open_counts,
    year_of,
)
from courses.weeks import monday_of
from quizzes.domain.review import (
    OPEN_FOR,
    Learnt,
    answer_card,
    begin_sitting,
    deal_cards,
    keep_open,
    lay_sittings,
    lock_people,
)
from quizzes.models import ReviewAnswer, ReviewSitting

SLOT = "thursday 16:00"  # as in JOBS
LEADS_AT_ONCE = 100
KEY_BYTES = 24  # 192 bits

logger = logging.getLogger(__name__)


class NotNow(Exception):
    """It is a holiday, or the lead is not active: nothing is asked."""


def refuse_outside_school(lead: Lead, now: datetime) -> None:
    if lead.state != Enrolment.State.ACTIVE or year_of(lead).is_holiday(localdate(now)):
        raise NotNow


def begin_five(*, lead: Lead, now: datetime) -> ReviewSitting:
    """Raises NotNow, or NothingToAsk of quizzes.domain.review."""
    refuse_outside_school(lead, now)
    return begin_sitting(user_id=lead.user_id, topic=module_of([lead.programme_id]), now=now)


def answer_five(*, lead: Lead, answer: ReviewAnswer, now: datetime, **given) -> None:
    """`given` is what quizzes.domain.review wants to know of the answer. Raises NotNow, and what is raised there."""
    refuse_outside_school(lead, now)
    answer_card(answer=answer, now=now, **given)


@transaction.atomic
def deal_finished_lessons(*, now: datetime) -> None:
    """For the clock: each lesson that a lead has completed gives one card."""
    deal_cards(
        learnt=[
            Learnt(user_id, quiz_id, question_id, localdate(completed_at))
            for user_id, quiz_id, question_id, completed_at in finished_quizzes()
        ]
    )


def send_five(*, now: datetime) -> None:
    """For the clock: one mail to each active lead to whom something may be shown in this school week.

    Run again in the same slot, by this clock or another, it sends nothing twice: the people are locked, and a
    Thursday's mail is a row of which there can be but one.
    """
    today, thursday = localdate(now), date.fromisoformat(slot_of(SLOT, now))
    if monday_of(thursday) != monday_of(today):  # the clock stood still since last week
        return
    deal_finished_lessons(now=now)
    everybody, failed = leads_to_mail(today=today), None
    for start in range(0, len(everybody), LEADS_AT_ONCE):
        try:
            send_to(everybody[start : start + LEADS_AT_ONCE], thursday=thursday, now=now)
        except Exception as error:  # the others get theirs; what failed is seen in the list of jobs
            logger.exception("Five a week failed for the leads from number %s on", start)
            failed = error
    if failed:
        raise failed


@transaction.atomic
def send_to(some: list[Lead], *, thursday: date, now: datetime) -> None:
    """Sittings and mails of these leads; the reads are the same for one lead and for many."""
    lock_people([lead.user_id for lead in some])
    had = mailed_on(thursday, enrolment_ids=[lead.enrolment_id for lead in some])
    some = [lead for lead in some if lead.enrolment_id not in had]
    user_ids = [lead.user_id for lead in some]
    sittings = lay_sittings(
        user_ids=user_ids,
        topic=module_of({lead.programme_id for lead in some}),
        now=now,
        put_away=mailed_sittings(user_ids),
    )
    keep_open(sittings=sittings.values(), until=now + OPEN_FOR)
    numbers, users = open_counts(sittings.values()), User.objects.in_bulk(list(sittings))
    FiveMail.objects.bulk_create(
        mailed(lead, users[lead.user_id], sittings[lead.user_id], numbers, thursday, now)
        for lead in some
        if lead.user_id in sittings
    )


def mailed(lead: Lead, user: User, sitting: ReviewSitting, numbers, thursday: date, now: datetime) -> FiveMail:
    key = token_urlsafe(KEY_BYTES)
    return FiveMail(
        enrolment_id=lead.enrolment_id,
        thursday=thursday,
        sitting=sitting,
        mail=mail_five(user, key=key, number=numbers[sitting.pk], until=now + OPEN_FOR, now=now),
        key_digest=digest(key),
    )
