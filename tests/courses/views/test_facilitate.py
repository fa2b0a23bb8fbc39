import pytest
from django.core import mail as outbox
from django.utils.timezone import localdate

from courses.domain.help import answer_help, ask_help
from courses.models import Enrolment, HelpRequest
from courses.weeks import ONE_WEEK, monday_of
from tests.builders import build_user
from tests.courses.builders import (
    ASKING,
    NOW,
    READING,
    WRITING,
    answer_question,
    build_cohort,
    build_enrolment,
    do_lesson,
    excuse,
    finish,
    lead_of,
    lesson_page,
    page,
    progress_of,
    write_reflection,
)


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
def stranger(client, cohort):
    """The browser of the facilitator of another cohort."""
    person = build_user()
    build_cohort(facilitators=[person])
    client.force_login(person)
    return client


# The cohort -----------------------------------------------------------------------------------------------------


def test_every_lead_of_my_cohorts_stands_with_school_numbers_and_state(signed_in, enrolment):
    finish(enrolment, ASKING)
    text = page(signed_in.get("/facilitate/"))
    assert f'<a href="/facilitate/leads/{enrolment.pk}/">Nadia Hale</a>' in text
    assert "Larkfield Junior" in text
    assert ">1 of 4</td>" in text
    assert "3 lessons behind the plan" in text
    assert "“Behind” begins at 3 lessons" in text


def test_leads_of_other_cohorts_are_not_shown(signed_in):
    build_enrolment(cohort=build_cohort(), name="Griselda Elsewhere")
    assert "Griselda" not in page(signed_in.get("/facilitate/"))


def test_who_left_is_shown_as_such(signed_in, cohort):
    build_enrolment(cohort=cohort, state="left")
    assert "has left" in page(signed_in.get("/facilitate/"))


def test_a_cohort_without_leads_says_so(signed_in):
    assert "No lead is enrolled yet." in page(signed_in.get("/facilitate/"))


def test_the_cohort_in_its_year_stands_before_those_to_come(signed_in, facilitator, cohort):
    begins = [monday_of(localdate()) + weeks * ONE_WEEK for weeks in (30, 9)]
    names = [build_cohort(starts_on=monday, facilitators=[facilitator]).name for monday in begins]
    text = page(signed_in.get("/facilitate/"))
    places = [text.index(name) for name in (cohort.name, names[1], names[0])]
    assert places == sorted(places)


def test_nobody_else_finds_the_page(client, lead):
    client.force_login(lead)
    assert client.get("/facilitate/").status_code == 404


@pytest.mark.parametrize("number", [1, 3])
def test_the_page_asks_8_queries_whatever_the_number_of_leads(signed_in, cohort, number, django_assert_num_queries):
    for _ in range(number):
        enrolment = build_enrolment(cohort=cohort)
        finish(enrolment, ASKING)
        build_request(enrolment, lesson_pk=lesson_page(ASKING).pk)
    signed_in.get("/facilitate/")
    with django_assert_num_queries(8):
        signed_in.get("/facilitate/")


# One lead -------------------------------------------------------------------------------------------------------


def url(enrolment, what="") -> str:
    return f"/facilitate/leads/{enrolment.pk}/{what}"


def test_a_leads_progress_is_shown(signed_in, enrolment):
    do_lesson(enrolment.user, ASKING)
    excuse(enrolment, READING, reason="Ill for a week.")
    text = page(signed_in.get(url(enrolment)))
    assert "2 of 4 lessons finished, 4 due before this week: on pace." in text
    assert "finished 11 November" in text
    assert "excused: Ill for a week." in text


def test_a_leads_answers_and_reflections_are_not_in_the_bytes(signed_in, enrolment):
    answer_question(enrolment.user, ASKING, "t1", response={"choice": "a"})
    answer_question(enrolment.user, ASKING, "t2", response={"text": "zebra"})
    write_reflection(enrolment.user, ASKING, text="A secret thought")
    content = signed_in.get(url(enrolment)).content.decode()
    for private in ("zebra", "The price", "What comes first?", "A secret thought", "FEEDBACK"):
        assert private not in content


def test_the_facilitator_of_another_cohort_does_not_find_the_lead(stranger, enrolment):
    assert stranger.get(url(enrolment)).status_code == 404


def test_a_lead_does_not_find_themselves_there(client, enrolment):
    client.force_login(enrolment.user)
    assert client.get(url(enrolment)).status_code == 404


@pytest.mark.parametrize("done", [1, 3])
def test_a_lead_asks_8_queries_whatever_is_done(signed_in, enrolment, done, django_assert_num_queries):
    finish(enrolment, *(ASKING, READING, WRITING)[:done])
    signed_in.get(url(enrolment))
    with django_assert_num_queries(8):
        signed_in.get(url(enrolment))


# Excusing -------------------------------------------------------------------------------------------------------


def post_excuse(client, enrolment, slug=ASKING, **given):
    data = {"lesson": lesson_page(slug).pk, "reason": "Ill for a week.", **given}
    return client.post(url(enrolment, "excuse/"), data)


def test_a_lesson_is_excused_with_a_reason(signed_in, enrolment, facilitator):
    response = post_excuse(signed_in, enrolment)
    assert (response.status_code, response["Location"]) == (302, url(enrolment))
    row = progress_of(enrolment.user, ASKING)
    assert (row.excused_by, row.excuse_reason) == (facilitator, "Ill for a week.")


@pytest.mark.parametrize("reason", ["", "  "])
def test_a_lesson_is_not_excused_without_a_reason(signed_in, enrolment, reason):
    response = post_excuse(signed_in, enrolment, reason=reason)
    assert response.status_code == 422
    assert "Give the reason for which the lesson is excused." in page(response)
    assert progress_of(enrolment.user, ASKING) is None


@pytest.mark.parametrize("lesson", ["", "0", "999999", "abc", "-1", "²", "9" * 30])
def test_what_is_no_lesson_is_not_excused(signed_in, enrolment, lesson):
    response = post_excuse(signed_in, enrolment, lesson=lesson)
    assert response.status_code == 422
    assert "Choose the lesson that is excused." in page(response)


def test_over_the_limit_the_lesson_is_refused_and_the_reason_kept(signed_in, enrolment, settings):
    settings.MAX_EXCUSED = 1
    excuse(enrolment, READING)
    response = post_excuse(signed_in, enrolment)
    assert response.status_code == 422
    assert "This lead has been excused as many lessons as the programme allows." in page(response)
    assert 'value="Ill for a week."' in page(response)


def test_at_the_limit_the_form_gives_way_to_the_sentence(signed_in, enrolment, settings):
    settings.MAX_EXCUSED = 1
    excuse(enrolment, READING)
    text = page(signed_in.get(url(enrolment)))
    assert "This lead has been excused as many lessons as the programme allows." in text
    assert 'name="reason"' not in text


def test_an_excuse_is_withdrawn(signed_in, enrolment):
    excuse(enrolment, ASKING)
    response = post_excuse(signed_in, enrolment, do="withdraw", reason="")
    assert response.status_code == 302
    assert progress_of(enrolment.user, ASKING).excused_at is None


def test_the_facilitator_of_another_cohort_excuses_nothing(stranger, enrolment):
    assert post_excuse(stranger, enrolment).status_code == 404
    assert progress_of(enrolment.user, ASKING) is None


def test_a_lead_does_not_excuse_themselves(client, enrolment):
    client.force_login(enrolment.user)
    assert post_excuse(client, enrolment).status_code == 404


def test_nothing_is_excused_by_following_a_link(signed_in, enrolment):
    assert signed_in.get(url(enrolment, "excuse/")).status_code == 405


# Help -----------------------------------------------------------------------------------------------------------


def build_request(enrolment, *, text="How do I begin?", lesson_pk=None):
    return ask_help(lead=lead_of(enrolment.user), lesson_pk=lesson_pk, text=text, now=NOW)


def test_a_waiting_question_stands_on_the_first_page(signed_in, enrolment):
    request = build_request(enrolment, lesson_pk=lesson_page(ASKING).pk)
    text = page(signed_in.get("/facilitate/"))
    assert "<p>How do I begin?</p>" in text
    assert f'<a href="/facilitate/help/{request.pk}/">Answer Nadia Hale</a>' in text


def test_without_questions_the_page_says_so(signed_in):
    assert "Nobody is waiting for an answer." in page(signed_in.get("/facilitate/"))


def test_a_question_is_answered_and_the_lead_gets_the_mail(signed_in, enrolment, django_capture_on_commit_callbacks):
    request = build_request(enrolment)
    with django_capture_on_commit_callbacks(execute=True):
        response = signed_in.post(f"/facilitate/help/{request.pk}/", {"text": "With the register."})
    assert (response.status_code, response["Location"]) == (302, "/facilitate/")
    assert [mail.to for mail in outbox.outbox] == [[enrolment.user.email]]


def test_an_answered_question_shows_its_answer_and_no_form(signed_in, enrolment, facilitator):
    request = build_request(enrolment)
    answer_help(request=request, text="With the register.", by=facilitator, now=NOW)
    text = page(signed_in.get(f"/facilitate/help/{request.pk}/"))
    assert "Helen Ward answered on 11 November 2026" in text
    assert "With the register." in text
    assert "Send the answer" not in text


def test_an_answer_that_comes_second_is_kept_in_the_box_and_not_sent(signed_in, enrolment, facilitator):
    request = build_request(enrolment)
    answer_help(request=request, text="First", by=facilitator, now=NOW)
    response = signed_in.post(f"/facilitate/help/{request.pk}/", {"text": "Second"})
    assert response.status_code == 422
    assert "Somebody has answered in the meantime." in page(response)
    assert "Second</textarea>" in page(response)
    assert HelpRequest.objects.get().answer == "First"


@pytest.mark.parametrize("text", ["", "   "])
def test_an_empty_answer_is_refused(signed_in, enrolment, text):
    request = build_request(enrolment)
    response = signed_in.post(f"/facilitate/help/{request.pk}/", {"text": text})
    assert (response.status_code, HelpRequest.objects.get().answered_at) == (422, None)


def test_the_facilitator_of_another_cohort_answers_nothing(stranger, enrolment):
    request = build_request(enrolment)
    address = f"/facilitate/help/{request.pk}/"
    assert (stranger.get(address).status_code, stranger.post(address, {"text": "So."}).status_code) == (404, 404)


# Giving places --------------------------------------------------------------------------------------------------


def invite(client, cohort, **changes):
    data = {
        "first_name": "Ines",
        "last_name": "Calder",
        "email": "ines@holm.example",
        "school_name": "Holm Park",
        **changes,
    }
    return client.post(f"/facilitate/cohorts/{cohort.pk}/invite/", data)


def test_a_facilitator_gives_a_lead_a_place(signed_in, cohort):
    response = invite(signed_in, cohort)
    assert response.status_code == 302
    place = Enrolment.objects.get()
    assert (place.user.email, place.school.name, place.cohort) == ("ines@holm.example", "Holm Park", cohort)


def test_who_has_a_place_gets_no_second_one(signed_in, cohort):
    invite(signed_in, cohort)
    response = invite(signed_in, cohort, email="Ines@Holm.example")
    assert (response.status_code, Enrolment.objects.count()) == (422, 1)
    assert "This person already has a place in this cohort." in page(response)


def test_the_facilitator_of_another_cohort_gives_no_places(stranger, cohort):
    assert (invite(stranger, cohort).status_code, Enrolment.objects.count()) == (404, 0)
