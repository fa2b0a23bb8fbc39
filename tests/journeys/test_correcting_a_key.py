"""An editor corrects the key of a live question: one lead is in the middle of it, another has been marked by it."""

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.journey
ADMIN = [r"console warning"]  # Wagtail's own scripts warn about themselves; errors still count
LESSON = "/learn/why-assess/why-take-a-baseline/"
KEYED = "Check the 92 against other evidence before any gain is calculated."
SHARED = "Share the methods of the school whose pupils rose by twelve points."
SURE = "Very sure"


def scenario(page):
    return page.locator("#q-s08")


def choose(page, option):
    page.goto(LESSON)
    scenario(page).get_by_label(option).check()
    scenario(page).get_by_label(SURE).check()
    expect(scenario(page).locator("[data-save-state]")).to_contain_text("Saved")


def correct_the_key(editor):
    editor.goto("/admin/question/?q=s08")
    editor.get_by_role("link", name="s08", exact=True).click()
    text = editor.get_by_label("The question as text")
    moved = text.input_value().replace(f"(*) {KEYED}", f"( ) {KEYED}").replace(f"( ) {SHARED}", f"(*) {SHARED}")
    text.fill(moved)
    editor.get_by_label("What did you correct?").fill("The key was wrong.")
    editor.get_by_role("button", name="Save").click()


def test_a_corrected_key_marks_nobody_again_before_the_editor_has_seen_who_moves(browsers):
    marked, middle = browsers.open_as("marked"), browsers.open_as("corrected")
    choose(marked, SHARED)
    scenario(marked).get_by_role("button", name="Check my answer").click()
    expect(scenario(marked).locator(".verdict")).to_have_text("Not the best answer.")
    choose(middle, SHARED)

    editor = browsers.open_as("editor", forgive=ADMIN)
    correct_the_key(editor)
    expect(editor.get_by_text("What version 2 would change")).to_be_visible()
    expect(editor.get_by_role("table", name="Would rise")).to_contain_text("Marked Journey")
    marked.reload()
    expect(scenario(marked).locator(".verdict")).to_have_text("Not the best answer.")

    editor.get_by_role("button", name="Mark the answers again").click()
    expect(editor.locator(".messages")).to_contain_text("again by version 2")
    marked.reload()
    expect(scenario(marked)).to_contain_text("The key was wrong.")
    expect(scenario(marked).locator(".verdict")).to_have_text("That is the best answer.")

    middle.reload()
    expect(scenario(middle)).to_contain_text("This question was corrected on")
    expect(scenario(middle).get_by_label(SHARED)).to_be_checked()
    expect(scenario(middle).get_by_label(SURE)).to_be_checked()
