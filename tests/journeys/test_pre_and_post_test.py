"""The pre-test: begun in one browser, gone on with in another, handed in with a blank; then the end of the year."""

import re

import pytest
from playwright.sync_api import expect

from tests.journeys.looking import DESKTOP, PHONE, RULES, too_wide, violations

pytestmark = pytest.mark.journey
BLANK = 7
SIT_THE_POST_TEST = """
from django.utils.timezone import now
from courses.domain.diagnostic import hand_in_test, save_test_answer, start_test
from courses.models import Enrolment
from courses.queries.enrolment import current_lead
from courses.weeks import ONE_WEEK
enrolment = Enrolment.objects.get(user__email="sitting@touchstone.example")
user, lead, moment = enrolment.user, current_lead(enrolment.user), now() + 44 * ONE_WEEK
sitting = start_test(lead=lead, occasion="post-test", user=user, now=moment)
for item in sitting.attempt.quiz.items.select_related("question__current"):
    best = next(entry["id"] for entry in item.question.current.content["entries"] if entry["key"])
    save_test_answer(
        lead=lead, sitting=sitting, now=moment, question=item.question, version=item.question.current,
        response={"choice": best}, order=["a", "b", "c", "d"], seq=1,
    )
hand_in_test(lead=lead, sitting=sitting, now=moment)
"""


def questions(page):
    return page.locator(".item")


def first_option(page, position):
    return questions(page).nth(position - 1).get_by_role("radio").first


def expect_sound(page):
    """No axe violation on a desktop and on a phone, and no sideways scrolling there."""
    faults = violations(page, "1280 px", RULES)
    page.set_viewport_size(PHONE)
    faults += [*violations(page, "320 px", RULES), *too_wide(page)]
    page.set_viewport_size(DESKTOP)
    assert not faults, f"{page.url}:\n" + "\n".join(faults)


def start_pre_test(page):
    page.goto("/learn/")
    page.get_by_role("link", name="Pre-test and post-test").click()
    page.get_by_role("button", name="Start the pre-test").click()
    expect(questions(page)).to_have_count(30)


def expect_saved(page, position):
    state = questions(page).nth(position - 1).locator("[data-save-state]")
    expect(state).to_have_text(re.compile(r"^Saved \d\d:\d\d$"))


def answer_the_rest_but_one(page):
    for position in range(4, 31):
        if position != BLANK:
            first_option(page, position).check()
    expect_saved(page, 30)


def expect_the_blank_named(page):
    page.get_by_role("link", name="See what is blank, and hand in").click()
    expect(page.locator(".lead")).to_have_text("29 of 30 questions are answered.")
    expect(page.get_by_role("link", name=f"Question {BLANK}")).to_have_count(1)
    expect_sound(page)


def hand_in(page):
    page.get_by_role("button", name="Hand in the pre-test").click()
    band = re.compile(r"\d+ of 30, best read as \d+ to \d+ \(9 times in 10\)")
    expect(page.locator("#pre-test .interval")).to_contain_text(band)


def expect_everything_explained(page):
    page.get_by_role("link", name="See every question of the pre-test with its explanation").click()
    expect(questions(page)).to_have_count(30)
    expect(questions(page).nth(BLANK - 1)).to_contain_text("You left this blank: it counts 0.")
    expect_sound(page)


def test_a_lead_leaves_the_pre_test_comes_back_elsewhere_and_hands_it_in_with_a_blank(browsers, site):
    page = browsers.open_as("sitting")
    start_pre_test(page)
    expect_sound(page)
    for position in (1, 2, 3):
        first_option(page, position).check()
        expect_saved(page, position)
    page.context.close()

    page = browsers.open_as("sitting")
    page.goto("/learn/tests/")
    page.get_by_role("link", name="Go on with the pre-test").click()
    expect(first_option(page, 3)).to_be_checked()
    answer_the_rest_but_one(page)
    expect_the_blank_named(page)
    hand_in(page)
    expect(page.locator("#pre-test")).to_contain_text("1 of 30 questions was left blank and counts 0.")
    expect_sound(page)

    site.run_python(SIT_THE_POST_TEST)
    page.goto("/learn/tests/")
    expect(page.get_by_role("heading", name="What has changed")).to_be_visible()
    expect_sound(page)
    expect_everything_explained(page)


def test_without_javascript_each_answer_is_kept_and_the_blanks_are_named(browsers):
    page = browsers.open_as("sitplain", java_script_enabled=False)
    start_pre_test(page)
    for position in (1, 2):
        first_option(page, position).check()
        questions(page).nth(position - 1).get_by_role("button", name="Save and go on").click()
        expect(page).to_have_url(re.compile(rf"#q-[ab]-d0{position + 1}$"))
    page.context.close()

    page = browsers.open_as("sitplain", java_script_enabled=False)
    page.goto("/learn/tests/pre-test/")
    expect(first_option(page, 2)).to_be_checked()
    page.get_by_role("link", name="See what is blank, and hand in").click()
    expect(page.locator(".lead")).to_have_text("2 of 30 questions are answered.")
    hand_in(page)
    expect(page.locator("#pre-test")).to_contain_text("28 of 30 questions were left blank and count 0.")
