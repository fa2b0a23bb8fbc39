from datetime import date, timedelta

import pytest

from courses.domain.booking import cancel_booking
from courses.domain.hold import expire_holds
from courses.domain.order import (
    AlreadyInvoiced,
    AskTheOffice,
    QuoteOutdated,
    accept_quote,
    change_order,
    confirm_order,
    join_orders,
)
from courses.domain.places import CohortFull, NotInThisState
from courses.domain.quote import Purchaser, renew_quote
from courses.models import Booking, Cohort, Enrolment, Invoice, Order
from courses.queries.order import order_of
from tests.courses.bookings import hold, named
from tests.courses.builders import NOW, build_school, build_selling_cohort
from tests.courses.money import (
    booking_of,
    build_accepted,
    build_invoiced,
    build_provider,
    build_quote,
    invoice_of,
    papers,
    pay,
)

LATER = NOW + timedelta(days=31)
TRUST = Purchaser("Northern Trust", "finance@trust.example", "Finance", "2 Trust Road", "T 1")


@pytest.fixture
def selling(programme, db):
    build_provider()
    return build_selling_cohort(places=20)


def accept(quote, *, now=NOW, **changes):
    return accept_quote(quote=quote, now=now, **{"by_name": "Ada Example", **changes})


def details(order, **changes) -> dict:
    names = ("po_number", "purchaser", "address", "contact_name", "contact_email")
    return {name: getattr(order, name) for name in names} | changes


# Accepting ------------------------------------------------------------------------------------------------------


def test_an_accepted_quote_orders_the_places(selling):
    order = accept(build_quote(selling), po_number="PO 7")
    booking = booking_of(order)
    assert (booking.state, booking.po_number) == ("ordered", "PO 7")
    assert (order.accepted_by, order.accepted_at, order.po_number) == ("Ada Example", NOW, "PO 7")


def test_nothing_is_invoiced_before_the_office_confirms(selling):
    assert papers(build_accepted(selling)) == []


def test_a_quote_accepted_twice_is_one_order(selling):
    quote = build_quote(selling)
    accept(quote, by_name="First")
    assert accept(quote, by_name="Second").accepted_by == "First"


def test_after_the_days_of_the_quote_another_price_must_be_read_first(selling):
    quote = build_quote(selling)
    Cohort.objects.update(price_pence=60_000)
    with pytest.raises(QuoteOutdated) as refused:
        accept(quote, now=LATER)
    assert (refused.value.before, refused.value.after) == (96_000, 120_000)
    assert (booking_of(quote.order).state, Order.objects.get().accepted_at) == ("held", None)
    again = renew_quote(order=quote.order, now=LATER)
    accept(again, now=LATER)
    assert booking_of(quote.order).price_pence == 60_000


def test_after_the_days_of_the_quote_the_same_price_is_accepted(selling):
    order = accept(build_quote(selling), now=LATER)
    assert booking_of(order).price_pence == 48_000


def test_a_quote_that_was_made_anew_is_not_accepted(selling):
    quote = build_quote(selling)
    renew_quote(order=quote.order, now=NOW)
    with pytest.raises(QuoteOutdated):
        accept(quote)


def test_expired_places_are_taken_again_or_refused(selling):
    quote = build_quote(selling)
    expire_holds(now=NOW + timedelta(days=15))
    Cohort.objects.update(places_left=1)
    with pytest.raises(CohortFull):
        accept(quote, now=NOW + timedelta(days=16))
    assert Order.objects.get().accepted_at is None
    Cohort.objects.update(places_left=2)
    assert booking_of(accept(quote, now=NOW + timedelta(days=16))).state == "ordered"


def test_the_quote_of_a_cancelled_booking_is_not_accepted(selling):
    quote = build_quote(selling)
    cancel_booking(booking=booking_of(quote.order), reason="", by=None, now=NOW)
    with pytest.raises(NotInThisState):
        accept(quote)


# Confirming -----------------------------------------------------------------------------------------------------


def test_a_confirmed_order_enrols_the_leads_and_is_invoiced(selling):
    order = build_accepted(selling, people=named(2))
    confirm_order(order=order, by=None, now=NOW)
    assert (booking_of(order).state, Enrolment.objects.count()) == ("confirmed", 2)
    invoice = invoice_of(order)
    assert (invoice.number, invoice.tax_point, invoice.due_on) == ("INV-00001", date(2026, 11, 11), date(2026, 12, 11))
    assert papers(order) == [("INV", 96_000, 19_200, 115_200)]


def test_an_order_confirmed_twice_is_invoiced_once(selling):
    order = build_invoiced(selling)
    assert confirm_order(order=order, by=None, now=NOW) == []
    assert len(papers(order)) == 1


def test_an_order_by_telephone_is_accepted_by_whoever_confirms_it(selling):
    order = build_quote(selling).order
    confirm_order(order=order, by=None, now=NOW)
    order.refresh_from_db()
    assert (order.accepted_by, len(papers(order))) == ("the office", 1)


def test_an_order_whose_booking_has_ended_is_not_confirmed(selling):
    order = build_accepted(selling)
    cancel_booking(booking=booking_of(order), reason="", by=None, now=NOW)
    with pytest.raises(NotInThisState):
        confirm_order(order=order, by=None, now=NOW)


# A trust --------------------------------------------------------------------------------------------------------


def join(selling, *, schools=2):
    bookings = [booking_of(build_quote(selling, school=build_school(name=f"School {n}")).order) for n in range(schools)]
    return join_orders(bookings=bookings, purchaser=TRUST, by=None, now=NOW), bookings


def test_a_trust_pays_for_several_schools_with_one_invoice_split_by_school(selling):
    quote, _ = join(selling)
    assert (quote.net_pence, quote.paper["to"]) == (192_000, ["Northern Trust", "Finance", "2 Trust Road"])
    order = accept(quote)
    confirm_order(order=order, by=None, now=NOW)
    assert papers(order) == [("INV", 192_000, 38_400, 230_400)]
    assert [(line.school.name, line.gross_pence) for line in invoice_of(order).lines.all()] == [
        ("School 0", 115_200),
        ("School 1", 115_200),
    ]
    assert {booking.state for booking in Booking.objects.all()} == {"confirmed"}


def test_the_orders_that_bookings_came_from_say_where_they_went(selling):
    quote, bookings = join(selling)
    old = Order.objects.exclude(pk=quote.order_id)
    assert {order.joined_to_id for order in old} == {quote.order_id}
    assert order_of(bookings[0]) == quote.order
    with pytest.raises(NotInThisState):
        accept(old.first().quotes.first())


def test_an_invoiced_booking_is_not_joined(selling):
    order = build_invoiced(selling)
    with pytest.raises(AlreadyInvoiced):
        join_orders(bookings=[booking_of(order), hold(selling)], purchaser=TRUST, by=None, now=NOW)
    assert order_of(booking_of(order)) == order


def test_a_cancelled_booking_is_not_joined(selling):
    booking = hold(selling)
    cancel_booking(booking=booking, reason="", by=None, now=NOW)
    booking.refresh_from_db()
    with pytest.raises(NotInThisState):
        join_orders(bookings=[booking, hold(selling)], purchaser=TRUST, by=None, now=NOW)


# Other words on the papers --------------------------------------------------------------------------------------


def test_before_an_invoice_other_details_are_simply_kept(selling):
    order = build_accepted(selling)
    assert change_order(order=order, by=None, now=NOW, **details(order, po_number="PO 8")) == []
    assert (booking_of(order).po_number, Order.objects.get().po_number) == ("PO 8", "PO 8")


def test_after_an_invoice_they_make_a_credit_note_and_a_new_invoice(selling):
    order = build_invoiced(selling)
    credit, anew = change_order(order=order, by=None, now=NOW, **details(order, po_number="PO 8", address="3 Lane"))
    assert papers(order) == [
        ("INV", 96_000, 19_200, 115_200),
        ("CN", -96_000, -19_200, -115_200),
        ("INV", 96_000, 19_200, 115_200),
    ]
    assert (credit.credits.number, anew.number) == ("INV-00001", "INV-00002")
    assert (dict(credit.paper["facts"])["Your purchase order"], credit.paper["to"][-1]) == ("PO 7", "Larkfield")
    assert (dict(anew.paper["facts"])["Your purchase order"], anew.paper["to"][-1]) == ("PO 8", "3 Lane")


def test_another_mail_address_changes_no_paper(selling):
    order = build_invoiced(selling)
    change_order(order=order, by=None, now=NOW, **details(order, contact_email="new@school.example"))
    assert len(papers(order)) == 1


def test_the_same_details_change_nothing(selling):
    order = build_invoiced(selling)
    assert change_order(order=order, by=None, now=NOW, **details(order)) == []


def test_by_link_papers_are_changed_three_times_at_the_most(selling):
    order = build_invoiced(selling)
    for number in range(3):
        change_order(order=order, by=None, now=NOW, **details(order, po_number=f"PO {number}"))
    with pytest.raises(AskTheOffice):
        change_order(order=order, by=None, now=NOW, **details(order, po_number="PO 9"))
    assert Invoice.objects.count() == 7


def test_by_link_papers_that_have_been_paid_in_part_are_not_changed(selling, lead):
    order = build_invoiced(selling)
    pay(order, 100)
    with pytest.raises(AskTheOffice):
        change_order(order=order, by=None, now=NOW, **details(order, po_number="PO 9"))
    assert len(change_order(order=order, by=lead, now=NOW, **details(order, po_number="PO 9"))) == 2
