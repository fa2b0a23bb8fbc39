import re

import pytest
import time_machine
from django.urls import reverse

from courses import access
from courses.models import Form, Sitting
from quizzes.models import Answer, Quiz, QuizItem
from tests.courses.builders import NOW, build_lead, page
from tests.courses.sittings import IN_W37, RIGHT, answer, build_forms, hand_in, sit, start

JSON = {"Accept": "application/json"}


@pytest.fixture(autouse=True)
def _forms(programme, db):
    build_forms()


@pytest.fixture
def see(signed_in):
    """The page of tests, or another, as the lead sees it at a moment."""

    def look(path="/learn/tests/", *, moment=NOW):
        with time_machine.travel(moment, tick=False):
            signed_in.force_login(signed_in.user)
            return page(signed_in.get(path))

    return look


@pytest.fixture
def signed_in(client, lead):
    client.force_login(lead)
    client.user = lead
    return client


def put(client, position=1, *, test="pre-test", choice="a", seq=1, **headers):
    sitting = Sitting.objects.get(occasion=test, enrolment__user=client.user)
    question = sitting.attempt.quiz.items.get(position=position).question
    fields = {"version": question.current_id, "order": "c,a,b", "seq": seq, "do": "save"}
    path = reverse("test_answer", args=[test, question.key])
    return client.post(path, fields | ({"choice": choice} if choice else {}), headers=headers)


# Before it is started -------------------------------------------------------------------------------------------


def test_the_page_says_what_is_open_and_when_the_other_test_opens(see):
    text = see()
    assert "Start the pre-test" in text
    assert "Opens on Monday 5 July 2027. Nothing else waits for it." in text
    assert "There is no pass mark." in text


def test_without_dates_that_far_the_post_test_says_so(see, settings):
    settings.POST_TEST_WEEK = 60
    assert "Opens towards the end of the year. Your school’s dates do not reach that far yet." in see()


def test_when_the_post_test_opens_can_be_set(see, settings):
    settings.POST_TEST_WEEK = 9
    text = see()
    assert "Start the post-test" in text
    assert "It closed when the post-test opened" in text


def test_without_both_forms_there_is_no_page(signed_in):
    QuizItem.objects.filter(quiz__key="form-b").delete()
    Quiz.objects.filter(key="form-b").delete()
    assert signed_in.get("/learn/tests/").status_code == 404


def test_starting_leads_to_the_questions_in_the_order_of_the_form(signed_in):
    response = signed_in.post("/learn/tests/pre-test/start/", follow=True)
    assert response.redirect_chain == [("/learn/tests/pre-test/", 302)]
    stems = re.findall(r"What is asked under [ab]-d(\d\d)\?", page(response))
    assert stems == [f"{number:02}" for number in range(1, 9)]


def test_a_test_that_is_not_open_says_so(signed_in):
    response = signed_in.post("/learn/tests/post-test/start/", follow=True)
    assert "This test cannot be answered now." in page(response)
    assert Sitting.objects.count() == 0


# Answering ------------------------------------------------------------------------------------------------------


def test_an_answer_is_kept_and_stands_there_when_the_lead_comes_back(signed_in, see):
    start(signed_in.user)
    reply = put(signed_in, 2, **JSON)
    assert reply.json() == {"saved": "10:14", "seq": 1}
    assert len(re.findall(r'value="a" checked', see("/learn/tests/pre-test/"))) == 1


def test_the_order_of_options_is_kept(signed_in, see):
    start(signed_in.user)
    put(signed_in, 1)
    assert 'name="order" value="c,a,b"' in see("/learn/tests/pre-test/")


def test_without_javascript_the_lead_goes_on_at_the_next_question(signed_in):
    form = start(signed_in.user).attempt.quiz.key
    assert put(signed_in, 1)["Location"] == f"/learn/tests/pre-test/#q-{form[-1]}-d02"
    assert put(signed_in, 8)["Location"] == "/learn/tests/pre-test/#hand-in"


def test_an_older_save_is_refused_in_the_way_that_was_asked_for(signed_in):
    start(signed_in.user)
    put(signed_in, 1, seq=5)
    reply = put(signed_in, 1, choice="b", seq=4, **JSON)
    assert (reply.status_code, reply.json()["problem"], reply.json()["seq"]) == (409, "newer", 5)
    plain = put(signed_in, 1, choice="b", seq=4)
    assert plain.status_code == 409
    assert "A newer answer was saved at 10:14" in page(plain)


def test_a_question_of_the_other_form_is_not_asked(signed_in):
    form = Form(start(signed_in.user).attempt.quiz.key)
    other = f"{form.other[-1]}-d01"
    assert signed_in.post(reverse("test_answer", args=["pre-test", other])).status_code == 404


def test_a_test_asks_nobody_how_sure_they_are(signed_in, see):
    start(signed_in.user)
    assert "sure" not in see("/learn/tests/pre-test/").replace("measure", "")


# Handing in -----------------------------------------------------------------------------------------------------


def test_a_page_that_was_asked_for_while_the_test_was_handed_in_shows_no_key(signed_in, monkeypatch):
    start(signed_in.user)
    fetch = access.get_sitting_or_404

    def fetch_then_hand_in(*arguments):
        fetched = fetch(*arguments)
        hand_in(signed_in.user)
        return fetched

    monkeypatch.setattr(access, "get_sitting_or_404", fetch_then_hand_in)
    response = signed_in.get("/learn/tests/pre-test/")
    assert (response.status_code, response["Location"]) == (302, "/learn/tests/")


def test_before_handing_in_the_blanks_are_named(signed_in, see):
    form = start(signed_in.user).attempt.quiz.key
    for position in (1, 2, 3, 5, 6, 8):
        answer(signed_in.user, "pre-test", position)
    text = see("/learn/tests/pre-test/hand-in/")
    assert "6 of 8 questions are answered." in text
    assert re.findall(r'#q-([ab]-d\d\d)">(Question \d)</a>', text) == [
        (f"{form[-1]}-d04", "Question 4"),
        (f"{form[-1]}-d07", "Question 7"),
    ]
    assert "A blank counts 0" in text


def test_handing_in_shows_the_total_with_its_band_and_the_assumption_behind_it(signed_in):
    start(signed_in.user)
    for position in range(1, 7):
        answer(signed_in.user, "pre-test", position)
    text = page(signed_in.post("/learn/tests/pre-test/hand-in/", follow=True))
    assert "<strong>6 of 8</strong>, best read as <span" in text
    assert "(9 times in 10)" in text
    assert "2 of 8 questions were left blank and count 0." in text
    assert "a standard deviation of 4.5 marks and a reliability of 0.75" in text
    assert "so far 1 has" in text
    assert "There is no pass mark." in text


def test_handing_in_twice_changes_nothing(signed_in):
    sit(signed_in.user)
    response = signed_in.post("/learn/tests/pre-test/hand-in/")
    assert response["Location"] == "/learn/tests/"
    assert Sitting.objects.get().attempt.finished_at == NOW


def test_after_handing_in_a_save_is_refused_in_the_way_that_was_asked_for(signed_in):
    sit(signed_in.user, blank=1)
    reply = put(signed_in, 8, **JSON)
    words = "You handed this test in at 10:14 on 11 November."
    assert (reply.status_code, reply.json()) == (409, {"problem": "checked", "message": words})
    assert words in page(put(signed_in, 8).client.get("/learn/tests/"))
    assert Answer.objects.filter(score=1).count() == 4


# What is said of it ---------------------------------------------------------------------------------------------


def test_the_place_to_start_is_named_without_counts(signed_in, see):
    start(signed_in.user)
    for position in (1, 2, 3, 4, 5, 6):  # everything but value
        answer(signed_in.user, "pre-test", position)
    hand_in(signed_in.user)
    text = see()
    assert "Good place to start: Value." in text
    assert "smallest share right" in text
    assert "%" not in text.split("<main", 1)[1].split("</main", 1)[0]


@pytest.mark.parametrize(("before", "after", "words"), [(0, 8, "Clear rise: +8 marks"), (8, 0, "Clear fall: −8 marks")])
def test_a_clear_change_is_named_with_its_band_and_its_rule(signed_in, see, before, after, words):
    sit(signed_in.user, right=before)
    sit(signed_in.user, "post-test", right=after)
    text = see(moment=IN_W37)
    assert words in text
    assert "A change of 6 marks or more either way is called clear." in text
    assert "standard error of 3.2 marks" in text


def test_a_change_under_six_marks_is_no_clear_change(signed_in, see):
    sit(signed_in.user, right=1)
    sit(signed_in.user, "post-test", right=6)
    text = see(moment=IN_W37)
    assert "No clear change: +5 marks" in text
    assert '<span class="range">0 to +10</span>' in text


def test_a_post_test_without_a_pre_test_has_a_total_and_no_change(signed_in, see):
    sit(signed_in.user, "post-test")
    text = see(moment=IN_W37)
    assert "<strong>4 of 8</strong>" in text
    assert "There is nothing to compare" in text


# No key in any byte ---------------------------------------------------------------------------------------------

PAGES = ("/learn/", "/learn/lessons/", "/learn/answers/", "/learn/tests/")
OWN = ("/learn/tests/pre-test/", "/learn/tests/pre-test/hand-in/", "/learn/tests/pre-test/review/")


def leaks(client, paths) -> list[str]:
    """Addresses whose answer, head and body, holds a key or an explanation."""
    replies = {path: client.get(path, follow=True) for path in paths}
    return [path for path, reply in replies.items() if "FEEDBACK" in f"{reply.headers}{reply.content.decode()}"]


def test_no_explanation_is_served_before_the_post_test_is_handed_in(signed_in):
    start(signed_in.user)
    assert leaks(signed_in, [*PAGES, *OWN]) == []
    for reply in (put(signed_in, 1), put(signed_in, 2, **JSON), put(signed_in, 2, seq=0, **JSON)):
        assert "FEEDBACK" not in reply.content.decode()
    assert "FEEDBACK" not in signed_in.post("/learn/tests/pre-test/hand-in/", follow=True).content.decode()
    assert "FEEDBACK" not in put(signed_in, 1, seq=9, **JSON).content.decode()
    assert leaks(signed_in, [*PAGES, *OWN]) == []


def test_the_review_is_not_there_before_the_post_test_is_handed_in(signed_in):
    sit(signed_in.user)
    assert signed_in.get("/learn/tests/pre-test/review/").status_code == 404
    with time_machine.travel(IN_W37):
        start(signed_in.user, "post-test", now=IN_W37)
        signed_in.force_login(signed_in.user)
        assert signed_in.get("/learn/tests/pre-test/review/").status_code == 404


def test_afterwards_both_forms_are_explained_and_blanks_are_named(signed_in, see):
    sit(signed_in.user, blank=1)
    sit(signed_in.user, "post-test")
    for test, blanks in (("pre-test", 1), ("post-test", 0)):
        text = see(f"/learn/tests/{test}/review/", moment=IN_W37)
        assert text.count("KEYFEEDBACK") == 8
        assert text.count("You left this blank: it counts 0.") == blanks


def test_a_colleague_who_has_finished_releases_nothing_to_others(signed_in, enrolment):
    colleague = build_lead(cohort=enrolment.cohort, school=enrolment.school)
    for test in ("pre-test", "post-test"):
        sit(colleague, test)
    sit(signed_in.user)
    with time_machine.travel(IN_W37):
        signed_in.force_login(signed_in.user)
        assert leaks(signed_in, [*PAGES, *OWN]) == []


# Queries --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("answered", [1, 8])
def test_the_pages_cost_the_same_with_one_answer_and_with_all(signed_in, django_assert_num_queries, answered):
    start(signed_in.user)
    for position in range(1, answered + 1):
        answer(signed_in.user, "pre-test", position, RIGHT)
    signed_in.get("/learn/tests/pre-test/")
    with django_assert_num_queries(9):
        signed_in.get("/learn/tests/pre-test/")
    with django_assert_num_queries(9):
        signed_in.get("/learn/tests/pre-test/hand-in/")
