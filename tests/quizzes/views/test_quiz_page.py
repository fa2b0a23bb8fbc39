"""The quiz in a browser: checking, feedback, practice, one at a time, and without JavaScript."""

import pytest
from axe_playwright_python.sync_playwright import Axe

from quizzes.kinds import KINDS
from quizzes.models import Answer
from tests.quizzes.builders import build_checked_answer, build_quiz, question_of

pytestmark = pytest.mark.journey


def check(page):
    page.get_by_role("button", name="Check my answer").click()


def violations(page):
    return [(found["id"], found["nodes"][0]["html"]) for found in Axe().run(page).response["violations"]]


def test_a_check_replaces_the_question_and_reads_out_the_verdict(visit):
    page = visit(build_quiz(["single", "text"]))
    page.get_by_label("The words are vague").check()
    page.get_by_label("Very sure").check()
    page.get_by_role("button", name="Check my answer").first.click()
    page.get_by_text("Not the best answer.").wait_for()
    assert page.evaluate("document.activeElement.textContent") == "Not the best answer."
    assert page.locator(".item").count() == 2
    assert page.locator(".item").first.get_by_text("Your choice").count() == 1


def test_what_is_missing_is_named_and_read_out(visit):
    page = visit(build_quiz(["match"]))
    page.get_by_label("Why are we doing it?").select_option(label="Purpose")
    check(page)
    page.locator(".field-error").wait_for()
    words = "Choose a partner for “How sure are we?”, “What can we say from it?”."
    assert page.evaluate("document.activeElement.textContent") == words
    assert page.get_by_label("Why are we doing it?").input_value() == "1"


@pytest.mark.parametrize("has_script", [True, False])
def test_an_order_is_answered_with_the_keyboard_and_without_dragging(visit, has_script):
    page = visit(build_quiz(["order"]), java_script_enabled=has_script)
    for place, text in enumerate(["Name the decision", "Choose the evidence", "Act"], 1):
        page.get_by_label(text).focus()
        page.keyboard.type(str(place))
    page.get_by_role("button", name="Check my answer").focus()
    page.keyboard.press("Enter")
    page.get_by_text("All 3 are right.").wait_for()


def test_without_javascript_a_draft_is_saved_twice_and_then_checked(visit):
    page = visit(build_quiz(), java_script_enabled=False)
    for text in ["Too few steps", "The words are vague"]:
        page.get_by_label(text).check()
        page.get_by_role("button", name="Save for later").click()
        page.get_by_text("Saved").wait_for()
    page.get_by_label("A guess").check()
    check(page)
    page.get_by_text("Not the best answer.").wait_for()
    page.get_by_text("You said that it was a guess.").wait_for()
    assert (Answer.objects.get().response, Answer.objects.get().confidence) == ({"choice": "b"}, 1)


def test_without_javascript_what_is_missing_is_named(visit):
    page = visit(build_quiz(), java_script_enabled=False)
    check(page)
    assert page.locator(".field-error").all_text_contents() == ["Choose an answer.", "Say how sure you are."]


def test_saying_how_sure_is_asked_for_kept_and_then_shown(visit):
    page = visit(build_quiz())
    page.get_by_label("It rebuilds levels").check()
    check(page)
    page.locator(".field-error").wait_for()
    assert page.evaluate("document.activeElement.textContent") == "Say how sure you are."
    page.get_by_label("Very sure").check()
    page.locator("[data-save-state]", has_text="Saved").wait_for()
    page.reload()
    assert page.get_by_label("Very sure").is_checked()
    check(page)
    page.get_by_text("You were very sure.").wait_for()
    assert (Answer.objects.get().confidence, Answer.objects.get().score) == (3, 1.0)


def test_practice_leaves_the_first_answer_as_it_is(visit, lead):
    quiz = build_quiz()
    build_checked_answer(quiz, user=lead, response={"choice": "b"})
    page = visit(quiz)
    page.get_by_role("link", name="Try again for practice").click()
    page.get_by_label("It rebuilds levels").check()
    page.get_by_role("button", name="Check this try").click()
    page.get_by_text("That is the best answer.").wait_for()
    assert page.get_by_text("Practice: your first answer stays as it is.").count() == 1
    assert Answer.objects.get().response == {"choice": "b"}


def test_one_question_at_a_time_is_remembered(visit):
    page = visit(build_quiz(["single", "text", "number"]))
    page.get_by_role("button", name="One question at a time").click()
    assert page.locator(".item:visible").count() == 1
    page.get_by_role("button", name="Next question").click()
    page.reload()
    assert page.locator(".item:visible").count() == 1


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [320, 1280])
def test_every_kind_is_accessible_before_and_after(visit, lead, scheme, width):
    before, after = build_quiz(list(KINDS)), build_quiz(list(KINDS))
    for position in range(1, len(KINDS) + 1):
        build_checked_answer(after, user=lead, question=question_of(after, position))
    options = {"color_scheme": scheme, "viewport": {"width": width, "height": 900}}
    for quiz in [before, after]:
        page = visit(quiz, **options)
        assert violations(page) == []
        assert page.evaluate("document.documentElement.scrollWidth") <= width
