import pytest
from django.urls import reverse

from quizzes.models import Question
from tests.builders import build_user
from tests.quizzes.builders import NOW, build_checked_answer, build_question, build_quiz, correct_question, question_of
from tests.quizzes.drafts import TEXTS

pytestmark = pytest.mark.django_db


def fields(question, text):
    return {"text": text, "number": question.current.number}


def text_of(question):
    return TEXTS[question.kind].replace(f"t-{question.kind}", question.key)


def edit(client, question, text):
    return client.post(reverse("question:edit", args=[question.pk]), fields(question, text))


def test_the_list_shows_key_kind_pillar_and_stem(client, editor):
    question = build_question()
    html = client.get(reverse("question:index")).text
    assert question.key in html
    assert "What is the strongest criticism?" in html


def test_a_question_is_written_as_text(client, editor):
    client.post(reverse("question:add"), {"text": TEXTS["single"]})
    question = Question.objects.get()
    assert (question.key, question.current.number, question.current.created_by) == ("t-single", 1, editor)


def test_saving_a_correction_makes_a_version_by_the_editor(client, editor):
    question = build_question()
    edit(client, question, text_of(question).replace("strongest", "best").replace("\n", "\r\n"))
    question.refresh_from_db()
    assert (question.current.number, question.current.created_by) == (2, editor)
    assert question.current.content["stem"] == "What is the best criticism?"


def test_what_is_wrong_is_told_by_line_and_what_was_typed_is_kept(client, editor):
    question = build_question()
    html = edit(client, question, text_of(question).replace("(*)", "( )")).text
    assert "Line 2: No entry is marked as right with (*)." in html
    assert "( ) It rebuilds levels" in html
    assert question.versions.count() == 1


def test_the_key_and_the_kind_stay(client, editor):
    question = build_question()
    html = edit(client, question, TEXTS["text"]).text
    assert "a question of another kind is another question" in html
    assert Question.objects.count() == 1


def test_an_edit_of_an_older_version_is_refused(client, editor):
    question = build_question()
    stale = fields(question, text_of(question).replace("strongest", "best"))
    correct_question(question, now=NOW, stem="Corrected")
    html = client.post(reverse("question:edit", args=[question.pk]), stale).text
    assert "Somebody saved version 2 meanwhile." in html
    assert question.versions.count() == 2


def test_all_versions_are_shown_with_their_answers(client, editor):
    quiz = build_quiz()
    build_checked_answer(quiz)
    correct_question(question_of(quiz), now=NOW, stem="Corrected stem")
    html = client.get(reverse("question:inspect", args=[question_of(quiz).pk])).text
    assert "Corrected stem" in html
    assert "What is the strongest criticism?" in html
    assert "1 answer" in html


def test_nobody_deletes_a_question(client, editor):
    question = build_question()
    client.post(reverse("question:delete", args=[question.pk]))
    assert Question.objects.get() == question


def test_somebody_without_the_right_cannot_look(client, site):
    client.force_login(build_user())
    assert client.get(reverse("question:index")).status_code == 404
