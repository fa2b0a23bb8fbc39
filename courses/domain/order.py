from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.utils.timezone import localdate

from courses.domain.audit import note
from courses.domain.booking import confirm_booking, order_places
from courses.domain.invoice import correct_invoice, settle_order
from courses.domain.places import NotInThisState
from courses.domain.quote import Purchaser, current_prices, lock_order, write_order, write_quote
from courses.models import Booking, Invoice, Order, OrderedBooking, Quote
from courses.queries.invoice import account_of
from courses.queries.order import bookings_of, latest_quote

CORRECTIONS_BY_LINK = 3  # of one order: then the office looks at it


class QuoteOutdated(Exception):
    """Price or places are no longer those of the quote: a new one must be made and read first."""

    def __init__(self, before: int, after: int):
        super().__init__(f"{before} {after}")
        self.before, self.after = before, after


class AlreadyInvoiced(Exception):
    """A booking of another order has been invoiced there."""


class AskTheOffice(Exception):
    """What follows from this is too much for a link: the papers have been paid, or changed too often."""


@transaction.atomic
def accept_quote(
    *, quote: Quote, by_name: str, po_number: str = "", year_month: int | None = None, by=None, now: datetime
) -> Order:
    """The places are ordered at the price of the quote. Accepted again, nothing changes.

    Raises QuoteOutdated, or what order_places raises: CohortFull, BookingClosed, AlreadyBooked, NotInThisState.
    """
    order = lock_order(quote.order)
    if order.accepted_at:
        return order
    bookings = bookings_of(order)
    if order.joined_to_id or not bookings:
        raise NotInThisState("accept a quote whose bookings went to another order")
    prices = current_prices(bookings, today=localdate(now))
    net = sum(prices[booking.pk] * booking.leads for booking in bookings)
    latest = latest_quote(order)
    if net != quote.net_pence or latest is None or latest.pk != quote.pk:
        raise QuoteOutdated(quote.net_pence, net)
    order.po_number = po_number or order.po_number
    order.year_month, order.accepted_at, order.accepted_by = year_month, now, by_name
    order.save(update_fields=["po_number", "year_month", "accepted_at", "accepted_by"])
    for booking in sorted(bookings, key=lambda one: (one.cohort_id, one.pk)):
        price = prices[booking.pk]
        order_places(booking=booking, po_number=order.po_number, price_pence=price, by=by, now=now)
    note(order, "order.accept", by=by, now=now, quote=quote.number, PO=order.po_number, name=by_name)
    return order


@transaction.atomic
def confirm_order(*, order: Order, by, now: datetime) -> list[Invoice]:
    """Each booking is confirmed, and what is owed by now is invoiced. Confirmed again, nothing is invoiced twice.

    An order that came by telephone is accepted by whoever confirms it. Raises what confirm_booking raises.
    """
    order = lock_order(order)
    if order.joined_to_id:
        raise NotInThisState("confirm an order that was joined to another")
    if not order.accepted_at:
        order.accepted_at, order.accepted_by = now, str(by or "the office")[:150]
        order.save(update_fields=["accepted_at", "accepted_by"])
    active = [booking for booking in bookings_of(order) if booking.state in Booking.ACTIVE]
    if not active:
        raise NotInThisState("confirm an order without active bookings")
    for booking in sorted(active, key=lambda one: (one.cohort_id, one.pk)):
        confirm_booking(booking=booking, by=by, now=now)
    note(order, "order.confirm", by=by, now=now)
    return settle_order(order=order, by=by, now=now)


@transaction.atomic
def join_orders(*, bookings: Sequence[Booking], purchaser: Purchaser, by, now: datetime) -> Quote:
    """Bookings of one trust become one order with one quote and, later, one invoice split by school.

    Raises AlreadyInvoiced when one of them has been, or NotInThisState when one has ended.
    """
    ids = {booking.pk for booking in bookings}
    joined = OrderedBooking.objects.filter(booking__in=ids).values("order")
    before = list(Order.objects.select_for_update(no_key=True).filter(pk__in=joined).order_by("pk"))
    rows = list(Booking.objects.filter(pk__in=ids).select_related("cohort__programme", "school").order_by("pk"))
    if any(row.state not in Booking.ACTIVE for row in rows) or not rows:
        raise NotInThisState("join a booking that has ended")
    if Invoice.objects.filter(lines__booking__in=ids).exists():
        raise AlreadyInvoiced
    OrderedBooking.objects.filter(booking__in=ids).delete()
    order = write_order(rows, purchaser, now=now)
    for old in before:
        if not old.ordered_bookings.exists():
            Order.objects.filter(pk=old.pk).update(joined_to=order)
    note(order, "order.join", by=by, now=now, bookings=[row.reference for row in rows])
    return write_quote(order, by=by, now=now)


@transaction.atomic
def change_order(
    *, order: Order, po_number: str, purchaser: str, address: str, contact_name: str, contact_email: str, by, now
) -> list[Invoice]:
    """Other words on the papers: each invoice that is still open is credited and written anew.

    `by` None is whoever holds the link: then AskTheOffice is raised when an invoice has been paid in part or whole, or
    when the papers have been changed three times already.
    """
    order = lock_order(order)
    after = {
        "po_number": po_number,
        "purchaser": purchaser,
        "address": address,
        "contact_name": contact_name,
        "contact_email": contact_email,
    }
    changed = {name: value for name, value in after.items() if getattr(order, name) != value}
    if not changed:
        return []
    account = account_of(order, today=localdate(now))
    if by is None and account.documents:
        corrected = sum(row.invoice.reason == Invoice.Reason.CORRECTION for row in account.documents)
        if account.paid or corrected >= CORRECTIONS_BY_LINK:
            raise AskTheOffice
    on_paper = set(changed) - {"contact_email"}
    written: list[Invoice] = []
    if on_paper:
        for row in account.documents:
            if row.left > 0:
                written += correct_invoice(invoice=row.invoice, changes=changed, by=by, now=now)
    Order.objects.filter(pk=order.pk).update(**changed)
    note(order, "order.change", by=by, now=now, fields=sorted(changed))
    tell_booking(order, after)
    return written


def tell_booking(order: Order, after: dict) -> None:
    """A school's own booking shows the same PO number and invoice contact; a trust's are not the school's."""
    bookings = bookings_of(order)
    if len(bookings) == 1 and bookings[0].school.name == after["purchaser"]:
        Booking.objects.filter(pk=bookings[0].pk).update(
            po_number=after["po_number"],
            invoice_name=after["contact_name"],
            invoice_email=after["contact_email"],
            invoice_address=after["address"],
        )
