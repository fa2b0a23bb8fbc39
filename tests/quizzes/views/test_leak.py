"""Nothing that gives an answer away is in any byte of the page before the answer is given."""

import re

import pytest
from django.template.loader import render_to_string

from quizzes.kinds import KINDS
from quizzes.queries.attempt import forget_versions, quiz_items
from tests.builders import build_user
from tests.quizzes.builders import build_checked_answer, build_draft_answer, build_quiz, question_of

pytestmark = pytest.mark.django_db


def page(quiz, user, **asked):
    items = quiz_items(quiz_id=quiz.pk, user=user, action=lambda key: f"/answer/{key}/", **asked)
    return render_to_string("quizzes/quiz.html", {"items": items, "user": user, "page_url": "/lesson/"})


def secrets(content):
    """Every text of a content that is told only after the answer."""
    found = [entry["feedback"] for entry in content["entries"]]
    found += [content.get("right", ""), content.get("wrong", ""), content["after"], content.get("answer", "")]
    found += content.get("accept", [])
    return [text for text in found if text]


@pytest.mark.parametrize("kind", KINDS)
def test_no_feedback_and_no_key_stands_in_the_page_of_an_open_question(kind):
    quiz, user = build_quiz([kind]), build_user()
    build_draft_answer(quiz, user=user, response={})
    for reader in [None, build_user(), user]:
        html = page(quiz, reader)
        assert [text for text in secrets(question_of(quiz).current.content) if text in html] == []


@pytest.mark.parametrize("kind", KINDS)
def test_all_feedback_stands_in_the_page_of_a_checked_question(kind):
    quiz, user = build_quiz([kind]), build_user()
    build_checked_answer(quiz, user=user)
    html = page(quiz, user)
    content = question_of(quiz).current.content
    told = [content["right"]] if kind in ("number", "text") else [entry["feedback"] for entry in content["entries"]]
    assert [text for text in told if text not in html] == []


@pytest.mark.parametrize("kind", KINDS)
def test_a_practice_form_holds_no_feedback_either(kind):
    quiz, user = build_quiz([kind]), build_user()
    build_checked_answer(quiz, user=user)
    html = page(quiz, user, again=question_of(quiz).key)
    assert "FEEDBACK" not in html


def look_of(quiz, **changes):
    """The page of the quiz's question for a visitor, with its one version changed before anybody saw it."""
    forget_versions()  # it keeps versions because they never change: here one does
    versions = question_of(quiz).versions
    versions.update(content=versions.get().content | changes)
    return page(quiz, None)


@pytest.mark.parametrize("kind", ["match", "order", "group"])
def test_an_open_question_looks_the_same_whatever_the_right_places(kind):
    quiz = build_quiz([kind])
    entries = question_of(quiz).current.content["entries"]
    places = [entry["place"] for entry in entries]
    turned = [entry | {"place": place} for entry, place in zip(entries, places[1:] + places[:1], strict=True)]
    assert look_of(quiz, entries=turned) == look_of(quiz, entries=entries)


@pytest.mark.parametrize("kind", ["single", "multiple", "reasons"])
def test_an_open_question_looks_the_same_whatever_the_right_options(kind):
    quiz = build_quiz([kind])
    entries = question_of(quiz).current.content["entries"]
    turned = [entry | {"key": not entry["key"]} for entry in entries]
    assert look_of(quiz, entries=turned) == look_of(quiz, entries=entries)


def test_the_look_of_a_question_does_change_with_its_texts():
    quiz = build_quiz(["single"])
    assert look_of(quiz, stem="One?") != look_of(quiz, stem="Two?")


def test_text_of_a_question_is_escaped():
    html = look_of(build_quiz(["single"]), stem="<script>alert(1)</script>")
    assert "<script>alert" not in html
    assert "&lt;script&gt;alert(1)" in html


def test_every_control_has_a_label_of_its_own():
    html = page(build_quiz(list(KINDS)), build_user())
    controls = re.findall(r'<(?:select|input)[^>]* id="([^"]+)"', html)
    assert controls
    assert [control for control in controls if f'for="{control}"' not in html] == []
