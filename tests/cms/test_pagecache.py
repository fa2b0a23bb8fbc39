"""Copies of public pages: who gets one, what may become one, and that nobody sees an old one after a change."""

from datetime import UTC, datetime, timedelta

import pytest
from django.core.management import call_command
from django.http import HttpResponse
from django.test import Client, RequestFactory
from django.urls import reverse
from redis import Redis, RedisError
from wagtail.images import get_image_model
from wagtail.images.tests.utils import get_test_image_file
from wagtail.models import GroupApprovalTask, Page, PageViewRestriction, Workflow, WorkflowTask

from cms.domain.pagecache import MOST_BYTES_A_PAGE, keep_copy, kept_copy, kept_part, pages_version, renew_version
from cms.models import ContentPage, Provider
from cms.views.pagecache import copy_of, may_be_kept, public_page, shared_query
from tests.builders import build_user
from tests.cms import production

pytestmark = pytest.mark.django_db
ABOUT = "/about/"
SECURITY = (
    *("Content-Security-Policy", "Cross-Origin-Opener-Policy", "Cross-Origin-Resource-Policy", "Permissions-Policy"),
    *("Referrer-Policy", "X-Content-Type-Options", "X-Frame-Options", "Strict-Transport-Security"),
)


@pytest.fixture(autouse=True)
def _cached(settings, tmp_path):
    settings.PAGE_CACHE = settings.PAGE_PARTS = True
    settings.VAR_DIR = tmp_path


@pytest.fixture
def about(site):
    return site.add_child(instance=ContentPage(title="About", slug="about", introduction="Written first."))


@pytest.fixture
def visitor(about):
    return Client()


def behind_its_back(page, text="Written since."):
    """A change that nobody announces: whoever sees it was given a new page."""
    ContentPage.objects.filter(pk=page.pk).update(introduction=text)


def is_old(response) -> bool:
    return b"Written first." in response.content


# Who gets a copy ------------------------------------------------------------------------------------------------


def test_the_second_visitor_costs_no_query(visitor, django_assert_num_queries):
    first = visitor.get(ABOUT)
    with django_assert_num_queries(0):
        second = Client().get(ABOUT)
    assert (second.status_code, second.content) == (200, first.content)


def test_a_signed_in_person_gets_no_copy_and_leaves_none(visitor, about):
    person = Client()
    person.force_login(build_user(name="Nadia Hale"))
    visitor.get(ABOUT)
    behind_its_back(about)
    assert not is_old(person.get(ABOUT))
    assert is_old(visitor.get(ABOUT))


def test_the_page_of_a_signed_in_person_is_never_kept(about):
    person = Client()
    person.force_login(build_user(name="Nadia Hale"))
    assert b"Nadia Hale" in person.get(ABOUT).content
    assert b"Nadia Hale" not in Client().get(ABOUT).content


@pytest.mark.parametrize("cookie", ["sessionid", "messages"])
def test_a_cookie_of_a_session_or_a_message_passes_by_the_copies(visitor, about, cookie):
    visitor.get(ABOUT)
    behind_its_back(about)
    other = Client()
    other.cookies[cookie] = "whatever"
    assert not is_old(other.get(ABOUT))


def test_a_form_cookie_alone_does_not(visitor, about):
    visitor.get(ABOUT)
    behind_its_back(about)
    other = Client()
    other.cookies["csrftoken"] = "t" * 32
    assert is_old(other.get(ABOUT))


@pytest.mark.parametrize("header", [{"authorization": "Basic eDp4"}, {"hx-request": "true"}])
def test_a_request_that_asks_for_something_of_its_own_passes_by_the_copies(visitor, about, header):
    visitor.get(ABOUT)
    behind_its_back(about)
    assert not is_old(Client().get(ABOUT, headers=header))


def test_a_head_request_is_answered_from_a_copy_and_makes_none(visitor, about, django_assert_num_queries):
    visitor.head(ABOUT)
    behind_its_back(about)
    page = visitor.get(ABOUT)
    assert not is_old(page)
    with django_assert_num_queries(0):
        head = visitor.head(ABOUT)
    assert (head.content, head["Content-Length"]) == (b"", str(len(page.content)))


def test_a_browser_that_has_the_page_is_told_so(visitor):
    first = visitor.get(ABOUT)
    assert first["Cache-Control"] == "public, max-age=0, must-revalidate"
    again = visitor.get(ABOUT, headers={"if-none-match": first["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert visitor.get(ABOUT, headers={"if-none-match": '"another"'}).status_code == 200


def test_a_page_is_packed_for_those_who_take_it(visitor):
    plain = visitor.get(ABOUT)
    packed = visitor.get(ABOUT, headers={"accept-encoding": "gzip"})
    assert "Content-Encoding" not in plain.headers
    assert packed["Content-Encoding"] == "gzip"
    assert len(packed.content) < len(plain.content)
    assert {name.strip() for name in packed["Vary"].split(",")} == {"Accept-Encoding", "Cookie"}


def test_hosts_and_schemes_have_copies_of_their_own(visitor, about):
    visitor.get(ABOUT)
    behind_its_back(about)
    assert is_old(visitor.get(ABOUT))
    assert not is_old(visitor.get(ABOUT, headers={"host": "127.0.0.1"}))
    assert not is_old(visitor.get(ABOUT, secure=True))


def test_a_foreign_host_is_refused_as_ever(visitor):
    visitor.get(ABOUT)
    assert visitor.get(ABOUT, headers={"host": "evil.example"}).status_code == 400


def test_no_copy_lives_beyond_midnight_of_the_site(visitor, about, monkeypatch):
    def at(*moment):
        monkeypatch.setattr("django.utils.timezone.now", lambda: datetime(*moment, tzinfo=UTC))

    at(2027, 6, 10, 22, 59)
    visitor.get(ABOUT)
    behind_its_back(about)
    assert is_old(visitor.get(ABOUT))
    at(2027, 6, 10, 23, 1)  # in London it is the 11th
    assert not is_old(visitor.get(ABOUT))


def test_headers_of_a_copy_are_those_of_the_page(visitor, settings, monkeypatch):
    for name in ("SECURE_HSTS_SECONDS", "SECURE_HSTS_INCLUDE_SUBDOMAINS", "SECURE_SSL_REDIRECT"):
        setattr(settings, name, production.load(monkeypatch)[name])
    browser = Client()
    settings.PAGE_CACHE = False
    bare = browser.get(ABOUT, secure=True)
    settings.PAGE_CACHE = True
    made, copy = browser.get(ABOUT, secure=True), browser.get(ABOUT, secure=True)
    expected = {name: bare.headers[name] for name in SECURITY}
    assert {name: made.headers.get(name) for name in SECURITY} == expected
    assert {name: copy.headers.get(name) for name in SECURITY} == expected
    assert browser.get(ABOUT).status_code == 301


# What may become a copy -----------------------------------------------------------------------------------------


@public_page("page")
def some_view(request): ...


def made(response, *, view=some_view, path="/", request=None):
    """Whether the answer of this view may be kept."""
    request = request or RequestFactory().get(path)
    request.resolver_match = type("Match", (), {"view_name": "some", "func": staticmethod(view)})
    return may_be_kept(request, response)


def with_cookie():
    response = HttpResponse("x")
    response.set_cookie("a", "b")
    return response


def with_csp():
    response = HttpResponse("x")
    response._csp_update = {"img-src": "blob:"}
    return response


@pytest.mark.parametrize(
    "response",
    [
        HttpResponse("x", status=404),
        HttpResponse("x", status=302),
        HttpResponse("x", content_type="application/json"),
        HttpResponse("x", headers={"Cache-Control": "private"}),
        HttpResponse("x", headers={"Cache-Control": "no-store"}),
        HttpResponse("x", headers={"Vary": "Cookie, Accept-Language"}),
        HttpResponse('<input type="hidden" name="csrfmiddlewaretoken" value="t">'),
        with_cookie(),
        with_csp(),
    ],
)
def test_an_answer_that_is_not_for_everybody_is_not_kept(response):
    assert not made(response)


def test_an_answer_for_everybody_is_kept():
    assert made(HttpResponse("x"))
    assert made(HttpResponse("x", content_type="application/rss+xml; charset=utf-8", headers={"Vary": "Cookie"}))


def test_a_nonce_is_never_shared():
    request = RequestFactory().get("/")
    request._csp_nonce = "n"
    assert not made(HttpResponse("x"), request=request)


def test_a_form_token_that_was_asked_for_is_never_shared():
    request = RequestFactory().get("/")
    request.META["CSRF_COOKIE_NEEDS_UPDATE"] = True
    assert not made(HttpResponse("x"), request=request)


def test_a_view_that_does_not_say_so_is_not_kept():
    assert not made(HttpResponse("x"), view=lambda request: None)


def test_a_view_names_the_parameters_it_reads():
    assert made(HttpResponse("x"), path="/?page=2")
    assert not made(HttpResponse("x"), path="/?page=2&sort=name")


@pytest.mark.parametrize("path", ["/account/login/", "/readyz", "/nowhere/", "/admin/login/", "/demo/mail/"])
def test_other_pages_are_made_anew_each_time(visitor, path):
    assert "public" not in visitor.get(path).headers.get("Cache-Control", "")


def test_a_page_that_asks_for_a_sign_in_is_not_kept(visitor, about, site):
    visitor.get(ABOUT)
    PageViewRestriction.objects.create(page=about, restriction_type=PageViewRestriction.LOGIN)
    renew_version()
    person = Client()
    person.force_login(build_user())
    assert person.get(ABOUT).status_code == 200
    assert visitor.get(ABOUT).status_code == 302
    assert visitor.get(ABOUT).status_code == 302


# Queries --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("raw", "shared"),
    [
        ("", ""),
        ("page=2", "page=2"),
        ("b=2&a=1", "a=1&b=2"),
        ("utm_source=x&page=2&gclid=y", "page=2"),
        ("utm_source=x", ""),
        ("a=1&a=2", None),
        ("a=1&b=2&c=3&d=4&e=5", None),
        ("q=" + "x" * 200, None),
    ],
)
def test_a_query_is_put_in_one_order_or_left_alone(raw, shared):
    assert shared_query(raw) == shared


def test_an_unknown_parameter_makes_no_copy(visitor, about):
    visitor.get(ABOUT, {"colour": "red"})
    behind_its_back(about)
    assert not is_old(visitor.get(ABOUT, {"colour": "red"}))


def test_a_link_that_follows_people_about_is_answered_with_the_copy_and_makes_none(visitor, about):
    visitor.get(ABOUT, {"utm_source": "letter"})
    behind_its_back(about)
    assert not is_old(visitor.get(ABOUT))
    behind_its_back(about, "Written first.")
    assert not is_old(visitor.get(ABOUT, {"utm_source": "letter"}))


# How much -------------------------------------------------------------------------------------------------------


def kept(number, *, size=100, has_query=False):
    copy = copy_of(HttpResponse("x" * size))
    keep_copy(version="v", address=str(number), copy=copy, has_query=has_query)
    return kept_copy(version="v", address=str(number)) == copy


def test_a_page_that_weighs_too_much_is_not_kept():
    assert kept(1)
    assert not kept(2, size=MOST_BYTES_A_PAGE)


def test_many_queries_leave_room_for_the_pages(monkeypatch):
    monkeypatch.setattr("cms.domain.pagecache.MOST_BYTES", 10_000)
    monkeypatch.setattr("cms.domain.pagecache.MOST_BYTES_WITH_QUERY", 5_000)
    assert [kept(number, size=2_000, has_query=True) for number in range(3)] == [True, True, False]
    assert [kept(number, size=2_000) for number in range(3, 5)] == [True, False]


# What many pages show alike -------------------------------------------------------------------------------------


def part(name="menu"):
    """A part that says how often it was made."""
    return kept_part(name, lambda: (len(MADE), MADE.append(name))[0])


MADE = []


@pytest.fixture
def counted():
    MADE.clear()


def test_a_part_is_made_once_until_the_pages_are_forgotten(counted):
    assert [part(), part()] == [0, 0]
    renew_version()
    assert [part(), part()] == [1, 1]


def test_each_part_is_kept_for_itself(counted):
    assert [part("menu"), part("cohorts"), part("menu")] == [0, 1, 0]


def test_a_part_is_made_anew_each_day_and_after_ten_minutes(counted, time_machine, monkeypatch):
    time_machine.move_to("2026-11-11 22:00Z", tick=False)
    assert part() == 0
    time_machine.move_to("2026-11-12 00:01Z", tick=False)
    assert part() == 1
    monkeypatch.setattr("cms.domain.pagecache.LIFE", timedelta(seconds=-1))
    renew_version()
    assert [part(), part()] == [2, 3]


def test_a_page_without_a_copy_asks_3_queries(visitor, settings, django_assert_num_queries):
    settings.PAGE_CACHE = False
    visitor.get(ABOUT)
    with django_assert_num_queries(3):  # the page, and whether it or one above it is for some only
        assert visitor.get(ABOUT).status_code == 200


def test_a_page_that_was_unpublished_behind_its_back_is_not_shown(visitor, about, settings):
    settings.PAGE_CACHE = False
    visitor.get(ABOUT)
    ContentPage.objects.filter(pk=about.pk).update(live=False)
    assert visitor.get(ABOUT).status_code == 404


def test_without_parts_everything_is_read_anew(counted, settings):
    settings.PAGE_PARTS = False
    assert [part(), part()] == [0, 1]


# One version for every process ----------------------------------------------------------------------------------

RENEW = """
import django; django.setup()
from cms.domain.pagecache import pages_version, renew_version
renew_version()
print(pages_version())
"""


def renewed_by_another_process(**values):
    result = production.run("-c", RENEW, PRODUCTION=None, DJANGO_SETTINGS_MODULE="cms.settings", **values)
    assert result.returncode == 0, result.stderr
    return result.stdout.strip()


def test_processes_share_the_version_in_a_file(settings, tmp_path):
    settings.REDIS_URL = None
    ours = pages_version()
    theirs = renewed_by_another_process(VAR_DIR=str(tmp_path))
    assert theirs != ours
    assert pages_version() == theirs


def test_processes_share_the_version_in_redis(settings, tmp_path):
    url = settings.REDIS_URL or "redis://127.0.0.1:6379/9"
    try:
        Redis.from_url(url).ping()
    except RedisError:
        pytest.skip("There is no Redis here.")
    settings.REDIS_URL = url
    backend = {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": url}
    settings.CACHES = {"default": backend, "pages": {**backend, "KEY_PREFIX": "pages"}}
    ours = pages_version()
    theirs = renewed_by_another_process(VAR_DIR=str(tmp_path), REDIS_URL=url)
    assert theirs != ours
    assert pages_version() == theirs
    assert not (tmp_path / "pages.version").exists()


def test_a_version_that_was_lost_does_not_come_back_to_old_copies(visitor, about, settings, tmp_path):
    settings.REDIS_URL = None
    visitor.get(ABOUT)
    behind_its_back(about)
    (tmp_path / "pages.version").unlink()
    assert not is_old(visitor.get(ABOUT))


# What forgets them ----------------------------------------------------------------------------------------------


@pytest.fixture
def boss(requests_commit):
    client = Client()
    client.force_login(build_user(is_superuser=True))
    return client


def form_of(client, url, prefix=None, **changes):
    """The fields of an admin form as they stand."""
    form = client.get(url).context["form"]
    data = {field.html_name: field.value() if field.value() is not None else "" for field in form}
    data |= {"body-count": "0", "comments-TOTAL_FORMS": "0", "comments-INITIAL_FORMS": "0"}
    return data | changes


def edit(client, page, **changes):
    url = reverse("wagtailadmin_pages:edit", args=[page.pk])
    return client.post(url, form_of(client, url, introduction="Written since.", **changes))


def pages(name, *args):
    return reverse(f"wagtailadmin_pages:{name}", args=args)


def publish(boss, about):
    edit(boss, about, **{"action-publish": "1"})


def unpublish(boss, about):
    boss.post(pages("unpublish", about.pk))


def delete(boss, about):
    boss.post(pages("delete", about.pk))


def rename(boss, about):
    edit(boss, about, slug="about-us", **{"action-publish": "1"})


def unpublish_many(boss, about):
    url = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "unpublish"])
    boss.post(f"{url}?id={about.pk}")


def publish_many(boss, about):
    edit(boss, about)
    url = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "publish"])
    boss.post(f"{url}?id={about.pk}")


def approve(boss, about):
    workflow = Workflow.objects.create(name="Check")
    WorkflowTask.objects.create(workflow=workflow, task=GroupApprovalTask.objects.create(name="Read"), sort_order=0)
    edit(boss, about)
    state = workflow.start(ContentPage.objects.get(pk=about.pk), None).current_task_state
    boss.post(pages("workflow_action", about.pk, "approve", state.pk), {"comment": ""})


def restrict(boss, about):
    boss.post(pages("set_privacy", about.pk), {"restriction_type": "login", "password": "", "groups": []})


CHANGES = [publish, unpublish, delete, rename, unpublish_many, publish_many, approve, restrict]


@pytest.mark.parametrize("change", CHANGES)
def test_what_the_admin_changes_shows_at_once(visitor, about, boss, change):
    assert is_old(visitor.get(ABOUT))
    change(boss, about)
    assert not is_old(Client().get(ABOUT))


def change_a_setting(boss, site):
    url = reverse("wagtailsettings:edit", args=["cms", "provider", site.get_site().pk])
    boss.post(url, form_of(boss, url, name="Another name"))
    assert Provider.objects.get().name == "Another name"


def put_pages_in_another_order(boss, site):
    last = site.add_child(instance=ContentPage(title="Last", slug="last"))
    boss.post(f"{pages('set_page_position', last.pk)}?position=0")
    assert site.get_first_child().pk == last.pk


def rename_an_image(boss, site):
    image = get_image_model().objects.create(title="Old", file=get_test_image_file())
    url = reverse("wagtailimages:edit", args=[image.pk])
    boss.post(url, form_of(boss, url, title="New", file=""))
    assert get_image_model().objects.get().title == "New"


@pytest.mark.parametrize("change", [change_a_setting, put_pages_in_another_order, rename_an_image])
def test_what_many_pages_show_is_forgotten_with_them(visitor, boss, site, change):
    before = pages_version()
    change(boss, site)
    assert pages_version() != before


def test_what_an_open_editor_sends_by_itself_forgets_nothing(visitor, boss, about):
    before = pages_version()
    url = reverse("wagtailadmin_pages:edit", args=[about.pk])
    data = form_of(boss, url, introduction="A draft.")
    saved = boss.post(url, data, headers={"accept": "application/json"})
    assert saved.json()["success"] is True
    boss.post(reverse("wagtailadmin_pages:preview_on_edit", args=[about.pk]), data)
    assert pages_version() == before
    assert is_old(visitor.get(ABOUT))


def test_a_page_whose_hour_has_come_shows_at_once(visitor, about, django_capture_on_commit_callbacks):
    assert is_old(visitor.get(ABOUT))
    about.introduction = "Written since."
    about.save_revision(approved_go_live_at=datetime(2020, 1, 1, tzinfo=UTC))
    publish_scheduled(django_capture_on_commit_callbacks)
    assert not is_old(visitor.get(ABOUT))


def test_a_page_whose_time_is_over_goes_at_once(visitor, about, django_capture_on_commit_callbacks):
    assert visitor.get(ABOUT).status_code == 200
    Page.objects.filter(pk=about.pk).update(expire_at=datetime(2020, 1, 1, tzinfo=UTC))
    publish_scheduled(django_capture_on_commit_callbacks)
    assert visitor.get(ABOUT).status_code == 404


def test_a_clock_with_nothing_to_publish_forgets_nothing(visitor, django_capture_on_commit_callbacks):
    before = pages_version()
    publish_scheduled(django_capture_on_commit_callbacks)
    assert pages_version() == before


def publish_scheduled(capture):
    with capture(execute=True):
        call_command("publish_scheduled", verbosity=0)
