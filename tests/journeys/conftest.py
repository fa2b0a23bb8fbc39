"""One browser and one site for all journeys; every console error, failed request or foreign host is a failure."""

import os
import re
import shutil
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, BrowserContext, expect, sync_playwright

from tests.journeys import people
from tests.journeys.site import Site

CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
PATIENCE = 20_000  # milliseconds; machines are shared
ARGUMENTS = ["--disable-background-networking", "--disable-component-update", "--no-first-run", "--disable-sync"]

expect.set_options(timeout=PATIENCE)


def pytest_collection_modifyitems(items):
    if CHROMIUM:
        return
    missing = pytest.mark.skip(reason="There is no Chromium for the browser journeys: apt-get install chromium")
    for item in items:
        if item.get_closest_marker("journey"):
            item.add_marker(missing)


# All of these live as long as this folder's tests: Playwright runs an event loop, beside which Django's ORM refuses
# to work, so it must be gone when the tests of other folders begin.


@pytest.fixture(scope="package")
def site(tmp_path_factory):
    site = Site(tmp_path_factory.mktemp("site"))
    try:
        site.lay()
        site.start_all()
        yield site
    finally:
        site.stop_all()
        site.drop_database()


@pytest.fixture(scope="package")
def chromium():
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=CHROMIUM, args=ARGUMENTS, chromium_sandbox=os.geteuid() != 0, timeout=60_000
        )
        yield browser
        browser.close()


@pytest.fixture(scope="package")
def keyring():
    """Where each person's sign-in is kept, so that each signs in once: how often one may is limited."""
    return {}


class Watch:
    """What went wrong in a browser and was not expected."""

    def __init__(self, site: Site, forgiven: list[str]):
        self.site = site
        self.forgiven = forgiven
        self.faults: list[str] = []

    def note(self, fault: str):
        if not any(re.search(pattern, fault) for pattern in self.forgiven):
            self.faults.append(fault)

    def forgive(self, *patterns: str):
        self.forgiven.extend(patterns)

    def follow(self, context: BrowserContext):
        host = urlsplit(self.site.url).netloc

        def asked(request):
            parts = urlsplit(request.url)
            if parts.scheme in ("http", "https") and parts.netloc != host:
                self.note(f"request to another host: {request.url}")

        def failed(request):
            if request.failure != "net::ERR_ABORTED":  # a page was left: the browser itself gave up
                self.note(f"request failed: {request.method} {request.url}: {request.failure}")

        def said(message):
            if message.type in ("error", "warning"):
                self.note(f"console {message.type}: {message.text} ({message.location.get('url', '')})")

        context.on("request", asked)
        context.on("requestfailed", failed)
        context.on("console", said)
        context.on("weberror", lambda error: self.note(f"page error: {error.error}"))
        context.on("response", lambda reply: reply.status >= 500 and self.note(f"{reply.status} from {reply.url}"))


class Browsers:
    """Opens browsers that are watched. Two of them share nothing but what the site keeps."""

    def __init__(self, site: Site, chromium: Browser, keyring: dict):
        self.site = site
        self.chromium = chromium
        self.keyring = keyring
        self.opened: list[tuple[BrowserContext, Watch]] = []

    def open(self, *, forgive=(), **options):
        """A page of a new browser in which nobody is signed in."""
        options = {"viewport": {"width": 1280, "height": 900}, "reduced_motion": "reduce", **options}
        context = self.chromium.new_context(base_url=self.site.url, locale="en-GB", **options)
        context.set_default_timeout(PATIENCE)
        watch = Watch(self.site, list(forgive))
        watch.follow(context)
        self.opened.append((context, watch))
        page = context.new_page()
        page.watch = watch
        return page

    def open_as(self, name: str, **options):
        """The same for somebody who signed in before."""
        if name not in self.keyring:
            page = self.open()
            people.sign_in(page, self.site, name)
            self.keyring[name] = page.context.storage_state()
            page.context.close()
        return self.open(storage_state=self.keyring[name], **options)

    def close(self):
        faults = [fault for _, watch in self.opened for fault in watch.faults]
        for context, _ in self.opened:
            context.close()
        assert not faults, "The browser complained:\n" + "\n".join(dict.fromkeys(faults))


@pytest.fixture
def browsers(site, chromium, keyring):
    browsers = Browsers(site, chromium, keyring)
    yield browsers
    browsers.close()
