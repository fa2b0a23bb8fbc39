"""Booking as a school, from the start page to the sending."""

import re
from datetime import timedelta

import pytest
from django.utils.timezone import localdate, now

from courses.domain.school import type_school
from courses.models import BookedPlace, Booking, BookingDraft, Cohort, School, WaitingGroup
from tests.courses.booking import (
    ANSWERS,
    BOOKER,
    INVOICE,
    PEOPLE,
    SCHOOL,
    STEPS,
    build_booking,
    build_draft,
    build_selling,
    page_of,
    send_of,
    step_of,
)
from tests.courses.builders import page
from tests.courses.register.files import ONE, put

pytestmark = pytest.mark.django_db


@pytest.fixture
def selling(programme):
    return build_selling()


@pytest.fixture
def draft(selling):
    return build_draft(cohort=selling, now=now())


def begin(client, cohort) -> BookingDraft:
    client.post(f"/book/{cohort.slug}/start/")
    return BookingDraft.objects.latest("pk")


def errors_of(response) -> str:
    assert response.status_code == 422
    return page(response)


# The start page -------------------------------------------------------------------------------------------------


def test_the_start_page_says_price_places_and_dates(client, selling):
    text = page(client.get(f"/book/{selling.slug}/"))
    assert "20 places left" in text
    assert "£960" in text
    assert f"{localdate() + timedelta(days=14):%A}" in text


def test_the_start_page_asks_the_same_few_queries_whatever_is_booked(client, selling, django_assert_max_num_queries):
    for _ in range(3):
        build_booking(cohort=selling)
    with django_assert_max_num_queries(12):
        client.get(f"/book/{selling.slug}/")


def test_the_start_page_of_a_full_cohort_leads_to_the_waiting_list(client, programme):
    full = build_selling(left=1)
    assert "Join the waiting list" in page(client.get(f"/book/{full.slug}/"))
    assert begin(client, full).data["waits"] is True


@pytest.mark.parametrize("change", [{"is_public": False}, {"starts_on": localdate() - timedelta(weeks=8)}])
def test_a_cohort_that_is_not_on_sale_names_those_that_are(client, selling, change):
    other = build_selling()
    if "starts_on" in change:
        change = {"starts_on": change["starts_on"] - timedelta(days=change["starts_on"].weekday())}
    Cohort.objects.filter(pk=other.pk).update(**change)
    response = client.get(f"/book/{other.slug}/")
    assert response.status_code == 404
    assert f"/book/{selling.slug}/" in page(response)
    assert client.post(f"/book/{other.slug}/start/").status_code == 404


def test_a_cohort_past_its_last_day_says_so_and_has_no_button(client, programme):
    closed = build_selling(books_until=localdate() - timedelta(days=1))
    text = page(client.get(f"/book/{closed.slug}/"))
    assert "Booking ended on" in text
    assert "/start/" not in text


def test_a_draft_has_a_key_of_256_bits_and_keeps_the_price_that_was_shown(client, selling):
    draft = begin(client, selling)
    assert len(draft.key) == 43
    assert draft.data == {"waits": False, "price_pence": 48_000}


def test_starting_drafts_is_limited(client, selling, settings):
    settings.ACCOUNT_RATE_LIMITS = {**settings.ACCOUNT_RATE_LIMITS, "start_booking": "2/h/ip"}
    answers = [client.post(f"/book/{selling.slug}/start/").status_code for _ in range(3)]
    assert answers == [302, 302, 429]


# The steps ------------------------------------------------------------------------------------------------------


def test_a_school_books_step_by_step(client, selling):
    draft = begin(client, selling)
    address = f"/book/draft/{draft.key}/"
    for (step, typed), after in zip(STEPS.items(), [*list(STEPS)[1:], "check"], strict=True):
        assert client.get(address).url == f"{address}{step}/"
        assert client.get(f"{address}{step}/").status_code == 200
        assert client.post(f"{address}{step}/", typed).url == f"{address}{after}/"
    text = page(client.get(f"{address}check/"))
    for word in ("Larkfield Junior", "Jo Lead, jo@larkfield.example", "1 to follow", "Priya Nand", "PO-77", "£960"):
        assert word in text
    sent = client.post(f"{address}send/", {"price": "48000"})
    booking = Booking.objects.get()
    assert sent.url == page_of(booking)
    assert (booking.leads, booking.booker_name, booking.po_number) == (2, "Priya Nand", "PO-77")
    assert booking.school.name == "Larkfield Junior"
    assert [place.email for place in booking.booked_places.all()] == ["jo@larkfield.example", ""]
    assert Cohort.objects.get(pk=selling.pk).places_left == 18


@pytest.mark.parametrize(
    ("step", "changes", "sentence"),
    [
        ("school", {"name": ""}, "Type the name of the school."),
        ("school", {"town": " "}, "Type the town or city of the school."),
        ("school", {"postcode": "<b>"}, "This is not a postcode."),
        ("school", {"phase": "nursery"}, "nursery is not one of the available choices"),
        ("school", {"how": "listed", "urn": ""}, "Search for your school and choose it"),
        ("school", {"how": "listed", "urn": "999999"}, "This school is not in the register."),
        ("places", {"leads": ""}, "Choose how many leads take part, 2 to 6."),
        ("places", {"leads": "1"}, "Choose 2 to 6 leads."),
        ("places", {"leads": "7"}, "Choose 2 to 6 leads."),
        ("leads", {"last_name_1": ""}, "Type the last name too, or leave this lead empty."),
        ("leads", {"email_1": "jo"}, "This is not an e-mail address."),
        (
            "leads",
            {**PEOPLE, "first_name_2": "A", "last_name_2": "B", "email_2": "JO@larkfield.example"},
            "Another lead",
        ),
        ("booker", {"booker_name": ""}, "Type your name."),
        ("booker", {"booker_role": ""}, "Type your role in the school."),
        ("booker", {"booker_email": "a@b\r\nBcc: x@y.example"}, "This is not an e-mail address."),
        ("invoice", {"invoice_name": ""}, "Type who receives the invoice"),
        ("invoice", {"invoice_address": ""}, "Type the address that stands on the invoice."),
        ("invoice", {"po_number": "x" * 61}, "at most 60 characters"),
        ("invoice", {"po_number": "PO\x0777"}, "cannot be printed"),
        ("invoice", {"po_number": "PO\n77"}, "cannot be printed"),
        ("invoice", {"po_number": "PO\u202e77"}, "cannot be printed"),
    ],
)
def test_a_step_that_cannot_be_kept_says_why_and_keeps_nothing(client, draft, step, changes, sentence):
    kept = draft.data
    assert sentence in errors_of(client.post(step_of(draft, step), {**STEPS[step], **changes}))
    draft.refresh_from_db()
    assert draft.data == kept


def test_a_refused_step_keeps_what_was_typed(client, draft):
    text = errors_of(client.post(step_of(draft, "booker"), {**BOOKER, "booker_email": "nowhere"}))
    assert 'value="Priya Nand"' in text
    assert 'value="nowhere"' in text


def test_a_name_becomes_one_line(client, draft):
    client.post(step_of(draft, "booker"), {**BOOKER, "booker_name": "Priya\r\nBcc: x@y.example"})
    draft.refresh_from_db()
    assert draft.data["booker"]["booker_name"] == "Priya Bcc: x@y.example"


def test_an_address_keeps_its_lines_as_browsers_send_them(client, draft):
    client.post(
        step_of(draft, "invoice"), {**INVOICE, "invoice_address": " Larkfield Junior\r\n\r\n1 School Lane \r\n"}
    )
    draft.refresh_from_db()
    assert draft.data["invoice"]["invoice_address"] == "Larkfield Junior\n1 School Lane"


def test_a_change_comes_back_to_the_summary(client, draft):
    assert f'href="{step_of(draft, "invoice")}"' in page(client.get(step_of(draft, "check")))
    response = client.post(step_of(draft, "invoice"), {**INVOICE, "po_number": "PO-99"})
    assert response.url == step_of(draft, "check")
    assert "PO-99" in page(client.get(response.url))


def test_the_address_resumes_on_another_device(client, selling):
    draft = build_draft(cohort=selling, booker=None, now=now())
    assert client.get(f"/book/draft/{draft.key}/").url == step_of(draft, "booker")
    assert client.get(step_of(draft, "check")).url == step_of(draft, "booker")
    assert 'value="Jo"' in page(client.get(step_of(draft, "leads")))


def test_two_windows_lose_nothing_of_each_other(client, selling):
    draft = build_draft(cohort=selling, booker=None, invoice=None, now=now())
    client.post(step_of(draft, "invoice"), INVOICE)
    client.post(step_of(draft, "booker"), BOOKER)
    draft.refresh_from_db()
    assert (draft.data["invoice"]["po_number"], draft.data["booker"]["booker_name"]) == ("PO-77", "Priya Nand")


@pytest.mark.parametrize("place", ["", "school/", "check/"])
def test_a_key_that_is_not_known_finds_nothing(client, draft, place):
    assert client.get(f"/book/draft/{'x' * 43}/{place}").status_code == 404
    assert client.get(f"/book/draft/{draft.key}/nonsense/").status_code == 404


def test_whether_fewer_would_do_is_asked_only_where_places_are_short(client, draft):
    assert "would fewer do" not in page(client.get(step_of(draft, "places")))
    Cohort.objects.filter(pk=draft.cohort_id).update(places_left=4)
    assert "would fewer do" in page(client.get(step_of(draft, "places")))


def test_more_places_than_are_left_are_refused_with_the_waiting_list(client, draft):
    Cohort.objects.filter(pk=draft.cohort_id).update(places_left=3)
    text = errors_of(client.post(step_of(draft, "places"), {"leads": "4"}))
    assert "3 places are left. Choose 3 or fewer, or join the waiting list." in text
    assert "Wait for 4 places instead" in text


def test_draft_pages_are_kept_by_nobody_and_found_by_no_search_engine(client, draft):
    response = client.get(step_of(draft, "booker"))
    assert "no-store" in response.headers["Cache-Control"]
    assert response.headers["X-Robots-Tag"] == "noindex"
    assert response.headers["Referrer-Policy"] == "same-origin"


# The link by mail -----------------------------------------------------------------------------------------------


def test_the_link_comes_by_mail_and_tells_nothing_of_what_was_typed(
    client, draft, mailoutbox, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        client.post(f"/book/draft/{draft.key}/link/", {"email": "me@larkfield.example"})
    (mail,) = mailoutbox
    assert mail.to == ["me@larkfield.example"]
    assert f"/book/draft/{draft.key}/" in mail.body
    assert "Priya" not in mail.body
    assert "Larkfield Junior" not in mail.body


def test_the_link_goes_to_one_address_three_times_an_hour(client, draft):
    answers = [client.post(f"/book/draft/{draft.key}/link/", {"email": "me@x.example"}).status_code for _ in range(4)]
    assert answers == [302, 302, 302, 429]


# Sending --------------------------------------------------------------------------------------------------------


def send(client, draft, price="48000"):
    return client.post(send_of(draft), {"price": price})


def test_sending_twice_books_once_and_leads_to_the_same_page(client, draft):
    first, second = send(client, draft), send(client, draft)
    assert first.url == second.url == page_of(Booking.objects.get())
    assert client.get(step_of(draft, "booker")).url == first.url
    assert Cohort.objects.get(pk=draft.cohort_id).places_left == 18


def test_sending_asks_few_queries(client, draft, django_assert_max_num_queries):
    send(client, build_draft(cohort=build_selling(), now=now()))  # the school and the types of the log are known
    with django_assert_max_num_queries(11):
        assert send(client, draft).status_code == 302


@pytest.mark.parametrize("urn", ["", "900001"])
def test_sending_for_a_school_that_is_new_asks_at_most_12_queries(
    client, selling, urn, settings, tmp_path, django_assert_max_num_queries
):
    settings.MEDIA_ROOT = str(tmp_path)
    put(ONE)
    send(client, build_draft(cohort=build_selling(), now=now()))
    new = {"urn": urn, "name": "Never Heard Of", "town": "Holm", "postcode": "", "phase": "primary"}
    draft = build_draft(cohort=selling, school=new, now=now())
    with django_assert_max_num_queries(12):
        assert send(client, draft).status_code == 302


def test_an_unfinished_draft_goes_to_the_step_that_is_missing(client, selling):
    draft = build_draft(cohort=selling, invoice=None, now=now())
    assert send(client, draft).url == f"/book/draft/{draft.key}/"
    assert Booking.objects.count() == 0


def test_opening_the_address_of_sending_sends_nothing(client, draft):
    assert client.get(send_of(draft)).status_code == 405
    assert Booking.objects.count() == 0


def test_a_full_cohort_says_what_is_left_and_offers_fewer(client, selling):
    draft = build_draft(cohort=selling, places={"leads": 4}, now=now())
    Cohort.objects.filter(pk=selling.pk).update(places_left=3)
    response = send(client, draft)
    assert response.status_code == 409
    assert "You asked for 4 places" in page(response)
    client.post(f"/book/draft/{draft.key}/turn/", {"leads": "3"})
    send(client, draft)
    assert Booking.objects.get().leads == 3


def test_a_cohort_that_has_filled_up_offers_the_waiting_list(client, draft):
    Cohort.objects.filter(pk=draft.cohort_id).update(places_left=0)
    assert "The last places have just gone" in page(send(client, draft))
    client.post(f"/book/draft/{draft.key}/turn/", {"waits": "1", "leads": "2"})
    assert "Join the waiting list" in page(client.get(step_of(draft, "check")))
    first, second = send(client, draft), send(client, draft)
    group = WaitingGroup.objects.get()
    assert first.url == second.url
    assert (group.leads, group.fewest, group.booker_email) == (2, 2, "office@larkfield.example")


def test_a_school_that_has_booked_hears_so_and_a_stranger_learns_nothing(client, selling, mailoutbox):
    school = type_school(now=now(), **{name: SCHOOL[name] for name in ("name", "town", "postcode", "phase")})
    first = build_booking(cohort=selling, school=school, booker_email="first@larkfield.example")
    response = send(client, build_draft(cohort=selling, now=now()))
    text = page(response)
    assert response.status_code == 409
    assert "This school has booked already" in text
    assert first.reference not in text
    assert "first@" not in text
    assert Booking.objects.count() == 1


def test_a_price_that_has_changed_is_agreed_to_before_it_is_booked(client, draft):
    Cohort.objects.filter(pk=draft.cohort_id).update(price_pence=50_000)
    response = send(client, draft)
    assert response.status_code == 409
    assert "It was £480 a place without VAT, and is £500 now." in page(response)
    assert Booking.objects.count() == 0
    send(client, draft, price="50000")
    assert Booking.objects.get().price_pence == 50_000


def test_a_form_of_another_site_books_nothing(draft):
    from django.test import Client

    assert Client(enforce_csrf_checks=True).post(send_of(draft), {"price": "48000"}).status_code == 403
    assert Booking.objects.count() == 0


def test_the_token_of_the_page_lets_the_booking_through(draft):
    from django.test import Client

    client = Client(enforce_csrf_checks=True)
    token = re.search(r'csrfmiddlewaretoken" value="(\w+)"', client.get(step_of(draft, "check")).content.decode())[1]
    assert client.post(send_of(draft), {"price": "48000", "csrfmiddlewaretoken": token}).status_code == 302
    assert BookedPlace.objects.count() == 2


def test_the_same_typed_school_is_one_school(client, selling):
    for draft in (build_draft(cohort=selling, now=now()), build_draft(cohort=build_selling(), now=now())):
        send(client, draft)
    assert School.objects.filter(name=SCHOOL["name"]).count() == 1
    assert ANSWERS["school"]["name"] == SCHOOL["name"]
