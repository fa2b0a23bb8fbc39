"""Every mail of the site goes through here, so that each person can read what was sent to them and why."""

from datetime import timedelta
from unicodedata import category

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.mail import EmailMultiAlternatives
from django.core.validators import validate_email
from django.db import transaction
from django.template.loader import render_to_string
from django.urls import reverse

from cms import tasks
from cms.models import Mail, MailStop
from cms.queries.mail import address_digest, recipient, stop_token

KEPT_FOR = timedelta(days=730)
UNSENT_TEXT_KEPT_FOR = timedelta(days=30)
LINE_BREAKERS = {"Cc", "Zl", "Zp"}  # Unicode's control characters, line and paragraph separators


class UnsafeHeader(ValueError):
    """The address or the subject holds a line break or another control character."""


class TextForgotten(Exception):
    """The text of this mail is gone: it cannot be sent any more."""


@transaction.atomic
def post_mail(*, to, user, kind, why, subject, text, html="", can_stop=False, now) -> Mail:
    """Write the mail into the log and send it after the transaction. `why` is a sentence that the mail carries.

    `can_stop` gives it a link with which the person stops all mails of this kind.

    `html`, where given, is a whole document: render a template that extends email/base.html, with the same `why`.
    """
    _refuse_unsafe_headers(to, subject)
    mail = Mail.objects.create(
        to=to,
        user=user,
        kind=kind,
        why=why,
        subject=subject[:200],
        text=text,
        html=html,
        can_stop=can_stop,
        created_at=now,
    )
    tasks.enqueue_on_commit(send_mail_row, mail_id=mail.pk)
    return mail


@tasks.background
def send_mail_row(*, mail_id, now) -> None:
    """Send a mail of the log once; its text is forgotten when it has gone."""
    mail = Mail.objects.get(pk=mail_id)
    if mail.state == Mail.State.SENT:
        return
    if not mail.text:
        raise TextForgotten(f"Mail {mail.pk}")
    try:
        _message(mail).send()
    except Exception as error:
        Mail.objects.filter(pk=mail.pk).update(state=Mail.State.FAILED, error=f"{type(error).__name__}: {error}"[:300])
        raise
    Mail.objects.filter(pk=mail.pk).update(state=Mail.State.SENT, sent_at=now, text="", html="", error="")


def forget_old_mail(*, now) -> None:
    """The log is kept for 24 months; the text of a mail that never went, for 30 days."""
    Mail.objects.filter(created_at__lt=now - KEPT_FOR).delete()
    Mail.objects.filter(created_at__lt=now - UNSENT_TEXT_KEPT_FOR).exclude(text="").update(text="", html="")


def stop_mail(*, who: int | str, kind: str, now) -> None:
    """`who` is the id of a person with an account, or the digest of an address: see cms/queries/mail.py."""
    MailStop.objects.get_or_create(**recipient(who), kind=kind, defaults={"stopped_at": now})


def resume_mail(*, who: int | str, kind: str) -> None:
    MailStop.objects.filter(**recipient(who), kind=kind).delete()


def on_one_line(text: str) -> str:
    """For names that go into a subject: no line breaks, no control characters, no marks that turn the line round."""
    return " ".join("".join(" " if category(sign) in LINE_BREAKERS | {"Cf"} else sign for sign in text).split())


def _refuse_unsafe_headers(to, subject):
    for value in (to, subject):
        if any(category(character) in LINE_BREAKERS for character in value):
            raise UnsafeHeader("A line break or a control character in the address or the subject.")
    try:
        validate_email(to)
    except ValidationError as error:
        raise UnsafeHeader("This is not one e-mail address.") from error


def _message(mail):
    context = {"text": mail.text, "why": mail.why, "stop": _stop(mail), "site_url": settings.SITE_URL}
    message = EmailMultiAlternatives(
        mail.subject,
        render_to_string("email/frame.txt", context).strip() + "\n",
        to=[mail.to],
        headers={"Auto-Submitted": "auto-generated", **_one_click(mail)},
    )
    if mail.html:
        message.attach_alternative(mail.html, "text/html")
    return message


def _stop(mail, page="stop_mail") -> str:
    if not mail.can_stop:
        return ""
    return settings.SITE_URL + reverse(page, args=[stop_token(mail.user_id or address_digest(mail.to), mail.kind)])


def _one_click(mail) -> dict[str, str]:
    """RFC 8058: mail programs show a button of their own, which posts to this address."""
    if not mail.can_stop:
        return {}
    return {
        "List-Unsubscribe": f"<{_stop(mail, 'stop_mail_now')}>",
        "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
    }
