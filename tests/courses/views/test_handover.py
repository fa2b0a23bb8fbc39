"""The screens of a hand-over: who may ask, who decides, and that neither lead reads what is the other's."""

from datetime import date, timedelta

import pytest
from django.apps import apps
from django.core import mail as outbox

from courses.domain.grace import leave_place
from courses.domain.handover import ask_hand_over, hand_over
from courses.models import Enrolment, Grace, HandOver
from courses.queries.booking import booking_token
from tests.builders import build_user
from tests.courses.bookings import confirm
from tests.courses.builders import (
    ASKING,
    NOW,
    answer_question,
    build_cohort,
    build_enrolment,
    build_selling_cohort,
    page,
    write_reflection,
)

TODAY = date(2026, 11, 11)
LATE = date(2027, 1, 4)
MINE = "/learn/hand-over/"
JOINER = {"first_name": "Ines", "last_name": "Calder", "email": "ines@larkfield.example", "reason": "A new post."}
TEAMS = "/facilitate/hand-overs/"


@pytest.fixture
def colleague(cohort, school):
    return build_enrolment(cohort=cohort, school=school, name="Tom Pryce")


@pytest.fixture
def facilitator(cohort):
    person = build_user(name="Helen Ward", email="helen@touchstone.example")
    cohort.facilitators.add(person)
    return person


@pytest.fixture
def helen(client, facilitator):
    client.force_login(facilitator)
    return client


def data(enrolment=None, **changes) -> dict:
    place = {"place": enrolment.pk} if enrolment else {}
    return {**JOINER, "on": "11/11/2026", **place, **changes}


def ask(enrolment, *, on=LATE, by=None) -> HandOver:
    return ask_hand_over(enrolment=enrolment, on=on, by=by, now=NOW, **JOINER)


def give(enrolment) -> Enrolment:
    return hand_over(enrolment=enrolment, on=TODAY, by=None, now=NOW, **JOINER).joiner


# Asked by a lead ------------------------------------------------------------------------------------------------


def test_a_lead_hands_over_their_own_place_and_is_led_to_their_record(signed_in, enrolment):
    response = signed_in.post(MINE, data(enrolment))
    assert (response.status_code, response["Location"]) == (302, "/learn/record/")
    assert HandOver.objects.get().joiner.user.email == "ines@larkfield.example"
    assert signed_in.get("/learn/record/").status_code == 200


def test_a_lead_hands_over_the_place_of_a_colleague(signed_in, enrolment, colleague):
    response = signed_in.post(MINE, data(colleague))
    assert (response.status_code, response["Location"]) == (302, MINE)
    assert HandOver.objects.get().leaver == colleague


def test_the_place_of_another_schools_lead_is_no_choice(signed_in, enrolment, cohort):
    other = build_enrolment(cohort=cohort, name="Griselda Elsewhere")
    assert "Griselda" not in page(signed_in.get(MINE))
    response = signed_in.post(MINE, data(other))
    assert (response.status_code, HandOver.objects.count()) == (422, 0)
    assert "Choose one of the places of your school." in page(response)


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"first_name": ""}, "Give the first name of who takes over."),
        ({"email": "nadia"}, "This is not an e-mail address."),
        ({"on": "soon"}, "Write the day as day/month/year"),
        ({"on": "01/09/2026"}, "The day lies before this lead joined"),
        ({"reason": " "}, "Give the reason in a few words."),
        ({"reason": "A123456789012 left"}, "unique pupil number"),
        ({"first_name": "Ines\u202e"}, "a character that cannot be printed"),
    ],
)
def test_what_is_wrong_is_said_and_what_was_typed_is_kept(signed_in, enrolment, changes, sentence):
    response = signed_in.post(MINE, data(enrolment, **changes))
    assert (response.status_code, HandOver.objects.count()) == (422, 0)
    assert sentence in page(response)
    assert 'value="Calder"' in page(response)


def test_the_leavers_own_address_is_refused_in_words(signed_in, enrolment):
    response = signed_in.post(MINE, data(enrolment, email=enrolment.user.email))
    assert "This is the address of who leaves." in page(response)


def test_who_has_a_place_is_refused_without_saying_whose_it_is(signed_in, enrolment):
    build_enrolment(cohort=enrolment.cohort, email="ines@larkfield.example", name="Ines Secretly")
    text = page(signed_in.post(MINE, data(enrolment)))
    assert "a place in this cohort already" in text
    assert "Secretly" not in text


def test_what_needs_the_facilitators_word_waits_for_it(signed_in, enrolment):
    response = signed_in.post(MINE, data(enrolment, on="04/01/2027"), follow=True)
    assert "The facilitator has been asked whether Ines Calder may take over." in page(response)
    assert "waits for the facilitator" in page(response)


def test_the_page_says_how_many_are_free(signed_in, enrolment):
    assert "2 of the free hand-overs are left" in page(signed_in.get(MINE))
    give(build_enrolment(cohort=enrolment.cohort, school=enrolment.school))
    assert "1 of the free hand-overs is left" in page(signed_in.get(MINE))


def test_an_open_one_is_taken_back(signed_in, enrolment):
    asked = ask(enrolment)
    assert "Take it back" in page(signed_in.get(MINE))
    response = signed_in.post(f"{MINE}{asked.pk}/take-back/")
    assert (response.status_code, HandOver.objects.get().state) == (302, "taken back")


def test_that_of_another_school_is_not_taken_back(signed_in, enrolment, cohort):
    asked = ask(build_enrolment(cohort=cohort))
    assert signed_in.post(f"{MINE}{asked.pk}/take-back/").status_code == 404
    assert HandOver.objects.get().state == "asked"


def test_no_field_of_a_model_that_is_posted_along_changes_anything(signed_in, enrolment, colleague):
    models = [apps.get_model("courses", name) for name in ("HandOver", "Enrolment", "Grace", "LessonProgress")]
    names = {field.name for model in models for field in model._meta.fields}
    extra = {name: "1" for name in names if name not in data(enrolment)}
    before = Enrolment.objects.values().get(pk=colleague.pk)
    signed_in.post(MINE, {**extra, **data(enrolment, on="04/01/2027"), "is_free": "", "state": "done"})
    made = HandOver.objects.get()
    assert (made.state, made.is_free, made.is_late, made.decided_by, made.joiner) == ("asked", True, True, None, None)
    assert made.asked_by == enrolment.user
    assert Enrolment.objects.values().get(pk=colleague.pk) == before


@pytest.mark.parametrize("number", [1, 3])
def test_the_page_asks_6_queries_whatever_was_asked_for(signed_in, enrolment, number, django_assert_num_queries):
    place = enrolment
    for turn in range(number):
        place = build_enrolment(cohort=enrolment.cohort, school=enrolment.school)
        given = {**JOINER, "email": f"turn{turn}@larkfield.example"}
        hand_over(enrolment=place, on=TODAY, by=None, now=NOW, **given)
    signed_in.get(MINE)
    with django_assert_num_queries(6):
        signed_in.get(MINE)


# Neither reads the other's --------------------------------------------------------------------------------------


def canaries(user, word: str) -> None:
    answer_question(user, ASKING, "t2", response={"text": f"{word}-answer"})
    write_reflection(user, ASKING, text=f"{word}-reflection")


PAGES = ["/learn/answers/", "/learn/record/", "/learn/", "/learn/lessons/", MINE, "/learn/why/asking/"]


def read_all(client, user) -> str:
    client.force_login(user)
    return "".join(client.get(path, follow=True).content.decode() for path in PAGES)


def test_the_joiner_reads_nothing_that_the_leaver_wrote_and_the_leaver_nothing_of_theirs(client, enrolment, colleague):
    canaries(enrolment.user, "leaver")
    joiner = give(enrolment)
    canaries(joiner.user, "joiner")
    assert "leaver-" not in read_all(client, joiner.user)
    assert "joiner-" in read_all(client, joiner.user)
    text = read_all(client, enrolment.user)
    assert "joiner-" not in text
    assert ("leaver-answer" in text, "leaver-reflection" in text) == (True, True)


@pytest.mark.parametrize("path", ["/learn/", "/learn/lessons/", MINE, "/learn/help/", "/learn/tests/", "/learn/dates/"])
def test_who_left_opens_nothing_else(client, enrolment, path):
    give(enrolment)
    client.force_login(enrolment.user)
    assert client.get(path).status_code == 404


def test_who_left_is_led_to_what_is_theirs(client, enrolment):
    give(enrolment)
    client.force_login(enrolment.user)
    text = page(client.get("/start/"))
    assert 'href="/learn/record/"' in text
    assert 'href="/learn/answers/"' in text


def test_the_joiners_dashboard_shows_the_list(client, enrolment):
    joiner = give(enrolment)
    client.force_login(joiner.user)
    text = page(client.get("/learn/"))
    assert "You took over the place of Nadia Hale on Wednesday 11 November 2026." in text
    assert "asked for 2 lessons, one a week" in text
    assert "excused: before you joined" in page(client.get("/learn/record/"))


def test_a_lead_who_took_over_nothing_has_no_list(signed_in, enrolment):
    assert "catch-up list" not in page(signed_in.get("/learn/"))


# By the booker's link -------------------------------------------------------------------------------------------


@pytest.fixture
def booking(programme, db):
    return confirm(build_selling_cohort(), people=[("Jo", "Lead", "jo@school.example")])


def link(booking) -> str:
    return f"/booking/{booking_token(booking)}/hand-over/"


def test_the_booker_hands_over_without_signing_in(client, booking):
    place = Enrolment.objects.get()
    response = client.post(link(booking), data(place, on="11/01/2027"))
    assert response.status_code == 302
    made = HandOver.objects.get()
    assert (made.leaver, made.asked_by, made.state) == (place, None, "planned")


def test_the_link_opens_only_places_of_its_booking(client, booking, enrolment):
    response = client.post(link(booking), data(enrolment))
    assert (response.status_code, HandOver.objects.count()) == (422, 0)


def test_a_forged_link_opens_nothing(client, booking):
    address = link(booking).replace("/hand-over/", "x/hand-over/")
    assert (client.get(address).status_code, client.post(address, data()).status_code) == (404, 404)


def test_the_answer_to_the_booker_goes_to_their_address(client, booking, django_capture_on_commit_callbacks):
    cohort = booking.cohort
    helen = build_user()
    cohort.facilitators.add(helen)
    client.post(link(booking), data(Enrolment.objects.get(), on="24/05/2027"))
    asked = HandOver.objects.get()
    client.force_login(helen)
    outbox.outbox.clear()
    with django_capture_on_commit_callbacks(execute=True):
        client.post(f"{TEAMS}{asked.pk}/decide/", {"do": "refuse", "answer": "Too late in the year."})
    assert [mail.to for mail in outbox.outbox] == [[booking.booker_email]]


# The facilitator ------------------------------------------------------------------------------------------------


def test_what_waits_stands_on_the_facilitators_page_with_its_reason(helen, enrolment):
    ask(enrolment)
    text = page(helen.get(TEAMS))
    assert "Nadia Hale to Ines Calder" in text
    assert "Module 3 has begun by then" in text


def test_the_facilitator_agrees(helen, enrolment, facilitator):
    asked = ask(enrolment)
    response = helen.post(f"{TEAMS}{asked.pk}/decide/", {"do": "agree"})
    asked.refresh_from_db()
    assert (response["Location"], asked.state, asked.decided_by) == (TEAMS, "planned", facilitator)


def test_a_refusal_needs_a_reason(helen, enrolment):
    asked = ask(enrolment)
    response = helen.post(f"{TEAMS}{asked.pk}/decide/", {"do": "refuse", "answer": ""})
    assert (response.status_code, HandOver.objects.get().state) == (422, "asked")
    assert "Say why the place is not handed over" in page(response)


def test_the_facilitator_of_another_cohort_decides_nothing(client, enrolment):
    asked = ask(enrolment)
    stranger = build_user()
    build_cohort(facilitators=[stranger])
    client.force_login(stranger)
    assert client.post(f"{TEAMS}{asked.pk}/decide/", {"do": "agree"}).status_code == 404
    assert HandOver.objects.get().state == "asked"
    assert "Nadia" not in page(client.get(TEAMS))


def test_the_facilitator_hands_over_at_once_late_in_the_year(helen, enrolment):
    response = helen.post(f"/facilitate/leads/{enrolment.pk}/hand-over/", data(on="04/01/2027"))
    assert (response.status_code, HandOver.objects.get().state) == (302, "planned")


def test_the_facilitator_notes_that_a_lead_leaves(helen, enrolment, colleague):
    given = {"do": "leave", "on": "11/11/2026", "reason": "A new post."}
    response = helen.post(f"/facilitate/leads/{enrolment.pk}/hand-over/", given, follow=True)
    assert "One lead is left: the days of grace end on 9 December 2026." in page(response)
    assert "until Wednesday 9 December 2026" in page(helen.get(TEAMS))


def test_a_refused_leaving_keeps_what_was_typed(helen, enrolment):
    given = {"do": "leave", "on": "12/11/2026", "reason": "A new post."}
    response = helen.post(f"/facilitate/leads/{enrolment.pk}/hand-over/", given)
    assert response.status_code == 422
    assert "This day lies ahead." in page(response)
    assert 'value="A new post."' in page(response)


def grace_of(enrolment, colleague) -> Grace:
    return leave_place(enrolment=enrolment, on=TODAY, reason="A new post.", by=None, now=NOW)


@pytest.mark.parametrize(("decision", "state"), [("alone", "active"), ("pause", "paused"), ("end", "left")])
def test_the_facilitator_decides_how_a_school_goes_on(helen, enrolment, colleague, decision, state):
    grace = grace_of(enrolment, colleague)
    helen.post(f"/facilitate/graces/{grace.pk}/decide/", {"decision": decision})
    assert Enrolment.objects.get(pk=colleague.pk).state == state


@pytest.mark.parametrize("decision", ["", "replaced", "frob"])
def test_what_is_no_decision_changes_nothing(helen, enrolment, colleague, decision):
    grace = grace_of(enrolment, colleague)
    helen.post(f"/facilitate/graces/{grace.pk}/decide/", {"decision": decision})
    assert Grace.objects.get(pk=grace.pk).decision == ""


def test_a_lead_with_no_colleague_reads_how_long_there_is_time(client, enrolment, colleague):
    grace_of(enrolment, colleague)
    client.force_login(colleague.user)
    assert "Until Wednesday 9 December 2026 there is time to name another" in page(client.get(MINE))


@pytest.mark.parametrize("number", [1, 3])
def test_the_facilitators_page_asks_5_queries_whatever_waits(
    helen, cohort, enrolment, number, django_assert_num_queries
):
    for turn in range(number):
        place = build_enrolment(cohort=cohort)
        given = {**JOINER, "email": f"turn{turn}@larkfield.example"}
        ask_hand_over(enrolment=place, on=LATE + timedelta(days=turn), by=None, now=NOW, **given)
        Grace.objects.create(school=place.school, cohort=cohort, began_on=TODAY, until=TODAY)
    helen.get(TEAMS)
    with django_assert_num_queries(5):
        helen.get(TEAMS)
