"""The team's day: an editor changes, schedules and corrects, a facilitator helps, the office looks."""

import re
from datetime import datetime, timedelta

import pytest
from playwright.sync_api import expect

from tests.journeys import people
from tests.journeys.people import check, item

pytestmark = pytest.mark.journey
ADMIN = [r"console warning"]  # Wagtail's own scripts warn about themselves; errors still count
TWO_DAYS_LATER = """
import time_machine
from datetime import datetime, timedelta, UTC
from django.core.management import call_command
with time_machine.travel(datetime.now(UTC) + timedelta(days=2)):
    call_command("run_due")
"""


def open_in_admin(page, title):
    page.goto("/admin/")
    page.get_by_role("textbox", name="Search", exact=True).fill(title)
    page.keyboard.press("Enter")
    page.get_by_role("link", name=title, exact=True).first.click()
    expect(page.locator("#id_intention")).to_be_visible()


def write_first(page, sentence):
    """Before everything else in the lesson's text."""
    prose = page.locator("[data-contentpath=body] textarea").first
    prose.fill(f"{sentence}\n\n{prose.input_value()}")


def do(page, action):
    page.locator("footer .w-dropdown__toggle").click()
    page.get_by_role("button", name=action, exact=True).click()


def test_an_editor_sees_the_preview_and_publishes_and_leads_read_it_at_once(browsers):
    lead = browsers.open_as("marked")
    lead.goto("/learn/why-assess/what-is-an-assessment/")
    editor = browsers.open_as("editor", forgive=ADMIN)
    open_in_admin(editor, "How do we know something is an assessment?")
    write_first(editor, "A brand new first sentence.")
    editor.get_by_role("button", name="Toggle preview").click()
    preview = editor.frame_locator("#w-preview-iframe")
    expect(preview.get_by_text("A brand new first sentence.")).to_be_visible()
    do(editor, "Publish")
    expect(editor.locator(".messages")).to_contain_text("published")

    lead.reload()
    expect(lead.get_by_text("A brand new first sentence.")).to_be_visible()


def test_a_scheduled_publication_appears_when_its_hour_has_come(browsers, site):
    lead = browsers.open_as("marked")
    editor = browsers.open_as("editor", forgive=ADMIN)
    open_in_admin(editor, "Why might a quiz be worth doing even if nobody records it?")
    write_first(editor, "A sentence for tomorrow.")
    editor.get_by_role("button", name="Toggle status").click()
    editor.get_by_role("button", name="Set schedule").click()
    editor.locator("#id_go_live_at").fill(f"{datetime.now() + timedelta(days=1):%Y-%m-%d %H:%M}")
    editor.get_by_role("button", name="Save schedule").press("Enter")  # the calendar lies over the button
    expect(editor.locator(".messages")).to_contain_text("has been updated")
    do(editor, "Schedule to publish")
    expect(editor.locator(".messages")).to_contain_text("scheduled")

    lead.goto("/learn/why-assess/why-quiz-without-recording/")
    expect(lead.get_by_text("A sentence for tomorrow.")).to_have_count(0)
    site.run_python(TWO_DAYS_LATER)
    lead.reload()
    expect(lead.get_by_text("A sentence for tomorrow.")).to_be_visible()


def test_a_question_corrected_while_a_lead_answers_keeps_the_answer_and_says_so(browsers):
    lead = browsers.open_as("corrected")
    lead.goto(people.LESSON)
    item(lead, "single").get_by_label("Ash needs another test next week.").check()
    expect(item(lead, "single").locator("[data-save-state]")).to_contain_text("Saved")

    editor = browsers.open_as("editor", forgive=ADMIN)
    editor.goto("/admin/")
    editor.get_by_role("link", name="Questions", exact=True).click()
    editor.locator("#id_q").fill("journey-single")
    editor.get_by_role("link", name="journey-single", exact=True).click()
    text = editor.get_by_label("The question as text")
    text.fill(text.input_value().replace("What may the school say", "What may the school now say"))
    editor.get_by_role("button", name="Save").click()
    expect(editor.locator(".messages")).to_contain_text("journey-single")

    lead.reload()
    expect(item(lead, "single")).to_contain_text("This question was corrected on")
    expect(item(lead, "single")).to_contain_text("What may the school say")
    expect(item(lead, "single").get_by_label("Ash needs another test next week.")).to_be_checked()
    item(lead, "single").get_by_label("Fairly sure").check()
    check(lead, "single")
    people.expect_checked(lead, "single")
    other = browsers.open_as("facilitator")
    other.goto(people.LESSON)
    expect(item(other, "single")).to_contain_text("What may the school now say")


def test_a_lead_asks_for_help_and_reads_the_answer_on_the_page_and_in_the_mail(browsers, site):
    lead = browsers.open_as("helped")
    lead.goto(people.LESSON)
    before = people.mails(site, "facilitator")
    lead.get_by_role("link", name="Ask your facilitator for help with this lesson").click()
    lead.get_by_label("What would you like help with?").fill("May I use the quiz with my Year 3 team?")
    lead.get_by_role("button", name="Send the question").click()
    expect(lead.get_by_text("Your question is with your facilitator.")).to_be_visible()
    assert "May I use the quiz" in people.new_mail(site, "facilitator", before)

    facilitator = browsers.open_as("facilitator")
    facilitator.goto("/facilitate/")
    before = people.mails(site, "helped")
    facilitator.get_by_role("link", name="Answer Helped Journey").click()
    facilitator.get_by_label("Your answer").fill("Yes: take the first three questions.")
    facilitator.get_by_role("button", name="Send the answer").click()
    expect(facilitator.get_by_text("Your answer is on its way to Helped Journey.")).to_be_visible()
    expect(facilitator.get_by_role("link", name="Answer Helped Journey")).to_have_count(0)

    assert "Yes: take the first three questions." in people.new_mail(site, "helped", before)
    lead.goto("/learn/help/")
    expect(lead.get_by_text("Yes: take the first three questions.")).to_be_visible()


def test_a_facilitator_gives_a_place_and_the_invited_lead_begins(browsers, site):
    facilitator = browsers.open_as("facilitator")
    facilitator.goto("/facilitate/")
    facilitator.get_by_role("link", name="Give a lead a place").first.click()
    facilitator.get_by_label("First name").fill("Ida")
    facilitator.get_by_label("Last name").fill("Newly")
    facilitator.get_by_label("Work e-mail address").fill("invited@touchstone.example")
    facilitator.get_by_label("School").fill("Newly Found School")
    facilitator.get_by_role("button", name="Send the invitation").click()
    expect(facilitator.get_by_text("Ida has a place.")).to_be_visible()
    assert "You have a place as an assessment lead of Newly Found School" in people.new_mail(site, "invited", [])

    lead = browsers.open()
    lead.goto("/")
    lead.get_by_role("link", name="Sign in").first.click()
    people.sign_in(lead, site, "invited")
    expect(lead.get_by_role("heading", name="This week", level=1)).to_be_visible()
    assert people.finished_lessons(lead) == 0


def test_the_office_reads_the_mail_log_and_does_not_reach_the_users(browsers, site):
    office = browsers.open_as("office", forgive=[*ADMIN, "status of 40[34]"])
    office.goto("/admin/mail_log/?q=office%40touchstone.example")
    expect(office.get_by_role("cell", name="office@touchstone.example").first).to_be_visible()
    text = office.get_by_role("main").inner_text()
    assert not re.search(people.code_in(people.mails(site, "office")[-1]), text)
    reply = office.goto("/admin/users/")
    assert reply.status in (403, 404) or not office.url.endswith("/admin/users/")
    expect(office.get_by_text("lead@touchstone.example")).to_have_count(0)
