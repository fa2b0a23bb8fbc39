"""The pages on what first answers say about the questions."""

import csv
from io import BytesIO, StringIO

import pytest
from openpyxl import load_workbook

from courses.demonstration import put_groups
from quizzes.models import Quiz
from tests.builders import build_user
from tests.courses.builders import build_cohort, build_lead, page
from tests.quizzes.builders import correct_question, question_of
from tests.quizzes.sampling import NOW, build_paper, build_quiz_of, build_sample, papers, spread

LIST = "/facilitate/analysis/"


@pytest.fixture
def facilitator(cohort):
    person = build_user(name="Helen Ward")
    cohort.facilitators.add(person)
    return person


@pytest.fixture
def signed_in(client, facilitator):
    client.force_login(facilitator)
    return client


@pytest.fixture
def editor(db):
    person = build_user(name="Sam Iqbal")
    person.groups.set([put_groups()[0]])
    return person


def show(client, quiz, question=None, **query):
    path = f"{LIST}{quiz.key}/" + (f"{question.key}/" if question else "")
    response = client.get(path, query)
    assert response.status_code == 200
    return page(response)


def rows_of(response):
    text = response.getvalue().decode().removeprefix("\ufeff")
    return list(csv.DictReader(StringIO(text, newline="")))


# The list ---------------------------------------------------------------------------------------------------------


def test_the_list_names_each_quiz_and_how_many_finished_it(signed_in):
    quiz = build_sample(*papers(4, 2))
    text = page(signed_in.get(LIST))
    assert f'href="{LIST}{quiz.key}/"' in text
    assert "How hard each question is." in text


def test_a_quiz_that_nobody_has_begun_is_shown_to_editors_only(client, facilitator, editor):
    quiz = build_quiz_of(2)
    found = []
    for person in (facilitator, editor):
        client.force_login(person)
        found.append((quiz.key in page(client.get(LIST)), client.get(f"{LIST}{quiz.key}/").status_code))
    assert found == [(False, 404), (True, 200)]


def test_a_list_without_quizzes_says_so(signed_in):
    assert "There is no quiz yet." in page(signed_in.get(LIST))


def test_scenarios_that_are_only_practised_are_not_listed(client, editor):
    quiz = build_quiz_of(2, mode=Quiz.Mode.BANK)
    client.force_login(editor)
    assert quiz.key not in page(client.get(LIST))
    assert client.get(f"{LIST}{quiz.key}/").status_code == 404


# A quiz -----------------------------------------------------------------------------------------------------------


def test_of_three_people_only_their_number_is_told(signed_in):
    text = show(signed_in, build_sample(*papers(2, 1)))
    assert "3 people have answered; figures are shown from 5" in text
    assert "Facility" not in text
    assert "Take it away" not in text


def test_words_come_with_their_counts(signed_in):
    text = show(signed_in, build_sample(*papers(14, 6)))
    assert "Most people got this right (14 of 20). People who did well on the rest tended to do well here." in text


def test_every_rung_of_the_ladder_is_drawn(signed_in):
    rows = [*spread(90, 8), *["abababab", "babababa"] * 60]
    text = show(signed_in, build_sample(*rows, mode=Quiz.Mode.CHECK), index="1")
    for words in (
        "is best read as",
        "Reliability is somewhere from",
        "Left: people",
        "Upper-lower",
        "that Moodle prints",
    ):
        assert words in text


def test_nobody_is_named(signed_in):
    quiz = build_quiz_of(1)
    for _ in range(6):
        build_paper(quiz, [{"choice": "a"}], user=build_lead(name="Nadia Hale"))
    assert "Nadia" not in show(signed_in, quiz) + show(signed_in, quiz, question_of(quiz))


def test_a_facilitator_may_narrow_to_a_cohort_of_their_own_and_to_no_other(signed_in, cohort):
    quiz, far = build_quiz_of(1), build_cohort()
    for place in (*[cohort] * 6, *[far] * 8):
        build_paper(quiz, [{"choice": "a"}], user=build_lead(cohort=place))
    text = show(signed_in, quiz, cohort=cohort.pk)
    assert f"6 people have finished this quiz in {cohort}." in text
    assert "All cohorts together have 14" in text
    for other in (far.pk, "x", "0"):
        assert signed_in.get(f"{LIST}{quiz.key}/", {"cohort": other}).status_code == 404


def test_the_way_back_from_a_question_keeps_to_the_cohort(signed_in, cohort):
    quiz = build_quiz_of(1)
    for _ in range(6):
        build_paper(quiz, [{"choice": "a"}], user=build_lead(cohort=cohort))
    text = show(signed_in, quiz, question_of(quiz), cohort=cohort.pk)
    assert f'href="{LIST}{quiz.key}/?cohort={cohort.pk}">{quiz.title}</a>' in text
    assert f'href="{LIST}{quiz.key}/">{quiz.title}</a>' in show(signed_in, quiz, question_of(quiz))


@pytest.mark.parametrize(("people", "k"), [(1, 1), (3, 3), (60, 3)])
def test_a_quiz_costs_the_same_queries_however_many(signed_in, django_assert_num_queries, people, k):
    quiz = build_sample(*["ab"[:k] + "a" * (k - 2) if k > 1 else "a"] * people)
    with django_assert_num_queries(11):
        signed_in.get(f"{LIST}{quiz.key}/")


# A question -------------------------------------------------------------------------------------------------------


def test_a_question_shows_its_options_with_counts(signed_in):
    quiz = build_sample("aa", "aa", "aa", "ba", "ba")
    text = show(signed_in, quiz, question_of(quiz))
    assert "3 of 5 people got this right." in text
    assert "2 of 5</td>" in text


def test_a_question_shows_how_sure_people_were(signed_in):
    quiz = build_sample(*papers(3, 2), confidence=3)
    text = show(signed_in, quiz, question_of(quiz))
    assert "How sure they were" in text
    assert "3 of 5</td>" in text


def test_an_earlier_series_is_offered_and_can_be_chosen(signed_in):
    quiz = build_sample(*papers(4, 2))
    question = question_of(quiz)
    entries = question.current.content["entries"]
    correct_question(question, now=NOW, entries=[{**one, "key": one["id"] == "b"} for one in entries])
    assert "1 person" not in show(signed_in, quiz, question)
    assert "6 answers belong to another key or meaning" in show(signed_in, quiz, question)
    assert "4 of 6 people got this right." in show(signed_in, quiz, question, series="1")
    assert signed_in.get(f"{LIST}{quiz.key}/{question.key}/", {"series": "9"}).status_code == 404


def test_a_question_that_the_quiz_does_not_ask_is_not_found(signed_in):
    quiz, other = build_sample("a"), build_sample("a")
    assert signed_in.get(f"{LIST}{quiz.key}/{question_of(other).key}/").status_code == 404


@pytest.mark.parametrize(("people", "k"), [(1, 1), (6, 3)])
def test_a_question_costs_the_same_queries_however_many(signed_in, django_assert_num_queries, people, k):
    quiz = build_sample(*["a" * k] * people)
    path = f"{LIST}{quiz.key}/{question_of(quiz).key}/"
    with django_assert_num_queries(14):
        signed_in.get(path)


# Taken away -------------------------------------------------------------------------------------------------------


def test_the_questions_can_be_taken_away(signed_in):
    quiz = build_sample(*papers(12, 8))
    rows = rows_of(signed_in.get(f"{LIST}{quiz.key}/questions.csv"))
    assert [(row["People"], row["Facility"], row["Facility, from"]) for row in rows] == [("20", "0.6", "0.3866")] * 3


def test_a_stem_that_looks_like_a_formula_is_harmless(signed_in):
    quiz = build_sample(*papers(5, 0))
    correct_question(question_of(quiz), now=NOW, stem="=HYPERLINK(1)")
    rows = rows_of(signed_in.get(f"{LIST}{quiz.key}/options.csv"))
    assert rows[0]["Question"] == "'=HYPERLINK(1)"
    book = load_workbook(BytesIO(signed_in.get(f"{LIST}{quiz.key}/workbook.xlsx").content))
    assert (book["Questions"]["C2"].value, book["Questions"]["C2"].data_type) == ("=HYPERLINK(1)", "s")


def test_what_is_taken_away_keeps_to_the_cohort(signed_in, cohort):
    quiz = build_quiz_of(1)
    for place in (*[cohort] * 6, *[build_cohort()] * 8):
        build_paper(quiz, [{"choice": "a"}], user=build_lead(cohort=place))
    for query, n in (({}, "14"), ({"cohort": cohort.pk}, "6")):
        assert rows_of(signed_in.get(f"{LIST}{quiz.key}/questions.csv", query))[0]["People"] == n


def test_of_four_people_nothing_can_be_taken_away_but_their_number(signed_in):
    quiz = build_sample(*papers(3, 1))
    (row, *_) = rows_of(signed_in.get(f"{LIST}{quiz.key}/questions.csv"))
    assert (row["People"], row["Facility"], row["All of it right"]) == ("4", "", "")
