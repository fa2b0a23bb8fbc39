from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import Q
from django.template.loader import render_to_string
from django.urls import reverse

from cms.domain.mail import post_mail
from cms.models import Enquiry, EnquiryAnswer, User
from cms.pupils import holds_pupil_number
from cms.queries.site import who_runs_this

KEPT_FOR = timedelta(days=730)


class PupilNumber(Exception):
    """The text holds something shaped like a unique pupil number."""


class AlreadyClosed(Exception):
    """Somebody has closed the enquiry."""


@transaction.atomic
def ask(*, now: datetime, **fields) -> Enquiry:
    """Keeps the enquiry, tells the office, and sends whoever asked a receipt with their own words."""
    if holds_pupil_number(fields["text"]):
        raise PupilNumber
    enquiry = Enquiry.objects.create(asked_at=now, **fields)
    provider = who_runs_this()
    link = settings.SITE_URL + reverse("enquiry", args=[enquiry.pk])
    post_mail(
        to=provider.contact_email,
        user=None,
        kind="enquiry",
        why="Somebody wrote by the contact page.",
        subject=f"Enquiry: {enquiry.get_topic_display()}",
        text=render_to_string("email/enquiry.txt", {"enquiry": enquiry, "link": link}).strip(),
        now=now,
    )
    post_mail(
        to=enquiry.email,
        user=None,
        kind="enquiry receipt",
        why="Somebody, most likely you, wrote to us by the contact page and gave this address.",
        subject="We have your enquiry",
        text=render_to_string("email/enquiry_receipt.txt", {"enquiry": enquiry, "provider": provider}).strip(),
        now=now,
    )
    return enquiry


@transaction.atomic
def answer(*, enquiry: Enquiry, text: str, by: User, now: datetime) -> EnquiryAnswer:
    """Sent by mail and kept. The first answer is the one by which the waiting is counted."""
    provider = who_runs_this()
    post_mail(
        to=enquiry.email,
        user=None,
        kind="enquiry answered",
        why="You wrote to us by the contact page.",
        subject="An answer to your enquiry",
        text=render_to_string(
            "email/enquiry_answer.txt", {"enquiry": enquiry, "text": text, "by": by, "provider": provider}
        ).strip(),
        now=now,
    )
    return keep_answer(enquiry=enquiry, text=text, by=by, now=now)


@transaction.atomic
def keep_answer(*, enquiry: Enquiry, text: str, by: User, now: datetime) -> EnquiryAnswer:
    """Of what went to them by another way than `answer`: a quote, say."""
    Enquiry.objects.filter(pk=enquiry.pk, answered_at=None).update(answered_at=now)
    Enquiry.objects.filter(pk=enquiry.pk, assigned_to=None).update(assigned_to=by)
    return EnquiryAnswer.objects.create(enquiry=enquiry, text=text, sent_at=now, sent_by=by)


def assign(*, enquiry: Enquiry, to: User | None) -> None:
    Enquiry.objects.filter(pk=enquiry.pk).update(assigned_to=to)


def close(*, enquiry: Enquiry, by: User, now: datetime) -> None:
    """Done with: answered, or nothing that needs an answer."""
    if not Enquiry.objects.filter(pk=enquiry.pk, closed_at=None).update(closed_at=now, closed_by=by):
        raise AlreadyClosed


def forget_old_enquiries(*, now: datetime) -> None:
    """Kept for 24 months after it was answered or closed, with its answers."""
    done = Q(answered_at__isnull=False) | Q(closed_at__isnull=False)
    Enquiry.objects.filter(done, asked_at__lt=now - KEPT_FOR).delete()
