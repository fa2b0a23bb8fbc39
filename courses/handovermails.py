"""Mails about places that pass from one lead to another. Each says why it came."""

from datetime import datetime

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse

from cms.domain.mail import post_mail
from courses.models import Enrolment, Grace, HandOver
from courses.queries.handover import booker_of
from courses.queries.programme import programme_outline


def one_line(text: str) -> str:
    return " ".join(text.split())


def post(template: str, *, to: str, user, kind: str, why: str, subject: str, now: datetime, **context) -> None:
    text = render_to_string(f"email/{template}.txt", context)
    post_mail(to=to, user=user, kind=kind, why=one_line(why), subject=one_line(subject), text=text, now=now)


def mail_asked(hand_over: HandOver, *, now: datetime) -> None:
    """To the facilitators: a hand-over that needs their word."""
    leaver = hand_over.leaver
    for facilitator in leaver.cohort.facilitators.filter(is_active=True):
        post(
            "hand_over_asked",
            to=facilitator.email,
            user=facilitator,
            kind="hand-over asked",
            why=f"You are a facilitator of {leaver.cohort}.",
            subject=f"{leaver.school} asks to hand over a place",
            now=now,
            hand_over=hand_over,
            link=settings.SITE_URL + reverse("hand_overs"),
        )


def mail_took_over(hand_over: HandOver, *, now: datetime) -> None:
    """To the joiner: the invitation, with the list."""
    joiner = hand_over.joiner
    by_pk = programme_outline(joiner.cohort.programme_id).by_pk
    post(
        "took_over",
        to=joiner.user.email,
        user=joiner.user,
        kind="invitation",
        why=f"You have been given a place in {joiner.cohort}.",
        subject="Your place in the Assessment Lead Programme",
        now=now,
        hand_over=hand_over,
        lessons=[by_pk[pk] for pk in joiner.catch_up if pk in by_pk],
        link=settings.SITE_URL,
    )


def mail_handed_over(hand_over: HandOver, *, now: datetime) -> None:
    """To the leaver: what they keep."""
    leaver = hand_over.leaver
    post(
        "handed_over",
        to=leaver.user.email,
        user=leaver.user,
        kind="place handed over",
        why=f"You had a place in {leaver.cohort}.",
        subject="You have handed over your place",
        now=now,
        hand_over=hand_over,
        link=settings.SITE_URL + reverse("record"),
    )


def mail_refused(hand_over: HandOver, *, now: datetime) -> None:
    """To who asked; the booker has no account."""
    booking = None if hand_over.asked_by else booker_of(hand_over.leaver)
    to = hand_over.asked_by.email if hand_over.asked_by else booking and booking.booker_email
    if to:
        post(
            "hand_over_refused",
            to=to,
            user=hand_over.asked_by,
            kind="hand-over refused",
            why=f"You asked to hand over a place in {hand_over.leaver.cohort}.",
            subject=f"The place of {hand_over.leaver.user.name} is not handed over",
            now=now,
            hand_over=hand_over,
        )


def mail_grace_begins(grace: Grace, *, lead: Enrolment, now: datetime) -> None:
    tell_all(grace, "grace_begins", f"{grace.school} has one lead left", lead=lead, now=now)


def mail_grace_ends(grace: Grace, *, lead: Enrolment, now: datetime) -> None:
    tell_all(grace, "grace_ends", f"{grace.school} still has one lead", lead=lead, now=now)


def tell_all(grace: Grace, template: str, subject: str, *, lead: Enrolment, now: datetime) -> None:
    """The lead who is left, and the facilitators, who will decide."""
    people = [
        (lead.user, f"You have a place in {grace.cohort}.", reverse("hand_over")),
        *(
            (facilitator, f"You are a facilitator of {grace.cohort}.", reverse("hand_overs"))
            for facilitator in grace.cohort.facilitators.filter(is_active=True)
        ),
    ]
    for user, why, path in people:
        post(
            template,
            to=user.email,
            user=user,
            kind="one lead left",
            why=why,
            subject=subject,
            now=now,
            grace=grace,
            lead=lead,
            is_lead=user == lead.user,
            link=settings.SITE_URL + path,
        )


def mail_grace_decided(grace: Grace, *, lead: Enrolment, now: datetime) -> None:
    post(
        "grace_decided",
        to=lead.user.email,
        user=lead.user,
        kind="one lead left",
        why=f"You have a place in {grace.cohort}.",
        subject=f"How {grace.school} goes on",
        now=now,
        grace=grace,
        link=settings.SITE_URL + reverse("start"),
    )


def mail_school_withdrew(enrolment: Enrolment, *, to, is_lead: bool, now: datetime) -> None:
    post(
        "school_withdrew",
        to=to.email,
        user=to,
        kind="school withdrew",
        why=f"You had a place in {enrolment.cohort}." if is_lead else f"You are a facilitator of {enrolment.cohort}.",
        subject=f"{enrolment.school} has left {enrolment.cohort}",
        now=now,
        enrolment=enrolment,
        is_lead=is_lead,
        link=settings.SITE_URL + reverse("record" if is_lead else "facilitate"),
    )
