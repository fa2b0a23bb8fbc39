"""The office's screens: what waits, bookings and what is done with them, cohorts on sale, schools."""

from datetime import date, timedelta

import pytest
from django.apps import apps
from django.contrib.auth.models import Permission
from django.core import mail as outbox
from django.utils.timezone import now

from cms.models import Enquiry, Mail
from courses.demonstration import put_groups
from courses.models import Booking, Cohort, Enrolment, School, WaitingGroup
from tests.builders import build_user
from tests.cms.builders import build_enquiry
from tests.courses.bookings import confirm, counts, hold, named, order, wait
from tests.courses.builders import (
    NOW,
    build_cohort,
    build_enrolment,
    build_school,
    build_selling_cohort,
    page,
)

STARTS_SOON = date(2026, 11, 23)  # eight school days from now


@pytest.fixture
def joan(db):
    _, office = put_groups()
    person = build_user(name="Joan Fell", email="joan@touchstone.example")
    person.groups.set([office])
    return person


@pytest.fixture
def office(client, joan):
    client.force_login(joan)
    return client


@pytest.fixture
def selling(programme, db):
    return build_selling_cohort(places=12)


def url(booking, what="") -> str:
    return f"/office/bookings/{booking.pk}/{what and what + '/'}"


def state_of(booking) -> str:
    return Booking.objects.get(pk=booking.pk).state


# What waits -----------------------------------------------------------------------------------------------------


def test_the_office_lands_on_what_waits(office):
    assert office.get("/start/")["Location"] == "/office/"
    assert "Nothing waits today." in page(office.get("/office/"))


def test_what_waits_is_counted_and_led_to(office, selling):
    ordered, held = order(selling), hold(selling, now=NOW - timedelta(days=10))
    hold(selling)  # ends in two weeks
    Enquiry.objects.create(name="Jo", email="jo@school.example", topic="quote", text="How much?", asked_at=NOW)
    Mail.objects.create(
        to="jo@school.example", kind="-", why="-", subject="-", text="-", created_at=NOW, state=Mail.State.FAILED
    )
    text = page(office.get("/office/"))
    assert "To confirm: 1" in text
    assert "Held places that end within a week: 1" in text
    assert "wait for an answer</a>: 1" in text
    assert "could not be sent: 1" in text
    for booking in (ordered, held):
        assert f'href="{url(booking)}"' in text


def test_names_are_asked_for_from_ten_school_days_before_the_start_on(office, programme):
    hold(build_selling_cohort(starts_on=STARTS_SOON))
    hold(build_selling_cohort(starts_on=date(2026, 11, 30)))  # thirteen school days from now
    assert "Names that are due and missing: 1" in page(office.get("/office/"))


def test_an_open_offer_and_a_cohort_to_decide_about_are_shown(office, programme):
    full = build_selling_cohort(places=2, decides_on=date(2026, 11, 25), least_schools=4)
    booking, _ = hold(full), wait(full, build_school(name="Waiting School"))
    office.post(url(booking, "cancel"), {"percent": "0", "reason": "No money."})
    text = page(office.get("/office/"))
    assert "Offers of places that are open: 1" in text
    assert "0 of 4 schools · by Wednesday 25 November 2026" in text


@pytest.mark.parametrize("number", [1, 3])
def test_the_first_page_asks_16_queries_whatever_waits(office, programme, number, django_assert_num_queries):
    for _ in range(number):
        cohort = build_selling_cohort(places=9, starts_on=STARTS_SOON, decides_on=date(2026, 11, 20))
        hold(cohort, now=NOW - timedelta(days=10))
        order(cohort)
    office.get("/office/")
    with django_assert_num_queries(16):
        office.get("/office/")


def test_the_list_of_a_kind_stops_at_ten_and_says_how_many_there_are(office, programme):
    cohort = build_selling_cohort(places=30)
    for _ in range(11):
        order(cohort)
    text = page(office.get("/office/"))
    assert "To confirm: 11" in text
    assert '<a href="/office/bookings/?state=ordered">All 11</a>' in text


# The list of bookings -------------------------------------------------------------------------------------------


def test_bookings_are_filtered_by_cohort_state_and_words(office, selling):
    hold(selling, build_school(name="Holm Park"))
    order(selling, build_school(name="Westmoor"))
    hold(build_selling_cohort(), build_school(name="Elsewhere"))
    for query, names in [
        (f"cohort={selling.pk}", {"Holm Park", "Westmoor"}),
        (f"cohort={selling.pk}&state=ordered", {"Westmoor"}),
        ("search=holm", {"Holm Park"}),
        ("state=nothing&cohort=999999", {"Holm Park", "Westmoor", "Elsewhere"}),
    ]:
        text = page(office.get(f"/office/bookings/?{query}"))
        assert {name for name in ("Holm Park", "Westmoor", "Elsewhere") if f">{name}</td>" in text} == names


@pytest.mark.parametrize(("sort", "first"), [("school", "Alder"), ("-school", "Zenith"), ("frob", "Zenith")])
def test_bookings_are_sorted_by_a_column(office, selling, sort, first):
    hold(selling, build_school(name="Alder"), now=NOW - timedelta(days=1))
    hold(selling, build_school(name="Zenith"))
    text = page(office.get(f"/office/bookings/?sort={sort}"))
    other = {"Alder": "Zenith", "Zenith": "Alder"}[first]
    assert text.index(f">{first}</td>") < text.index(f">{other}</td>")


def test_where_there_are_none_the_page_says_what_to_do(office):
    text = page(office.get("/office/bookings/"))
    assert "No booking is like that" in text
    assert 'href="/office/bookings/new/"' in text


@pytest.mark.parametrize("number", [1, 3])
def test_the_list_asks_7_queries_whatever_their_number(office, selling, number, django_assert_num_queries):
    for _ in range(number):
        hold(selling, people=named(1))
    office.get("/office/bookings/")
    with django_assert_num_queries(7):
        office.get("/office/bookings/")


def test_the_export_has_no_formula_and_the_same_filter(office, selling):
    hold(selling, build_school(name="=cmd|' /C calc'!A0"), po_number="+1")
    order(selling)
    text = b"".join(office.get("/office/bookings/bookings.csv?state=held").streaming_content).decode()
    assert "'=cmd|' /C calc'!A0" in text
    assert ",'+1," in text
    assert text.count("\n") == 2
    assert office.get("/office/bookings/bookings.xlsx").content[:2] == b"PK"


# One booking ----------------------------------------------------------------------------------------------------


def test_a_booking_shows_places_terms_and_its_history(office, selling):
    booking = hold(selling, build_school(name="Holm Park"), people=[("Jo", "Lead", "jo@holm.example")])
    text = page(office.get(url(booking)))
    for part in (booking.reference, "Holm Park", "Jo Lead", "place 2, name to follow", "Places were held"):
        assert part in text


def test_a_booking_that_is_confirmed_invites_its_leads(office, selling, django_capture_on_commit_callbacks):
    booking = order(selling, people=[("Jo", "Lead", "jo@holm.example")])
    outbox.outbox.clear()
    with django_capture_on_commit_callbacks(execute=True):
        office.post(url(booking, "confirm"))
    assert (state_of(booking), Enrolment.objects.get().user.email) == ("confirmed", "jo@holm.example")
    assert ["jo@holm.example"] in [mail.to for mail in outbox.outbox]


def test_a_cancellation_frees_the_places_and_says_what_is_due(office, selling):
    booking = hold(selling)
    assert "costs 0 per cent of the price: £0" in page(office.get(url(booking)))
    office.post(url(booking, "cancel"), {"percent": "0", "reason": "No money."})
    assert (state_of(booking), counts(selling)) == ("cancelled", (12, 0, 0))


def test_a_cancellation_at_a_price_that_has_changed_is_asked_again(office, selling):
    booking = hold(selling)
    response = office.post(url(booking, "cancel"), {"percent": "50", "reason": "No money."})
    assert (response.status_code, state_of(booking)) == (422, "held")
    assert "What a cancellation costs has changed meanwhile." in page(response)
    assert 'value="No money."' in page(response)


def test_what_is_due_may_be_waived(office, programme):
    booking = order(build_selling_cohort(starts_on=STARTS_SOON))
    office.post(url(booking, "cancel"), {"percent": "75", "reason": "Illness.", "waive": "on"})
    assert Booking.objects.get().percent_due == 0


def test_a_school_withdraws_once_the_year_has_begun(office, joan, programme, time_machine):
    booking = confirm(build_selling_cohort(starts_on=STARTS_SOON), people=named(2))
    time_machine.move_to(NOW + timedelta(days=20))
    office.force_login(joan)
    assert "Cancel the booking" not in page(office.get(url(booking)))
    office.post(url(booking, "withdraw"), {"reason": "A new head."})
    assert (state_of(booking), set(Enrolment.objects.values_list("state", flat=True))) == ("withdrawn", {"left"})


@pytest.mark.parametrize(
    ("what", "given", "sentence"),
    [
        ("withdraw", {"reason": "-"}, "The cohort has not started"),
        ("extend", {"until": "01/01/2030"}, "Give a day from today on and before the cohort starts."),
        ("extend", {"until": "soon"}, "Write the day as day/month/year"),
        ("give-back", {"leads": "1"}, "A school keeps two places at least."),
        ("add", {"leads": "5"}, "six places at the most"),
        ("move", {"cohort": "999999"}, "Choose one of these cohorts."),
        ("remark", {"text": ""}, "Write the note."),
        ("name", {"number": "1", "first_name": "Jo"}, "last name"),
    ],
)
def test_what_cannot_be_done_is_said_and_changes_nothing(office, selling, what, given, sentence):
    booking = hold(selling)
    before = Booking.objects.values().get()
    response = office.post(url(booking, what), given)
    assert (response.status_code, Booking.objects.values().get()) == (422, before)
    assert sentence in page(response)


def test_a_place_is_named_and_its_number_must_be_the_bookings(office, selling):
    booking, other = hold(selling), hold(selling, leads=3)
    given = {"first_name": "Jo", "last_name": "Lead", "email": "jo@holm.example"}
    assert office.post(url(booking, "name"), {**given, "number": "2"}).status_code == 302
    assert office.post(url(booking, "name"), {**given, "number": "3"}).status_code == 404
    assert [str(place) for place in booking.booked_places.all()] == ["place 1, name to follow", "Jo Lead"]
    assert not other.booked_places.exclude(email="").exists()


def test_places_are_added_and_the_booking_is_moved(office, selling):
    booking, later = hold(selling), build_selling_cohort(places=4)
    office.post(url(booking, "add"), {"leads": "1"})
    office.post(url(booking, "move"), {"cohort": later.pk})
    booking.refresh_from_db()
    assert (booking.leads, booking.cohort, counts(later), counts(selling)) == (3, later, (1, 0, 0), (12, 0, 0))


def test_a_purchase_order_stops_the_clock(office, selling):
    booking = hold(selling)
    office.post(url(booking, "order"), {"po_number": "PO-77"})
    booking.refresh_from_db()
    assert (booking.state, booking.po_number) == ("ordered", "PO-77")


def test_a_note_and_the_sent_link_stand_in_the_history(office, selling):
    booking = hold(selling)
    office.post(url(booking, "remark"), {"text": "They call back on Friday."})
    office.post(url(booking, "resend"))
    text = page(office.get(url(booking)))
    assert "They call back on Friday." in text
    assert "The booker was sent the link again" in text
    assert "Joan Fell" in text


def test_posted_fields_of_the_model_change_nothing(office, selling):
    booking = hold(selling)
    before = Booking.objects.values().get()
    names = {field.name for field in apps.get_model("courses", "Booking")._meta.fields}
    office.post(url(booking, "remark"), dict.fromkeys(names, "1") | {"text": "A note."})
    assert Booking.objects.values().get() == before


@pytest.mark.parametrize("number", [2, 6])
def test_a_booking_asks_12_queries_whatever_its_places(office, selling, number, django_assert_num_queries):
    booking = confirm(selling, people=named(number), leads=number)
    office.get(url(booking))
    with django_assert_num_queries(12):
        office.get(url(booking))


# By telephone ---------------------------------------------------------------------------------------------------

CALL = {
    "leads": "2",
    "key": "a-call",
    "urn": "unlisted",
    "name": "Holm Park",
    "town": "Leeds",
    "postcode": "LS1 4AP",
    "phase": "primary",
    "booker_name": "Jo Booker",
    "booker_email": "jo@holm.example",
}


def call(client, cohort, **changes):
    return client.post("/office/bookings/new/", {**CALL, "cohort": cohort.pk, **changes})


def test_a_booking_by_telephone_holds_places_once(office, selling):
    for _ in range(2):
        assert call(office, selling).status_code == 302
    booking = Booking.objects.get()
    assert (booking.school.name, booking.leads, counts(selling)) == ("Holm Park", 2, (10, 0, 0))


def test_the_office_may_book_where_visitors_may_not_any_more(office, selling):
    Cohort.objects.filter(pk=selling.pk).update(is_public=False)
    assert call(office, selling).status_code == 302


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"leads": "6"}, "There are not so many places left"),
        ({"booker_email": "jo"}, "This is not an e-mail address."),
        ({"urn": ""}, "Search for your school and choose it"),
        ({"name": ""}, "Type the name of the school."),
        ({"leads": "7"}, "Select a valid choice"),
    ],
)
def test_what_is_wrong_on_the_telephone_keeps_what_was_typed(office, programme, changes, sentence):
    response = call(office, build_selling_cohort(places=4), **changes)
    assert (response.status_code, Booking.objects.count()) == (422, 0)
    assert sentence in page(response)
    assert 'value="Jo Booker"' in page(response)


def test_a_school_that_has_booked_is_named_with_its_booking(office, selling):
    call(office, selling)
    response = call(office, selling, key="another-call")
    assert (response.status_code, Booking.objects.count()) == (422, 1)
    assert Booking.objects.get().reference in page(response)


def test_an_enquiry_becomes_held_places_with_a_quote_and_counts_as_answered(
    office, selling, mailoutbox, django_capture_on_commit_callbacks
):
    asked = build_enquiry(name="Ben Asker", email="ben@holm.example", school="Holm Park", asked_at=now())
    path = f"/office/enquiries/{asked.pk}/quote/"
    assert path in page(office.get(f"/office/enquiries/{asked.pk}/"))
    form = page(office.get(path))
    assert all(known in form for known in ('value="Ben Asker"', 'value="ben@holm.example"', 'value="Holm Park"'))
    data = {**CALL, "cohort": selling.pk, "booker_name": asked.name, "booker_email": asked.email}
    with django_capture_on_commit_callbacks(execute=True):
        for _ in range(2):
            office.post(path, data)
    booking = Booking.objects.get()
    assert (booking.enquiry, booking.ordered.order.quotes.count()) == (asked, 1)
    asked.refresh_from_db()
    assert asked.answered_at is not None
    assert asked.answers.count() == 1
    assert "ben@holm.example" in [mail.to[0] for mail in mailoutbox if "quote" in mail.subject.lower()]
    assert booking.reference in page(office.get(f"/office/enquiries/{asked.pk}/"))


# Cohorts --------------------------------------------------------------------------------------------------------


def test_the_places_of_a_cohort_stand_in_words_and_as_a_table(office, selling):
    hold(selling, leads=3)
    text = page(office.get(f"/office/cohorts/{selling.pk}/"))
    assert "3 of 12 places taken, 9 left" in text
    assert "left for anybody" in text


@pytest.mark.parametrize("path", ["/office/cohorts/", "/office/cohorts/{pk}/"])
@pytest.mark.parametrize(("places", "booked"), [(2, 2), (5, 3), (8, 0)])
def test_full_almost_full_and_empty_cohorts_are_shown(office, programme, path, places, booked):
    cohort = build_selling_cohort(places=places)
    if booked:
        hold(cohort, leads=booked)
    text = page(office.get(path.format(pk=cohort.pk)))
    assert f"{booked} of {places} places taken, {places - booked} left" in text


def test_the_number_of_places_is_changed_and_never_below_what_is_taken(office, selling):
    hold(selling, leads=3)
    address = f"/office/cohorts/{selling.pk}/places/"
    response = office.post(address, {"places": "2"})
    assert (response.status_code, "More places than that are taken." in page(response)) == (422, True)
    office.post(address, {"places": "3"})
    assert counts(selling) == (0, 0, 0)


def test_it_is_decided_that_a_cohort_runs(office, selling):
    office.post(f"/office/cohorts/{selling.pk}/decide/", {"do": "runs"})
    assert Cohort.objects.get(pk=selling.pk).runs_since == NOW


@pytest.mark.parametrize(("typed", "state"), [("", "held"), ("Cohort", "held"), (None, "cancelled")])
def test_that_it_does_not_run_wants_the_name_typed(office, selling, typed, state):
    booking = hold(selling)
    given = {"do": "does not run", "name": selling.name if typed is None else typed}
    office.post(f"/office/cohorts/{selling.pk}/decide/", given)
    assert state_of(booking) == state


def test_a_school_is_taken_off_the_waiting_list(office, programme):
    full = build_selling_cohort(places=2)
    hold(full)
    group = wait(full)
    office.post(f"/office/waiting/{group.pk}/take-off/")
    assert WaitingGroup.objects.get().state == "left"


@pytest.mark.parametrize("number", [1, 3])
def test_a_cohort_asks_12_queries_whatever_is_booked(office, programme, number, django_assert_num_queries):
    cohort = build_selling_cohort(places=2 * number)
    for _ in range(number):
        hold(cohort)
    for _ in range(number):
        wait(cohort)
    office.get(f"/office/cohorts/{cohort.pk}/")
    with django_assert_num_queries(12):
        office.get(f"/office/cohorts/{cohort.pk}/")


@pytest.mark.parametrize("number", [1, 3])
def test_the_list_of_cohorts_asks_7_queries(office, programme, number, django_assert_num_queries):
    for _ in range(number):
        hold(build_selling_cohort())
    office.get("/office/cohorts/")
    with django_assert_num_queries(7):
        office.get("/office/cohorts/")


# Schools --------------------------------------------------------------------------------------------------------


def test_schools_are_found_and_possible_doubles_shown(office, cohort):
    for name in ("Holm Park", "Holm Park"):
        build_enrolment(cohort=cohort, school=build_school(name=name))
    build_school(name="Westmoor")
    text = page(office.get("/office/schools/?search=holm"))
    assert "The same name" in text
    assert "Westmoor" not in text


def test_a_merge_is_previewed_before_it_is_done(office, cohort):
    keep, drop = build_school(name="Holm Park"), build_school(name="Holm Park Academy")
    build_enrolment(cohort=cohort, school=drop)
    two = {"keep": keep.pk, "drop": drop.pk}
    text = page(office.get("/office/schools/merge/", two))
    assert "1, moved to the entry that stays" in text
    assert School.objects.filter(pk=drop.pk).exists()
    assert office.post("/office/schools/merge/", {**two, "do": "merge"}).status_code == 302
    assert Enrolment.objects.get().school == keep


def test_a_merge_that_is_refused_says_in_which_cohort(office, selling):
    keep, drop = build_school(), build_school()
    hold(selling, keep)
    hold(selling, drop)
    response = office.post("/office/schools/merge/", {"keep": keep.pk, "drop": drop.pk, "do": "merge"})
    assert (response.status_code, selling.name in page(response)) == (422, True)


@pytest.mark.parametrize("given", [{}, {"keep": "1"}, {"keep": "999999", "drop": "999998"}, {"keep": "a", "drop": "b"}])
def test_what_are_no_two_entries_is_said(office, given):
    response = office.get("/office/schools/merge/", given, follow=True)
    assert "Choose two entries of the list" in page(response)


# Who else -------------------------------------------------------------------------------------------------------


def test_who_may_use_the_admin_but_not_change_bookings_finds_no_office(client, db):
    person = build_user()
    person.user_permissions.add(Permission.objects.get(codename="access_admin"))
    client.force_login(person)
    assert client.get("/office/").status_code == 404


def test_a_facilitator_reads_bookings_of_own_cohorts_and_no_money(client, selling):
    helen = build_user()
    selling.facilitators.add(helen)
    hold(selling, build_school(name="Holm Park"), people=[("Jo", "Lead", "jo@holm.example")], po_number="PO-77")
    hold(build_selling_cohort(), build_school(name="Elsewhere"))
    build_cohort(facilitators=[helen])
    client.force_login(helen)
    text = page(client.get("/facilitate/bookings/"))
    assert "Holm Park" in text
    assert "Jo Lead; place 2, name to follow" in text
    assert "No school has booked this cohort." in text
    for private in ("Elsewhere", "£", "PO-77", "ada@school.example"):
        assert private not in text


@pytest.mark.parametrize("number", [1, 3])
def test_the_facilitators_bookings_ask_6_queries(client, selling, number, django_assert_num_queries):
    helen = build_user()
    selling.facilitators.add(helen)
    for _ in range(number):
        hold(selling)
    client.force_login(helen)
    client.get("/facilitate/bookings/")
    with django_assert_num_queries(6):
        client.get("/facilitate/bookings/")
