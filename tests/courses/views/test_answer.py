import re

import pytest

from quizzes.models import Answer, Attempt
from tests.builders import build_user
from tests.courses.builders import (
    ASKING,
    NOW,
    WRITING,
    answer_question,
    asked,
    build_lead,
    page,
    progress_of,
    url_of,
    write_reflection,
)

JSON = {"HTTP_ACCEPT": "application/json"}
HTMX = {"HTTP_HX_REQUEST": "true"}
FEEDBACK = re.compile("KEYFEEDBACK|WRONGFEEDBACK")


def send(client, key="t1", *, slug=ASKING, do="check", seq="1", headers=None, **given):
    """What the form of a question sends; the best option of t1 is b."""
    given = given or {"choice": "b"}
    data = {"version": asked(key).question.current_id, "seq": seq, "do": do, **given}
    return client.post(f"{url_of(slug)}answer/{key}/", data, **(headers or {}))


def stored() -> list[tuple]:
    return [(one.response, one.checked_at is not None) for one in Answer.objects.order_by("question__key")]


# With a script --------------------------------------------------------------------------------------------------


def test_a_draft_is_acknowledged_with_time_and_number(signed_in, cohort):
    response = send(signed_in, do="save", seq="3", headers=JSON)
    assert (response.status_code, response.json()) == (200, {"saved": "10:14", "seq": 3})
    assert stored() == [({"choice": "b"}, False)]


def test_an_acknowledged_draft_gives_nothing_away(signed_in, cohort):
    assert not FEEDBACK.search(page(send(signed_in, do="save", headers=JSON)))


def test_a_late_draft_is_told_of_the_newer_one(signed_in, lead):
    answer_question(lead, ASKING, "t1", check=False, seq=5)
    response = send(signed_in, do="save", seq="4", headers=JSON, choice="a")
    assert response.status_code == 409
    assert response.json() == {
        "problem": "newer",
        "message": "A newer answer was saved at 10:14, on another page or device.",
        "seq": 5,
    }
    assert stored() == [({"choice": "b"}, False)]


def test_a_draft_after_the_check_is_told_so(signed_in, lead):
    answer_question(lead, ASKING, "t1")
    response = send(signed_in, do="save", seq="9", headers=JSON, choice="a")
    assert response.status_code == 409
    assert response.json() == {
        "problem": "checked",
        "message": "This question was checked at 10:14. Your first answer stays as it is.",
    }


@pytest.mark.parametrize("wrong", [{"version": ""}, {"version": "999999"}, {"seq": ""}, {"seq": "0"}, {"seq": "x"}])
def test_a_form_that_cannot_be_read_is_refused(signed_in, cohort, wrong):
    data = {"version": asked("t1").question.current_id, "seq": "1", "do": "save", "choice": "b", **wrong}
    response = signed_in.post(f"{url_of(ASKING)}answer/t1/", data, **JSON)
    assert response.status_code == 400
    assert response.json() == {"message": "This page is out of date. Reload it and answer again."}
    assert stored() == []


def test_a_checked_question_comes_back_alone_and_tells_the_checklist(signed_in, cohort):
    response = send(signed_in, headers=HTMX)
    assert (response.status_code, response["HX-Trigger"]) == (200, "answer-checked")
    assert "KEYFEEDBACK everything else follows." in page(response)
    assert "WRONGFEEDBACK a price serves no decision." in page(response)
    assert "<html" not in page(response)


def test_an_incomplete_answer_comes_back_with_what_is_missing(signed_in, cohort):
    response = send(signed_in, headers=HTMX, choice="")
    assert "Choose an answer." in page(response)
    assert "HX-Trigger" not in response
    assert not FEEDBACK.search(page(response))


def test_a_check_that_comes_late_shows_the_question_with_the_message(signed_in, lead):
    answer_question(lead, ASKING, "t1", check=False, seq=5)
    response = send(signed_in, seq="4", headers=HTMX, choice="a")
    assert "A newer answer was saved at 10:14" in page(response)
    assert not FEEDBACK.search(page(response))


# Without a script -----------------------------------------------------------------------------------------------


def test_a_check_leads_back_to_the_question(signed_in, cohort):
    response = send(signed_in)
    assert (response.status_code, response["Location"]) == (302, "/learn/why/asking/#q-t1")
    assert stored() == [({"choice": "b"}, True)]


def test_a_draft_leads_back_to_the_question(signed_in, cohort):
    assert send(signed_in, do="save")["Location"] == "/learn/why/asking/#q-t1"
    assert stored() == [({"choice": "b"}, False)]


def test_a_form_sent_by_the_enter_key_is_a_check(signed_in, cohort):
    data = {"version": asked("t2").question.current_id, "seq": "1", "text": "Purpose."}
    signed_in.post(f"{url_of(ASKING)}answer/t2/", data)
    assert stored() == [({"text": "Purpose."}, True)]


def test_an_incomplete_answer_is_kept_as_a_draft_and_named(signed_in, cohort):
    response = send(signed_in, "t2", text="  ")
    assert response.status_code == 422
    assert 'id="q-t2-problem"' in page(response)
    assert [checked for _, checked in stored()] == [False]


def test_an_out_of_date_form_shows_the_lesson_with_the_message(signed_in, cohort):
    response = send(signed_in, seq="0")
    assert response.status_code == 400
    assert "This page is out of date. Reload it and answer again." in page(response)
    assert "gooseberry" in page(response)


# The lesson's progress ------------------------------------------------------------------------------------------


def test_the_last_check_completes_a_lesson_whose_reflection_is_saved(signed_in, lead):
    write_reflection(lead, ASKING)
    send(signed_in)
    assert progress_of(lead, ASKING).completed_at is None
    send(signed_in, "t2", text="purpose")
    assert progress_of(lead, ASKING).completed_at == NOW


def test_a_wrong_answer_counts_as_much_as_a_right_one(signed_in, lead):
    send(signed_in, choice="a")
    send(signed_in, "t2", text="price")
    assert progress_of(lead, ASKING).quiz_done_at == NOW


# Practice -------------------------------------------------------------------------------------------------------


def test_practice_after_the_first_answer_shows_the_feedback_and_keeps_nothing(signed_in, lead):
    answer_question(lead, ASKING, "t1")
    response = send(signed_in, do="practice", headers=HTMX, choice="a")
    assert "WRONGFEEDBACK a price serves no decision." in page(response)
    assert "Practice: your first answer stays as it is." in page(response)
    assert stored() == [({"choice": "b"}, True)]


def test_practice_without_a_script_has_a_page_and_a_way_back(signed_in, lead):
    answer_question(lead, ASKING, "t1")
    text = page(send(signed_in, do="practice", choice="a"))
    assert "<h1>Practice</h1>" in text
    assert 'href="/learn/why/asking/#q-t1"' in text


@pytest.mark.parametrize("headers", [{}, HTMX])
def test_practice_before_the_first_answer_gives_nothing_away(signed_in, cohort, headers):
    response = send(signed_in, do="practice", headers=headers)
    assert not FEEDBACK.search(page(response))
    assert stored() == []


def test_an_incomplete_try_names_what_is_missing(signed_in, lead):
    answer_question(lead, ASKING, "t1")
    response = send(signed_in, do="practice", headers=HTMX, choice="")
    assert "Choose an answer." in page(response)


# Visitors and others --------------------------------------------------------------------------------------------


def test_a_visitor_tries_a_sample_and_nothing_is_kept(client, cohort):
    response = send(client, do="practice", choice="a")
    assert "WRONGFEEDBACK a price serves no decision." in page(response)
    assert (Answer.objects.count(), Attempt.objects.count()) == (0, 0)


@pytest.mark.parametrize("do", ["check", "save"])
def test_a_lead_whose_session_has_ended_is_sent_to_sign_in_and_shown_no_feedback(client, cohort, do):
    response = send(client, do=do, choice="a")
    assert response.status_code == 302
    assert response["Location"].startswith("/account/login/?next=/learn/")


@pytest.mark.parametrize("headers", [HTMX, JSON])
def test_a_script_is_told_that_the_session_has_ended(client, cohort, headers):
    assert send(client, do="save", headers=headers, choice="a").status_code == 401


def test_a_visitor_cannot_try_other_lessons(client, cohort):
    assert send(client, "t3", slug=WRITING, choice="a").status_code == 404


def test_a_facilitator_tries_any_lesson_and_nothing_is_kept(client, cohort):
    facilitator = build_user()
    cohort.facilitators.add(facilitator)
    client.force_login(facilitator)
    assert "KEYFEEDBACK" in page(send(client, "t3", slug=WRITING, choice="a"))
    assert not Attempt.objects.exists()


def test_a_question_of_another_lesson_is_404(signed_in, cohort):
    assert send(signed_in, "t3", slug=ASKING, choice="a").status_code == 404


def test_two_leads_answer_one_question(client, lead, cohort, school):
    for person, choice in [(lead, "a"), (build_lead(cohort=cohort, school=school), "b")]:
        client.force_login(person)
        send(client, choice=choice)
    assert sorted(response["choice"] for response, _ in stored()) == ["a", "b"]
