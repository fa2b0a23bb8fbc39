"""What people do on the site, in their words: signing in, reading mail, answering the lesson with every kind."""

import html
import re
import time
import urllib.request
from urllib.parse import quote

from playwright.sync_api import Locator, Page, expect

LESSON = "/learn/why-assess/every-kind-of-question/"
LESSON_TITLE = "One question of every kind"
KINDS = ("single", "multiple", "reasons", "match", "order", "group", "number", "text")
MATCHES = {
    "Plan the next lesson": "the class teacher",
    "Judge the value of a scheme": "the headteacher",
    "Know how a child is doing": "the parents",
}
STEPS = {"Name the decision": "1", "Choose the form": "2", "Look at the results": "3"}
GROUPS = {
    "Teaching fractions again on Monday": "Formative use",
    "A grade on the end-of-year report": "Summative use",
    "Asking one pupil to explain her answer": "Formative use",
}


def address(name: str) -> str:
    return name if "@" in name else f"{name}@touchstone.example"


# Mail -----------------------------------------------------------------------------------------------------------


def mails(site, name: str) -> list[str]:
    """The texts of the mails to this person, the newest first, as /demo/mail/ shows them."""
    page = urllib.request.urlopen(f"{site.url}/demo/mail/?to={quote(address(name))}", timeout=30).read().decode()
    articles = re.findall(r'<article class="comment">(.*?)</article>', page, re.DOTALL)
    return [html.unescape(re.sub(r"<[^>]+>", "", article)) for article in articles]


def new_mail(site, name: str, before: list[str], *, with_a=re.compile("")) -> str:
    """The mail that was not there before: at once, or when the worker has sent it.

    The newest one would not do: two of the same second stand in any order, and the clock sends mails too.
    """
    until = time.monotonic() + 30
    while not (new := [mail for mail in mails(site, name) if mail not in before and with_a.search(mail)]):
        assert time.monotonic() < until, f"No new mail to {address(name)}."
        time.sleep(0.1)
    return new[0]


CODE = re.compile(r"^\s*([0-9A-Z]{3,}(?:-[0-9A-Z]{3,})?)\s*$", re.MULTILINE)


def code_in(mail: str) -> str:
    return CODE.search(mail)[1]


# Signing in -----------------------------------------------------------------------------------------------------


def sign_in(page: Page, site, name: str):
    if "/account/login/" not in page.url:
        page.goto("/account/login/")
    before = mails(site, name)
    page.get_by_label("Your e-mail address").fill(address(name))
    page.get_by_role("button", name="Send me a code").click()
    code = page.get_by_label("Code")
    expect(code).to_be_visible()
    code.fill(code_in(new_mail(site, name, before, with_a=CODE)))
    page.get_by_role("button", name="Sign in").click()
    page.wait_for_url(lambda url: "/account/" not in url)


# The lesson with every kind -------------------------------------------------------------------------------------


def item(page: Page, kind: str) -> Locator:
    return page.locator(f"#q-journey-{kind}")


CHOICES = {
    "single": ["Very little: the two means are close together."],
    "multiple": ["Setting the test", "Marking the test"],
    "reasons": ["False", "Only the purpose tells you which form will do."],
}
PLACES = {"match": MATCHES, "order": STEPS}
SCENARIOS = {"single"}
TEXTS = {"number": "120", "text": "the decision"}


def answer(page: Page, kind: str):
    """The best answer to the question of that kind, not yet checked."""
    one = item(page, kind)
    for label in CHOICES.get(kind, []):
        one.get_by_label(label, exact=True).check()
    for label, place in PLACES.get(kind, {}).items():
        one.get_by_label(label).select_option(label=place)
    if kind in TEXTS:
        one.get_by_role("textbox").fill(TEXTS[kind])
    if kind == "group":
        for statement, group in GROUPS.items():
            one.get_by_role("group", name=statement).get_by_label(group).check()
    if kind in SCENARIOS:
        one.get_by_label("Fairly sure").check()


def check(page: Page, kind: str):
    item(page, kind).get_by_role("button", name="Check my answer").click()


def expect_checked(page: Page, kind: str, verdict: str | None = None):
    """A verdict, and feedback beside every entry that the question has."""
    one = item(page, kind)
    expect(one.locator(".verdict").first).to_contain_text(verdict or re.compile(r"\w"))
    feedback = one.locator(".feedback")
    expect(feedback).to_have_count({"reasons": 4, "number": 1, "text": 1}.get(kind, 3))
    assert all(text.strip() for text in feedback.all_inner_texts())


def reflection(page: Page) -> Locator:
    return page.locator("section.reflection")


def finished_lessons(page: Page) -> int:
    """The figure in the words under the pace line."""
    words = page.locator("figure.pace figcaption").inner_text()
    return int(re.search(r"[Yy]ou\D*(\d+)", words)[1])
