import pytest

from quizzes.models import Practised, Quiz
from tests.builders import build_user
from tests.courses.builders import ASKING, NOW, answer_question, asked, build_lead, page
from tests.quizzes.builders import build_checked_answer, build_quiz, correct_question, question_of

PATH = "/learn/calibration/"


@pytest.fixture(autouse=True)
def _scenario(cohort):
    correct_question(asked("t1").question, now=NOW, situation="A head wants to buy a test.")


def answer_more(user, *, right, n, confidence=3):
    """First answers to other scenarios, of which no lesson is known."""
    quiz = build_quiz(["single"] * n)
    for place in range(n):
        response = {"choice": "a" if place < right else "b"}
        question = question_of(quiz, place + 1)
        build_checked_answer(quiz, user=user, question=question, response=response, confidence=confidence)


def test_without_answers_the_page_says_where_to_begin_and_who_reads_it(signed_in):
    text = page(signed_in.get(PATH))
    assert "Nothing here yet." in text
    assert "Only you see this page" in text


def test_said_stands_against_right_in_counts_with_the_interval(signed_in, lead):
    answer_more(lead, right=8, n=12)
    answer_more(lead, right=1, n=2, confidence=1)
    text = page(signed_in.get(PATH))
    assert "8 of 12 when very sure" in text
    assert "1 of 2 when a guess" in text
    assert "3.9 to 8.6 of 10" in text
    assert "no answers yet" in text
    assert " %" not in text.replace("95 %", "")


def test_a_range_is_shown_from_five_answers_on(signed_in, lead):
    answer_more(lead, right=4, n=5)
    text = page(signed_in.get(PATH))
    assert text.count("3.8 to 9.6 of 10") == 1
    assert "You were right in 4 of 5 when very sure." in text
    assert "A range is shown from 5 answers on" in text


def test_of_four_answers_only_the_count_is_shown(signed_in, lead):
    answer_more(lead, right=4, n=4)
    text = page(signed_in.get(PATH))
    assert "4 of 4 when very sure" in text
    assert " of 10<" not in text.replace("\n", "")
    assert "<svg" not in text.split('id="levels-title"')[1]


@pytest.mark.parametrize(
    ("right", "n", "words"),
    [
        (12, 20, "Of 20 answers of which you were very sure, 12 were right. That is best read as 3.9 to 7.8 of 10"),
        (6, 10, "You have given 10 very sure answers, of which 6 were right. Fewer than 20 tell too little about you."),
        (19, 20, "No sign of over-confidence"),
    ],
)
def test_the_verdict_is_given_with_its_rule(signed_in, lead, right, n, words):
    answer_more(lead, right=right, n=n)
    text = page(signed_in.get(PATH))
    assert words in text
    assert "only from 20 very sure answers on" in text
    assert (">Over-confident<" in text.replace("> ", ">").replace(" <", "<")) == (right == 12)


def test_very_sure_and_wrong_leads_to_the_lesson_and_the_scenario(signed_in, lead):
    answer_question(lead, ASKING, "t1", response={"choice": "a"}, confidence=3)
    text = page(signed_in.get(PATH))
    assert "You answered: The price" in text
    assert 'Reread <a href="/learn/why/asking/">Why ask first?</a>.' in text
    assert '<a href="/learn/why/asking/#q-t1">See the question again</a>' in text


def test_a_question_of_a_check_leads_to_the_check_and_to_the_lesson_it_names(signed_in, lead):
    quiz = build_quiz(key="check-why")
    Quiz.objects.filter(pk=quiz.pk).update(mode=Quiz.Mode.CHECK)
    question = correct_question(question_of(quiz), now=NOW, revisits="reading")
    build_checked_answer(quiz, user=lead, question=question, response={"choice": "b"}, confidence=3)
    text = page(signed_in.get(PATH))
    assert 'Reread <a href="/learn/why/reading/">What is only to be read?</a>.' in text
    assert f'<a href="/learn/checks/why/#q-{question.key}">See the question in Module 1 check</a>' in text


def test_a_question_of_a_check_that_names_no_lesson_leads_to_those_of_its_module(signed_in, lead):
    quiz = build_quiz(key="check-why")
    Quiz.objects.filter(pk=quiz.pk).update(mode=Quiz.Mode.CHECK)
    build_checked_answer(quiz, user=lead, response={"choice": "b"}, confidence=3)
    assert 'Reread <a href="/learn/lessons/#why">the lessons of Module 1</a>.' in page(signed_in.get(PATH))


def test_what_was_practised_before_is_left_out_and_counted(signed_in, lead):
    Practised.objects.create(user=lead, question=asked("t1").question, first_at=NOW)
    answer_question(lead, ASKING, "t1", response={"choice": "a"}, confidence=3)
    answer_more(lead, right=1, n=1)
    text = page(signed_in.get(PATH))
    assert "1 of 1 when very sure" in text
    assert "1 first answer is left out, because you had practised its scenario before you gave it." in text
    assert "The price" not in text


def test_the_answers_of_the_colleague_are_not_shown(signed_in, cohort, school):
    answer_more(build_lead(cohort=cohort, school=school), right=1, n=2)
    assert "Nothing here yet." in page(signed_in.get(PATH))


def test_only_leads_have_the_page(client, cohort):
    assert client.get(PATH)["Location"].startswith("/account/login/")
    facilitator = build_user()
    cohort.facilitators.add(facilitator)
    client.force_login(facilitator)
    assert client.get(PATH).status_code == 404


@pytest.mark.parametrize("n", [1, 6])
def test_the_page_takes_four_queries(signed_in, lead, django_assert_num_queries, n):
    answer_more(lead, right=0, n=n)
    signed_in.get(PATH)
    with django_assert_num_queries(4):  # session, user, lead, answers
        signed_in.get(PATH)
