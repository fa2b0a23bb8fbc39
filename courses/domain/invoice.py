"""Invoices follow what bookings owe: `settle_order` writes the difference, as an invoice or as credit notes.

That one verb covers a first invoice, the second half of an order over two financial years, a place added or given
back, and a cancellation by its band. It is called where the office confirms, and by the clock for everything that
other verbs have done to bookings. Nothing here changes a document: the database would refuse it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils.timezone import localdate

from cms.queries.site import who_runs_this
from courses.domain.audit import note
from courses.domain.charge import Charge, change_words, charge_of, credit_of, share_over
from courses.domain.numberseries import CREDITS, INVOICES, next_number
from courses.domain.quote import lock_order
from courses.models import Booking, Invoice, InvoiceLine, Order
from courses.money import Amount, amount_of, next_financial_year, pounds, split, total_of
from courses.moneymails import mail_document
from courses.papers import Line
from courses.queries.invoice import BINDING, billed_by_booking, lines_left, owed, unsettled_orders
from courses.queries.order import bookings_of
from courses.queries.paper import credit_paper, invoice_paper, vat_rate

LEAST_DAYS_TO_PAY = 14  # of an invoice written anew


class NothingLeft(Exception):
    """The invoice has been credited as a whole."""


class TooMuchCredit(Exception):
    """More than is left of the invoice."""


@dataclass(frozen=True)
class Written:
    """A line to be written: the charge, its rate and its amount."""

    charge: Charge
    basis_points: int
    amount: Amount


@transaction.atomic
def settle_order(*, order: Order, by=None, now: datetime) -> list[Invoice]:
    """The documents that were missing, in the order of writing. Called again, there are none."""
    order, today = lock_order(order), localdate(now)
    bookings = bookings_of(order)
    take_over_number(order, bookings)
    if order.year_month and not order.second_on and any(one.state in BINDING for one in bookings):
        order.second_on = next_financial_year(today, order.year_month)
        order.save(update_fields=["second_on"])
    billed = billed_by_booking(booking.pk for booking in bookings)
    charges, written = [], []
    for booking in bookings:
        net, places = billed.get(booking.pk, (0, 0))
        gap = owed(booking, second_on=order.second_on, today=today) - net
        if gap > 0:
            charges.append(charge_of(booking, order=order, gap=gap, billed=net, places=places, today=today))
        elif gap < 0:
            written += credit_booking(order, booking, -gap, places=places, by=by, now=now)
    if charges:
        rate = vat_rate(who_runs_this())
        lines = [Written(charge, rate, amount_of(charge.net, rate)) for charge in charges]
        written.append(write_invoice(order, lines, by=by, now=now))
    return written


def take_over_number(order: Order, bookings: Sequence[Booking]) -> None:
    """A purchase order number that came by telephone was noted at the booking."""
    if not order.po_number and len(bookings) == 1 and bookings[0].po_number:
        order.po_number = bookings[0].po_number
        order.save(update_fields=["po_number"])


def settle_orders(*, now: datetime) -> None:
    """The clock's: whatever happened to bookings since. One order that fails does not hold up the others."""
    failed: list[Exception] = []
    for order in unsettled_orders(today=localdate(now)):
        try:
            settle_order(order=order, now=now)
        except Exception as error:
            failed.append(error)
    if failed:
        raise ExceptionGroup("Orders that could not be settled", failed)


def credit_booking(order: Order, booking: Booking, pence: int, *, places: int, by, now: datetime) -> list[Invoice]:
    """From the booking's latest invoices back, as far as something is left of them."""
    written = []
    invoices = Invoice.objects.filter(lines__booking=booking, kind=Invoice.Kind.INVOICE).order_by("-sequence")
    for invoice in invoices:
        left = [(line, amount) for line, amount in lines_left(invoice) if line.booking_id == booking.pk]
        if not left or not pence:
            continue
        line, amount = left[0]
        taken = min(pence, amount.net)
        pence -= taken
        charge = credit_of(booking, taken=taken, places=places)
        lines = [Written(charge, line.vat_basis_points, -share_over(amount, taken, line.vat_basis_points))]
        said = change_words(booking)
        written.append(write_credit(order, invoice, lines, reason=Invoice.Reason.BOOKING, said=said, by=by, now=now))
    return written


@transaction.atomic
def credit_invoice(*, invoice: Invoice, net_pence: int, reason: str, by, now: datetime) -> Invoice:
    """A stated sum, without VAT, that the office gives back although the booking owes it; over the invoice's lines as
    they stand to each other. Raises TooMuchCredit."""
    order = lock_order(invoice.order)
    left = lines_left(invoice)
    shares = share_over_lines(net_pence, [amount.net for _, amount in left])
    lines = [
        Written(
            Charge(line.booking, f"Credit: {reason}"[:300], 0, -share, -share),
            line.vat_basis_points,
            -share_over(amount, share, line.vat_basis_points),
        )
        for (line, amount), share in zip(left, shares, strict=True)
        if share
    ]
    return write_credit(order, invoice, lines, reason=Invoice.Reason.KINDNESS, said=reason, by=by, now=now)


def share_over_lines(pence: int, nets: Sequence[int]) -> list[int]:
    if pence <= 0 or pence > sum(nets):
        raise TooMuchCredit
    return split(pence, nets)


@transaction.atomic
def correct_invoice(*, invoice: Invoice, changes: dict, by, now: datetime) -> list[Invoice]:
    """Credit what is left of the invoice, and write it anew with the order's details changed. Raises NothingLeft."""
    order, today = lock_order(invoice.order), localdate(now)
    left = lines_left(invoice)
    if not left or invoice.kind != Invoice.Kind.INVOICE:
        raise NothingLeft
    credit = write_credit(
        order,
        invoice,
        [written_again(line, amount, sign=-1) for line, amount in left],
        reason=Invoice.Reason.CORRECTION,
        said="Corrected and invoiced anew.",
        by=by,
        now=now,
    )
    for name, value in changes.items():
        setattr(order, name, value)
    order.save(update_fields=list(changes))
    anew = [written_again(line, amount, sign=1) for line, amount in left]
    due_on = max(invoice.due_on or today, today + timedelta(days=LEAST_DAYS_TO_PAY))
    said = [f"In place of invoice {invoice.number}, which credit note {credit.number} takes back."]
    return [credit, write_invoice(order, anew, due_on=due_on, notes=said, by=by, now=now)]


def written_again(line: InvoiceLine, left: Amount, *, sign: int) -> Written:
    """What is left of a line; in one piece, where a part of it has been credited."""
    is_whole = left.net == line.net_pence
    quantity, unit = (line.quantity, line.unit_pence) if is_whole else (0, left.net)
    charge = Charge(line.booking, line.description, quantity, sign * unit, sign * left.net)
    return Written(charge, line.vat_basis_points, left if sign > 0 else -left)


# Writing ------------------------------------------------------------------------------------------------------


def write_invoice(
    order: Order, lines: Sequence[Written], *, due_on: date | None = None, notes: Sequence[str] = (), by, now: datetime
) -> Invoice:
    tax_point = localdate(now)
    due_on = due_on or tax_point + timedelta(days=who_runs_this().payment_days)
    sequence, number = next_number(INVOICES)
    paper = invoice_paper(order, number=number, tax_point=tax_point, due_on=due_on, lines=printed(lines), notes=notes)
    return write_document(
        order,
        lines,
        kind=Invoice.Kind.INVOICE,
        number=number,
        sequence=sequence,
        tax_point=tax_point,
        due_on=due_on,
        paper=paper,
        by=by,
        now=now,
    )


def write_credit(
    order: Order, of: Invoice, lines: Sequence[Written], *, reason: str, said: str, by, now: datetime
) -> Invoice:
    tax_point = localdate(now)
    sequence, number = next_number(CREDITS)
    paper = credit_paper(order, number=number, of=of, tax_point=tax_point, lines=printed(lines), note=said)
    return write_document(
        order,
        lines,
        kind=Invoice.Kind.CREDIT,
        number=number,
        sequence=sequence,
        tax_point=tax_point,
        credits=of,
        reason=reason,
        note=said[:300],
        paper=paper,
        by=by,
        now=now,
    )


def write_document(order: Order, lines: Sequence[Written], *, by, now: datetime, **fields) -> Invoice:
    total = total_of(line.amount for line in lines)
    document = Invoice.objects.create(
        order=order,
        issued_at=now,
        net_pence=total.net,
        vat_pence=total.vat,
        gross_pence=total.gross,
        **fields,
    )
    InvoiceLine.objects.bulk_create(
        InvoiceLine(
            invoice=document,
            booking=line.charge.booking,
            school=line.charge.booking.school,
            description=line.charge.text[:300],
            quantity=line.charge.quantity,
            unit_pence=line.charge.unit_pence,
            net_pence=line.amount.net,
            vat_basis_points=line.basis_points,
            vat_pence=line.amount.vat,
            gross_pence=line.amount.gross,
        )
        for line in lines
    )
    action = "order.invoice" if document.kind == Invoice.Kind.INVOICE else "order.credit"
    note(order, action, by=by, now=now, number=document.number, gross=pounds(total.gross))
    mail_document(document, now=now)
    return document


def printed(lines: Sequence[Written]) -> list[Line]:
    return [
        Line(
            school=str(line.charge.booking.school),
            text=line.charge.text,
            quantity=line.charge.quantity,
            unit_pence=line.charge.unit_pence,
            basis_points=line.basis_points,
            amount=line.amount,
        )
        for line in lines
    ]
