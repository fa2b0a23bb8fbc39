from dataclasses import replace
from datetime import timedelta

import pytest

from quizzes.domain.question import QuestionChanged, QuestionInvalid, put_question, put_quiz
from quizzes.models import Question, QuestionVersion
from tests.builders import build_user
from tests.quizzes.builders import NOW, build_question, build_quiz
from tests.quizzes.drafts import build_draft

pytestmark = pytest.mark.django_db


def test_a_new_question_gets_its_first_version():
    editor = build_user()
    question, is_new = put_question(draft=build_draft(), by=editor, now=NOW)
    assert is_new is True
    assert (question.key, question.current.number, question.current.created_by) == ("t-single", 1, editor)


def test_the_same_content_makes_no_version():
    put_question(draft=build_draft(), by=None, now=NOW)
    question, is_new = put_question(draft=build_draft(), by=None, now=NOW)
    assert (is_new, question.versions.count()) == (False, 1)


def test_another_content_makes_a_version_and_keeps_the_old_one():
    draft = build_draft()
    put_question(draft=draft, by=None, now=NOW)
    corrected = replace(draft, content=draft.content | {"stem": "What is the best criticism?"})
    question, is_new = put_question(draft=corrected, by=None, now=NOW + timedelta(hours=1))
    assert (is_new, question.current.number) == (True, 2)
    assert question.versions.get(number=1).content == draft.content


@pytest.mark.parametrize("after", [0, 1, 3])
def test_a_draft_made_from_another_version_than_the_newest_is_refused(after):
    draft = build_draft()
    for stem in ("One?", "Two?"):
        put_question(draft=replace(draft, content=draft.content | {"stem": stem}), by=None, now=NOW)
    with pytest.raises(QuestionChanged):
        put_question(draft=draft, by=None, now=NOW, after=after)
    assert Question.objects.get().current.content["stem"] == "Two?"
    assert put_question(draft=draft, by=None, now=NOW, after=2)[0].current.number == 3


def test_another_difficulty_is_kept_without_a_version():
    put_question(draft=build_draft(), by=None, now=NOW)
    _, is_new = put_question(draft=replace(build_draft(), difficulty=3), by=None, now=NOW)
    assert (is_new, Question.objects.get(key="t-single").difficulty) == (False, 3)


def test_content_with_problems_is_refused_and_nothing_is_stored():
    draft = build_draft()
    keyless = [entry | {"key": False} for entry in draft.content["entries"]]
    with pytest.raises(QuestionInvalid) as caught:
        put_question(draft=replace(draft, content=draft.content | {"entries": keyless}), by=None, now=NOW)
    assert caught.value.problems == ["No entry is marked as right with (*)."]
    assert QuestionVersion.objects.count() == 0


def test_a_question_keeps_its_kind():
    put_question(draft=build_draft("single"), by=None, now=NOW)
    with pytest.raises(QuestionInvalid):
        put_question(draft=replace(build_draft("multiple"), key="t-single"), by=None, now=NOW)


def test_a_quiz_asks_its_questions_in_the_order_given():
    one, two = build_question(), build_question("text")
    quiz = put_quiz(key="q", title="Quiz", questions=[two, one], now=NOW)
    assert [item.question for item in quiz.items.all()] == [two, one]


def test_only_what_differs_in_a_quiz_is_written():
    one, two, three = build_question(), build_question("text"), build_question("number")
    quiz = put_quiz(key="q", title="Quiz", questions=[one, two], now=NOW)
    kept = quiz.items.get(question=one).pk
    quiz = put_quiz(key="q", title="New title", questions=[one, three], now=NOW)
    assert quiz.title == "New title"
    assert [(item.question, item.position) for item in quiz.items.all()] == [(one, 1), (three, 2)]
    assert quiz.items.get(question=one).pk == kept


def test_an_unchanged_quiz_writes_nothing(django_assert_num_queries):
    quiz = build_quiz(["single", "text"])
    questions = [item.question for item in quiz.items.select_related("question")]
    with django_assert_num_queries(4):  # savepoint, quiz, its items, release
        put_quiz(key=quiz.key, title=quiz.title, questions=questions, now=NOW)
