"""Every page type and state: no axe violation in light and dark at 320 and 1280 px, no sideways scrolling, no shift."""

import pytest
from playwright.sync_api import expect

from tests.journeys import people
from tests.journeys.looking import (
    PHONE,
    RULES,
    RULES_OF_COLOUR,
    SHIFT,
    Stop,
    look,
    name_of,
    shifted,
    too_wide,
    violations,
)
from tests.journeys.people import answer, check, item, reflection

pytestmark = pytest.mark.journey

# What people do at a stop -----------------------------------------------------------------------------------------


def ask_for_code(page):
    page.get_by_label("Your e-mail address").fill("nobody@touchstone.example")
    page.get_by_role("button", name="Send me a code").click()
    expect(page.get_by_label("Code")).to_be_visible()


def give_wrong_code(page):
    ask_for_code(page)
    page.get_by_label("Code").fill("WRONG")
    page.get_by_role("button", name="Sign in").click()
    expect(page.get_by_label("Code")).to_be_visible()


def ask_for_reset(page):
    page.get_by_label("Your e-mail address").fill("nobody@touchstone.example")
    page.get_by_role("button", name="Send me the link").click()
    expect(page.get_by_role("heading", name="Look in your mail")).to_be_visible()


def answer_without_checking(page):
    for kind in ("single", "match", "text"):
        answer(page, kind)
        expect(item(page, kind).locator("[data-save-state]")).to_contain_text("Saved")


def check_half(page):
    check(page, "order")
    expect(item(page, "order").locator(".field-error")).to_be_visible()


def check_all(page):
    for kind in people.KINDS:
        if item(page, kind).get_by_role("button", name="Check my answer").count():
            answer(page, kind)
            check(page, kind)
        people.expect_checked(page, kind)
    reflection(page).get_by_role("textbox").fill("Tomorrow: one question of a single word.")
    expect(reflection(page).locator("[data-save-state]")).to_contain_text("Saved")


def one_at_a_time(page):
    page.get_by_role("button", name="One question at a time").click()
    expect(page.locator(".item:visible")).to_have_count(1)


def try_as_visitor(page):
    one = page.locator(".item:has(input[name=choice]):not(:has(input[name=judgement]))").first
    anchor = one.get_attribute("id")
    one.get_by_role("radio").first.check()
    one.get_by_role("button", name="Check this try").click()
    expect(page.locator(f"#{anchor} .verdict").first).to_be_visible()


def practise_one(page):
    one = page.locator(".item")
    one.get_by_role("radio").first.check()
    one.get_by_label("Very sure").check()
    one.get_by_role("button", name="Check this try").click()
    expect(page.get_by_text("You were very sure.")).to_be_visible()


def send_nothing(page):
    page.locator("main form button[type=submit]").first.click()
    expect(page.locator(".error-summary, .errorlist, .field-error").first).to_be_visible()


def forge(page):
    page.evaluate("document.querySelector('main [name=csrfmiddlewaretoken]').value = 'x'")
    page.get_by_role("button", name="Send me a code").click(no_wait_after=True)
    expect(page.get_by_role("heading", name="The form could not be accepted")).to_be_visible()


def fill_and_forge(page):
    page.get_by_label("Your e-mail address").fill("nobody@touchstone.example")
    forge(page)


def give_wrong_password(page):
    page.get_by_label("Your e-mail address").fill("nobody@touchstone.example")
    page.get_by_label("Your password").fill("not the password")
    page.get_by_role("main").get_by_role("button", name="Sign in").click()
    expect(page.get_by_text("do not go together")).to_be_visible()


def complete_nothing(page):
    page.get_by_role("button", name="Complete the meeting").click()
    expect(page.locator(".error-summary").first).to_be_visible()


def read_shared_notes(page):
    page.get_by_role("link", name="Nadia Hale").first.click()
    page.get_by_role("link", name="Notes that the school shares").click()
    expect(page.get_by_role("heading", name="Meeting 1")).to_be_visible()


def open_menu(page):
    page.locator("details.account-menu summary").click()


def open_visitor_menu(page):
    menu = page.locator("details.nav-menu summary")
    if menu.is_visible():  # on a wide screen the links stand in a row
        menu.click()


def open_first_answer(page):
    page.locator(".asked summary").first.click()


def answer_pairs(page):
    for number in range(1, 11):
        page.locator(f"input[name=pair{number}]").nth(number % 2).check()
    page.locator("input[name=pair3][value=not-this-year]").check()
    page.locator("input[name=because3]").fill("A new building from January")
    page.get_by_role("button", name="Read what this says").click()
    expect(page.get_by_role("heading", name="What this can and cannot say")).to_be_visible()


def ask_for_help_once(browsers):
    page = browsers.open_as("colleague")
    page.goto("/learn/help/")
    if page.get_by_text("Not answered yet.").count() == 0:
        page.get_by_label("What would you like help with?").fill("How do I begin with a year group without tests?")
        page.get_by_role("button", name="Send the question").click()
        expect(page.get_by_text("Not answered yet.")).to_be_visible()


def open_first_lead(page):
    page.locator("main .data-table tbody th a").first.click()
    expect(page.get_by_role("heading", name="Excuse a lesson")).to_be_visible()


def open_first_request(page):
    page.locator("main article.comment a").first.click()
    expect(page.get_by_role("button", name="Send the answer")).to_be_visible()


def open_invitation(page):
    page.get_by_role("link", name="Give a lead a place").first.click()
    expect(page.get_by_role("button", name="Send the invitation")).to_be_visible()


def open_cohort_tests(page):
    page.get_by_role("link", name="Pre-test and post-test").first.click()
    expect(page.get_by_role("heading", name="Who has sat which")).to_be_visible()


def send_empty_invitation(page):
    open_invitation(page)
    send_nothing(page)


LESSON = people.LESSON
MEETING = "/learn/meetings/"
SAMPLE = "/learn/why-assess/why-before-what/"
STOPS = [
    Stop("home", "/"),
    Stop("home for a lead", "/", "lead"),
    Stop("programme", "/programme/"),
    Stop("module", "/programme/why-assess/"),
    Stop("content page", "/accessibility/"),
    Stop("menu of a visitor", "/", then=open_visitor_menu),
    Stop("cohorts", "/cohorts/"),
    Stop("interviews", "/testimonials/"),
    Stop("interviews of no such school", "/testimonials/?phase=special&region=london"),
    Stop("interview", "/testimonials/not-for-every-year/"),
    Stop("interview no longer permitted", "/testimonials/a-year-of-questions/", status=410),
    Stop("facilitators", "/facilitators/"),
    Stop("questions and answers", "/questions/", then=open_first_answer),
    Stop("readiness check", "/are-we-ready/"),
    Stop("readiness check with errors", "/are-we-ready/", then=send_nothing),
    Stop("readiness check, read", "/are-we-ready/", then=answer_pairs),
    Stop("contact", "/contact/"),
    Stop("contact with errors", "/contact/", then=send_nothing),
    Stop("question sent", "/contact/sent/"),
    Stop("site search with results", "/search/?q=purpose"),
    Stop("site search without results", "/search/?q=zeppelin"),
    Stop("terms", "/terms/"),
    Stop("inbox of the office", "/office/enquiries/", "office"),
    Stop("what waits for the office", "/office/", "office"),
    Stop("bookings", "/office/bookings/", "office"),
    Stop("booking by telephone", "/office/bookings/new/", "office"),
    Stop("cohorts on sale", "/office/cohorts/", "office"),
    Stop("schools of the office", "/office/schools/", "office"),
    Stop("hand-over of a place", "/learn/hand-over/", "lead"),
    Stop("record of a lead", "/learn/record/", "lead"),
    Stop("places that pass over", "/facilitate/hand-overs/", "facilitator"),
    Stop("bookings of a facilitator", "/facilitate/bookings/", "facilitator"),
    Stop("sample lesson of a visitor", SAMPLE),
    Stop("sample lesson with a try", SAMPLE, then=try_as_visitor),
    Stop("sign in", "/account/login/"),
    Stop("sign in with a password", "/account/login/?with=password"),
    Stop("sign in with an error", "/account/login/?with=password", then=give_wrong_password),
    Stop("code", "/account/login/", then=ask_for_code),
    Stop("code with an error", "/account/login/", then=give_wrong_code),
    Stop("link of another browser", "/account/login/code/from-mail/?code=ABC-DEF"),
    Stop("password reset", "/account/password/reset/"),
    Stop("password reset asked", "/account/password/reset/", then=ask_for_reset),
    Stop("password reset with a dead link", "/account/password/reset/key/1-dead/"),
    Stop("no sign-up", "/account/signup/"),
    Stop("mail of the demonstration", "/demo/mail/"),
    Stop("account", "/account/", "reading"),
    Stop("change of address", "/account/email/", "reading"),
    Stop("set a password", "/account/password/set/", "reading"),
    Stop("devices", "/account/devices/", "reading"),
    Stop("two-step", "/account/2fa/", "reading"),
    Stop("two-step by app", "/account/2fa/totp/activate/", "reading"),
    Stop("two-step by passkey", "/account/2fa/webauthn/add/", "reading"),
    Stop("passkeys", "/account/2fa/webauthn/", "reading"),
    Stop("mail log", "/account/mail/", "reading"),
    Stop("sign out", "/account/logout/", "reading"),
    Stop("dashboard on pace", "/learn/", "holm2"),
    Stop("dashboard ahead", "/learn/", "colleague"),
    Stop("dashboard behind", "/learn/", "reading"),
    Stop("dashboard of somebody new", "/learn/", "westmoor2"),
    Stop("dashboard with the account menu open", "/learn/", "holm2", open_menu),
    Stop("all lessons", "/learn/lessons/", "colleague"),
    Stop("lesson, fresh", LESSON, "reading"),
    Stop("lesson, one question at a time", LESSON, "reading", one_at_a_time),
    Stop("lesson with drafts", LESSON, "reading", answer_without_checking),
    Stop("lesson with an error", LESSON, "reading", check_half),
    Stop("lesson, checked", LESSON, "reading", check_all),
    Stop("lesson in practice", f"{LESSON}?again=journey-single", "reading"),
    Stop("lesson with figures and evidence", "/learn/why-assess/what-do-stakes-do/", "colleague"),
    Stop("lesson not yet written", "/learn/how-sure/why-do-scores-wobble/", "colleague"),
    Stop("lesson for the team", LESSON, "facilitator"),
    Stop("my answers, full", "/learn/answers/", "colleague"),
    Stop("my answers, empty", "/learn/answers/", "westmoor2"),
    Stop("how sure, how right", "/learn/calibration/", "colleague"),
    Stop("how sure, how right, empty", "/learn/calibration/", "westmoor2"),
    Stop("practice", "/learn/practice/", "colleague"),
    Stop("practice for the team", "/learn/practice/", "facilitator"),
    Stop("scenario to practise", "/learn/practice/validity/", "reading"),
    Stop("scenario practised", "/learn/practice/validity/s01/", "colleague", practise_one),
    Stop("search", "/learn/search/", "colleague"),
    Stop("search with results", "/learn/search/?q=forma", "colleague"),
    Stop("search without results", "/learn/search/?q=zeppelin", "colleague"),
    Stop("tests, open", "/learn/tests/", "westmoor2"),
    Stop("tests, handed in", "/learn/tests/", "holm2"),
    Stop("pre-test, begun", "/learn/tests/pre-test/", "brannock2"),
    Stop("pre-test, one question at a time", "/learn/tests/pre-test/", "brannock2", one_at_a_time),
    Stop("pre-test, to be handed in", "/learn/tests/pre-test/hand-in/", "brannock2"),
    Stop("module check, fresh", "/learn/checks/why-assess/", "westmoor2"),
    Stop("module check, done", "/learn/checks/why-assess/", "colleague"),
    Stop("five questions to begin or at their end", "/learn/five/", "lead"),
    Stop("five questions, none due", "/learn/five/", "westmoor2"),
    Stop("meetings", "/learn/meetings/", "lead"),
    Stop("meetings, none begun", "/learn/meetings/", "westmoor2"),
    Stop("meeting, begun", f"{MEETING}what-will-we-do-with-the-register/", "lead"),
    Stop("meeting, complete", f"{MEETING}what-do-we-assess-and-why/", "lead"),
    Stop("meeting, not begun", f"{MEETING}what-will-last/", "westmoor2"),
    Stop("meeting with an error", f"{MEETING}how-sure-are-we/", "westmoor2", complete_nothing),
    Stop("notes of all meetings", "/learn/meetings/notes/", "lead"),
    Stop("notes, none", "/learn/meetings/notes/", "westmoor2"),
    Stop("the time of meetings", "/learn/meetings/time/", "lead"),
    Stop("notes that a school shares", "/facilitate/", "facilitator", read_shared_notes),
    Stop("term dates", "/learn/dates/", "colleague"),
    Stop("term dates with an error", "/learn/dates/", "colleague", send_nothing),
    Stop("help", "/learn/help/", "colleague"),
    Stop("help with an error", "/learn/help/", "colleague", send_nothing),
    Stop("analysis of questions", "/facilitate/analysis/", "facilitator"),
    Stop("analysis of a quiz", "/facilitate/analysis/why-before-what/", "facilitator"),
    Stop("analysis of a quiz that few have finished", "/facilitate/analysis/what-do-stakes-do/", "facilitator"),
    Stop("analysis of a quiz that nobody has begun", "/facilitate/analysis/check-worth-it/", "editor"),
    Stop("analysis of a question", "/facilitate/analysis/why-before-what/m1-l01-q1/", "facilitator"),
    Stop("facilitator without requests", "/facilitate/", "facilitator"),
    Stop("help, asked", "/learn/help/", "colleague", is_asked=True),
    Stop("facilitator with requests", "/facilitate/", "facilitator", is_asked=True),
    Stop("help to be answered", "/facilitate/", "facilitator", open_first_request, is_asked=True),
    Stop("lead of a facilitator", "/facilitate/", "facilitator", open_first_lead),
    Stop("tests of a cohort", "/facilitate/", "facilitator", open_cohort_tests),
    Stop("invitation", "/facilitate/", "facilitator", open_invitation),
    Stop("invitation with errors", "/facilitate/", "facilitator", send_empty_invitation),
    Stop("no place", "/start/", "stranger"),
    Stop("not found", "/nowhere/", status=404),
    Stop("not found for a lead", "/learn/nowhere/", "lead", status=404),
    Stop("forged form", "/account/login/", then=fill_and_forge),
    Stop("style guide", "/styleguide/", "editor"),
]


@pytest.mark.parametrize("stop", STOPS, ids=name_of)
def test_page_is_accessible_fits_a_phone_and_stands_still(browsers, stop):
    if stop.is_asked:
        ask_for_help_once(browsers)
    assert look(browsers, stop) == []


def test_a_planted_fault_of_each_kind_is_found(browsers):
    page = browsers.open(viewport=PHONE)
    page.goto("/")
    assert not violations(page, "here", RULES)
    assert not violations(page, "here", RULES_OF_COLOUR)
    assert not too_wide(page)
    page.evaluate(
        """() => {
          const main = document.querySelector("main .wrap");
          const pale = Object.assign(document.createElement("p"), { textContent: "Pale words" });
          pale.style.color = "#ccc";
          pale.style.backgroundColor = "#fff";
          const wide = document.createElement("div");
          wide.style.cssText = "min-width: 500px; height: 1em";
          main.prepend(pale, wide, document.createElement("img"));
        }"""
    )
    found = " ".join(violations(page, "here", RULES))
    assert "color-contrast" in found
    assert "image-alt" in found
    assert "color-contrast" in " ".join(violations(page, "here", RULES_OF_COLOUR))
    assert too_wide(page)
    page.evaluate("document.body.style.paddingTop = '300px'")
    page.wait_for_timeout(100)
    assert shifted("here", page.evaluate(SHIFT))
