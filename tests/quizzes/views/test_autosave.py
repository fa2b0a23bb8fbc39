"""What is typed is never lost: autosave in a real browser against a real server."""

import re

import pytest

from quizzes.domain.attempt import save_answer, start_attempt
from quizzes.models import Answer
from tests.quizzes import host
from tests.quizzes.builders import NOW, build_quiz, given, question_of

pytestmark = pytest.mark.journey

STATE = "[data-save-state]"
OFFLINE = "Not saved yet. It is kept on this device and sent when the connection is back."


def choose(page, text):
    page.get_by_label(text).check()


def wait_for(page, words):
    page.locator(STATE, has_text=re.compile(f"^{words}")).wait_for()


def drafts(page):
    return page.evaluate("Object.keys(localStorage).filter(key => key.startsWith('touchstone:'))")


def answers(page):
    entries = page.evaluate("[...new FormData(document.querySelector('form[data-autosave]'))]")
    return [entry for entry in entries if entry[0] != "csrfmiddlewaretoken"]


def stored():
    return Answer.objects.get()


def save_elsewhere(quiz, user, **changes):
    attempt = start_attempt(quiz=quiz, user=user, now=NOW)
    return save_answer(attempt=attempt, **given(question_of(quiz), **changes))


@pytest.fixture
def outage():
    host.outage["is_on"] = True
    yield host.outage
    host.outage["is_on"] = False


def test_a_choice_is_saved_within_2_seconds_and_leaves_no_copy_behind(visit):
    page = visit(build_quiz())
    choose(page, "Too few steps")
    page.locator(STATE, has_text=re.compile("^Saved")).wait_for(timeout=2000)
    assert stored().response == {"choice": "c"}
    assert drafts(page) == []


def test_a_later_choice_is_saved_over_an_earlier_one(visit):
    page = visit(build_quiz())
    choose(page, "Too few steps")
    wait_for(page, "Saved")
    with page.expect_response("**/host/*/*/") as saving:
        choose(page, "The words are vague")
    assert saving.value.json()["seq"] == 2
    assert stored().response == {"choice": "b"}


def test_without_a_server_the_answer_survives_a_reload_and_is_sent_afterwards(visit, outage):
    page = visit(build_quiz(["text"]))
    page.get_by_label("What do we call").fill("Construct")
    wait_for(page, OFFLINE)
    page.reload()
    assert page.get_by_label("What do we call").input_value() == "Construct"
    assert Answer.objects.count() == 0
    outage["is_on"] = False
    wait_for(page, "Saved")
    assert stored().response == {"text": "Construct"}
    assert drafts(page) == []


@pytest.mark.parametrize("kind", ["multiple", "reasons", "match", "group"])
def test_every_kind_of_control_is_put_back(visit, outage, kind):
    page = visit(build_quiz([kind]))
    for control in page.locator("form input[type=radio], form input[type=checkbox]").all():
        control.check()
    for number, control in enumerate(page.locator("form select").all(), 1):
        control.select_option(index=number)
    before = answers(page)
    wait_for(page, OFFLINE)
    page.reload()
    wait_for(page, OFFLINE)
    assert answers(page) == before


def test_a_lost_reply_is_no_conflict(visit):
    page = visit(build_quiz())
    replies = []

    def lose_the_first(route):
        response = route.fetch()
        replies.append(response.status)
        if len(replies) == 1:
            route.abort()
        else:
            route.fulfill(response=response)

    page.route("**/host/*/*/", lose_the_first)
    choose(page, "Too few steps")
    wait_for(page, OFFLINE)
    choose(page, "The words are vague")
    wait_for(page, "Saved")
    assert drafts(page) == []
    assert replies == [200, 200, 200]
    assert (stored().response, stored().seq) == ({"choice": "b"}, 2)


def test_a_newer_answer_from_elsewhere_is_not_overwritten_unasked(visit, lead):
    quiz = build_quiz()
    page = visit(quiz)
    save_elsewhere(quiz, lead, response={"choice": "a"}, seq=4)
    choose(page, "Too few steps")
    wait_for(page, "A newer answer was saved at")
    assert stored().response == {"choice": "a"}
    page.get_by_role("button", name="Keep mine").click()
    wait_for(page, "Saved")
    assert (stored().response, stored().seq) == ({"choice": "c"}, 5)


def test_the_answer_from_elsewhere_can_be_shown_instead(visit, lead):
    quiz = build_quiz()
    page = visit(quiz)
    save_elsewhere(quiz, lead, response={"choice": "a"}, seq=4)
    choose(page, "Too few steps")
    page.get_by_role("button", name="Show the other one").click()
    page.locator("[value=a]:checked").wait_for()
    assert stored().response == {"choice": "a"}
    assert drafts(page) == []


def test_after_signing_out_elsewhere_the_answer_stays_on_the_device(visit, lead, client):
    quiz = build_quiz()
    page = visit(quiz)
    page.context.clear_cookies(name="sessionid")
    choose(page, "Too few steps")
    wait_for(page, "You have been signed out. Your answer is kept on this device.")
    link = page.get_by_role("link", name="Sign in to save it").get_attribute("href")
    assert link == f"/account/login/?next=%2Fhost%2F{quiz.pk}%2F"
    assert len(drafts(page)) == 1


def test_a_save_after_a_check_on_another_page_is_refused(visit):
    quiz = build_quiz()
    page, other = visit(quiz), visit(quiz)
    choose(other, "It rebuilds levels")
    choose(other, "Very sure")
    other.get_by_role("button", name="Check my answer").click()
    other.get_by_text("That is the best answer.").wait_for()
    choose(page, "Too few steps")
    wait_for(page, "This question was checked at")
    page.get_by_role("button", name="Reload the page").click()
    page.get_by_text("That is the best answer.").wait_for()
    assert (stored().response, drafts(page)) == ({"choice": "a"}, [])


def test_a_check_waits_for_the_save_on_its_way_and_marks_what_is_chosen(visit):
    page = visit(build_quiz())
    saves = []

    def slow_save(route):
        if "do=save" in (route.request.post_data or ""):
            saves.append(route.request.post_data)
            page.wait_for_timeout(600)
        route.continue_()

    page.route("**/host/*/*/", slow_save)
    with page.expect_request("**/host/*/*/"):
        choose(page, "Too few steps")
    choose(page, "It rebuilds levels")
    choose(page, "Very sure")
    page.get_by_role("button", name="Check my answer").click()
    page.get_by_text("That is the best answer.").wait_for()
    assert (stored().response, stored().score, len(saves)) == ({"choice": "a"}, 1.0, 1)
    assert drafts(page) == []
