"""Mails of a kind that a person stops: by the link, and by the button of the mail program (RFC 8058)."""

from datetime import UTC, datetime

import pytest
from django.core import mail as outbox
from django.test import Client

from cms.domain.mail import post_mail, resume_mail, stop_mail
from cms.models import MailStop
from cms.queries.mail import has_stopped, people_without, read_stop_token, stop_token
from tests.builders import build_user

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 12, 16, 0, tzinfo=UTC)
KIND = "five a week"


@pytest.fixture
def user():
    return build_user(email="ada@example.org")


@pytest.fixture
def message(user, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        post_mail(to=user.email, user=user, kind=KIND, why="Because.", subject="S", text="T", can_stop=True, now=NOW)
    return outbox.outbox[0]


def one_click_path(message) -> str:
    header = message.extra_headers["List-Unsubscribe"]
    assert header.startswith("<http://localhost:8000/mail/stop/")
    return header.strip("<>").removeprefix("http://localhost:8000")


def test_a_mail_that_can_be_stopped_says_how_in_its_text_and_its_headers(message, user):
    token = stop_token(user.pk, KIND)
    assert f"\nNo more of these mails: http://localhost:8000/mail/stop/{token}/\n" in message.body
    assert one_click_path(message) == f"/mail/stop/{token}/now/"
    assert message.extra_headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"


def test_other_mails_have_no_such_line_and_headers(user, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        post_mail(to=user.email, user=user, kind="code", why="Because.", subject="S", text="T", now=NOW)
    assert "No more of these mails" not in outbox.outbox[0].body
    assert "List-Unsubscribe" not in outbox.outbox[0].extra_headers


def test_the_button_of_a_mail_program_stops_it_without_cookie_or_token(message, user):
    client = Client(enforce_csrf_checks=True)
    response = client.post(one_click_path(message), {"List-Unsubscribe": "One-Click"})
    assert (response.status_code, response.content.decode()) == (200, "This mail is stopped.\n")
    assert people_without(KIND) == {user.pk}
    assert client.post(one_click_path(message), {"List-Unsubscribe": "One-Click"}).status_code == 200
    assert MailStop.objects.count() == 1


def test_opening_the_addresses_as_a_mail_scanner_does_changes_nothing(message, client, user):
    for path in (one_click_path(message), one_click_path(message).removesuffix("now/")):
        response = client.get(path, follow=True)
        assert "Stop this mail?" in response.content.decode()
        assert response["Cache-Control"] == "max-age=0, no-cache, no-store, must-revalidate, private"
    assert not has_stopped(user.pk, KIND)


def test_the_page_stops_the_mail_and_sends_it_again(client, user):
    path = f"/mail/stop/{stop_token(user.pk, KIND)}/"
    assert "This mail is stopped" in client.post(path, {"do": "stop"}).content.decode()
    assert has_stopped(user.pk, KIND)
    assert "Stop this mail?" in client.post(path, {"do": "resume"}).content.decode()
    assert not has_stopped(user.pk, KIND)


def test_one_kind_is_stopped_for_one_person(user):
    stop_mail(who=user.pk, kind=KIND, now=NOW)
    assert (has_stopped(user.pk, "code"), has_stopped(build_user().pk, KIND)) == (False, False)
    resume_mail(who=user.pk, kind="code")
    assert has_stopped(user.pk, KIND)


@pytest.mark.parametrize("change", [lambda token: token[:-1], lambda token: "x" + token, lambda token: "x"])
def test_a_forged_token_stops_nothing(client, user, change):
    token = change(stop_token(user.pk, KIND))
    assert read_stop_token(token) is None
    assert client.post(f"/mail/stop/{token}/now/").status_code == 404
    assert not MailStop.objects.exists()


def test_a_token_of_somebody_who_is_gone_is_refused_calmly(client, user):
    token = stop_token(user.pk, KIND)
    user.delete()
    assert client.post(f"/mail/stop/{token}/now/").status_code == 404
