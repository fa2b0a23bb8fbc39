"""A school reads, compares and asks, with scripts and without."""

import re

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.journey


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without"])
def test_a_school_reads_an_interview_of_a_school_like_it_and_goes_on_to_dates_and_prices(browsers, scripts):
    page = browsers.open(java_script_enabled=scripts)
    page.goto("/")
    page.get_by_role("navigation").get_by_role("link", name="What schools say").click()
    page.get_by_label("Phase").select_option("special")
    page.get_by_role("button", name="Show schools like ours").click()
    expect(page.get_by_text(re.compile(r"1 of \d interviews"))).to_be_visible()
    page.get_by_role("main").get_by_role("article").get_by_role("link").first.click()
    expect(page.get_by_role("heading", name="What was hard")).to_be_visible()
    page.get_by_role("link", name="Dates and prices").click()
    expect(page.get_by_role("heading", name="Cohorts and prices", level=1)).to_be_visible()


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without"])
def test_two_people_read_what_their_answers_say(browsers, scripts):
    page = browsers.open(java_script_enabled=scripts)
    page.goto("/are-we-ready/")
    for number in range(1, 11):
        page.locator(f"input[name=pair{number}][value=ready]").check()
    page.locator("input[name=pair5][value=not-this-year]").check()
    page.locator("input[name=because5]").fill("The head leaves at Easter")
    page.get_by_role("button", name="Read what this says").click()
    expect(page.get_by_role("heading", name="You could begin")).to_be_visible()
    expect(page.get_by_text("The head leaves at Easter")).to_be_visible()


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without"])
def test_a_question_to_the_office_that_lacks_something_keeps_the_rest(browsers, scripts):
    page = browsers.open(java_script_enabled=scripts, forgive=["status of 422"])
    page.goto("/contact/?about=quote")
    page.get_by_label("Your name").fill("Ben Asker")
    page.get_by_label("Your question").fill("What do three places cost?")
    page.get_by_role("button", name="Send the question").click()
    expect(page.get_by_text("Give the e-mail address to which we answer.").first).to_be_visible()
    page.get_by_label("Your e-mail address").fill("ben@school.example")
    page.get_by_role("button", name="Send the question").click()
    expect(page.get_by_role("heading", name="We have your question")).to_be_visible()


def test_on_a_phone_without_scripts_the_menu_opens(browsers):
    page = browsers.open(java_script_enabled=False, viewport={"width": 320, "height": 640})
    page.goto("/")
    expect(page.get_by_role("link", name="Cohorts and prices")).to_be_hidden()
    page.get_by_text("Menu").click()
    page.get_by_role("link", name="Cohorts and prices").click()
    expect(page.get_by_role("heading", level=1)).to_be_visible()
