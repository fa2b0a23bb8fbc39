"""A real browser in front of a page with a quiz (tests/quizzes/host.py)."""

import sqlite3
from contextlib import closing

import pytest
from django.db import connection
from playwright.sync_api import sync_playwright

from tests.builders import build_user
from tests.quizzes.host import TEMPLATE

KEPT = pytest.StashKey[tuple[str, str]]()


@pytest.fixture
def restored_database(request, django_db_setup, tmp_path):
    """Real commits are followed by a flush, which takes the rows of the migrations too: put SQLite's file back."""
    if connection.vendor != "sqlite":
        return
    path, kept = connection.settings_dict["NAME"], str(tmp_path / "kept.sqlite3")
    copy(path, kept)
    request.node.stash[KEPT] = (kept, path)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_teardown(item):
    result = yield  # the flush is over: a fixture's own teardown would come before it
    if paths := item.stash.get(KEPT, None):
        copy(*paths)
    return result


def copy(source, target):
    with closing(sqlite3.connect(source)) as old, closing(sqlite3.connect(target)) as new:
        old.backup(new)


@pytest.fixture
def host(settings):
    """Switches the site to one that has the page of the host."""
    settings.ROOT_URLCONF = "tests.quizzes.host"
    [engine] = settings.TEMPLATES
    loaders = [
        ("django.template.loaders.locmem.Loader", {"host.html": TEMPLATE}),
        "django.template.loaders.filesystem.Loader",
        "django.template.loaders.app_directories.Loader",
    ]
    options = engine["OPTIONS"] | {"loaders": [("django.template.loaders.cached.Loader", loaders)]}
    settings.TEMPLATES = [engine | {"APP_DIRS": False, "OPTIONS": options}]


@pytest.fixture(scope="module")
def chromium():
    with pytest.MonkeyPatch.context() as patch, sync_playwright() as playwright:
        patch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "true")  # Playwright keeps an event loop in this thread
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=["--no-sandbox"])
        yield browser
        browser.close()


@pytest.fixture
def lead(restored_database, transactional_db, request):
    if connection.vendor != "sqlite":
        pytest.skip("the site must be put back after each test, which only SQLite's file allows")
    request.getfixturevalue("site")
    return build_user()


@pytest.fixture
def visit(host, lead, live_server, chromium, client):
    """Opens a page of the quiz, signed in as the lead: `visit(quiz)` or `visit(quiz, java_script_enabled=False)`."""
    client.force_login(lead)
    cookie = {"name": "sessionid", "value": client.cookies["sessionid"].value, "url": live_server.url}

    contexts = []

    def open_page(quiz, **options):
        context = chromium.new_context(**options)
        contexts.append(context)
        context.add_cookies([cookie])
        page = context.new_page()
        page.set_default_timeout(8000)
        page.goto(f"{live_server.url}/host/{quiz.pk}/")
        return page

    yield open_page
    for context in contexts:
        context.close()
