"""Mails of the programme. Each says why it came."""

from datetime import datetime

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse

from cms.domain.mail import post_mail
from cms.models import Mail, User
from courses.models import Enrolment, HelpRequest
from courses.queries import five


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


def five_text(*, first_name: str, key: str, number: int, until: datetime) -> str:
    """What the mail says of the questions that come back; a mail that says more takes it in as it is."""
    link = settings.SITE_URL + reverse("five_by_link", args=[key])
    context = {"first_name": first_name, "link": link, "until": until}
    context |= {"words": five.words(number).lower(), "seconds": five.seconds(number)}
    return render_to_string("email/five.txt", context).strip()


def mail_five(user: User, *, key: str, number: int, until: datetime, now: datetime) -> Mail:
    return post_mail(
        to=user.email,
        user=user,
        kind=five.KIND,
        why="You are an assessment lead in the programme, and questions of lessons that you finished come back to you.",
        subject=f"{five.words(number)}: {five.seconds(number)} seconds",
        text=five_text(first_name=user.first_name, key=key, number=number, until=until),
        can_stop=True,
        now=now,
    )
