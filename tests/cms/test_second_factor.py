import re
from datetime import timedelta
from urllib.parse import unquote

import pytest
import time_machine
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, hotp_value, yield_hotp_counters_from_time
from django.urls import reverse
from django.utils import timezone

from tests.builders import build_user
from tests.cms.signing_in import ask_code, code_in_mail, give_code, is_signed_in, sign_in_by_code

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("requests_commit")]

SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
STAFF_PAGES = ["/admin/", "/admin/pages/", "/facilitate/", "/styleguide/", "/staff/", "/admin/reports/site-history/"]


@pytest.fixture
def boss():
    return build_user(email="boss@school.example", is_superuser=True)


@pytest.fixture
def required(settings):
    settings.SECOND_FACTOR_REQUIRED = True


def app_code(secret=SECRET):
    counter = next(iter(yield_hotp_counters_from_time()))
    return format_hotp_value(hotp_value(secret, counter))


def set_up_app(client):
    page = client.get(reverse("mfa_activate_totp")).content.decode()
    secret = re.search(r"<code>([A-Z2-7]+)</code>", page).group(1)
    return client.post(reverse("mfa_activate_totp"), {"code": app_code(secret)})


@pytest.mark.parametrize("page", STAFF_PAGES)
@pytest.mark.parametrize("method", ["get", "post", "put", "delete", "head"])
def test_without_the_second_factor_no_staff_page_answers_any_method(client, boss, required, page, method):
    sign_in_by_code(client, boss.email)
    response = getattr(client, method)(page)
    assert response["Location"] == reverse("mfa_index", query={"next": page})


@pytest.mark.parametrize("page", ["//admin/", "/admin//", "/%61dmin/", "/admin/../admin/", "/ADMIN/"])
def test_a_crooked_spelling_does_not_open_the_admin(client, boss, required, page):
    sign_in_by_code(client, boss.email)
    response = client.get("/", PATH_INFO=unquote(page))
    assert response.status_code in (301, 302, 404)
    assert "wagtail" not in response.content.decode().lower()


def test_the_page_says_plainly_why(client, boss, required):
    sign_in_by_code(client, boss.email)
    page = client.get("/admin/", follow=True).content.decode()
    assert "The page that you asked for needs a second step" in page
    assert "Set one up below; it takes two minutes." in page


def test_other_pages_want_no_second_factor(client, boss, required):
    sign_in_by_code(client, boss.email)
    assert is_signed_in(client)


def test_where_it_is_not_required_the_admin_opens_and_the_account_page_says_so(client, boss):
    sign_in_by_code(client, boss.email)
    assert client.get("/admin/").status_code == 200
    assert "this copy of the site has it switched off" in client.get(reverse("account")).content.decode()


def test_who_sets_up_an_app_has_given_the_second_factor_in_this_session(client, boss, required):
    sign_in_by_code(client, boss.email)
    set_up_app(client)
    assert client.get("/admin/").status_code == 200


def test_who_sets_up_an_app_sees_the_recovery_codes_at_once(client, boss):
    sign_in_by_code(client, boss.email)
    page = client.get(set_up_app(client)["Location"]).content.decode()
    assert "10 of 10 are left." in page


def test_a_wrong_code_sets_nothing_up(client, boss, required):
    sign_in_by_code(client, boss.email)
    client.get(reverse("mfa_activate_totp"))
    client.post(reverse("mfa_activate_totp"), {"code": "000000"})
    assert client.get("/admin/").status_code == 302
    assert Authenticator.objects.count() == 0


def test_with_an_app_the_code_from_the_mail_is_not_enough(client, boss, required):
    TOTP.activate(boss, SECRET)
    assert sign_in_by_code(client, boss.email)["Location"] == reverse("mfa_authenticate")
    assert not is_signed_in(client)


def test_with_the_code_of_the_app_one_is_in(client, boss, required):
    TOTP.activate(boss, SECRET)
    sign_in_by_code(client, boss.email)
    client.post(reverse("mfa_authenticate"), {"code": app_code()})
    assert client.get("/admin/").status_code == 200


def test_a_recovery_code_opens_once(client, boss, required):
    TOTP.activate(boss, SECRET)
    code = RecoveryCodes.activate(boss).get_unused_codes()[0]
    for expected in (200, 302):
        sign_in_by_code(client, boss.email)
        client.post(reverse("mfa_authenticate"), {"code": code})
        assert client.get("/admin/").status_code == expected
        client.post(reverse("account_logout"))


def test_the_codes_of_the_app_cannot_be_guessed_at_length(client, boss):
    TOTP.activate(boss, SECRET)
    sign_in_by_code(client, boss.email)
    answers = [client.post(reverse("mfa_authenticate"), {"code": "000000"}) for _ in range(11)]
    assert "That was a little often." in answers[-1].content.decode()
    client.post(reverse("mfa_authenticate"), {"code": app_code()})
    assert not is_signed_in(client)


def test_a_factor_set_up_elsewhere_is_asked_for_here(client, boss, required):
    sign_in_by_code(client, boss.email)
    TOTP.activate(boss, SECRET)
    page = client.get("/admin/", follow=True).content.decode()
    assert "this session was opened without it" in page
    client.post(reverse("mfa_reauthenticate", query={"next": "/admin/"}), {"code": app_code()})
    assert client.get("/admin/").status_code == 200


def test_who_removes_the_last_factor_is_outside_at_once(client, boss, required):
    sign_in_by_code(client, boss.email)
    set_up_app(client)
    client.post(reverse("mfa_deactivate_totp"))
    assert Authenticator.objects.count() == 0
    assert client.get("/admin/").status_code == 302


def test_nobody_removes_the_factor_of_somebody_else(client, boss):
    other = build_user(email="other@school.example")
    key = Authenticator.objects.create(user=other, type="webauthn", data={"name": "Key", "credential": {}})
    sign_in_by_code(client, boss.email)
    client.post(reverse("mfa_remove_webauthn", args=[key.pk]))
    client.post(reverse("mfa_deactivate_totp"))
    assert Authenticator.objects.filter(pk=key.pk).exists()


def test_a_new_password_does_not_get_round_the_second_factor(client, boss, required):
    boss.set_password("a long enough sentence")
    boss.save()
    TOTP.activate(boss, SECRET)
    url = reverse("account_login", query={"with": "password"})
    response = client.post(url, {"login": boss.email, "password": "a long enough sentence"})
    assert response["Location"] == reverse("mfa_authenticate")
    assert not is_signed_in(client)


def test_another_persons_record_in_the_session_is_no_second_factor_of_mine(client, boss, required):
    sign_in_by_code(client, boss.email)
    session = client.session
    session["account_authentication_methods"] = [{"method": "mfa", "at": 0, "id": 1, "type": "totp"}]
    session["account_authentication_methods_user"] = "999"
    session.save()
    assert client.get("/admin/").status_code == 302


def test_a_session_older_than_ten_minutes_signs_in_again_before_setting_up_a_factor(client, boss):
    sign_in_by_code(client, boss.email)
    with time_machine.travel(timezone.now() + timedelta(minutes=11)):
        assert client.get(reverse("mfa_activate_totp")).status_code == 403
        assert client.get(reverse("mfa_add_webauthn")).status_code == 403
        assert client.post(reverse("mfa_add_webauthn"), {}).status_code == 403


def test_half_signed_in_people_reach_no_page_of_their_own(client, boss):
    TOTP.activate(boss, SECRET)
    ask_code(client, boss.email)
    give_code(client, code_in_mail())
    for name in ("account", "my_mail", "usersessions_list", "mfa_index", "mfa_view_recovery_codes"):
        assert client.get(reverse(name))["Location"].startswith(reverse("account_login"))


def test_setting_up_a_factor_is_announced_by_mail(client, boss, mailoutbox):
    sign_in_by_code(client, boss.email)
    set_up_app(client)
    assert [message.subject for message in mailoutbox][1:2] == ["An authenticator app was added"]


def test_the_way_on_never_leads_off_the_site(client, boss, required):
    sign_in_by_code(client, boss.email)
    set_up_app(client)
    for target in ("//evil.example", "https://evil.example/", "/\\evil.example"):
        assert "evil" not in client.get(reverse("mfa_index", query={"next": target})).content.decode()
    assert 'href="/admin/"' in client.get(reverse("mfa_index", query={"next": "/admin/"})).content.decode()
