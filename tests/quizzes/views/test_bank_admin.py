"""The question bank in the admin: found, corrected, marked again, taken in and given out."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from quizzes.domain.question import put_quiz
from quizzes.models import Answer, Intake, Question, Quiz
from tests.builders import build_user
from tests.quizzes.builders import NOW, build_checked_answer, build_question, build_quiz, correct_question, question_of
from tests.quizzes.drafts import TEXTS

pytestmark = pytest.mark.django_db


def listed(client, **query) -> str:
    return client.get(reverse("question:index"), query).text


def correct_key(client, question, **fields):
    text = TEXTS["single"].replace("t-single", question.key).replace("(*) It", "( ) It")
    text = text.replace("( ) The words", "(*) The words")
    data = {"text": text, "number": question.current.number, **fields}
    return client.post(reverse("question:edit", args=[question.pk]), data)


def upload(client, data, **fields):
    given = {"file": SimpleUploadedFile("some.gift", data), "format": "gift", "pillar": "value", "prefix": "new"}
    return client.post(reverse("question:upload"), given | fields)


GIFT = b"::first:: Which? {=Yes #Right. ~No #Wrong.}\n\n::second:: Why? {}\n"


def test_questions_are_found_by_the_words_of_their_stem_and_situation(client, editor):
    sought, other = build_question("single"), build_question("text")
    assert sought.key in listed(client, q="adopts three words")
    assert other.key not in listed(client, q="adopts three words")


@pytest.mark.parametrize("name", ["tag", "quiz", "kind", "asked"])
def test_the_list_is_narrowed_by(client, editor, name):
    sought, other = question_of(build_quiz()), build_question("text")
    sought.tags.add("Levels")
    values = {
        "tag": sought.tags.get().pk,
        "quiz": sought.quizzes.get().pk,
        "kind": "single",
        "asked": "nowhere",
    }
    html = listed(client, **{name: values[name]})
    assert (sought.key in html, other.key in html) == (name != "asked", name == "asked")


def test_the_list_takes_as_many_queries_for_three_questions_as_for_one(client, editor):
    def count() -> int:
        question_of(build_quiz()).tags.add("Levels")
        listed(client)
        with CaptureQueriesContext(connection) as queries:
            listed(client)
        return len(queries)

    assert [count(), count(), count()] == [count()] * 3


def test_a_correction_that_moves_no_score_leads_back_to_the_list(client, editor):
    question = question_of(build_quiz())
    build_checked_answer(question.quizzes.get())
    text = TEXTS["single"].replace("t-single", question.key).replace("vague", "too vague")
    data = {"text": text, "number": 1, "note": "A word.", "tags": "Levels, Words"}
    response = client.post(reverse("question:edit", args=[question.pk]), data)
    assert response.url == reverse("question:index")
    question.refresh_from_db()
    assert (question.current.note, question.current.series) == ("A word.", 1)
    assert {tag.name for tag in question.tags.all()} == {"Levels", "Words"}


def test_a_tag_longer_than_its_column_is_refused_with_a_sentence(client, editor):
    question = build_question()
    response = correct_key(client, question, tags="x" * 101)
    assert "are over 100 characters" in response.text
    assert question.versions.count() == 1


def test_a_changed_meaning_begins_new_statistics_where_the_editor_says_so(client, editor):
    question = build_question()
    text = TEXTS["single"].replace("t-single", question.key).replace("vague", "too vague")
    client.post(reverse("question:edit", args=[question.pk]), {"text": text, "number": 1, "effect": "meaning"})
    question.refresh_from_db()
    assert question.current.series == 2


def test_a_corrected_key_shows_whose_score_would_move_before_anything_is_marked(client, editor):
    quiz, lead = build_quiz(), build_user(name="Nadia Hale")
    build_checked_answer(quiz, user=lead, response={"choice": "b"})
    response = correct_key(client, question_of(quiz))
    assert response.url == reverse("question:regrade", args=[question_of(quiz).pk])
    html = client.get(response.url).text
    assert "Nadia Hale" in html
    assert "1 would rise, 0 would fall" in html
    assert Answer.objects.get().score == 0


def test_a_mended_word_does_not_ask_again_about_scores_that_were_left_as_they_are(client, editor):
    quiz = build_quiz()
    build_checked_answer(quiz)
    url = correct_key(client, question_of(quiz)).url
    client.post(url, {"digest": client.get(url).context["regrade"].digest, "policy": "rise"})
    text = client.get(reverse("question:edit", args=[question_of(quiz).pk])).context["form"]["text"].value()
    data = {"text": text.replace("vague", "too vague"), "number": 2}
    response = client.post(reverse("question:edit", args=[question_of(quiz).pk]), data)
    assert response.url == reverse("question:index")


def test_a_regrade_is_applied_as_it_was_shown(client, editor):
    quiz = build_quiz()
    build_checked_answer(quiz, response={"choice": "b"})
    url = correct_key(client, question_of(quiz)).url
    digest = client.get(url).context["regrade"].digest
    client.post(url, {"digest": "another", "policy": "all"})
    assert Answer.objects.get().score == 0
    client.post(url, {"digest": digest, "policy": "rise"})
    assert Answer.objects.get().score == 1


def test_the_versions_stand_with_their_differences_and_where_the_question_is_asked(client, editor):
    quiz = build_quiz()
    build_checked_answer(quiz)
    correct_question(question_of(quiz), now=NOW + timedelta(days=1), stem="Corrected stem")
    html = client.get(reverse("question:inspect", args=[question_of(quiz).pk])).text
    assert "<ins>+ stem: Corrected stem</ins>" in html
    assert "<del>- stem: What is the strongest criticism?</del>" in html
    assert "A quiz (Lesson: feedback at once, no score)" in html


def test_where_it_is_asked_the_analysis_is_one_step_away(client, editor):
    question = question_of(build_quiz(key="lesson"))
    put_quiz(key="practised", title="Scenarios", questions=[question], now=NOW, mode=Quiz.Mode.BANK)
    text = client.get(reverse("question:inspect", args=[question.pk])).content.decode()
    assert f'href="/facilitate/analysis/lesson/{question.key}/"' in text
    assert "/facilitate/analysis/practised/" not in text


def test_an_upload_is_shown_before_it_is_taken(client, editor):
    response = upload(client, GIFT)
    assert Question.objects.count() == 0
    html = client.get(response.url).text
    assert "left out" in html
    assert "A new question" in html


def test_a_confirmed_upload_is_in_the_bank(client, editor):
    url = upload(client, GIFT).url
    page = client.get(url).context
    client.post(url, {"keys": page["takeable"], "digest": page["digest"], "tags": "Outside"})
    question = Question.objects.get()
    assert (question.pillar, [tag.name for tag in question.tags.all()]) == ("value", ["Outside"])


def test_an_export_that_comes_back_changed_is_shown_as_a_change_of_the_same_question(client, editor):
    question = build_question()
    data = client.get(reverse("question:export"), {"format": "gift", "download": "1"}).content
    url = upload(client, data.replace(b"precision of label", b"a precise label")).url
    [(plan, _)] = client.get(url).context["plans"]
    assert (plan.key, plan.what, plan.version) == (question.key, "changed", 1)


def test_a_key_made_for_an_import_never_meets_one_of_the_bank(client, editor):
    build_question(key="new-first")
    [(plan, _)] = client.get(upload(client, GIFT).url).context["plans"]
    assert (plan.key, plan.what) == ("new-first-2", "new")


def test_what_was_taken_is_told_apart_by_whether_learners_meet_it(client, editor):
    build_question()
    data = client.get(reverse("question:export"), {"format": "gift", "download": "1"}).content
    url = upload(client, data.replace(b"precision of label", b"a precise label") + b"\n" + GIFT).url
    page = client.get(url)
    assert "A new version after version 1" in page.text
    response = client.post(url, {"keys": page.context["takeable"], "digest": page.context["digest"]}, follow=True)
    told = [str(message) for message in response.context["messages"]]
    assert told == [
        "New in the bank: 1. A new question is asked nowhere until a quiz names it. Corrected: 1. "
        "Learners meet the new version from now on, and a question’s page says which answers an earlier key marked."
    ]


def test_the_whole_text_of_a_new_question_is_shown_before_it_is_taken(client, editor):
    html = client.get(upload(client, GIFT).url).text
    assert "(*) Yes" in html


def test_a_confirmation_without_a_choice_is_asked_again(client, editor):
    url = upload(client, GIFT).url
    response = client.post(url, {"digest": client.get(url).context["digest"]})
    assert response.status_code == 422
    assert "Choose at least one question" in response.text


@pytest.mark.parametrize(("data", "fields"), [(b" ", {}), (GIFT, {"prefix": "Not a key"}), (GIFT, {"pillar": "none"})])
def test_what_cannot_be_read_is_said_and_nothing_is_kept(client, editor, data, fields):
    assert upload(client, data, **fields).status_code == 422
    assert Intake.objects.count() == 0


def test_another_editors_upload_is_not_shown(client, editor):
    url = upload(client, GIFT).url
    client.force_login(build_user(is_superuser=True, is_staff=True))
    assert client.get(url).status_code == 404


def test_the_list_as_filtered_goes_out_with_what_is_lost(client, editor):
    build_question("single")
    build_question("text")
    page = client.get(reverse("question:export"), {"kind": "single", "format": "gift"})
    assert page.context["count"] == 1
    file = client.get(reverse("question:export"), {"kind": "single", "format": "gift", "download": "1"})
    assert file["Content-Disposition"] == 'attachment; filename="questions.gift"'
    assert b"It rebuilds levels" in file.content


def test_the_list_as_searched_goes_out(client, editor):
    sought = build_question("single")
    build_question("text")
    html = listed(client, q="adopts three words")
    url = reverse("question:export") + "?q=adopts+three+words"
    assert url in html
    page = client.get(f"{url}&format=gift")
    assert [line.title for line in page.context["exported"].report] == [sought.key]


def test_the_rules_about_clues_are_asked_of_the_whole_bank(client, editor):
    build_question()
    assert "asked of all 1 questions" in client.get(reverse("question:clues")).text


def test_an_option_that_gives_the_key_away_is_named(client, editor):
    question = build_question(key="q1")
    first, *others = question.current.content["entries"]
    correct_question(question, now=NOW, entries=[*others, first | {"text": "All of the above"}])
    assert "q1: an option leans on other options" in client.get(reverse("question:clues")).text


def test_an_editor_tries_a_question_as_a_learner_and_nothing_is_kept(client, editor):
    question = build_question()
    url = reverse("question:preview", args=[question.pk])
    assert "WRONGFEEDBACK" not in client.get(url).text
    given = {"version": question.current_id, "order": "", "seq": "1", "choice": "b", "do": "practice"}
    html = client.post(url, given).text
    assert "Not the best answer." in html
    assert "WRONGFEEDBACK" in html
    assert Answer.objects.count() == 0


def test_somebody_without_the_right_sees_no_preview(client, site):
    client.force_login(build_user())
    assert client.get(reverse("question:preview", args=[build_question().pk])).status_code == 404


@pytest.mark.parametrize("name", ["upload", "export", "clues"])
def test_somebody_without_the_right_sees_nothing_of_the_bank(client, site, name):
    client.force_login(build_user())
    assert client.get(reverse(f"question:{name}")).status_code == 404
