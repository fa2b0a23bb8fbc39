import pytest

from quizzes.models import Answer, Practised
from tests.builders import build_user
from tests.courses.builders import ASKING, NOW, answer_question, asked, page
from tests.quizzes.builders import build_quiz, correct_question, question_of

HTMX = {"HTTP_HX_REQUEST": "true"}
ONE = "/learn/practice/purpose/t1/"
BEFORE = "Practising it now means that your first answer there is left out of <a href="


@pytest.fixture(autouse=True)
def _scenario(cohort):
    """The first question of the first lesson, with a situation."""
    correct_question(asked("t1").question, now=NOW, situation="A head wants to buy a test.")


@pytest.fixture
def facilitator(client, cohort):
    user = build_user()
    cohort.facilitators.add(user)
    client.force_login(user)
    return client


def send(client, *, headers=None, **given):
    data = {"version": asked("t1").question.current_id, "seq": "1", "do": "practice", **(given or {"choice": "b"})}
    return client.post(ONE, data, **(headers or {}))


def noted() -> int:
    return Practised.objects.count()


def test_the_pillars_are_counted_and_those_without_scenarios_say_so(signed_in):
    text = page(signed_in.get("/learn/practice/"))
    assert "1 scenario; 1 of them you have not answered in a lesson" in text
    assert text.count("No scenarios yet.") == 3


def test_a_pillar_opens_at_its_first_scenario(signed_in):
    assert signed_in.get("/learn/practice/purpose/")["Location"] == ONE


@pytest.mark.parametrize("path", ["validity/", "other/", "purpose/t2/", "value/t1/", "purpose/none/"])
def test_a_pillar_without_scenarios_and_what_is_none_of_them_are_404(signed_in, path):
    assert signed_in.get(f"/learn/practice/{path}").status_code == 404


def test_a_scenario_says_its_place_its_lesson_and_what_practising_means(signed_in):
    text = page(signed_in.get(ONE))
    assert "Scenario 1 of 1 on purpose" in text
    assert 'It comes up in <a href="/learn/why/asking/">Why ask first?</a> in week 2.' in text
    assert BEFORE in text
    assert "How sure are you?" in text
    assert "FEEDBACK" not in text


@pytest.mark.parametrize("headers", [{}, HTMX])
def test_practice_shows_the_feedback_notes_that_it_happened_and_keeps_no_answer(signed_in, lead, headers):
    text = page(send(signed_in, headers=headers, choice="a", confidence="3"))
    assert "WRONGFEEDBACK a price serves no decision." in text
    assert "You were very sure." in text
    assert "Nothing that you answer here is kept." in text
    assert list(Practised.objects.values_list("user", "question__key", "first_at")) == [(lead.pk, "t1", NOW)]
    assert Answer.objects.count() == 0


def test_how_sure_may_be_left_open(signed_in):
    assert "KEYFEEDBACK everything else follows." in page(send(signed_in))


def test_an_incomplete_try_is_named_and_not_noted(signed_in):
    text = page(send(signed_in, choice=""))
    assert "Choose an answer." in text
    assert "FEEDBACK" not in text
    assert noted() == 0


def test_a_form_that_cannot_be_read_is_refused_in_words(signed_in):
    response = send(signed_in, version="x", choice="b")
    assert (response.status_code, noted()) == (400, 0)
    assert "This page is out of date. Reload it and answer again." in page(response)


def test_after_the_first_answer_nothing_is_noted_and_the_page_says_when_it_was(signed_in, lead):
    answer_question(lead, ASKING, "t1")
    send(signed_in)
    assert noted() == 0
    text = page(signed_in.get(ONE))
    assert 'You answered this scenario in <a href="/learn/why/asking/#q-t1">Why ask first?</a> on 11 November' in text
    assert "Practising changes nothing." in text
    assert BEFORE not in text


def test_who_has_practised_is_told_that_the_answer_will_be_left_out(signed_in):
    send(signed_in)
    assert "You practised this scenario on 11 November 2026, so your first answer" in page(signed_in.get(ONE))


def test_a_scenario_of_no_lesson_says_so(signed_in):
    question = question_of(build_quiz(key="scenarios"))
    text = page(signed_in.get(f"/learn/practice/purpose/{question.key}/"))
    assert "No lesson asks this scenario yet." in text


def test_the_next_scenario_is_one_link_away(signed_in):
    question = question_of(build_quiz(key="scenarios"))
    assert f'href="/learn/practice/purpose/{question.key}/">Next scenario' in page(signed_in.get(ONE))
    assert f'href="{ONE}">Previous scenario' in page(signed_in.get(f"/learn/practice/purpose/{question.key}/"))


def test_of_a_facilitator_nothing_is_noted(facilitator):
    assert "KEYFEEDBACK" in page(send(facilitator))
    assert noted() == 0
    assert BEFORE not in page(facilitator.get(ONE))


@pytest.mark.parametrize("path", ["/learn/practice/", "/learn/practice/purpose/", ONE])
def test_others_find_nothing_and_visitors_are_sent_to_sign_in(client, path):
    assert client.get(path)["Location"].startswith("/account/login/")
    client.force_login(build_user())
    assert client.get(path).status_code == 404


@pytest.mark.parametrize("path", ["/learn/practice/", ONE])
@pytest.mark.parametrize("more", [0, 3])
def test_a_page_takes_four_queries(signed_in, django_assert_num_queries, path, more):
    build_quiz(["single"] * (more + 1))
    signed_in.get(path)
    with django_assert_num_queries(4):  # session, user, lead, scenarios
        signed_in.get(path)
