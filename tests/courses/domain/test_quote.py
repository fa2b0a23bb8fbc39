from datetime import date, timedelta

import pytest
from django.core import mail as outbox

from cms.models import Mail
from courses.domain.booking import cancel_booking
from courses.domain.places import NotInThisState
from courses.domain.quote import Purchaser, make_quote, quote_new_bookings, renew_quote
from courses.models import Booking, Cohort, NumberSeries, Order, Quote
from tests.courses.bookings import hold
from tests.courses.builders import NOW, build_school, build_selling_cohort
from tests.courses.money import build_accepted, build_provider, build_quote

LATER = NOW + timedelta(days=31)


@pytest.fixture
def selling(programme, db):
    build_provider()
    return build_selling_cohort(places=20)


def test_a_booking_is_quoted_at_its_price_with_vat(selling, school):
    quote = build_quote(selling, school=school, leads=3)
    assert (quote.net_pence, quote.vat_pence, quote.gross_pence) == (144_000, 28_800, 172_800)
    assert (quote.number, quote.valid_until) == ("Q-00001", date(2026, 12, 11))
    assert quote.paper["to"] == ["Larkfield Junior", "Finance Office", "1 School Lane", "Larkfield"]
    assert quote.paper["warning"] == "This is not a VAT invoice."


def test_the_days_of_cancellation_are_printed_as_dates(selling, school):
    assert build_quote(selling, school=school).paper["bands"] == [
        {
            "of": "",
            "rows": [
                ["Until Sunday 13 December 2026", "nothing"],
                ["Monday 14 December 2026 to Sunday 27 December 2026", "50 % of the price"],
                ["Monday 28 December 2026 to Sunday 3 January 2027", "75 % of the price"],
                ["From Monday 4 January 2027", "the whole price"],
            ],
        }
    ]


def test_who_is_not_registered_charges_no_vat_and_says_why(programme, db):
    build_provider(vat_registered=False, vat_number="", vat_note="Exempt: training by an eligible body.")
    quote = build_quote(build_selling_cohort())
    assert (quote.net_pence, quote.vat_pence) == (96_000, 0)
    assert (quote.paper["has_vat"], quote.paper["rates"]) == (False, [])
    assert quote.paper["notes"][-1] == "Exempt: training by an eligible body."


def test_a_booking_is_quoted_once_however_often_it_is_asked(selling, school):
    booking = hold(selling, school)
    assert make_quote(bookings=[booking], now=NOW) == make_quote(bookings=[booking], now=NOW)
    assert (Order.objects.count(), Quote.objects.count(), NumberSeries.objects.get(code="Q").last) == (1, 1, 1)


def test_without_an_invoice_contact_the_booker_gets_the_papers(selling):
    booking = hold(selling)
    order = make_quote(bookings=[booking], now=NOW).order
    assert (order.contact_name, order.contact_email) == ("Ada Example", "ada@school.example")


def test_the_quote_goes_to_the_invoice_contact_and_a_copy_to_the_booker(selling):
    build_quote(selling)
    sent = Mail.objects.filter(kind="quote").order_by("pk")
    assert [mail.to for mail in sent] == ["finance@school.example", "ada@school.example"]


def test_one_address_gets_one_mail(selling):
    build_quote(selling, invoice_email="ADA@school.example")
    assert Mail.objects.filter(kind="quote").count() == 1


def test_a_quote_is_never_attached_to_its_mail(selling, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        build_quote(selling)
    quoted = [message for message in outbox.outbox if "quote" in message.subject]
    assert [message.attachments for message in quoted] == [[], []]


def test_a_new_quote_within_the_days_keeps_the_price(selling):
    quote = build_quote(selling)
    Cohort.objects.update(price_pence=60_000)
    again = renew_quote(order=quote.order, now=NOW + timedelta(days=30))
    assert (again.number, again.net_pence, again.valid_until) == ("Q-00002", 96_000, quote.valid_until)


def test_a_new_quote_after_them_has_the_price_of_its_day(selling):
    quote = build_quote(selling)
    Cohort.objects.update(price_pence=60_000)
    again = renew_quote(order=quote.order, now=LATER)
    assert (again.net_pence, again.valid_until) == (120_000, date(2027, 1, 11))
    assert Booking.objects.get().price_until == date(2027, 1, 11)


def test_the_price_of_an_accepted_order_is_not_quoted_again(selling):
    with pytest.raises(NotInThisState):
        renew_quote(order=build_accepted(selling), now=NOW)


def test_the_clock_quotes_what_was_not_quoted(selling):
    hold(selling)
    gone = hold(selling)
    cancel_booking(booking=gone, reason="", by=None, now=NOW)
    quote_new_bookings(now=NOW)
    quote_new_bookings(now=NOW)
    assert Quote.objects.count() == 1


def test_an_address_of_500_characters_stands_on_the_quote_as_it_is(selling):
    address = "\n".join(["x" * 61] * 8)
    quote = build_quote(selling, invoice_address=address)
    assert quote.paper["to"][2:] == ["x" * 61]  # the same line is not printed twice
    purchaser = Purchaser("A Trust", "a@trust.example", address="\n".join(f"{n}{'y' * 60}" for n in range(8)))
    paper = make_quote(bookings=[hold(selling, build_school())], purchaser=purchaser, now=NOW).paper
    assert paper["to"] == ["A Trust", *(f"{n}{'y' * 60}" for n in range(8))]
