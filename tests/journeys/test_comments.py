"""A comment: written, published by its address, read by a moderator, answered by somebody else, told, stopped."""

import re

import pytest
from playwright.sync_api import expect

from tests.journeys import people

pytestmark = pytest.mark.journey
POST = "/blog/the-child-beside-the-line/"
LINK = re.compile(r"http://localhost:\d+(/comments/publish/[^/\s]+/)")
STOP = re.compile(r"No more of these mails: http://localhost:\d+(/mail/stop/[^/\s]+/)")


def write(page, *, name, email, text):
    page.get_by_label("Your name").fill(name)
    page.get_by_label("Your role and kind of school").fill("Assessment lead, primary school")
    page.get_by_label("Your e-mail address").fill(email)
    page.get_by_label("Your comment").fill(text)
    page.get_by_label("Write to me when somebody replies").check()
    page.wait_for_timeout(3100)  # nobody types faster, and the form knows
    page.get_by_role("button", name=re.compile("^Send the")).click()
    expect(page.get_by_role("heading", name="Look in your mail")).to_be_visible()


def publish(page, site, email, before):
    page.goto(LINK.search(people.new_mail(site, email, before, with_a=LINK))[1])
    page.get_by_role("button", name="Publish my comment").click()
    expect(page.get_by_role("heading", name="A moderator reads your comment")).to_be_visible()


def moderate(browsers, text):
    """In the admin, which needs its scripts."""
    page = browsers.open_as("editor")
    page.goto("/admin/comments/")
    page.get_by_role("row").filter(has_text=text).get_by_role("link").first.click()
    page.get_by_role("button", name="Show the comment").click()
    expect(page.get_by_text("The comment is shown.")).to_be_visible()
    page.context.close()


@pytest.mark.parametrize("scripts", [True, False], ids=["with-scripts", "without"])
def test_a_comment_is_answered_and_its_notices_stopped(browsers, site, scripts):
    kind = "scripted" if scripts else "plain"
    ada, bo = f"ada-{kind}@visitors.example", f"bo-{kind}@visitors.example"
    question, reply = f"How wide is close, asks {kind} Ada?", f"As wide as the error, says {kind} Bo."

    page = browsers.open(java_script_enabled=scripts)
    page.goto(POST)
    page.get_by_role("link", name="Write a comment").click()
    write(page, name="Ada Visitor", email=ada, text=question)
    page.goto(POST)
    expect(page.get_by_text(question)).to_have_count(0)
    publish(page, site, ada, [])
    moderate(browsers, question)
    page.goto(POST)
    expect(page.get_by_text(question)).to_be_visible()

    other = browsers.open(java_script_enabled=scripts)
    other.goto(POST)
    thread = other.locator(".thread").filter(has_text=question)
    thread.get_by_role("link", name="Reply in this thread").click()
    expect(other.get_by_text(question)).to_be_visible()
    write(other, name="Bo Visitor", email=bo, text=reply)
    publish(other, site, bo, [])
    before = people.mails(site, ada)
    moderate(browsers, reply)
    other.goto(POST)
    expect(other.locator(".thread").filter(has_text=question).get_by_text(reply)).to_be_visible()

    notice = people.new_mail(site, ada, before, with_a=STOP)
    assert reply in notice
    page.goto(STOP.search(notice)[1])
    page.get_by_role("button", name="Stop this mail").click()
    expect(page.get_by_role("heading", name="This mail is stopped")).to_be_visible()
