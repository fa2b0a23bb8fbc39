"""The leads of one school in one meeting, each in a browser of their own: no text is lost."""

import re

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.journey
SAVED = re.compile(r"^Saved \d\d:\d\d$")
RETRIED = 60_000  # milliseconds: the pauses between tries grow
OFFLINE = ["ERR_INTERNET_DISCONNECTED"]
FIRST, SECOND, THIRD = (
    "/learn/meetings/is-one-asking-what-we-think/",
    "/learn/meetings/what-case-can-we-make/",
    "/learn/meetings/how-sure-are-we/",
)


def prompt(page, number):
    return page.locator(f"#prompt-{number}")


def note(page, number):
    return prompt(page, number).get_by_role("textbox")


def state(page, number):
    return prompt(page, number).locator("[data-save-state]")


@pytest.fixture
def ada(browsers):
    return browsers.open_as("brannock1", forgive=["status of 409", *OFFLINE])


@pytest.fixture
def ben(browsers):
    return browsers.open_as("brannock2", forgive=["status of 409", *OFFLINE])


def both(ada, ben, room):
    ada.goto(room)
    ben.goto(room)


def test_two_write_under_different_prompts_and_both_survive(ada, ben):
    both(ada, ben, FIRST)
    note(ada, 1).fill("We claim that they can read a graph.")
    note(ben, 2).fill("Two thirds of it is reading.")
    for page, number in ((ada, 1), (ben, 2)):
        expect(state(page, number)).to_have_text(SAVED)
    ada.reload()
    expect(note(ada, 1)).to_have_value("We claim that they can read a graph.")
    expect(note(ada, 2)).to_have_value("Two thirds of it is reading.")


def test_two_write_under_the_same_prompt_and_neither_is_lost(ada, ben):
    both(ada, ben, SECOND)
    note(ada, 1).fill("Setting in Year 7.")
    expect(state(ada, 1)).to_have_text(SAVED)
    note(ben, 1).fill("The reading group.")
    expect(state(ben, 1)).to_contain_text("saved this note at")
    expect(state(ben, 1)).to_contain_text("Setting in Year 7.")
    expect(note(ben, 1)).to_have_value("The reading group.")
    state(ben, 1).get_by_role("button", name="Put both together").click()
    expect(state(ben, 1)).to_have_text(SAVED)
    ada.reload()
    expect(note(ada, 1)).to_have_value("Setting in Year 7.\n\nThe reading group.")
    prompt(ada, 1).get_by_text("What stood here before").click()
    expect(prompt(ada, 1).locator(".earlier")).to_contain_text("Setting in Year 7.")


def test_one_writes_without_a_connection_and_comes_back(ada, ben):
    both(ada, ben, THIRD)
    ben.context.set_offline(True)
    note(ben, 1).fill("Written in the basement.")
    note(ben, 2).fill("Same order, other level.")
    expect(state(ben, 1)).to_contain_text("Not saved yet")
    note(ada, 1).fill("Written upstairs.")
    expect(state(ada, 1)).to_have_text(SAVED)
    ben.context.set_offline(False)
    expect(state(ben, 2)).to_have_text(SAVED, timeout=RETRIED)
    expect(state(ben, 1)).to_contain_text("Written upstairs.", timeout=RETRIED)
    state(ben, 1).get_by_role("button", name="Put both together").click()
    expect(state(ben, 1)).to_have_text(SAVED)
    ada.reload()
    expect(note(ada, 1)).to_have_value("Written upstairs.\n\nWritten in the basement.")
    expect(note(ada, 2)).to_have_value("Same order, other level.")


@pytest.mark.parametrize(("scripts", "room"), [(True, "the-1-2-3-6-meeting"), (False, "what-will-last")])
def test_a_school_meets_agrees_and_completes_for_all(browsers, ben, scripts, room):
    page = browsers.open_as("brannock1", java_script_enabled=scripts)
    page.goto("/learn/meetings/")
    page.locator(f"a[href='/learn/meetings/{room}/']").click()
    for number in range(1, page.locator(".talk").count() + 1):
        note(page, number).fill(f"We talked about {number}.")
        if scripts:
            expect(state(page, number)).to_have_text(SAVED)
        else:
            prompt(page, number).get_by_role("button", name="Save this note").click()
    page.get_by_label("What will be done").fill("Ask Year 6 what they read")
    page.get_by_label("Who does it").fill("Ada")
    page.get_by_label("By when").fill("01/07/2030")
    page.get_by_role("button", name="Add the action").click()
    expect(page.locator("#actions")).to_contain_text("Ask Year 6 what they read")
    page.get_by_role("button", name="Complete the meeting").click()
    expect(page.get_by_text("is complete, for all leads of your school")).to_be_visible()
    ben.goto(f"/learn/meetings/{room}/")
    expect(ben.get_by_text("for all leads of your school")).to_be_visible()
    expect(ben.get_by_text("We talked about 1.")).to_be_visible()
