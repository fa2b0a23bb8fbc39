import pytest
import time_machine

from tests.courses.builders import (
    ASKING,
    NOW,
    READING,
    WRITING,
    answer_question,
    answer_quiz,
    build_lead,
    do_lesson,
    tick,
    write_reflection,
)
from tests.courses.checks import answer_check, build_check


@pytest.fixture
def see(client, lead):
    def look():
        with time_machine.travel(NOW, tick=False):
            client.force_login(lead)
            return " ".join(client.get("/learn/answers/").content.decode().split())

    return look


def test_who_answered_nothing_is_led_to_the_first_question(see):
    page = see()
    assert "Nothing here yet." in page
    assert '<a href="/learn/">' in page


def test_a_checked_answer_stands_with_its_question_and_day(see, lead):
    answer_question(lead, ASKING, "t1")
    page = see()
    assert "<strong>What comes first?</strong>" in page
    assert "The decision" in page
    assert "First answer, 11 November 2026." in page


def test_a_draft_leads_on_to_the_question(see, lead):
    answer_question(lead, ASKING, "t1", check=False)
    assert 'Not checked yet: <a href="/learn/why/asking/#q-t1">' in see()


def test_the_answers_of_a_check_stand_after_the_lessons_of_its_module(see, lead):
    build_check()
    answer_check(lead, 1)
    answer_question(lead, ASKING, "t1")
    write_reflection(lead, WRITING)
    page = see()
    assert page.index("/learn/why/asking/") < page.index("Module 1 check") < page.index("/learn/how/writing/")


def test_a_reflection_stands_under_its_prompt(see, lead):
    write_reflection(lead, ASKING, text="The spring test.\n\nNobody reads it.")
    page = see()
    assert "Which of your assessments would nobody miss?" in page
    assert "<p>The spring test.</p> <p>Nobody reads it.</p>" in page


def test_an_empty_reflection_is_not_shown(see, lead):
    write_reflection(lead, ASKING, text="")
    assert "Nothing here yet." in see()


def test_a_lesson_that_was_only_ticked_is_not_shown(see, lead):
    tick(lead, READING)
    assert "Nothing here yet." in see()


def test_lessons_stand_in_the_order_of_the_programme(see, lead):
    write_reflection(lead, WRITING)
    write_reflection(lead, ASKING)
    page = see()
    assert page.index("Why ask first?") < page.index("What is to be written?")


def test_a_colleagues_answers_and_reflections_are_not_shown(see, cohort, school):
    do_lesson(build_lead(cohort=cohort, school=school), ASKING)
    assert "Nothing here yet." in see()


@pytest.mark.parametrize("number", [1, 2])
def test_my_answers_ask_5_queries_whatever_their_number(client, lead, number, django_assert_num_queries):
    for slug in (ASKING, WRITING)[:number]:
        answer_quiz(lead, slug)
        write_reflection(lead, slug)
    with time_machine.travel(NOW, tick=False):
        client.force_login(lead)
        client.get("/learn/answers/")
        with django_assert_num_queries(5):
            client.get("/learn/answers/")
