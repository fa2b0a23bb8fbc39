from datetime import date, datetime, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils.timezone import make_aware
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from courses.domain.bookedplace import add_places, give_back_places
from courses.domain.booking import cancel_booking, confirm_booking, withdraw_booking
from courses.domain.invoice import (
    NothingLeft,
    TooMuchCredit,
    correct_invoice,
    credit_invoice,
    settle_order,
    settle_orders,
)
from courses.models import Booking, Invoice, InvoiceLine, Quote
from tests.courses.builders import NOW, build_selling_cohort
from tests.courses.money import (
    booking_of,
    build_accepted,
    build_invoiced,
    build_provider,
    build_quote,
    invoice_of,
    papers,
)

FULL = ("INV", 96_000, 19_200, 115_200)


def on(year: int, month: int, day: int) -> datetime:
    return make_aware(datetime(year, month, day, 10))


@pytest.fixture
def selling(programme, db):
    build_provider()
    return build_selling_cohort(places=30)


def settle(order, *, now=NOW) -> list[tuple]:
    return [(one.kind, one.net_pence) for one in settle_order(order=order, now=now)]


def cancel(order, *, now=NOW, percent=None) -> None:
    cancel_booking(booking=booking_of(order), reason="", by=None, percent=percent, now=now)


# What is owed ---------------------------------------------------------------------------------------------------


def test_a_booking_that_the_office_confirmed_elsewhere_is_invoiced_by_the_clock(selling):
    order = build_accepted(selling)
    confirm_booking(booking=booking_of(order), by=None, now=NOW)
    settle_orders(now=NOW)
    settle_orders(now=NOW)
    assert papers(order) == [FULL]


def test_held_and_ordered_places_owe_nothing(selling):
    build_quote(selling), build_accepted(selling)
    settle_orders(now=NOW)
    assert not Invoice.objects.exists()


def test_the_vat_is_the_providers_on_the_day_of_issue(selling):
    order = build_accepted(selling)
    build_provider(vat_basis_points=1750)
    confirm_booking(booking=booking_of(order), by=None, now=NOW)
    settle_orders(now=NOW)
    assert papers(order) == [("INV", 96_000, 16_800, 112_800)]
    assert invoice_of(order).paper["rates"] == [{"rate": "17.5 %", "net": "£960.00", "vat": "£168.00"}]


def test_without_vat_registration_no_vat_is_charged(selling):
    build_provider(vat_registered=False)
    assert papers(build_invoiced(selling)) == [("INV", 96_000, 0, 96_000)]


def test_a_place_of_a_penny_is_charged_a_penny(programme, db):
    build_provider()
    assert papers(build_invoiced(build_selling_cohort(price_pence=1))) == [("INV", 2, 0, 2)]


def test_free_places_are_not_invoiced(programme, db):
    build_provider()
    assert papers(build_invoiced(build_selling_cohort(price_pence=0))) == []


# Cancelled ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("day", "after"),
    [
        (date(2026, 12, 13), [("CN", -96_000)]),
        (date(2026, 12, 14), [("CN", -48_000)]),
        (date(2026, 12, 28), [("CN", -24_000)]),
        (date(2027, 1, 4), []),
    ],
)
def test_a_cancellation_credits_what_its_band_leaves(selling, day, after):
    order = build_invoiced(selling)
    cancel(order, now=on(day.year, day.month, day.day))
    assert settle(order, now=on(day.year, day.month, day.day)) == after


@pytest.mark.parametrize(
    ("day", "after"),
    [(date(2026, 12, 13), []), (date(2026, 12, 14), [("INV", 48_000)]), (date(2027, 1, 4), [("INV", 96_000)])],
)
def test_what_was_cancelled_before_it_was_invoiced_is_invoiced_by_its_band(selling, day, after):
    order = build_accepted(selling)
    cancel(order, now=on(day.year, day.month, day.day))
    assert settle(order, now=on(day.year, day.month, day.day)) == after


def test_held_places_that_are_cancelled_cost_nothing(selling):
    order = build_quote(selling).order
    cancel(order, now=on(2027, 1, 5))
    assert settle(order) == []


def test_a_cohort_that_does_not_run_gives_everything_back(selling):
    order = build_invoiced(selling)
    cancel(order, now=on(2027, 1, 5), percent=0)
    assert settle(order) == [("CN", -96_000)]


def test_a_cancellation_is_credited_once(selling):
    order = build_invoiced(selling)
    cancel(order)
    settle_orders(now=NOW)
    settle_orders(now=NOW)
    assert [row[0] for row in papers(order)] == ["INV", "CN"]


# Places and schools ---------------------------------------------------------------------------------------------


def test_a_place_added_later_is_a_further_invoice(selling):
    order = build_invoiced(selling)
    add_places(booking=booking_of(order), leads=1, by=None, now=NOW)
    assert settle(order) == [("INV", 48_000)]
    line = InvoiceLine.objects.latest("pk")
    assert (line.quantity, line.unit_pence) == (1, 48_000)
    assert line.description.endswith("added to your booking")


def test_a_place_given_back_is_credited(selling):
    order = build_invoiced(selling, leads=3)
    give_back_places(booking=booking_of(order), leads=1, by=None, now=NOW)
    assert settle(order) == [("CN", -48_000)]
    line = InvoiceLine.objects.latest("pk")
    assert (line.quantity, line.unit_pence, line.description) == (1, -48_000, f"{selling}: a place given back")


def test_a_school_that_withdraws_in_mid_year_gets_nothing_back(selling):
    order = build_invoiced(selling)
    withdraw_booking(booking=booking_of(order), reason="Merged", by=None, now=on(2027, 2, 1))
    assert settle(order, now=on(2027, 2, 1)) == []


def test_unless_the_office_credits_a_stated_sum_which_stays(selling):
    order = build_invoiced(selling)
    withdraw_booking(booking=booking_of(order), reason="Merged", by=None, now=on(2027, 2, 1))
    credit_invoice(invoice=invoice_of(order), net_pence=10_000, reason="As agreed", by=None, now=on(2027, 2, 1))
    assert papers(order)[1:] == [("CN", -10_000, -2_000, -12_000)]
    assert settle(order, now=on(2027, 2, 2)) == []


@pytest.mark.parametrize("pence", [0, -1, 96_001])
def test_more_than_is_left_is_not_credited(selling, pence):
    order = build_invoiced(selling)
    with pytest.raises(TooMuchCredit):
        credit_invoice(invoice=invoice_of(order), net_pence=pence, reason="x", by=None, now=NOW)
    assert papers(order) == [FULL]


def test_credits_in_pieces_take_back_exactly_what_was_charged(programme, db):
    build_provider()
    order = build_invoiced(build_selling_cohort(price_pence=333))
    for pence in (1, 332, 333):
        credit_invoice(invoice=invoice_of(order), net_pence=pence, reason="x", by=None, now=NOW)
    assert [sum(row[place] for row in papers(order)) for place in (1, 2, 3)] == [0, 0, 0]


# Two financial years --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("month", "second"), [(4, (2027, 4, 1)), (9, (2027, 9, 1)), (1, (2027, 1, 1))])
def test_an_order_over_two_financial_years_is_invoiced_in_two_halves(selling, month, second):
    order = build_invoiced(selling, year_month=month)
    assert (papers(order), order.second_on) == ([("INV", 48_000, 9_600, 57_600)], date(*second))
    settle_orders(now=on(*second) - timedelta(days=1))
    assert len(papers(order)) == 1
    settle_orders(now=on(*second))
    settle_orders(now=on(*second))
    assert papers(order)[1:] == [("INV", 48_000, 9_600, 57_600)]
    assert Invoice.objects.latest("pk").tax_point == date(*second)


def test_the_halves_of_an_odd_amount_lose_no_penny(programme, db):
    build_provider()
    order = build_invoiced(build_selling_cohort(price_pence=33_333, places=10), leads=3, year_month=4)
    settle_orders(now=on(2027, 4, 1))
    assert [row[1] for row in papers(order)] == [50_000, 49_999]


# Corrected ------------------------------------------------------------------------------------------------------


def test_a_corrected_invoice_has_what_was_left_of_the_old_one(selling):
    order = build_invoiced(selling)
    credit_invoice(invoice=invoice_of(order), net_pence=10_000, reason="As agreed", by=None, now=NOW)
    correct_invoice(invoice=invoice_of(order), changes={"po_number": "PO 8"}, by=None, now=NOW)
    assert papers(order)[2:] == [("CN", -86_000, -17_200, -103_200), ("INV", 86_000, 17_200, 103_200)]
    assert settle(order) == []


def test_what_has_been_credited_is_not_corrected(selling):
    order = build_invoiced(selling)
    correct_invoice(invoice=invoice_of(order), changes={"po_number": "PO 8"}, by=None, now=NOW)
    with pytest.raises(NothingLeft):
        correct_invoice(invoice=order.invoices.get(number="INV-00001"), changes={}, by=None, now=NOW)


def test_the_new_invoice_leaves_two_weeks_to_pay(selling):
    order = build_invoiced(selling)
    _, anew = correct_invoice(invoice=invoice_of(order), changes={"po_number": "8"}, by=None, now=on(2027, 1, 20))
    assert anew.due_on == date(2027, 2, 3)


# Issued is issued -----------------------------------------------------------------------------------------------


def test_later_names_and_addresses_change_no_issued_paper(selling, school):
    order = build_invoiced(selling, school=school)
    before = invoice_of(order).paper
    school.name = "Another name"
    school.save()
    build_provider(legal_name="Another name", bank_account_number="87654321")
    assert invoice_of(order).paper == before
    assert before["lines"][0]["school"] == "Larkfield Junior"


@pytest.mark.parametrize(
    ("model", "changes"),
    [
        (Invoice, {"gross_pence": 1}),
        (Invoice, {"paper": {}}),
        (Invoice, {"number": "INV-7"}),
        (InvoiceLine, {"description": "x"}),
        (Quote, {"valid_until": date(2030, 1, 1)}),
    ],
)
def test_the_database_refuses_to_edit_what_was_issued(selling, model, changes):
    order = build_invoiced(selling)
    with pytest.raises(IntegrityError, match="never edited"), transaction.atomic():
        model.objects.update(**changes)
    assert papers(order) == [FULL]


@pytest.mark.parametrize(
    ("constraint", "changes"),
    [
        ("invoice_adds_up", {"gross_pence": 115_201}),
        ("invoice_charges_or_credits", {"net_pence": -96_000, "vat_pence": -19_200, "gross_pence": -115_200}),
        ("invoice_charges_or_credits", {"due_on": None}),
        ("invoice_charges_or_credits", {"reason": "kindness"}),
        ("invoice_charges_or_credits", {"kind": "CN"}),
    ],
)
def test_the_database_refuses_a_document_that_does_not_add_up(selling, constraint, changes):
    row = invoice_of(build_invoiced(selling))
    row.pk, row.number, row.sequence = None, "INV-00002", 2
    for name, value in changes.items():
        setattr(row, name, value)
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        row.save(force_insert=True)


def test_the_database_refuses_a_number_given_twice(selling):
    row = invoice_of(build_invoiced(selling))
    row.pk, row.number = None, "INV-00002"
    with pytest.raises(IntegrityError), transaction.atomic():
        row.save(force_insert=True)


@pytest.mark.parametrize("changes", [{"gross_pence": 115_201}, {"net_pence": 0, "vat_pence": 0, "gross_pence": 0}, {}])
def test_the_database_refuses_a_line_that_does_not_add_up_or_stands_twice(selling, changes):
    line = InvoiceLine.objects.get(invoice=invoice_of(build_invoiced(selling)))
    line.pk = None
    for name, value in changes.items():
        setattr(line, name, value)
    with pytest.raises(IntegrityError), transaction.atomic():
        line.save(force_insert=True)


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(price=st.integers(1, 99_999), leads=st.integers(2, 6), vat=st.sampled_from([0, 500, 1750, 2000]))
def test_lines_sum_to_the_totals_of_every_document(selling, price, leads, vat):
    with transaction.atomic():
        build_provider(vat_registered=vat > 0, vat_basis_points=vat)
        order = build_quote(selling, leads=leads).order
        Booking.objects.filter(ordered__order=order).update(price_pence=price, state="confirmed", ended_at=None)
        settle_order(order=order, now=NOW)
        for document in order.invoices.all():
            lines = document.lines.all()
            assert sum(line.net_pence for line in lines) == document.net_pence == price * leads
            assert sum(line.vat_pence for line in lines) == document.vat_pence
        transaction.set_rollback(True)
