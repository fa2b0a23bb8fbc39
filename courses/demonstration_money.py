"""Orders of the invented bookings in each state: quoted, to confirm, unpaid, overdue, paid too much, corrected."""

from collections.abc import Callable
from datetime import date, datetime, time, timedelta

from django.utils.timezone import make_aware

from courses.domain.invoice import credit_invoice, settle_order
from courses.domain.order import accept_quote, change_order, join_orders
from courses.domain.payment import record_payment
from courses.domain.quote import Purchaser, make_quote
from courses.models import Booking, Order
from courses.queries.order import latest_quote, order_of

TRUST = Purchaser(
    name="Three Rivers Trust (invented)",
    contact_email="finance@threerivers.example",
    contact_name="Central finance",
    address="4 Invented Road\nJessop",
)
OF_THE_TRUST = ("Jessop Lane Primary", "Kelsall College")
OVER_TWO_YEARS = "Dunmere Academy"


def lay_money(*, today: date, say: Callable[[str], None]) -> None:
    """Once: bookings that have an order are left as they are."""
    bookings = Booking.objects.filter(ordered=None, key__startswith="demonstration-").select_related("school")
    rows = list(bookings.order_by("made_at"))
    if not rows:
        return
    say("Inventing quotes and invoices")
    for booking in rows:
        make_quote(bookings=[booking], now=booking.made_at)
    for booking in rows:
        if booking.ordered_at:
            lay_acceptance(booking)
    for booking in sorted((row for row in rows if row.confirmed_at), key=lambda row: row.confirmed_at):
        settle_order(order=order_of(booking), now=booking.confirmed_at)
    joined = [row for row in rows if row.school.name.startswith(OF_THE_TRUST)]
    join_orders(bookings=joined, purchaser=TRUST, by=None, now=at(today, days_ago=1))
    lay_payments(today)


def lay_acceptance(booking: Booking) -> None:
    order = order_of(booking)
    accept_quote(
        quote=latest_quote(order),
        by_name=booking.booker_name,
        po_number=booking.po_number,
        year_month=9 if booking.school.name.startswith(OVER_TWO_YEARS) else None,
        now=booking.ordered_at,
    )


def lay_payments(today: date) -> None:
    invoiced = list(Order.objects.filter(invoices__kind="INV").order_by("invoices__issued_at"))
    late, too_much, corrected = invoiced[:3]
    pay(late, 50_000, at(today, days_ago=9))
    pay(too_much, 120_000, at(today, days_ago=4))
    details = {name: getattr(corrected, name) for name in ("purchaser", "address", "contact_name", "contact_email")}
    change_order(order=corrected, po_number="PO-2000", by=None, now=at(today, days_ago=3), **details)
    newest = corrected.invoices.filter(kind="INV").first()
    reason = "One lead began a week late, as agreed."
    credit_invoice(invoice=newest, net_pence=2_000, reason=reason, by=None, now=at(today, days_ago=2))


def pay(order: Order, pence: int, moment: datetime) -> None:
    record_payment(
        order=order,
        key=f"demonstration-{order.pk}",
        pence=pence,
        received_on=moment.date(),
        method="transfer",
        reference=order.po_number,
        by=None,
        now=moment,
    )


def at(today: date, *, days_ago: int) -> datetime:
    return make_aware(datetime.combine(today - timedelta(days=days_ago), time(14, 5)))
