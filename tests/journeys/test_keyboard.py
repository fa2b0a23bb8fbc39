"""A lead who uses no mouse: tab, arrows, space, enter and typing are enough, and the focus can be seen."""

import re

import pytest
from playwright.sync_api import expect

from tests.journeys import people
from tests.journeys.people import item, reflection

pytestmark = pytest.mark.journey
MOST_STEPS = 150
FOCUS = """() => {
  const focused = document.activeElement;
  const seen = [focused, focused.closest("label")].filter(Boolean).some((element) => {
    const style = getComputedStyle(element);
    return style.outlineStyle !== "none" && parseFloat(style.outlineWidth) > 0;
  });
  return focused === document.body || seen ? "" : focused.outerHTML.slice(0, 200);
}"""


def go_to(page, wanted, *, back=False):
    """Tabs until the wanted control has the focus; on the way no control may hide that it has it."""
    expect(wanted).to_be_visible()
    for _ in range(MOST_STEPS):
        page.keyboard.press("Shift+Tab" if back else "Tab")
        hidden = page.evaluate(FOCUS)
        assert not hidden, f"The focus cannot be seen on {hidden}"
        if wanted.evaluate("element => element === document.activeElement"):
            return
    raise AssertionError(f"{wanted} cannot be reached by keyboard.")


def test_from_the_dashboard_to_a_checked_answer_and_a_saved_reflection_by_keyboard_alone(browsers):
    page = browsers.open_as("keys")
    page.goto("/learn/")
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Skip to the page")).to_be_focused()
    page.keyboard.press("Enter")
    go_to(page, page.get_by_role("link", name="All lessons"), back=True)
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="All lessons")).to_be_visible()
    go_to(page, page.get_by_role("link", name=people.LESSON_TITLE))
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name=people.LESSON_TITLE, level=1)).to_be_visible()

    single = item(page, "single")
    go_to(page, single.get_by_role("radio").first)
    page.keyboard.press("ArrowDown")
    expect(single.get_by_role("radio").nth(1)).to_be_checked()
    go_to(page, single.get_by_label("A guess"))
    page.keyboard.press("ArrowDown")
    expect(single.get_by_label("Fairly sure")).to_be_checked()
    press_check(page, single)

    multiple = item(page, "multiple")
    go_to(page, multiple.get_by_label("Setting the test"))
    page.keyboard.press("Space")
    press_check(page, multiple)

    order = item(page, "order")
    for place, select in enumerate(order.get_by_role("combobox").all(), 1):
        go_to(page, select)
        page.keyboard.type(str(place))
        expect(select.locator("option:checked")).to_have_text(str(place))
    press_check(page, order)

    number = item(page, "number")
    go_to(page, number.get_by_role("textbox"))
    page.keyboard.type("34")
    page.keyboard.press("Enter")
    expect(number.locator(".verdict").first).to_be_focused()
    expect(number).to_contain_text("That is thirty and four added together.")

    go_to(page, reflection(page).get_by_role("textbox"))
    page.keyboard.type("By keyboard alone.")
    go_to(page, reflection(page).get_by_role("button", name="Save what you wrote"))
    page.keyboard.press("Enter")
    expect(reflection(page).locator("[data-save-state]")).to_have_text(re.compile(r"^Saved "))
    expect(reflection(page).get_by_role("textbox")).to_have_value("By keyboard alone.")


def press_check(page, one):
    go_to(page, one.get_by_role("button", name="Check my answer"))
    page.keyboard.press("Enter")
    expect(one.locator(".verdict").first).to_be_focused()


def test_what_is_missing_in_an_answer_takes_the_focus(browsers):
    page = browsers.open_as("keys", forgive=["status of 422"])
    page.goto(people.LESSON)
    match = item(page, "match")
    go_to(page, match.get_by_role("combobox").first)
    page.keyboard.press("ArrowDown")
    go_to(page, match.get_by_role("button", name="Check my answer"))
    page.keyboard.press("Enter")
    expect(match.locator(".field-error")).to_be_focused()
