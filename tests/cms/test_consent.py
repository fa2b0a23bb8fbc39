"""Consent is given, comes near its end, ends and is withdrawn: by verbs, by link, in the admin, by the clock."""

from datetime import date, timedelta

import pytest
import time_machine
from django.core import mail as outbox
from django.urls import reverse

from cms.domain.testimonial import NothingToWithdraw, give_consent, look_after_consents, withdraw_consent
from cms.models import Mail, TestimonialConsent
from cms.queries.testimonial import REMINDED_BEFORE, withdraw_token
from tests.builders import build_user
from tests.cms.builders import NOW, TODAY, YESTERDAY, build_consent, build_testimonial
from tests.cms.test_operations import build_staff
from tests.courses.builders import page

pytestmark = pytest.mark.django_db
GIVEN = {
    "given_by": "Ada Example",
    "given_by_email": "ada@example.org",
    "given_on": TODAY,
    "until": date(2028, 11, 5),
    "scope": "site",
    "evidence": "Form 1",
}


def withdraw_path(testimonial) -> str:
    return f"/testimonials/withdraw/{withdraw_token(testimonial.pk)}/"


# Given and withdrawn ------------------------------------------------------------------------------------------


def test_whoever_consents_is_sent_the_link_that_takes_it_back(django_capture_on_commit_callbacks):
    one = build_testimonial(consent=False)
    with django_capture_on_commit_callbacks(execute=True):
        give_consent(testimonial=one, now=NOW, **GIVEN)
    (message,) = outbox.outbox
    assert message.to == ["ada@example.org"]
    assert withdraw_path(one) in message.body
    assert "Sunday 5 November 2028" in message.body


def test_withdrawing_ends_every_consent_and_tells_the_office(django_capture_on_commit_callbacks):
    one = build_testimonial(title="One")
    build_consent(one)
    with django_capture_on_commit_callbacks(execute=True):
        withdraw_consent(testimonial=one, now=NOW)
    assert [consent.withdrawn_at for consent in one.consents.all()] == [NOW, NOW]
    assert [message.subject for message in outbox.outbox] == ["Consent withdrawn: One"]


def test_a_consent_is_withdrawn_once():
    one = build_testimonial()
    withdraw_consent(testimonial=one, now=NOW)
    with pytest.raises(NothingToWithdraw):
        withdraw_consent(testimonial=one, now=NOW + timedelta(days=1))
    assert one.consents.get().withdrawn_at == NOW


# The link -----------------------------------------------------------------------------------------------------


def test_opening_the_link_asks_and_changes_nothing(client):
    one = build_testimonial()
    assert "Take my words back" in page(client.get(withdraw_path(one)))
    assert one.consents.get().withdrawn_at is None


def test_pressing_the_button_takes_the_page_away_at_once(client):
    one = build_testimonial(slug="one")
    with time_machine.travel(NOW):
        response = client.post(withdraw_path(one))
        assert (response.status_code, response["Location"]) == (302, withdraw_path(one))
        assert client.get("/testimonials/one/").status_code == 410
    assert "Your words are not shown" in page(client.get(withdraw_path(one)))


def test_pressing_twice_does_no_harm(client):
    one = build_testimonial()
    client.post(withdraw_path(one))
    assert client.post(withdraw_path(one)).status_code == 302


def test_the_link_of_one_interview_leaves_the_others_alone(client):
    one, other = build_testimonial(), build_testimonial()
    client.post(withdraw_path(one))
    assert other.consents.get().withdrawn_at is None


@pytest.mark.parametrize("token", ["x", "1", "WzFd:forged", "é"])
def test_a_forged_link_leads_nowhere(client, token):
    one = build_testimonial()
    assert client.post(f"/testimonials/withdraw/{token}/").status_code == 404
    assert one.consents.get().withdrawn_at is None


# The clock ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("until", "number"),
    [
        (TODAY + REMINDED_BEFORE + timedelta(days=1), 0),
        (TODAY + REMINDED_BEFORE, 1),
        (TODAY, 1),
        (YESTERDAY, 0),
    ],
)
def test_the_office_is_reminded_from_30_days_before_the_end(until, number):
    build_testimonial(until=until)
    look_after_consents(now=NOW)
    assert Mail.objects.filter(kind="consent ends").count() == number


def test_the_office_is_reminded_once():
    build_testimonial(until=TODAY)
    look_after_consents(now=NOW)
    look_after_consents(now=NOW)
    assert Mail.objects.filter(kind="consent ends").count() == 1


def test_of_a_withdrawn_consent_nobody_is_reminded():
    withdraw_consent(testimonial=build_testimonial(until=TODAY), now=NOW)
    look_after_consents(now=NOW)
    assert not Mail.objects.filter(kind="consent ends").exists()


@pytest.mark.parametrize(("until", "times"), [(TODAY, 0), (YESTERDAY, 1), (TODAY - timedelta(days=8), 0)])
def test_kept_copies_of_pages_are_forgotten_on_the_day_after_the_end(monkeypatch, until, times):
    forgotten = []
    monkeypatch.setattr("cms.domain.testimonial.forget_pages", lambda: forgotten.append(1))
    build_testimonial(until=until)
    look_after_consents(now=NOW)
    assert len(forgotten) == times


# The admin ----------------------------------------------------------------------------------------------------


@pytest.fixture
def recorder(client):
    client.force_login(build_staff("view_testimonialconsent", "add_testimonialconsent"))
    return client


def test_a_consent_is_recorded_in_the_admin_and_the_person_is_written_to(recorder):
    one = build_testimonial(consent=False)
    response = recorder.post(reverse("testimonial_consents:add"), {"testimonial": one.pk, **GIVEN})
    assert response.status_code == 302
    assert one.consents.get().until == date(2028, 11, 5)
    assert Mail.objects.get().to == "ada@example.org"


def test_the_form_proposes_24_months(recorder):
    with time_machine.travel(NOW):
        form = recorder.get(reverse("testimonial_consents:add")).context["form"]
    assert form.initial["until"] == date(2028, 11, 5)


def test_nobody_edits_or_deletes_a_consent(client):
    consent = build_consent(build_testimonial(consent=False))
    client.force_login(build_user(is_superuser=True))
    for address in ("edit", "delete"):
        client.post(reverse(f"testimonial_consents:{address}", args=[consent.pk]), {**GIVEN, "given_by": "Changed"})
    assert TestimonialConsent.objects.get().given_by == "Ada Example"


def test_the_list_finds_consents_that_end_in_30_days(recorder):
    build_consent(build_testimonial(consent=False, title="Ends soon"), until=TODAY + REMINDED_BEFORE)
    build_consent(build_testimonial(consent=False, title="Ends later"), until=date(2027, 11, 5))
    with time_machine.travel(NOW):
        rows = recorder.get(reverse("testimonial_consents:index"), {"stands": "soon"}).context["object_list"]
    assert [row.testimonial.title for row in rows] == ["Ends soon"]


@pytest.mark.parametrize(
    ("until", "words"), [(date(2099, 1, 1), "May be shown: Ada Example allowed it"), (date(2026, 1, 1), "Not shown:")]
)
def test_the_editor_says_whether_the_page_may_be_shown(client, until, words):
    one = build_testimonial(until=until)
    client.force_login(build_user(is_superuser=True))
    assert words in page(client.get(reverse("wagtailadmin_pages:edit", args=[one.pk])))
