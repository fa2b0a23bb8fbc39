import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from tests.builders import build_user
from tests.cms import observatory, production
from tests.cms.signing_in import sign_in_by_code

pytestmark = pytest.mark.django_db

FROM_PRODUCTION = [
    "ALLOWED_HOSTS",
    "CONTENT_SECURITY_POLICY",
    "CSRF_COOKIE_HTTPONLY",
    "CSRF_COOKIE_NAME",
    "CSRF_COOKIE_SAMESITE",
    "CSRF_COOKIE_SECURE",
    "DEBUG",
    "DEMO",
    "SECURE_CROSS_ORIGIN_OPENER_POLICY",
    "SECURE_HSTS_INCLUDE_SUBDOMAINS",
    "SECURE_HSTS_SECONDS",
    "SECURE_REDIRECT_EXEMPT",
    "SECURE_REFERRER_POLICY",
    "SECURE_SSL_REDIRECT",
    "SESSION_COOKIE_NAME",
    "SESSION_COOKIE_SAMESITE",
    "SESSION_COOKIE_SECURE",
    "X_FRAME_OPTIONS",
]


@pytest.fixture
def in_production(settings, monkeypatch, site):
    values = production.load(monkeypatch)
    for name in FROM_PRODUCTION:
        setattr(settings, name, values[name])


@pytest.fixture
def browser(in_production):
    return Client(headers={"host": "touchstone.example"})


@pytest.fixture
def signed_in(browser, requests_commit):
    build_user(email="boss@school.example", is_superuser=True)
    for call in ("get", "post"):
        send = getattr(browser, call)
        setattr(browser, call, lambda *args, send=send, **kwargs: send(*args, **{"secure": True, **kwargs}))
    sign_in_by_code(browser, "boss@school.example")
    return browser


@pytest.mark.parametrize("path", ["/", "/account/login/", "/account/signup/", "/account/password/reset/", "/nowhere/"])
def test_a_page_of_ours_scores_at_least_130(browser, path):
    response = browser.get(path, secure=True)
    assert observatory.score(response, response.cookies) >= 130


@pytest.mark.parametrize(
    "path", ["/account/", "/account/email/", "/account/devices/", "/account/2fa/", "/account/mail/"]
)
def test_a_signed_in_page_scores_at_least_130_and_is_kept_nowhere(signed_in, path):
    response = signed_in.get(path)
    assert observatory.score(response, signed_in.cookies) >= 130
    assert "no-store" in response["Cache-Control"]
    assert "private" in response["Cache-Control"]


@pytest.mark.parametrize("path", ["/admin/", "/admin/pages/", "/admin/users/", "/admin/mail_log/"])
def test_the_admin_scores_at_least_80(signed_in, path):
    response = signed_in.get(path)
    assert response.status_code == 200
    assert observatory.score(response, signed_in.cookies) >= 80


def test_the_scorer_itself_takes_off_for_what_is_missing():
    bare = HttpResponse()
    assert observatory.score(bare, {}) == 100 - 25 - 20 - 20 - 5
    bare["Content-Security-Policy"] = "default-src 'none'; script-src 'self' 'unsafe-inline'; frame-ancestors 'none'"
    bare["Strict-Transport-Security"] = "max-age=31536000"
    bare["X-Content-Type-Options"] = "nosniff"
    assert observatory.score(bare, {}) == 100 - 20
    bare["Content-Security-Policy"] = "default-src 'none'; script-src 'self'; frame-ancestors 'none'"
    assert observatory.score(bare, {}) == 100 + 10 + 5


def test_no_page_of_ours_allows_inline_script_style_or_eval(browser):
    for path in ("/", "/account/login/"):
        header = browser.get(path, secure=True)["Content-Security-Policy"]
        assert "unsafe" not in header
        assert "frame-ancestors 'none'" in header
        assert "default-src 'none'" in header


def test_the_admin_may_be_framed_by_itself_for_its_preview(signed_in):
    header = signed_in.get("/admin/")["Content-Security-Policy"]
    assert "frame-ancestors 'self'" in header
    assert "script-src 'self' 'unsafe-inline'" in header


def test_a_preview_may_be_framed_by_the_admin(signed_in, site):
    url = reverse("wagtailadmin_pages:preview_on_edit", args=[site.pk])
    form = signed_in.get(reverse("wagtailadmin_pages:edit", args=[site.pk])).context["form"]
    data = {name: field.value() or "" for name, field in ((f.html_name, f) for f in form)}
    data |= {"body-count": "0", "comments-TOTAL_FORMS": "0", "comments-INITIAL_FORMS": "0"}
    signed_in.post(url, data)
    headers = signed_in.get(url, {"mode": ""}).headers
    assert "frame-ancestors 'self'" in headers["Content-Security-Policy"]
    assert headers["X-Frame-Options"] == "SAMEORIGIN"


def test_the_cookies_are_bound_to_this_host_and_hidden_from_scripts(signed_in):
    assert {
        (name, bool(cookie["secure"]), bool(cookie["httponly"]), cookie["samesite"], cookie["path"], cookie["domain"])
        for name, cookie in signed_in.cookies.items()
        if name != "messages"
    } == {("__Host-session", True, True, "Lax", "/", ""), ("__Host-csrf", True, True, "Lax", "/", "")}


def test_http_is_sent_to_https_and_the_browser_remembers_for_a_year(browser):
    response = browser.get("/account/login/")
    assert (response.status_code, response["Location"]) == (301, "https://touchstone.example/account/login/")
    secure = browser.get("/account/login/", secure=True)
    assert secure["Strict-Transport-Security"] == "max-age=31536000; includeSubDomains"


def test_other_headers(browser):
    headers = browser.get("/", secure=True).headers
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["X-Frame-Options"] == "DENY"
    assert headers["Referrer-Policy"] == "same-origin"
    assert headers["Cross-Origin-Opener-Policy"] == "same-origin"
    assert headers["Cross-Origin-Resource-Policy"] == "same-origin"
    assert headers["Permissions-Policy"] == "camera=(), geolocation=(), microphone=(), payment=(), usb=()"


def test_a_public_page_may_be_kept_by_those_who_are_not_signed_in(browser):
    assert "no-store" not in browser.get("/", secure=True).headers.get("Cache-Control", "")


def test_a_host_that_is_not_ours_is_refused(in_production):
    assert Client(headers={"host": "evil.example"}).get("/account/login/", secure=True).status_code == 400
