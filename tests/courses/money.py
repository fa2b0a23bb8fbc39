"""Builders of orders and their papers, through the verbs."""

from datetime import date, datetime
from itertools import count

from cms.models import Provider
from courses.domain.order import accept_quote, confirm_order
from courses.domain.payment import record_payment
from courses.domain.quote import make_quote
from courses.models import Booking, Invoice, Order, Payment, Quote
from tests.builders import build_site
from tests.courses.bookings import hold
from tests.courses.builders import NOW, build_school

_number = count(1)
TERMS = {
    "legal_name": "Touchstone Learning Ltd",
    "company_number": "01234567",
    "address": "1 Invented Street\nNowhere",
    "vat_registered": True,
    "vat_basis_points": 2000,
    "vat_number": "GB123456789",
    "bank_account_name": "Touchstone",
    "bank_sort_code": "00-00-00",
    "bank_account_number": "12345678",
}


def build_provider(**changes) -> Provider:
    build_site()
    from wagtail.models import Site

    provider, _ = Provider.objects.update_or_create(
        site=Site.objects.get(is_default_site=True), defaults={**TERMS, **changes}
    )
    return provider


def build_quote(cohort, *, school=None, now: datetime = NOW, leads=2, **who) -> Quote:
    given = {"invoice_name": "Finance Office", "invoice_email": "finance@school.example"}
    given |= {"invoice_address": "1 School Lane\nLarkfield"} | who
    booking = hold(cohort, school or build_school(), leads=leads, now=now, **given)
    return make_quote(bookings=[booking], now=now)


def build_accepted(cohort, *, now: datetime = NOW, po_number="PO 7", year_month=None, **changes) -> Order:
    quote = build_quote(cohort, now=now, **changes)
    return accept_quote(quote=quote, by_name="Ada Example", po_number=po_number, year_month=year_month, now=now)


def build_invoiced(cohort, *, now: datetime = NOW, **changes) -> Order:
    order = build_accepted(cohort, now=now, **changes)
    confirm_order(order=order, by=None, now=now)
    order.refresh_from_db()
    return order


def pay(order: Order, pence: int, *, key="", received_on: date | None = None, by=None, now=NOW, **fields) -> Payment:
    return record_payment(
        order=order,
        key=key or f"payment {next(_number)}",
        pence=pence,
        received_on=received_on or now.date(),
        method="transfer",
        by=by,
        now=now,
        **fields,
    )


def booking_of(order: Order) -> Booking:
    return Booking.objects.select_related("cohort", "school").get(ordered__order=order)


def invoice_of(order: Order) -> Invoice:
    return order.invoices.get(kind="INV")


def papers(order: Order) -> list[tuple[str, int, int, int]]:
    """Kind, net, VAT and gross of each document, the oldest first."""
    rows = order.invoices.order_by("issued_at", "pk")
    return [(row.kind, row.net_pence, row.vat_pence, row.gross_pence) for row in rows]
