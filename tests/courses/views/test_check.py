import re

import pytest

from courses.queries.check import checks_done
from courses.queries.quiz import own_quizzes
from quizzes.models import Answer
from tests.courses.builders import ASKING, COMING, NOW, build_lead, page, url_of
from tests.courses.checks import answer_check, build_check, do_check

CHECK = "/learn/checks/why/"


@pytest.fixture(autouse=True)
def quiz(programme, db):
    return build_check()


@pytest.fixture
def see(signed_in):
    return lambda path=CHECK: page(signed_in.get(path))


def put(client, quiz, position=2, *, choice="a", do="check", seq=1, sure="2", **headers):
    question = quiz.items.get(position=position).question
    fields = {"version": question.current_id, "order": "", "seq": seq, "do": do, "choice": choice}
    fields |= {"confidence": sure} if sure else {}
    return client.post(f"{CHECK}answer/{question.key}/", fields, headers=headers)


# Answering ------------------------------------------------------------------------------------------------------


def test_a_check_asks_its_questions_and_how_sure_one_is(see):
    text = see()
    assert "<h1>Module 1 check</h1>" in text
    assert text.count("How sure are you?") == 8
    assert "0 of 8 so far. Only your first answers count." in text
    assert "FEEDBACK" not in text


def test_a_checked_question_shows_its_feedback_at_once_and_no_other(signed_in, quiz, see):
    assert put(signed_in, quiz)["Location"] == f"{CHECK}#q-check-why-2"
    text = see()
    assert text.count("KEYFEEDBACK") == 1
    assert "1 of 8 so far." in text


def test_htmx_gets_the_question_alone_and_asks_for_the_score(signed_in, quiz):
    reply = put(signed_in, quiz, **{"HX-Request": "true"})
    assert reply["HX-Trigger"] == "answer-checked"
    assert page(reply).count('class="item"') == 1
    assert "1 of 8 so far." in page(signed_in.get(f"{CHECK}score/"))


def test_a_draft_is_saved_and_not_marked(signed_in, quiz):
    reply = put(signed_in, quiz, do="save", Accept="application/json")
    assert reply.json() == {"saved": "10:14", "seq": 1}
    assert Answer.objects.get().checked_at is None


def test_without_saying_how_sure_nothing_is_checked(signed_in, quiz):
    reply = put(signed_in, quiz, sure="")
    assert reply.status_code == 422
    assert "Say how sure you are." in page(reply)
    assert Answer.objects.get().checked_at is None


def test_a_first_answer_stays_when_it_is_checked_again_or_practised(signed_in, quiz):
    put(signed_in, quiz, choice="b")
    put(signed_in, quiz, choice="a", seq=2)
    assert "Practice: your first answer stays as it is." in page(put(signed_in, quiz, do="practice"))
    assert Answer.objects.get().score == 0


# The score ------------------------------------------------------------------------------------------------------


def test_with_all_checked_the_score_stands_with_its_range(lead, see):
    do_check(lead, right=5)
    text = see()
    assert re.search(r"<strong>5 of 8</strong>, best read as <span class=\"range\">3 to 7</span>", text)
    assert "(9 times in 10)" in text
    assert "There is no pass mark; this is for you." in text


def test_what_was_wrong_is_linked_and_so_is_the_lesson_it_comes_from(lead, see):
    do_check(lead, right=6)
    text = see().split('id="score"')[1]
    assert re.findall(r'href="#q-check-why-(\d)"', text) == ["1", "2"]
    assert f'<a href="{url_of(ASKING)}">' in text


def test_a_lesson_still_to_be_written_is_not_worth_rereading(lead, signed_in):
    build_check("how", revisits=COMING)
    do_check(lead, module="how", right=6)
    text = page(signed_in.get("/learn/checks/how/")).split('id="score"')[1]
    assert "Not right at first" in text
    assert "Worth rereading" not in text


def test_no_question_of_a_check_is_said_to_come_from_an_earlier_lesson(see):
    assert "From an earlier lesson" not in see()


def test_with_everything_right_there_is_nothing_to_reread(lead, see):
    do_check(lead, right=8)
    text = see().split('id="score"')[1]
    assert "Not right at first" not in text
    assert "Worth rereading" not in text


def test_a_check_of_fewer_than_eight_questions_has_no_score(lead, see):
    build_check(questions=7)
    do_check(lead)
    assert "A score of fewer than 8 questions says too little" in see()


# Where it stands ------------------------------------------------------------------------------------------------


def test_a_module_without_a_check_has_no_page(signed_in):
    assert signed_in.get("/learn/checks/how/").status_code == 404
    assert signed_in.get("/learn/checks/nowhere/").status_code == 404


def test_a_question_of_something_else_is_not_asked(signed_in):
    assert signed_in.post(f"{CHECK}answer/t1/").status_code == 404


def test_the_checks_done_of_many_leads_take_one_query(lead, django_assert_num_queries):
    build_check("how")
    others = [build_lead() for _ in range(3)]
    do_check(lead)
    do_check(others[0], module="how")
    answer_check(others[1], 1)
    with django_assert_num_queries(1):
        done = checks_done([lead.pk, *(other.pk for other in others)])
    assert [done[user.pk] for user in (lead, *others)] == [{"why"}, {"how"}, set(), set()]


def test_own_quizzes_say_how_far_one_person_is(lead, django_assert_num_queries):
    do_check(lead)
    do_check(build_lead())
    with django_assert_num_queries(1):
        mine = own_quizzes(lead.pk)
    assert (list(mine), mine["check-why"].finished_at) == (["check-why"], NOW)


@pytest.mark.parametrize("answered", [0, 1, 7])
def test_the_page_costs_the_same_with_none_and_with_seven_answers(signed_in, lead, django_assert_num_queries, answered):
    answer_check(lead, 8, check=False)
    for position in range(1, answered + 1):
        answer_check(lead, position)
    signed_in.get(CHECK)
    with django_assert_num_queries(9):
        signed_in.get(CHECK)
