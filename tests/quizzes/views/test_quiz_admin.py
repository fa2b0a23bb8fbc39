"""Which questions a quiz asks, edited in the admin."""

import pytest
from django.urls import reverse

from quizzes.models import Answer, Quiz
from tests.quizzes.builders import build_checked_answer, build_question, build_quiz, question_of

pytestmark = pytest.mark.django_db


def edit(client, quiz, *keys, **fields):
    given = {"key": quiz.key, "title": quiz.title, "mode": quiz.mode, "asked": "\n".join(keys)} | fields
    return client.post(reverse("wagtailsnippets_quizzes_quiz:edit", args=[quiz.pk]), given)


def keys_of(quiz) -> list[str]:
    return [item.question.key for item in quiz.items.order_by("position").select_related("question")]


def test_a_new_quiz_asks_the_questions_named_in_their_order(client, editor):
    one, two = build_question(), build_question("text")
    given = {"key": "spare", "title": "Spare", "mode": "bank", "asked": f"{two.key}\r\n{one.key}"}
    client.post(reverse("wagtailsnippets_quizzes_quiz:add"), given)
    quiz = Quiz.objects.get(key="spare")
    assert (quiz.title, quiz.mode, keys_of(quiz)) == ("Spare", "bank", [two.key, one.key])


def test_a_question_taken_out_keeps_its_answers(client, editor):
    quiz, other = build_quiz(), build_question("text")
    build_checked_answer(quiz)
    edit(client, quiz, other.key)
    assert keys_of(quiz) == [other.key]
    assert Answer.objects.count() == 1


def test_keys_that_the_bank_has_not_are_named_and_what_was_typed_is_kept(client, editor):
    quiz = build_quiz()
    html = edit(client, quiz, "nothing-like-it", question_of(quiz).key, question_of(quiz).key).text
    assert "There is no question “nothing-like-it” in the bank." in html
    assert f"“{question_of(quiz).key}” stands 2 times." in html
    assert keys_of(quiz) == [question_of(quiz).key]


def test_the_key_of_a_quiz_stays(client, editor):
    quiz = build_quiz()
    edit(client, quiz, question_of(quiz).key, key="another", title="Renamed")
    quiz.refresh_from_db()
    assert (Quiz.objects.count(), quiz.title) == (1, "Renamed")


def test_a_quiz_loaded_from_a_file_and_edited_here_counts_as_edited(client, editor):
    quiz = build_quiz()
    Quiz.objects.filter(pk=quiz.pk).update(source_hash="of-the-file")
    edit(client, quiz, title="Renamed")
    quiz.refresh_from_db()
    assert (quiz.title, quiz.source_hash, keys_of(quiz)) == ("Renamed", "of-the-file", [])
