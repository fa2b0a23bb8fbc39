"""What bookings owe, what has been billed for it, and what is open of each invoice."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Prefetch, Q, QuerySet, Sum

from courses.models import Booking, Invoice, InvoiceLine, Order, OrderedBooking, Payment, Reminder
from courses.money import Amount, halves, late_amounts
from courses.papers import Entry
from courses.terms import share_of

State = Booking.State
BINDING = (State.CONFIRMED, State.CANCELLED, State.WITHDRAWN)


def owed(booking: Booking, *, second_on: date | None, today: date) -> int:
    """What the booking owes by now, without VAT. Nothing is owed before it is confirmed; when it was cancelled, the
    part that its band says; the second half of an order over two financial years not before the second year."""
    whole = booking.price_pence * booking.leads
    if booking.state == State.CANCELLED:
        return share_of(whole, booking.percent_due or 0)
    if booking.state not in BINDING:
        return 0
    return halves(whole)[0] if second_on and today < second_on else whole


def billed_by_booking(booking_ids: Iterable[int]) -> dict[int, tuple[int, int]]:
    """Net pence and places of each booking's lines. A kindness of the office does not change what was billed."""
    lines = InvoiceLine.objects.filter(booking__in=list(booking_ids)).exclude(invoice__reason="kindness")
    rows = (
        lines.order_by()
        .values("booking")
        .annotate(
            net=Sum("net_pence"),
            charged=Sum("quantity", filter=Q(net_pence__gt=0), default=0),
            credited=Sum("quantity", filter=Q(net_pence__lt=0), default=0),
        )
    )
    return {row["booking"]: (row["net"], row["charged"] - row["credited"]) for row in rows}


def unsettled_orders(*, today: date) -> list[Order]:
    """Orders whose documents do not say what their bookings owe: four queries, whatever their number."""
    rows = list(
        OrderedBooking.objects.filter(booking__state__in=BINDING)
        .exclude(booking__state=State.CANCELLED, booking__percent_due=0, booking__invoice_lines=None)
        .select_related("order", "booking")
    )
    billed = billed_by_booking(row.booking_id for row in rows)
    found = {}
    for row in rows:
        gap = owed(row.booking, second_on=row.order.second_on, today=today) - billed.get(row.booking_id, (0, 0))[0]
        if gap > 0 or (gap < 0 and row.booking_id in billed):
            found[row.order_id] = row.order
    return list(found.values())


def documents_of(order: Order) -> QuerySet[Invoice]:
    """The oldest first, without their words."""
    return Invoice.objects.filter(order=order).select_related("credits").defer("paper").order_by("issued_at", "pk")


def lines_left(invoice: Invoice) -> list[tuple[InvoiceLine, Amount]]:
    """Each line of an invoice with what its credit notes have left of it; lines with nothing left are left out."""
    credited = InvoiceLine.objects.filter(invoice__credits=invoice).order_by().values("booking")
    sums = {row["booking"]: row for row in credited.annotate(net=Sum("net_pence"), vat=Sum("vat_pence"))}
    found = []
    for line in invoice.lines.select_related("booking", "school"):
        taken = sums.get(line.booking_id, {"net": 0, "vat": 0})
        left = Amount(line.net_pence + taken["net"], line.vat_pence + taken["vat"])
        if left.net > 0:
            found.append((line, left))
    return found


@dataclass(frozen=True)
class Document:
    """A row of an order's papers: `open` and `days_late` of invoices only."""

    invoice: Invoice
    left: int = 0  # after its credit notes
    open: int = 0  # and after what was paid
    days_late: int = 0
    reminders: tuple[Reminder, ...] = ()

    @property
    def words(self) -> str:
        if self.invoice.kind == Invoice.Kind.CREDIT:
            return f"credits {self.invoice.credits.number}"
        if not self.left:
            return "credited"
        if not self.open:
            return "paid"
        late = f", {self.days_late} {'day' if self.days_late == 1 else 'days'} overdue" if self.days_late else ""
        return ("part paid" if self.open < self.left else "unpaid") + late


@dataclass(frozen=True)
class Account:
    """All papers and payments of an order, and what follows from them."""

    order: Order
    documents: tuple[Document, ...]
    payments: tuple[Payment, ...]

    @property
    def billed(self) -> int:
        return sum(document.invoice.gross_pence for document in self.documents)

    @property
    def paid(self) -> int:
        return sum(payment.amount_pence for payment in self.payments)

    @property
    def open(self) -> int:
        return max(self.billed - self.paid, 0)

    @property
    def overpaid(self) -> int:
        return max(self.paid - self.billed, 0)

    @property
    def overdue(self) -> tuple[Document, ...]:
        return tuple(document for document in self.documents if document.open and document.days_late)


def account_of(order: Order, *, today: date) -> Account:
    """Four queries."""
    reminders = Prefetch("reminders", queryset=Reminder.objects.order_by("sent_at"))
    rows = list(documents_of(order).prefetch_related(reminders))
    payments = tuple(order.payments.select_related("recorded_by"))
    credited: dict[int, int] = {}
    for row in rows:
        if row.credits_id:
            credited[row.credits_id] = credited.get(row.credits_id, 0) + row.gross_pence
    left = {row.pk: row.gross_pence + credited.get(row.pk, 0) for row in rows if row.due_on}
    by_age = sorted((row for row in rows if row.due_on), key=lambda row: (row.due_on, row.pk))
    amounts = late_amounts([left[row.pk] for row in by_age], sum(payment.amount_pence for payment in payments))
    still = dict(zip((row.pk for row in by_age), amounts, strict=True))
    documents = (
        Document(
            row,
            left=left.get(row.pk, 0),
            open=still.get(row.pk, 0),
            days_late=max((today - row.due_on).days, 0) if row.due_on and still[row.pk] else 0,
            reminders=tuple(row.reminders.all()),
        )
        for row in rows
    )
    return Account(order, tuple(documents), payments)


def statement_entries(account: Account) -> list[Entry]:
    """Documents and payments in the order of their days; on one day what was charged stands before what came in."""
    entries = [
        Entry(row.invoice.tax_point, f"{row.invoice.get_kind_display().capitalize()} {row.invoice.number}", pence)
        for row in account.documents
        if (pence := row.invoice.gross_pence)
    ]
    for payment in account.payments:
        name = "Payment" if payment.amount_pence > 0 else "Refund"
        reference = f", {payment.reference}" if payment.reference else ""
        entries.append(
            Entry(payment.received_on, f"{name} by {payment.get_method_display()}{reference}", -payment.amount_pence)
        )
    return sorted(entries, key=lambda entry: (entry.day, entry.pence < 0))
