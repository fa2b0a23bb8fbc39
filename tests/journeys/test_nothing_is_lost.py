"""What is typed survives: a server that goes away, a second device, a session that ends. At sign-out it is wiped."""

import re

import pytest
from playwright.sync_api import Error, expect

from tests.journeys import people
from tests.journeys.people import check, item, reflection

pytestmark = pytest.mark.journey
SAVED = re.compile(r"^Saved \d\d:\d\d$")
RETRIED = 60_000  # milliseconds: the pauses between tries grow
UNREACHABLE = ["ERR_CONNECTION_REFUSED", "ERR_CONNECTION_RESET", "ERR_EMPTY_RESPONSE", "htmx:error: Failed to fetch"]
STORED = "Object.keys(localStorage).filter((key) => key.startsWith('touchstone:'))"


def state(one):
    return one.locator("[data-save-state]")


@pytest.fixture
def server(site):
    """A server that is there again afterwards, whatever happened."""
    yield site
    if not site.answers():
        site.stop_server()
        site.start_server()


def test_answers_and_texts_are_saved_by_themselves_when_the_server_comes_back(browsers, server):
    page = browsers.open_as("cut", forgive=UNREACHABLE)
    page.goto(people.LESSON)
    server.stop_server()
    item(page, "number").get_by_role("textbox").fill("119")
    reflection(page).get_by_role("textbox").fill("Written in a tunnel.")
    expect(state(item(page, "number"))).to_contain_text("Not saved yet")
    expect(state(reflection(page))).to_contain_text("Not saved yet")
    check(page, "number")
    expect(state(item(page, "number"))).to_contain_text("Not checked yet")

    server.start_server()
    expect(state(item(page, "number"))).to_have_text(SAVED, timeout=RETRIED)
    expect(state(reflection(page))).to_have_text(SAVED, timeout=RETRIED)
    page.reload()
    expect(item(page, "number").get_by_role("textbox")).to_have_value("119")
    expect(reflection(page).get_by_role("textbox")).to_have_value("Written in a tunnel.")
    assert page.evaluate(STORED) == []


def test_an_answer_typed_without_a_server_is_put_back_after_a_reload(browsers, server):
    page = browsers.open_as("cut", forgive=UNREACHABLE)
    page.goto(people.LESSON)
    server.stop_server()
    item(page, "text").get_by_role("textbox").fill("a decision")
    item(page, "multiple").get_by_label("Marking the test").check()
    expect(state(item(page, "text"))).to_contain_text("Not saved yet")
    with pytest.raises(Error, match="ERR_CONNECTION_REFUSED"):
        page.reload()

    server.start_server()
    page.goto(people.LESSON)
    expect(item(page, "text").get_by_role("textbox")).to_have_value("a decision")
    expect(item(page, "multiple").get_by_label("Marking the test")).to_be_checked()
    expect(state(item(page, "text"))).to_have_text(SAVED)
    expect(state(item(page, "multiple"))).to_have_text(SAVED)


def test_the_later_of_two_devices_is_told_and_keeps_its_own_answer(browsers):
    desk, phone = (browsers.open_as("pairing", forgive=["status of 409"]) for _ in range(2))
    desk.goto(people.LESSON)
    phone.goto(people.LESSON)
    item(desk, "text").get_by_role("textbox").fill("from the desk")
    expect(state(item(desk, "text"))).to_have_text(SAVED)
    item(phone, "text").get_by_role("textbox").fill("from the phone")
    expect(state(item(phone, "text"))).to_contain_text("A newer answer was saved at")
    expect(item(phone, "text").get_by_role("textbox")).to_have_value("from the phone")

    state(item(phone, "text")).get_by_role("button", name="Keep mine").click()
    expect(state(item(phone, "text"))).to_have_text(SAVED)
    desk.reload()
    expect(item(desk, "text").get_by_role("textbox")).to_have_value("from the phone")


def test_the_later_of_two_devices_can_take_the_other_text(browsers):
    desk, phone = (browsers.open_as("pairing", forgive=["status of 409"]) for _ in range(2))
    desk.goto(people.LESSON)
    phone.goto(people.LESSON)
    reflection(desk).get_by_role("textbox").fill("At the desk.")
    expect(state(reflection(desk))).to_have_text(SAVED)
    reflection(phone).get_by_role("textbox").fill("On the phone.")
    expect(state(reflection(phone))).to_contain_text("A newer text was saved at")
    expect(reflection(phone).get_by_role("textbox")).to_have_value("On the phone.")

    state(reflection(phone)).get_by_role("button", name="Show the other one").click()
    expect(reflection(phone).get_by_role("textbox")).to_have_value("At the desk.")


def test_what_is_typed_after_the_check_on_another_device_is_refused_in_words(browsers):
    desk, phone = (browsers.open_as("pairing", forgive=["status of 409"]) for _ in range(2))
    desk.goto(people.LESSON)
    phone.goto(people.LESSON)
    people.answer(desk, "number")
    check(desk, "number")
    people.expect_checked(desk, "number")
    item(phone, "number").get_by_role("textbox").fill("7")
    expect(state(item(phone, "number"))).to_contain_text("Your first answer stays as it is.")
    state(item(phone, "number")).get_by_role("button", name="Reload the page").click()
    people.expect_checked(phone, "number", "right")


def test_signing_out_wipes_what_the_browser_kept(browsers, site):
    page = browsers.open(forgive=["ERR_FAILED"])
    people.sign_in(page, site, "leaving")
    page.route("**/answer/**", lambda route: route.abort())
    page.goto(people.LESSON)
    item(page, "number").get_by_role("textbox").fill("5")
    expect(state(item(page, "number"))).to_contain_text("Not saved yet")
    assert page.evaluate(STORED)
    page.locator("details.account-menu summary").click()
    page.get_by_role("button", name="Sign out").click()
    expect(page.get_by_role("link", name="Sign in").first).to_be_visible()
    assert page.evaluate(STORED) == []


def test_a_session_that_ended_keeps_the_draft_until_its_author_is_back(browsers, site):
    page = browsers.open_as("leaving", forgive=["status of 404"])
    page.goto(people.LESSON)
    page.context.clear_cookies(name="sessionid")
    item(page, "text").get_by_role("textbox").fill("a good reason")
    expect(state(item(page, "text"))).to_contain_text(re.compile("signed out.* Your answer is kept on this device"))

    state(item(page, "text")).get_by_role("link", name="Sign in to save it").click()
    people.sign_in(page, site, "leaving")
    expect(page.get_by_role("heading", name=people.LESSON_TITLE, level=1)).to_be_visible()
    expect(item(page, "text").get_by_role("textbox")).to_have_value("a good reason")
    expect(state(item(page, "text"))).to_have_text(SAVED)
