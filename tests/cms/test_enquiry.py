"""The contact page and the office's inbox."""

from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from django.core import mail as outbox
from django.db import IntegrityError, transaction

from cms.domain.enquiry import answer, forget_old_enquiries
from cms.models import Enquiry, EnquiryAnswer, Mail
from cms.queries.enquiry import answering, working_days
from tests.builders import build_user
from tests.cms.builders import NOW, build_enquiry
from tests.cms.test_operations import build_staff
from tests.courses.builders import page

pytestmark = pytest.mark.django_db
ASKED = {
    "name": "Ben Asker",
    "role": "Business manager",
    "school": "Ashdown School",
    "email": "Ben@Example.org",
    "topic": "quote",
    "text": "What do three places cost?",
    "company_fax": "",
}


@pytest.fixture
def office(client):
    client.force_login(build_staff("change_enquiry"))
    return client


# Asking -------------------------------------------------------------------------------------------------------


def test_an_enquiry_is_kept_and_goes_to_the_office_with_a_receipt(client, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        response = client.post("/contact/", ASKED)
    assert (response.status_code, response["Location"]) == (302, "/contact/sent/")
    assert Enquiry.objects.get().school == "Ashdown School"
    assert [message.to for message in outbox.outbox] == [["programme@touchstone.example"], ["ben@example.org"]]
    assert "What do three places cost?" in outbox.outbox[1].body


@pytest.mark.parametrize(
    ("field", "value", "message"),
    [
        ("name", " ", "Give your name."),
        ("email", "ben", "This is not an e-mail address."),
        ("email", "", "Give the e-mail address to which we answer."),
        ("topic", "", "Choose what it is about."),
        ("topic", "other things", "Choose one of the list."),
        ("text", "", "Write what you would like to know."),
        ("text", "About H801200001001", "unique pupil number"),
        ("text", "x" * 5001, "at most 5000 characters"),
        ("company_fax", "020", "This field is there to catch programs."),
    ],
)
def test_what_cannot_be_taken_is_refused_and_what_was_typed_stays(client, field, value, message):
    response = client.post("/contact/", {**ASKED, field: value})
    text = page(response)
    assert (response.status_code, Enquiry.objects.count(), Mail.objects.count()) == (422, 0, 0)
    assert message in text
    assert "Ashdown School" in text


def test_a_name_of_several_lines_becomes_one(client):
    client.post("/contact/", {**ASKED, "name": "Ben\r\nBcc: all@example.org", "school": "A\u2028B"})
    found = Enquiry.objects.get()
    assert (found.name, found.school) == ("Ben Bcc: all@example.org", "A B")


def test_the_sixth_enquiry_of_an_hour_from_one_person_is_asked_to_wait_and_kept_on_the_page(client):
    for _ in range(5):
        assert client.post("/contact/", ASKED).status_code == 302
    response = client.post("/contact/", ASKED)
    assert (response.status_code, Enquiry.objects.count()) == (429, 5)
    assert "What do three places cost?" in page(response)
    assert client.post("/contact/", {**ASKED, "email": "other@example.org"}).status_code == 302


def test_a_link_may_choose_what_it_is_about(client):
    assert '<option value="quote" selected>' in page(client.get("/contact/?about=quote"))
    assert client.get("/contact/?about=%00<script>").status_code == 200


def test_what_was_typed_is_shown_and_never_run(client):
    assert "<script>alert" not in page(
        client.post("/contact/", {**ASKED, "name": "<script>alert(1)</script>", "text": ""})
    )


# Answering ----------------------------------------------------------------------------------------------------


def test_the_inbox_shows_what_waits_longest_first(office):
    build_enquiry(name="Second")
    build_enquiry(name="First", asked_at=NOW - timedelta(days=2))
    text = page(office.get("/office/enquiries/"))
    assert text.index("First") < text.index("Second")


def test_an_empty_inbox_says_so(office):
    text = page(office.get("/office/enquiries/"))
    assert "Nothing waits" in text
    assert "Nothing has been answered yet." in text


def test_an_answer_goes_by_mail_and_is_kept(office, django_capture_on_commit_callbacks):
    found = build_enquiry()
    with django_capture_on_commit_callbacks(execute=True):
        response = office.post(f"/office/enquiries/{found.pk}/", {"text": "£495 each."})
    assert response.status_code == 302
    (message,) = outbox.outbox
    assert (message.to, "£495 each." in message.body) == (["ben@example.org"], True)
    assert "£495 each." in page(office.get(f"/office/enquiries/{found.pk}/"))
    assert "Nothing waits" in page(office.get("/office/enquiries/"))


def test_an_empty_answer_is_refused(office):
    found = build_enquiry()
    response = office.post(f"/office/enquiries/{found.pk}/", {"text": " "})
    assert (response.status_code, EnquiryAnswer.objects.count()) == (422, 0)
    assert "Write an answer." in page(response)


def test_a_second_answer_does_not_move_the_time_of_the_first():
    found, by = build_enquiry(), build_user()
    answer(enquiry=found, text="One.", by=by, now=NOW + timedelta(hours=1))
    answer(enquiry=found, text="Two.", by=by, now=NOW + timedelta(hours=9))
    found.refresh_from_db()
    assert found.answered_at == NOW + timedelta(hours=1)


def test_whoever_answers_first_has_it_and_it_can_be_given_to_another(office):
    found, other = build_enquiry(), build_staff("change_enquiry")
    office.post(f"/office/enquiries/{found.pk}/assign/", {"to": other.pk})
    found.refresh_from_db()
    assert found.assigned_to == other


def test_it_cannot_be_given_to_somebody_who_may_not_answer(office):
    found = build_enquiry()
    office.post(f"/office/enquiries/{found.pk}/assign/", {"to": build_user().pk})
    found.refresh_from_db()
    assert found.assigned_to is None


def test_an_enquiry_is_closed_once(office):
    found = build_enquiry()
    office.post(f"/office/enquiries/{found.pk}/close/")
    closed_at = Enquiry.objects.get().closed_at
    response = office.post(f"/office/enquiries/{found.pk}/close/", follow=True)
    assert "Somebody has closed this enquiry already." in page(response)
    assert Enquiry.objects.get().closed_at == closed_at


@pytest.mark.parametrize("path", ["/office/enquiries/", "/office/enquiries/{pk}/"])
def test_who_may_not_answer_finds_nothing(client, path):
    path = path.format(pk=build_enquiry().pk)
    client.force_login(build_staff())
    assert client.get(path).status_code == 404


@pytest.mark.parametrize("number", [1, 3])
def test_the_inbox_asks_as_often_for_three_as_for_one(office, number, django_assert_num_queries):
    for _ in range(number):
        build_enquiry(assigned_to=build_user())
        build_enquiry(assigned_to=build_user(), answered_at=NOW)
    office.get("/office/enquiries/")
    with django_assert_num_queries(8):
        office.get("/office/enquiries/")


# Answered within ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("first", "last", "days"),
    [
        (date(2026, 11, 5), date(2026, 11, 5), 0),
        (date(2026, 11, 5), date(2026, 11, 6), 1),
        (date(2026, 11, 6), date(2026, 11, 9), 1),  # Friday to Monday
        (date(2026, 11, 7), date(2026, 11, 8), 0),  # Saturday to Sunday
        (date(2026, 11, 5), date(2026, 11, 10), 3),
    ],
)
def test_working_days_are_mondays_to_fridays_after_the_first(first, last, days):
    assert working_days(first, last) == days


def asked_and_answered(days_ago: int, days: int | None, **fields):
    asked = NOW - timedelta(days=days_ago)
    return build_enquiry(asked_at=asked, answered_at=None if days is None else asked + timedelta(days=days), **fields)


def test_in_time_are_those_answered_within_two_working_days():
    asked_and_answered(30, 0)  # a Tuesday
    asked_and_answered(30, 2)
    asked_and_answered(30, 3)
    found = answering(now=NOW)
    assert (found.in_time, found.asked, found.answered, found.median_days) == (2, 3, 3, 2)


def test_one_that_waits_counts_once_its_two_days_are_over():
    asked_and_answered(1, None)
    assert answering(now=NOW).asked == 0
    asked_and_answered(5, None)
    found = answering(now=NOW)
    assert (found.in_time, found.asked, found.median_days) == (0, 1, None)


def test_one_that_was_closed_without_an_answer_is_left_out():
    asked_and_answered(30, None, closed_at=NOW)
    assert answering(now=NOW).asked == 0


@pytest.mark.parametrize(("number", "is_said"), [(9, False), (10, True)])
def test_the_public_is_told_from_ten_enquiries_on(client, number, is_said):
    for _ in range(number - 1):
        asked_and_answered(30, 0)
    asked_and_answered(30, 9)
    with time_machine.travel(NOW):
        text = page(client.get("/contact/"))
    said = f"We answered the last {number} enquiries within 2 working days in {number - 1} cases."
    assert (said in text) == is_said


def test_the_public_is_told_of_the_last_twenty():
    for number in range(25):
        asked_and_answered(30 + number, 0)
    assert answering(now=NOW, latest=20).asked == 20


# Kept and forgotten -------------------------------------------------------------------------------------------


def test_what_is_done_is_forgotten_after_24_months_and_what_waits_is_not():
    old = NOW - timedelta(days=731)
    build_enquiry(asked_at=old, answered_at=old)
    build_enquiry(asked_at=old, closed_at=old)
    build_enquiry(name="Waits", asked_at=old)
    build_enquiry(name="New", answered_at=NOW)
    forget_old_enquiries(now=NOW)
    assert sorted(Enquiry.objects.values_list("name", flat=True)) == ["New", "Waits"]


def test_an_enquiry_is_not_answered_before_it_was_asked():
    with pytest.raises(IntegrityError, match="enquiry_answered_after_asked"), transaction.atomic():
        build_enquiry(answered_at=NOW - timedelta(seconds=1))


def test_an_answer_without_text_is_refused_by_the_database():
    found = build_enquiry()
    with pytest.raises(IntegrityError, match="enquiry_answer_has_text"), transaction.atomic():
        EnquiryAnswer.objects.create(enquiry=found, text="", sent_at=datetime(2026, 11, 5, tzinfo=UTC))
