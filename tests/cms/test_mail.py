from datetime import UTC, datetime, timedelta

import pytest
from django.core import mail as outbox
from django.db import IntegrityError, transaction
from django.template.loader import render_to_string

from cms.domain.mail import TextForgotten, UnsafeHeader, forget_old_mail, post_mail, send_mail_row
from cms.models import FailedTask, Mail
from tests.builders import build_user

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 11, 5, 16, 0, tzinfo=UTC)


@pytest.fixture
def post(django_capture_on_commit_callbacks):
    """post_mail with defaults, and what the transaction's end sets off."""

    def post(**changes):
        values = {
            "to": "head@school.example",
            "user": None,
            "kind": "note",
            "why": "You asked for it.",
            "subject": "A note",
            "text": "Dear colleague",
            "now": NOW,
        }
        with django_capture_on_commit_callbacks(execute=True):
            return post_mail(**{**values, **changes})

    return post


class BrokenBackend:
    def __init__(self, *args, **kwargs):
        pass

    def send_messages(self, messages):
        raise ConnectionRefusedError("no mail server")


@pytest.fixture
def mail_server_down(settings):
    settings.EMAIL_BACKEND = "tests.cms.test_mail.BrokenBackend"


def test_a_mail_goes_to_its_address_with_its_reason_at_the_foot(post):
    post()
    (message,) = outbox.outbox
    assert message.to == ["head@school.example"]
    assert message.subject == "A note"
    assert message.body == (
        "Dear colleague\n\n--\nWhy you get this mail: You asked for it.\nTouchstone, http://localhost:8000\n"
    )


def test_a_mail_is_plain_text_unless_an_html_part_is_given(post):
    post()
    post(html="<p>Dear colleague</p>")
    assert [len(message.alternatives) for message in outbox.outbox] == [0, 1]


def test_a_reason_cannot_bring_markup_into_the_html_part(post):
    why = "You are <b>Ada</b>."
    post(html=render_to_string("email/base.html", {"why": why}), why=why)
    assert "You are &lt;b&gt;Ada&lt;/b&gt;." in outbox.outbox[0].alternatives[0].content


def test_a_sent_mail_keeps_its_subject_and_reason_but_not_its_text(post):
    mail = post(html="<p>Dear colleague</p>")
    mail.refresh_from_db()
    assert (mail.state, mail.text, mail.html) == ("sent", "", "")
    assert (mail.subject, mail.why) == ("A note", "You asked for it.")


def test_nothing_is_sent_before_the_transaction_ends(post):
    post_mail(to="a@b.example", user=None, kind="note", why="Because.", subject="S", text="T", now=NOW)
    assert outbox.outbox == []


@pytest.mark.parametrize("part", ["\n", "\r", "\r\nBcc: all@school.example", "\x00", "\x0b", "\u2028", "\x85"])
@pytest.mark.parametrize("field", ["to", "subject"])
def test_a_line_break_in_the_address_or_the_subject_is_refused(post, field, part):
    values = {"to": "head@school.example", "subject": "A note"}
    with pytest.raises(UnsafeHeader):
        post(**{field: values[field] + part})
    assert Mail.objects.count() == 0


def test_a_hard_space_in_a_subject_is_no_line_break(post):
    assert post(subject="A\u00a0note").subject == "A\u00a0note"


@pytest.mark.parametrize("to", ["a@b.example, c@d.example", "Head <head@school.example>", "", "head"])
def test_what_is_not_one_address_is_refused(post, to):
    with pytest.raises(UnsafeHeader):
        post(to=to)


def test_a_mail_server_that_is_down_never_fails_the_request_and_leaves_a_task_for_the_team(post, mail_server_down):
    mail = post()
    mail.refresh_from_db()
    assert (mail.state, mail.text) == ("failed", "Dear colleague")
    assert mail.error == "ConnectionRefusedError: no mail server"
    assert list(FailedTask.objects.values_list("name", "arguments")) == [
        ("cms.domain.mail.send_mail_row", {"mail_id": mail.pk})
    ]


def test_a_sent_mail_is_not_sent_again(post):
    mail = post()
    send_mail_row(mail_id=mail.pk, now=NOW)
    assert len(outbox.outbox) == 1


def test_a_mail_whose_text_was_forgotten_cannot_be_sent(post, mail_server_down):
    mail = post()
    forget_old_mail(now=NOW + timedelta(days=31))
    with pytest.raises(TextForgotten):
        send_mail_row(mail_id=mail.pk, now=NOW)


def test_the_log_forgets_after_24_months_and_not_before(post):
    old, young = post(now=NOW - timedelta(days=731)), post(now=NOW - timedelta(days=729))
    forget_old_mail(now=NOW)
    assert list(Mail.objects.all()) == [young]
    assert not Mail.objects.filter(pk=old.pk).exists()


def test_the_database_refuses_a_sent_mail_without_a_time():
    with pytest.raises(IntegrityError, match="mail_sent_has_time"), transaction.atomic():
        Mail.objects.create(to="a@b.example", kind="k", why="w", subject="s", state="sent", created_at=NOW)


def test_the_log_names_the_person(post):
    ada = build_user()
    assert post(user=ada, to=ada.email).user == ada
