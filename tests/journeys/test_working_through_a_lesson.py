"""The main job: a lead signs in, works through a lesson on two devices, and sees the year move."""

import re

import pytest
from playwright.sync_api import expect

from tests.journeys import people
from tests.journeys.people import KINDS, answer, check, expect_checked, item, reflection

pytestmark = pytest.mark.journey
BEFORE_THE_BREAK = ("single", "multiple", "reasons", "match", "order")
AFTER_THE_BREAK = ("group", "number", "text")


def test_a_lead_finishes_a_lesson_begun_on_another_device_and_the_pace_line_moves(browsers, site):
    page = browsers.open()
    page.goto("/")
    page.get_by_role("link", name="Sign in").first.click()
    people.sign_in(page, site, "lead")
    expect(page.get_by_role("heading", name="This week", level=1)).to_be_visible()
    done = people.finished_lessons(page)
    open_lesson(page)

    for kind in BEFORE_THE_BREAK:
        answer(page, kind)
        check(page, kind)
        expect_checked(page, kind, "right" if kind in ("match", "order") else None)
    item(page, "number").get_by_role("textbox").fill("12")
    expect(item(page, "number").locator("[data-save-state]")).to_have_text(re.compile(r"^Saved \d\d:\d\d$"))
    item(page, "single").scroll_into_view_if_needed()
    page.context.close()

    page = browsers.open()
    people.sign_in(page, site, "lead")
    open_lesson(page)
    for kind in BEFORE_THE_BREAK:
        expect_checked(page, kind)
    expect(item(page, "number").get_by_role("textbox")).to_have_value("12")
    for kind in AFTER_THE_BREAK:
        answer(page, kind)
        check(page, kind)
        expect_checked(page, kind, "right")
    expect(page.locator("#parts")).to_contain_text("every question checked")

    reflection(page).get_by_role("textbox").fill("A single question, to see who is with me.")
    expect(reflection(page).locator("[data-save-state]")).to_have_text(re.compile(r"^Saved \d\d:\d\d$"))
    expect(page.locator("#parts")).to_contain_text("You finished this lesson")
    reflection(page).get_by_role("button", name="Save what you wrote").click()
    expect(page.locator("#parts")).to_contain_text("You finished this lesson")
    expect(reflection(page).get_by_role("textbox")).to_have_value("A single question, to see who is with me.")

    page.get_by_role("link", name="This week").click()
    assert people.finished_lessons(page) == done + 1


def test_a_lead_without_javascript_finishes_a_lesson_begun_on_another_device(browsers, site):
    page = browsers.open(java_script_enabled=False)
    people.sign_in(page, site, "plain")
    done = people.finished_lessons(page)
    open_lesson(page)

    for kind in BEFORE_THE_BREAK:
        answer(page, kind)
        check(page, kind)
        expect_checked(page, kind)
    item(page, "number").get_by_role("textbox").fill("12")
    item(page, "number").get_by_role("button", name="Save for later").click()
    expect(item(page, "number")).to_contain_text("Saved")
    page.context.close()

    page = browsers.open(java_script_enabled=False)
    people.sign_in(page, site, "plain")
    open_lesson(page)
    expect(item(page, "number").get_by_role("textbox")).to_have_value("12")
    for kind in AFTER_THE_BREAK:
        answer(page, kind)
        check(page, kind)
        expect_checked(page, kind)

    reflection(page).get_by_role("textbox").fill("A single question.")
    reflection(page).get_by_role("button", name="Save what you wrote").click()
    expect(page.locator("#parts")).to_contain_text("You finished this lesson")
    page.get_by_role("link", name="This week").click()
    assert people.finished_lessons(page) == done + 1


def test_without_javascript_an_incomplete_answer_is_kept_and_what_is_missing_is_named(browsers):
    page = browsers.open_as("marked", java_script_enabled=False, forgive=["status of 422"])
    page.goto(people.LESSON)
    item(page, "match").get_by_label("Plan the next lesson").select_option(label="the class teacher")
    check(page, "match")
    expect(item(page, "match").locator(".field-error")).to_contain_text("Judge the value of a scheme")
    chosen = item(page, "match").get_by_label("Plan the next lesson").locator("option:checked")
    expect(chosen).to_have_text("the class teacher")


def test_every_kind_can_be_tried_again_for_practice_and_the_first_answer_stays(browsers):
    page = browsers.open_as("marked")
    page.goto(people.LESSON)
    item(page, "single").get_by_label("Ash needs another test next week.").check()
    item(page, "single").get_by_label("Very sure").check()
    check(page, "single")
    expect_checked(page, "single")
    item(page, "single").get_by_role("link", name="Try again for practice").click()
    answer(page, "single")
    item(page, "single").get_by_role("button", name="Check this try").click()
    expect(item(page, "single")).to_contain_text("Practice: your first answer stays as it is.")
    page.goto("/learn/answers/")
    expect(page.get_by_text("Ash needs another test next week.")).to_be_visible()


def open_lesson(page):
    page.get_by_role("link", name="All lessons").click()
    page.get_by_role("link", name=people.LESSON_TITLE).click()
    expect(page.get_by_role("heading", name=people.LESSON_TITLE, level=1)).to_be_visible()
    expect(page.locator(".item")).to_have_count(len(KINDS))
