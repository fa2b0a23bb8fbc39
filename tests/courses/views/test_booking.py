"""A booking by its signed link: seen, named, enlarged, cancelled, and found again."""

from datetime import timedelta

import pytest
from django.utils.timezone import localdate, now

from courses.domain.booking import confirm_booking
from courses.models import Booking, Cohort, Enrolment
from tests.courses.booking import PEOPLE, build_booking, build_selling, page_of
from tests.courses.builders import build_school, page

pytestmark = pytest.mark.django_db


@pytest.fixture
def selling(programme):
    return build_selling()


@pytest.fixture
def booking(selling):
    return build_booking(cohort=selling, school=build_school(name="Larkfield Junior"), now=now())


def state_of(booking) -> str:
    return Booking.objects.get(pk=booking.pk).state


def test_the_page_says_reference_state_and_what_comes_next(client, booking):
    text = page(client.get(page_of(booking)))
    assert booking.reference in text
    assert f"Held until {booking.held_until:%A}" in text
    assert "An order from your school" in text
    assert "Name to follow" in text


def test_the_page_is_kept_by_nobody_and_found_by_no_search_engine(client, booking):
    response = client.get(page_of(booking))
    assert "no-store" in response.headers["Cache-Control"]
    assert response.headers["X-Robots-Tag"] == "noindex"


@pytest.mark.parametrize("others", [0, 2])
def test_the_page_asks_as_many_queries_with_one_booking_as_with_three(
    client, selling, booking, others, django_assert_max_num_queries
):
    for _ in range(others):
        build_booking(cohort=selling)
    with django_assert_max_num_queries(13):
        client.get(page_of(booking))


@pytest.mark.parametrize("name", ["booking", "booking_names", "booking_places", "cancel_booking"])
def test_a_token_that_was_changed_opens_nothing(client, booking, name):
    address = page_of(booking, name)
    token = address.split("/")[2]
    assert client.get(address.replace(token, token[:-1] + ("a" if token[-1] != "a" else "b"))).status_code == 404


# Names ----------------------------------------------------------------------------------------------------------


def test_leads_are_named_and_renamed_until_the_start(client, booking):
    client.post(page_of(booking, "booking_names"), PEOPLE)
    client.post(page_of(booking, "booking_names"), {**PEOPLE, "first_name_1": "Jean", "email_1": "jean@x.example"})
    assert [(one.first_name, one.email) for one in booking.booked_places.all()] == [
        ("Jean", "jean@x.example"),
        ("", ""),
    ]


def test_one_person_gets_one_place(client, booking):
    twice = {**PEOPLE, "first_name_2": "Jo", "last_name_2": "Again", "email_2": "jo@larkfield.example"}
    response = client.post(page_of(booking, "booking_names"), twice)
    assert response.status_code == 422
    assert booking.booked_places.exclude(email="").count() == 0


def test_a_name_that_is_there_is_not_taken_out(client, booking):
    client.post(page_of(booking, "booking_names"), PEOPLE)
    empty = {**PEOPLE, "first_name_1": "", "last_name_1": "", "email_1": ""}
    assert client.post(page_of(booking, "booking_names"), empty).status_code == 422
    assert booking.booked_places.get(number=1).email == "jo@larkfield.example"


def test_in_a_confirmed_booking_a_name_is_enrolled_at_once(client, booking):
    confirm_booking(booking=booking, by=None, now=now())
    client.post(page_of(booking, "booking_names"), PEOPLE)
    assert Enrolment.objects.get(cohort=booking.cohort).user.email == "jo@larkfield.example"
    assert 'name="email_1"' not in page(client.get(page_of(booking, "booking_names")))


# More places ----------------------------------------------------------------------------------------------------


def test_a_place_is_added(client, booking):
    client.post(page_of(booking, "booking_places"), {"leads": "1"})
    booking.refresh_from_db()
    assert (booking.leads, Cohort.objects.get(pk=booking.cohort_id).places_left) == (3, 17)


@pytest.mark.parametrize("leads", ["0", "5", "-1", "x"])
def test_other_numbers_of_places_are_refused(client, booking, leads):
    assert client.post(page_of(booking, "booking_places"), {"leads": leads}).status_code == 422
    assert Booking.objects.get(pk=booking.pk).leads == 2


def test_no_place_is_added_where_none_is_left(client, booking):
    Cohort.objects.filter(pk=booking.cohort_id).update(places_left=0)
    assert "No place can be added now" in page(client.get(page_of(booking, "booking_places")))
    assert client.post(page_of(booking, "booking_places"), {"leads": "1"}).status_code == 422


# Cancelling -----------------------------------------------------------------------------------------------------


def test_held_places_are_cancelled_at_no_cost(client, booking):
    assert "it costs nothing." in page(client.get(page_of(booking, "cancel_booking")))
    assert state_of(booking) == "held"
    client.post(page_of(booking, "cancel_booking"), {"percent": "0", "reason": "No time."})
    booking.refresh_from_db()
    assert (booking.state, booking.percent_due, booking.end_reason) == ("cancelled", 0, "No time.")
    assert "You owe nothing." in page(client.get(page_of(booking)))


def test_what_a_cancellation_costs_is_said_first_and_agreed_to(client, booking):
    soon = localdate() + timedelta(days=20)
    Cohort.objects.filter(pk=booking.cohort_id).update(starts_on=soon - timedelta(days=soon.weekday()))
    booking.refresh_from_db()
    confirm_booking(booking=booking, by=None, now=now())
    text = page(client.get(page_of(booking, "cancel_booking")))
    assert "£480 without VAT, 50 per cent of the price." in text
    refused = client.post(page_of(booking, "cancel_booking"), {"percent": "0"})
    assert refused.status_code == 422
    assert "What a cancellation costs has changed" in page(refused)
    client.post(page_of(booking, "cancel_booking"), {"percent": "50"})
    assert "50 per cent of the price is due: £480 without VAT." in page(client.get(page_of(booking)))


def test_a_cancelled_booking_is_not_cancelled_again(client, booking):
    for _ in range(2):
        client.post(page_of(booking, "cancel_booking"), {"percent": "0"})
    assert client.get(page_of(booking, "cancel_booking")).url == page_of(booking)
    assert Cohort.objects.get(pk=booking.cohort_id).places_left == 20


# Finding it again -----------------------------------------------------------------------------------------------


def ask(client, reference, email):
    return client.post("/booking/find/", {"reference": reference, "email": email})


def test_the_link_is_sent_to_the_booker_alone(client, booking, mailoutbox, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        typed = booking.reference.lower().replace("-", " ")
        found = ask(client, typed, "OFFICE@larkfield.example")
    (mail,) = mailoutbox
    assert mail.to == ["office@larkfield.example"]
    assert page_of(booking) in mail.body
    assert found.status_code == 200


def test_the_answer_is_the_same_where_there_is_no_such_booking(
    client, booking, mailoutbox, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        there = ask(client, booking.reference, "office@larkfield.example")
        wrong = ask(client, "TS-2222-222", "office@larkfield.example")
        other = ask(client, booking.reference, "stranger@larkfield.example")
    assert page(there) == page(wrong)
    assert page(other).replace("stranger@", "office@") == page(there)
    assert [mail.to for mail in mailoutbox] == [["office@larkfield.example"]]


def test_references_are_tried_a_few_times_only(client, booking):
    answers = [ask(client, booking.reference, f"a{n}@x.example").status_code for n in range(6)]
    assert answers == [200] * 5 + [429]
