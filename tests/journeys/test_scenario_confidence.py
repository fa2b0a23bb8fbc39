"""How sure somebody says they are: asked before the answer is shown, told with the feedback, counted on one page."""

import pytest
from playwright.sync_api import expect

from tests.journeys import people
from tests.journeys.people import check, expect_checked, item

pytestmark = pytest.mark.journey
PHONE = {"width": 320, "height": 640}
WRONG = "Ash needs another test next week."
PRACTICE = "/learn/practice/reliability/journey-single/"


def fits_the_phone(page):
    return page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]


@pytest.mark.parametrize(("who", "has_script"), [("sure", True), ("unscripted", False)])
def test_a_lead_says_how_sure_reads_the_feedback_and_finds_both_counted(browsers, who, has_script):
    page = browsers.open_as(who, viewport=PHONE, java_script_enabled=has_script, forgive=["status of 422"])
    page.goto(people.LESSON)
    one = item(page, "single")
    one.get_by_label(WRONG).check()
    check(page, "single")
    expect(one.locator(".field-error")).to_have_text("Say how sure you are.")
    expect(one.get_by_label(WRONG)).to_be_checked()
    one.get_by_label("Very sure").check()
    check(page, "single")
    expect_checked(page, "single", "Not the best answer.")
    expect(one).to_contain_text("You were very sure.")
    assert fits_the_phone(page)

    page.goto("/learn/answers/")
    page.get_by_role("link", name="How sure, how right").click()
    expect(page.get_by_role("heading", name="Not enough yet to say")).to_be_visible()
    expect(page.locator("main")).to_contain_text("0 of 1 when very sure")
    expect(page.locator("main")).to_contain_text("Only you see this page.")
    assert fits_the_phone(page)
    page.get_by_role("link", name=people.LESSON_TITLE).click()
    expect(page.get_by_role("heading", name=people.LESSON_TITLE, level=1)).to_be_visible()


def test_what_was_practised_before_its_lesson_is_announced_and_left_out(browsers):
    page = browsers.open_as("practising", viewport=PHONE)
    page.goto("/learn/lessons/")
    page.get_by_role("link", name="Practise scenarios by pillar").click()
    page.get_by_role("link", name="Reliability").click()
    expect(page.locator(".item-head")).to_contain_text("Scenario 1 of")
    page.goto(PRACTICE)
    expect(page.locator(".notice")).to_contain_text("Practising it now means that your first answer there is left out")
    one = item(page, "single")
    one.get_by_label(WRONG).check()
    one.get_by_label("A guess").check()
    one.get_by_role("button", name="Check this try").click()
    expect(one).to_contain_text("You said that it was a guess.")
    assert fits_the_phone(page)

    page.goto(people.LESSON)
    people.answer(page, "single")
    check(page, "single")
    expect_checked(page, "single", "best answer")
    page.goto("/learn/calibration/")
    expect(page.locator("main")).to_contain_text("Nothing here yet.")
    expect(page.locator("main")).to_contain_text("1 first answer is left out")
