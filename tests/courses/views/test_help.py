import pytest
from django.core import mail as outbox

from courses.domain.help import answer_help, ask_help
from courses.models import HelpRequest
from tests.builders import build_user
from tests.courses.builders import ASKING, NOW, build_enrolment, lead_of, lesson_page, page


def build_request(enrolment, *, text="How do I begin?", lesson_pk=None):
    return ask_help(lead=lead_of(enrolment.user), lesson_pk=lesson_pk, text=text, now=NOW)


def test_a_lead_asks_and_the_facilitator_gets_a_mail(signed_in, cohort, django_capture_on_commit_callbacks):
    cohort.facilitators.add(build_user(email="helen@example.org"))
    with django_capture_on_commit_callbacks(execute=True):
        response = signed_in.post("/learn/help/", {"text": "How do I begin?"})
    assert (response.status_code, response["Location"]) == (302, "/learn/help/")
    assert [mail.to for mail in outbox.outbox] == [["helen@example.org"]]


def test_the_question_waits_on_the_leads_own_page(signed_in, enrolment):
    build_request(enrolment)
    text = page(signed_in.get("/learn/help/"))
    assert "<p>How do I begin?</p>" in text
    assert "Not answered yet." in text


def test_the_answer_stands_below_the_question(signed_in, enrolment):
    helen = build_user(name="Helen Ward")
    answer_help(request=build_request(enrolment), text="With the register.", by=helen, now=NOW)
    text = page(signed_in.get("/learn/help/"))
    assert text.index("How do I begin?") < text.index("Helen Ward") < text.index("With the register.")


def test_an_answer_outlives_the_person_who_gave_it(signed_in, enrolment):
    helen = build_user(name="Helen Ward")
    answer_help(request=build_request(enrolment), text="With the register.", by=helen, now=NOW)
    helen.delete()
    assert "With the register." in page(signed_in.get("/learn/help/"))


def test_a_question_about_a_lesson_keeps_the_lesson(signed_in, cohort):
    pk = lesson_page(ASKING).pk
    text = page(signed_in.get(f"/learn/help/?lesson={pk}"))
    assert "About “Why ask first?”" in text
    assert f'name="lesson" value="{pk}"' in text
    signed_in.post("/learn/help/", {"text": "How?", "lesson": pk})
    assert HelpRequest.objects.get().lesson_id == pk


@pytest.mark.parametrize("lesson", ["abc", "999999", "-1", "²", "9" * 30, "1\x00"])
def test_a_lesson_that_is_none_is_left_out(signed_in, cohort, lesson):
    assert signed_in.get("/learn/help/", {"lesson": lesson}).status_code == 200
    assert signed_in.post("/learn/help/", {"text": "How?", "lesson": lesson}).status_code in (302, 422)
    assert not HelpRequest.objects.filter(lesson__isnull=False).exists()


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "Write what you would like help with."),
        ("   ", "Write what you would like help with."),
        ("About H801200001001", "unique pupil number"),
        ("x" * 2001, "at most 2000 characters"),
    ],
)
def test_a_question_that_cannot_be_sent_is_refused_with_what_was_typed(signed_in, cohort, text, message):
    response = signed_in.post("/learn/help/", {"text": text})
    assert (response.status_code, HelpRequest.objects.count()) == (422, 0)
    assert message in page(response)
    assert text.strip() in page(response)


def test_a_colleagues_questions_are_not_mine(signed_in, cohort, school):
    build_request(build_enrolment(cohort=cohort, school=school), text="Theirs")
    text = page(signed_in.get("/learn/help/"))
    assert "Theirs" not in text
    assert "You have not asked anything yet." in text


def test_who_is_no_lead_does_not_find_the_page(client, cohort):
    client.force_login(build_user())
    assert client.get("/learn/help/").status_code == 404


@pytest.mark.parametrize("number", [1, 3])
def test_my_questions_ask_4_queries_whatever_their_number(signed_in, enrolment, number, django_assert_num_queries):
    helen = build_user()
    for _ in range(number):
        answer_help(request=build_request(enrolment, lesson_pk=lesson_page(ASKING).pk), text="So.", by=helen, now=NOW)
    signed_in.get("/learn/help/")
    with django_assert_num_queries(4):
        signed_in.get("/learn/help/")
