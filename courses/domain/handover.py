"""A place passes from one lead of a school to another person of it.

| from           | by                                                                  | to         |
| -------------- | ------------------------------------------------------------------- | ---------- |
| (nothing)      | ask_hand_over: a lead, a colleague, the booker                      | planned    |
| (nothing)      | ask_hand_over after Module 2, or a third time in the cohort         | asked      |
| (nothing)      | hand_over: the facilitator or the office                            | planned    |
| asked          | agree_hand_over: the facilitator or the office                      | planned    |
| asked          | refuse_hand_over: the facilitator or the office                     | refused    |
| asked, planned | take_back_hand_over                                                 | taken back |
| planned        | carry_out: on its day by the clock, at once when the day is here    | done       |

The school keeps what is the school's: its dates, the order of its tests, whatever hangs on the school. The leaver
keeps their answers and may read them. The joiner begins with the catch-up list of the outline (1.4); what else fell
before their first day is excused, outside of the limit, and marked as such.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.utils.timezone import localdate

from cms.domain.account import open_accounts
from courses.domain.audit import note
from courses.domain.enrolment import AlreadyEnrolled, Person, enrol
from courses.domain.grace import end_grace
from courses.domain.progress import note_done_lessons
from courses.handovermails import mail_asked, mail_handed_over, mail_refused, mail_took_over
from courses.models import BookedPlace, Cohort, Enrolment, HandOver, LessonProgress
from courses.plan import is_caught_up, joins_late
from courses.queries.handover import joining_week, long_date, used_hand_overs, year_of
from courses.queries.programme import Outline, programme_outline
from courses.weeks import SchoolYear

State = HandOver.State
PRESENT = (Enrolment.State.ACTIVE, Enrolment.State.PAUSED)
FRIDAY = timedelta(days=4)


class SamePerson(Exception):
    """Who leaves cannot take over their own place."""


class NoPlace(Exception):
    """The person has no place to hand over: it has been handed over, is about to be, or the year is finished."""


class OutsideYear(Exception):
    """The day is before the leaver joined, or after the last week of the year."""


class NotOpen(Exception):
    """It has been answered, carried out or taken back in the meantime."""


@dataclass(frozen=True)
class Terms:
    """What a hand-over on that day would be."""

    is_free: bool
    is_late: bool

    @property
    def needs_word(self) -> bool:
        return self.is_late or not self.is_free


def ask_hand_over(*, enrolment: Enrolment, on: date, by, now: datetime, **given) -> HandOver:
    """For a lead, a colleague or the booker (`by` None): done at once, or left to the facilitator where it needs
    their word. Raises what `write` raises."""
    with transaction.atomic():
        terms = terms_of(enrolment, on=on)
        asked = write(enrolment=enrolment, on=on, terms=terms, by=by, now=now, **given)
        if terms.needs_word:
            mail_asked(asked, now=now)
            return asked
        return settle(asked, by=by, now=now)


def hand_over(*, enrolment: Enrolment, on: date, by, now: datetime, **given) -> HandOver:
    """For the facilitator and the office, whose word it is. Raises what `write` raises."""
    with transaction.atomic():
        terms = terms_of(enrolment, on=on)
        return settle(write(enrolment=enrolment, on=on, terms=terms, by=by, now=now, **given), by=by, now=now)


def terms_of(enrolment: Enrolment, *, on: date) -> Terms:
    """Before week 1 another colleague is always free."""
    used = used_hand_overs(school_id=enrolment.school_id, cohort=enrolment.cohort)
    has_begun = on >= enrolment.cohort.starts_on
    return Terms(
        is_free=not has_begun or used < settings.FREE_HAND_OVERS,
        is_late=joins_late(joining_week(year_of(enrolment), on)),
    )


def write(
    *, enrolment, first_name: str, last_name: str, email: str, on: date, reason: str, terms: Terms, by, now: datetime
) -> HandOver:
    """Raises NoPlace, SamePerson, AlreadyEnrolled or OutsideYear."""
    lock(enrolment)
    enrolment.refresh_from_db(fields=["state"])
    if enrolment.state == Enrolment.State.FINISHED or enrolment.hand_overs.filter(state__in=HandOver.STANDS).exists():
        raise NoPlace
    if email.lower() == enrolment.user.email.lower():
        raise SamePerson
    refuse_enrolled(enrolment.cohort_id, email)
    if not enrolment.joined_on <= on <= last_day(enrolment):
        raise OutsideYear
    asked = HandOver.objects.create(
        leaver=enrolment,
        first_name=first_name,
        last_name=last_name,
        email=email.lower(),
        on=on,
        reason=reason,
        state=State.ASKED,
        is_free=terms.is_free,
        is_late=terms.is_late,
        asked_at=now,
        asked_by=by,
    )
    keep_note(asked, "hand_over.ask", by=by, now=now)
    return asked


def lock(enrolment: Enrolment) -> None:
    """One hand-over of a cohort after the other, so that the free ones are counted and nobody joins twice."""
    Cohort.objects.select_for_update(no_key=True).get(pk=enrolment.cohort_id)


def refuse_enrolled(cohort_id: int, email: str, *, but: HandOver | None = None) -> None:
    """Nobody has two places in a cohort, nor one and the promise of another."""
    there = Enrolment.objects.filter(cohort=cohort_id, user__email__iexact=email).select_related("user").first()
    if there:
        raise AlreadyEnrolled(there.user.name)
    promised = HandOver.objects.filter(leaver__cohort=cohort_id, email__iexact=email, state__in=HandOver.OPEN)
    promise = promised.exclude(pk=but and but.pk).first()
    if promise:
        raise AlreadyEnrolled(f"{promise.first_name} {promise.last_name}")


def last_day(enrolment: Enrolment) -> date:
    mondays = year_of(enrolment).mondays
    return mondays[-1] + FRIDAY if mondays else enrolment.cohort.starts_on


def agree_hand_over(*, hand_over: HandOver, by, now: datetime) -> HandOver:
    """Raises NotOpen, or AlreadyEnrolled when the joiner has got a place in the meantime."""
    with transaction.atomic():
        open_one = lock_open(hand_over, State.ASKED)
        keep_note(open_one, "hand_over.agree", by=by, now=now)
        return settle(open_one, by=by, now=now)


def refuse_hand_over(*, hand_over: HandOver, answer: str, by, now: datetime) -> HandOver:
    """Raises NotOpen."""
    with transaction.atomic():
        open_one = lock_open(hand_over, State.ASKED)
        end(open_one, State.REFUSED, "hand_over.refuse", answer=answer, by=by, now=now)
        mail_refused(open_one, now=now)
    return open_one


def take_back_hand_over(*, hand_over: HandOver, by, now: datetime) -> HandOver:
    """Raises NotOpen."""
    with transaction.atomic():
        open_one = lock_open(hand_over, *HandOver.OPEN)
        end(open_one, State.TAKEN_BACK, "hand_over.take_back", answer="", by=by, now=now)
    return open_one


def lock_open(hand_over: HandOver, *states: str) -> HandOver:
    lock(hand_over.leaver)
    found = HandOver.objects.select_related("leaver__user", "leaver__school", "leaver__cohort").get(pk=hand_over.pk)
    if found.state not in states:
        raise NotOpen
    return found


def end(hand_over: HandOver, state: str, action: str, *, answer: str, by, now: datetime) -> None:
    hand_over.state, hand_over.answer, hand_over.decided_at, hand_over.decided_by = state, answer, now, by
    hand_over.save(update_fields=["state", "answer", "decided_at", "decided_by"])
    keep_note(hand_over, action, by=by, now=now)


def settle(hand_over: HandOver, *, by, now: datetime) -> HandOver:
    """Nothing stands in the way any more: on its day it is done."""
    hand_over.state, hand_over.decided_at, hand_over.decided_by = State.PLANNED, now, by
    hand_over.save(update_fields=["state", "decided_at", "decided_by"])
    if hand_over.on <= localdate(now):
        carry_out(hand_over, by=by, now=now)
    return hand_over


def carry_out_hand_overs(*, now: datetime) -> None:
    """For the clock: each in a transaction of its own; run again, nothing is done twice."""
    due = HandOver.objects.filter(state=State.PLANNED, on__lte=localdate(now)).select_related("leaver")
    for hand_over in due.order_by("on", "pk"):
        with transaction.atomic():
            try:
                carry_out(lock_open(hand_over, State.PLANNED), now=now)
            except NotOpen:
                continue
            except AlreadyEnrolled:
                answer = "This person has been given another place in the cohort in the meantime."
                end(hand_over, State.TAKEN_BACK, "hand_over.take_back", answer=answer, by=None, now=now)
                mail_refused(hand_over, now=now)


def carry_out(hand_over: HandOver, *, by=None, now: datetime) -> None:
    leaver = hand_over.leaver
    refuse_enrolled(leaver.cohort_id, hand_over.email, but=hand_over)
    person = Person(hand_over.first_name, hand_over.last_name, hand_over.email)
    user = open_accounts(people=[person])[person.email]
    if leaver.state in PRESENT:
        Enrolment.objects.filter(pk=leaver.pk).update(state=Enrolment.State.LEFT)
    joiner = enrol(user=user, school=leaver.school, cohort=leaver.cohort, joined_on=hand_over.on)
    begin_with_the_list(joiner, now=now)
    BookedPlace.objects.filter(enrolment=leaver).update(
        enrolment=joiner, first_name=user.first_name, last_name=user.last_name, email=user.email
    )
    hand_over.state, hand_over.joiner = State.DONE, joiner
    hand_over.save(update_fields=["state", "joiner"])
    keep_note(hand_over, "hand_over.done", by=by, now=now)
    end_grace(school_id=leaver.school_id, cohort_id=leaver.cohort_id, by=by, now=now)
    mail_took_over(hand_over, now=now)
    mail_handed_over(hand_over, now=now)


def begin_with_the_list(joiner: Enrolment, *, now: datetime) -> None:
    """The catch-up list is asked, in order; the other lessons that fell before the first day are excused."""
    outline = programme_outline(joiner.cohort.programme_id)
    fell = fallen_before(outline, year_of(joiner), joiner.joined_on)
    LessonProgress.objects.bulk_create(
        LessonProgress(
            enrolment=joiner,
            lesson_id=lesson.pk,
            excused_at=now,
            excuse_reason=f"It fell before {long_date(joiner.joined_on)}, when you took over the place.",
            before_joining=True,
        )
        for lesson in fell
        if not is_caught_up(lesson.module, lesson.number)
    )
    joiner.catch_up = [lesson.pk for lesson in fell if is_caught_up(lesson.module, lesson.number)]
    joiner.save(update_fields=["catch_up"])
    note_done_lessons(enrolment_id=joiner.pk)


def fallen_before(outline: Outline, year: SchoolYear, on: date) -> list:
    week = joining_week(year, on)
    return [lesson for lesson in outline.lessons if lesson.due_week < week]


def keep_note(hand_over: HandOver, action: str, *, by, now: datetime) -> None:
    """In the history of the booking, where there is one, or else of the leaver's place."""
    leaver = hand_over.leaver
    place = BookedPlace.objects.filter(enrolment__in=[leaver.pk, hand_over.joiner_id or leaver.pk]).first()
    data = {"from": leaver.user.name, "to": f"{hand_over.first_name} {hand_over.last_name}", "on": str(hand_over.on)}
    note(place.booking if place else leaver, action, by=by, now=now, **data)
