"""The office's money: the list of orders, one order with its papers and history, and tables for the bookkeeping."""

from dataclasses import dataclass
from datetime import date

from django.db.models import F, QuerySet
from wagtail.models import ModelLogEntry

from cms.export import Sheet
from courses.models import Booking, Invoice, Order, Payment, Quote
from courses.money import rate_words
from courses.queries.invoice import Account, account_of, billed_by_booking, owed
from courses.queries.order import STATES, bookings_of, order_token, orders_for_office
from courses.queries.order import totals as totals_of

TABLES = ("orders", "documents", "payments")
SORTS = {
    "made": ("made_at", "pk"),
    "payer": ("purchaser", "pk"),
    "state": ("state", "pk"),
    "billed": ("billed", "pk"),
    "open": ("open", "pk"),
}


def sorted_orders(*, state: str, search: str, sort: str, today: date) -> QuerySet[Order]:
    """The newest first, unless a column is asked for; "-" before its name turns it round."""
    found = orders_for_office(today=today, state=state, search=search)
    columns = SORTS.get(sort.removeprefix("-"))
    if columns is None:
        return found.order_by("-made_at", "-pk")
    turned = sort.startswith("-")
    return found.order_by(*(F(column).desc() if turned else F(column).asc() for column in columns))


def totals(orders: QuerySet[Order]) -> dict:
    return totals_of(orders)


@dataclass(frozen=True)
class Share:
    """A booking of the order, what it owes by now and what was billed for it, both without VAT."""

    booking: Booking
    owed: int
    billed: int

    @property
    def gap(self) -> int:
        return self.owed - self.billed


@dataclass(frozen=True)
class OfficeOrder:
    order: Order
    account: Account
    quotes: tuple[Quote, ...]
    shares: tuple[Share, ...]
    history: tuple[ModelLogEntry, ...]
    token: str
    today: date

    @property
    def state_words(self) -> str:
        return STATES[self.order.state]

    @property
    def creditable(self) -> list[str]:
        return [row.invoice.number for row in self.account.documents if row.left > 0]

    @property
    def may_confirm(self) -> bool:
        waiting = (Booking.State.HELD, Booking.State.ORDERED)
        return not self.order.joined_to_id and any(share.booking.state in waiting for share in self.shares)

    @property
    def may_quote(self) -> bool:
        return not self.order.accepted_at and not self.order.joined_to_id

    @property
    def is_unsettled(self) -> bool:
        return any(share.gap > 0 or (share.gap < 0 and share.billed) for share in self.shares)


def office_order(order: Order, *, today: date) -> OfficeOrder:
    """Eight queries."""
    bookings = bookings_of(order)
    billed = billed_by_booking(booking.pk for booking in bookings)
    history = ModelLogEntry.objects.for_instance(order).select_related("user").order_by("-timestamp", "-pk")
    return OfficeOrder(
        order=order,
        account=account_of(order, today=today),
        quotes=tuple(order.quotes.defer("paper")),
        shares=tuple(
            Share(
                booking,
                owed(booking, second_on=order.second_on, today=today),
                billed.get(booking.pk, (0, 0))[0],
            )
            for booking in bookings
        ),
        history=tuple(history),
        token=order_token(order),
        today=today,
    )


# For the bookkeeping --------------------------------------------------------------------------------------------


def sheet_of(table: str, *, today: date) -> Sheet | None:
    """Amounts are in pounds, as numbers."""
    if table == "orders":
        return Sheet("Orders", ORDER_HEAD, order_rows(orders_for_office(today=today).order_by("made_at", "pk")))
    if table == "documents":
        return Sheet("Invoices and credit notes", DOCUMENT_HEAD, document_rows())
    if table == "payments":
        return Sheet("Payments", PAYMENT_HEAD, payment_rows())
    return None


ORDER_HEAD = (
    *("Who pays", "Contact", "E-mail", "PO number", "State", "Bookings", "Made on", "Accepted on", "Accepted by"),
    *("Charged", "After credits", "Paid", "Open", "Overdue"),
)
DOCUMENT_HEAD = (
    *("Number", "Kind", "Credits", "Date", "Due on", "Who pays", "PO number", "Booking", "School", "For"),
    *("Net", "VAT rate", "VAT", "Total"),
)
PAYMENT_HEAD = ("On", "Who pays", "Amount", "By", "Reference", "Recorded by")


def in_pounds(pence: int) -> float:
    return round(pence / 100, 2)


def order_rows(orders: QuerySet[Order]):
    for one in orders:
        references = ", ".join(booking.reference for booking in bookings_of(one))
        yield (
            *(one.purchaser, one.contact_name, one.contact_email, one.po_number, STATES[one.state], references),
            *(f"{one.made_at:%Y-%m-%d}", f"{one.accepted_at:%Y-%m-%d}" if one.accepted_at else "", one.accepted_by),
            *(in_pounds(pence) for pence in (one.charged, one.billed, one.paid, one.open, one.late)),
        )


def document_rows():
    """A row a line, so that a trust's invoice is split by school."""
    rows = Invoice.objects.select_related("order", "credits").prefetch_related("lines__booking", "lines__school")
    for one in rows.order_by("issued_at", "pk"):
        number = dict(one.paper["facts"]).get("Your purchase order", "")
        for line in one.lines.all():
            yield (
                *(one.number, one.get_kind_display(), one.credits.number if one.credits else ""),
                *(f"{one.tax_point}", f"{one.due_on or ''}", one.order.purchaser, number),
                *(line.booking.reference, line.school.name, line.description),
                *(in_pounds(line.net_pence), rate_words(line.vat_basis_points)),
                *(in_pounds(line.vat_pence), in_pounds(line.gross_pence)),
            )


def payment_rows():
    for one in Payment.objects.select_related("order", "recorded_by").order_by("received_on", "pk"):
        yield (
            *(f"{one.received_on}", one.order.purchaser, in_pounds(one.amount_pence), one.get_method_display()),
            *(one.reference, one.recorded_by.name if one.recorded_by else ""),
        )
