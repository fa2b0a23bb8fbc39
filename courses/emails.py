"""Mails of the programme. Each says why it came."""

from datetime import datetime

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse

from cms.domain.mail import post_mail
from courses.models import Enrolment, HelpRequest


def mail_help_asked(request: HelpRequest, *, now: datetime) -> None:
    link = settings.SITE_URL + reverse("help_request", args=[request.pk])
    text = render_to_string("email/help_asked.txt", {"help": request, "link": link})
    for facilitator in request.enrolment.cohort.facilitators.filter(is_active=True):
        post_mail(
            to=facilitator.email,
            user=facilitator,
            kind="help asked",
            why=f"You are a facilitator of {request.enrolment.cohort}.",
            subject=" ".join(f"{request.enrolment.user.name} of {request.enrolment.school} asks for help".split()),
            text=text,
            now=now,
        )


def mail_help_answered(request: HelpRequest, *, now: datetime) -> None:
    lead = request.enrolment.user
    link = settings.SITE_URL + reverse("ask_help")
    post_mail(
        to=lead.email,
        user=lead,
        kind="help answered",
        why="You asked for help in the programme.",
        subject="An answer to your question",
        text=render_to_string("email/help_answered.txt", {"help": request, "link": link}),
        now=now,
    )


def mail_invited(enrolment: Enrolment, *, now: datetime) -> None:
    post_mail(
        to=enrolment.user.email,
        user=enrolment.user,
        kind="invitation",
        why=f"You have been given a place in {enrolment.cohort}.",
        subject="Your place in the Assessment Lead Programme",
        text=render_to_string("email/invited.txt", {"enrolment": enrolment, "link": settings.SITE_URL}),
        now=now,
    )
