"""Consent to a testimonial: given, near its end, ended, withdrawn."""

from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.timezone import localdate

from cms.domain.mail import post_mail
from cms.domain.pagecache import forget_pages
from cms.models import TestimonialConsent, TestimonialPage
from cms.queries.site import who_runs_this
from cms.queries.testimonial import consents_just_ended, consents_near_their_end, withdraw_token


class NothingToWithdraw(Exception):
    """No consent stands: it was withdrawn before."""


@transaction.atomic
def give_consent(*, testimonial: TestimonialPage, now: datetime, **fields) -> TestimonialConsent:
    """Records what a person allowed, and sends them the link with which they withdraw it."""
    consent = TestimonialConsent.objects.create(testimonial=testimonial, recorded_at=now, **fields)
    link = settings.SITE_URL + reverse("withdraw_testimonial", args=[withdraw_token(testimonial.pk)])
    post_mail(
        to=consent.given_by_email,
        user=None,
        kind="consent given",
        why="You allowed us to show your words about the programme.",
        subject="Your words about the programme, and how to take them back",
        text=render_to_string("email/consent_given.txt", {"consent": consent, "link": link}).strip(),
        now=now,
    )
    forget_pages()
    return consent


@transaction.atomic
def withdraw_consent(*, testimonial: TestimonialPage, now: datetime) -> None:
    """At once, and every consent to it that stands."""
    if not testimonial.consents.filter(withdrawn_at=None).update(withdrawn_at=now):
        raise NothingToWithdraw
    mail_office(
        kind="consent withdrawn",
        why="Consent to a testimonial was withdrawn.",
        subject=f"Consent withdrawn: {' '.join(testimonial.title.split())}",
        template="email/consent_withdrawn.txt",
        context={"testimonial": testimonial, "link": editor_of(testimonial)},
        now=now,
    )
    forget_pages()


@transaction.atomic
def look_after_consents(*, now: datetime) -> None:
    """Each day: the office hears 30 days before an end; on the day after it the kept copies of pages are forgotten."""
    today = localdate(now)
    for consent in consents_near_their_end(today=today):
        consent.reminded_at = now
        consent.save(update_fields=["reminded_at"])
        mail_office(
            kind="consent ends",
            why="Consent to a testimonial ends within 30 days.",
            subject=f"Consent ends soon: {' '.join(consent.testimonial.title.split())}",
            template="email/consent_ends.txt",
            context={"consent": consent, "link": editor_of(consent.testimonial)},
            now=now,
        )
    if consents_just_ended(today=today).exists():
        forget_pages()


def mail_office(*, kind: str, why: str, subject: str, template: str, context: dict, now: datetime) -> None:
    provider = who_runs_this()
    post_mail(
        to=provider.contact_email,
        user=None,
        kind=kind,
        why=why,
        subject=subject,
        text=render_to_string(template, context).strip(),
        now=now,
    )


def editor_of(testimonial: TestimonialPage) -> str:
    return settings.SITE_URL + reverse("wagtailadmin_pages:edit", args=[testimonial.pk])
