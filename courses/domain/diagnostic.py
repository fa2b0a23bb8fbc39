"""A lead sits the pre-test and the post-test: one form before, the other after, the order drawn for each school."""

import secrets
from datetime import datetime

from django.db import transaction
from django.utils.timezone import localdate

from courses.models import Cohort, Form, FormOrder, Occasion, Sitting
from courses.queries.diagnostic import State, Turn, lead_desk, sitting_of
from courses.queries.enrolment import Lead
from quizzes.domain.attempt import start_attempt
from quizzes.domain.paper import hand_in, save_on_paper
from quizzes.models import Answer, Attempt, Quiz


class NotOpen(Exception):
    """The test cannot be sat now: it is not open yet, or it has closed."""


def start_test(*, lead: Lead, occasion: str, user, now: datetime) -> Sitting:
    """The lead's one sitting, made now if there is none; two calls at once give the same one."""
    turn = _turn(lead, occasion, now)
    if not turn.is_for_now:
        raise NotOpen
    if begun := Sitting.objects.filter(enrolment=lead.enrolment_id, occasion=occasion).first():
        return begun  # also when the lead has moved to a school with the other order since
    with transaction.atomic():
        first = draw_order(cohort_id=lead.cohort_id, school_id=lead.school_id, now=now)
        form = first if occasion == Occasion.PRE else _other_form(lead, first)
        attempt = start_attempt(quiz=Quiz.objects.get(key=form), user=user, now=now)
        sitting, _ = Sitting.objects.get_or_create(
            enrolment_id=lead.enrolment_id, occasion=occasion, defaults={"attempt": attempt}
        )
    return sitting


def draw_order(*, cohort_id: int, school_id: int, now: datetime) -> Form:
    """The form that the school sits first: the one that fewer schools of the cohort have, at random between equals."""
    with transaction.atomic():
        # One school after the other, or two at once would draw alike
        Cohort.objects.select_for_update(no_key=True).get(pk=cohort_id)
        orders = FormOrder.objects.filter(cohort=cohort_id)
        drawn = dict(orders.values_list("school_id", "first"))
        if school_id not in drawn:
            schools = {form: list(drawn.values()).count(form) for form in Form}
            rarer = [form for form in Form if schools[form] == min(schools.values())]
            drawn[school_id] = secrets.choice(rarer)
            FormOrder.objects.create(cohort_id=cohort_id, school_id=school_id, first=drawn[school_id], drawn_at=now)
    return Form(drawn[school_id])


def _other_form(lead: Lead, first: Form) -> Form:
    """Not the form that the lead sat before, even if that was with another school."""
    before = sitting_of(lead, Occasion.PRE)
    return (Form(before.attempt.quiz.key) if before else first).other


def save_test_answer(*, lead: Lead, sitting: Sitting, now: datetime, **given) -> Answer:
    """Keeps a draft. Raises NotOpen, or what `save_on_paper` raises."""
    if _turn(lead, sitting.occasion, now).state not in (State.STARTED, State.DONE):
        raise NotOpen
    return save_on_paper(attempt=sitting.attempt, now=now, **given)


def hand_in_test(*, lead: Lead, sitting: Sitting, now: datetime) -> Attempt:
    """Marks the paper; handed in twice, the first time stays. Raises NotOpen."""
    if _turn(lead, sitting.occasion, now).state not in (State.STARTED, State.DONE):
        raise NotOpen
    return hand_in(attempt=sitting.attempt, now=now)


def _turn(lead: Lead, occasion: str, now: datetime) -> Turn:
    desk = lead_desk(lead, today=localdate(now))
    turn = desk.turn(occasion) if desk else None
    if turn is None:
        raise NotOpen
    return turn
