from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils.timezone import localdate

from cms import tasks
from cms.queries.site import who_runs_this
from courses.domain.audit import note
from courses.domain.numberseries import QUOTES, next_number
from courses.domain.places import NotInThisState
from courses.models import Booking, Order, OrderedBooking, Quote
from courses.money import pounds, total_of
from courses.moneymails import mail_quote
from courses.queries.order import bookings_of, latest_quote
from courses.queries.paper import quote_paper, quoted_lines, vat_rate

NOT_ORDERED = (Booking.State.HELD, Booking.State.EXPIRED)


@dataclass(frozen=True)
class Purchaser:
    """Who pays, and to whom the papers go."""

    name: str
    contact_email: str
    contact_name: str = ""
    address: str = ""
    po_number: str = ""


def purchaser_of(booking: Booking) -> Purchaser:
    """The school itself, as its booker told us."""
    return Purchaser(
        name=booking.school.name,
        contact_email=booking.invoice_email or booking.booker_email,
        contact_name=booking.invoice_name or ("" if booking.invoice_email else booking.booker_name),
        address=booking.invoice_address,
        po_number=booking.po_number,
    )


@transaction.atomic
def make_quote(*, bookings: Sequence[Booking], purchaser: Purchaser | None = None, by=None, now: datetime) -> Quote:
    """An order of these bookings with its first quote; for one booking that has an order, the quote that is there."""
    # Held until the end of the transaction: a second click waits, and then finds the first one's order
    locked = Booking.objects.select_for_update(of=["self"], no_key=True).filter(pk__in=[one.pk for one in bookings])
    rows = list(locked.select_related("cohort__programme", "school").order_by("pk"))
    there = Order.objects.filter(ordered_bookings__booking__in=rows).first()
    if there is not None:
        return latest_quote(there) or write_quote(there, by=by, now=now)
    order = write_order(rows, purchaser or purchaser_of(rows[0]), now=now)
    return write_quote(order, by=by, now=now)


def write_order(bookings: Sequence[Booking], purchaser: Purchaser, *, now: datetime) -> Order:
    order = Order.objects.create(
        purchaser=purchaser.name,
        address=purchaser.address,
        contact_name=purchaser.contact_name,
        contact_email=purchaser.contact_email,
        po_number=purchaser.po_number,
        made_at=now,
    )
    OrderedBooking.objects.bulk_create(OrderedBooking(order=order, booking=booking) for booking in bookings)
    return order


@transaction.atomic
def renew_quote(*, order: Order, by=None, now: datetime) -> Quote:
    """A new quote at the price of today: that of the booking as long as it is fixed, then the cohort's.

    Raises NotInThisState once the order has been accepted: its price is agreed.
    """
    order = lock_order(order)
    if order.accepted_at or order.joined_to_id:
        raise NotInThisState("quote an accepted order")
    today = localdate(now)
    until = today + timedelta(days=who_runs_this().quote_days)
    for booking in bookings_of(order):
        if booking.state in NOT_ORDERED and today > booking.price_until:
            fixed = Booking.objects.filter(pk=booking.pk, state__in=NOT_ORDERED)
            fixed.update(price_pence=booking.cohort.price_pence, price_until=until)
    return write_quote(order, by=by, now=now)


def write_quote(order: Order, *, by, now: datetime) -> Quote:
    today, row = localdate(now), who_runs_this()
    bookings = bookings_of(order)
    prices = current_prices(bookings, today=today)
    valid_until = quote_valid_until(bookings, days=row.quote_days, today=today)
    lines = quoted_lines(order, prices=prices, basis_points=vat_rate(row))
    total = total_of(line.amount for line in lines)
    sequence, number = next_number(QUOTES)
    quote = Quote.objects.create(
        order=order,
        number=number,
        sequence=sequence,
        made_at=now,
        valid_until=valid_until,
        net_pence=total.net,
        vat_pence=total.vat,
        gross_pence=total.gross,
        paper=quote_paper(order, number=number, valid_until=valid_until, prices=prices, now=now),
    )
    note(order, "order.quote", by=by, now=now, number=number, gross=pounds(total.gross))
    mail_quote(quote, now=now)
    return quote


def quote_valid_until(bookings: Sequence[Booking], *, days: int, today: date) -> date:
    """As long as every price in it is fixed; a price of today is fixed from today on."""
    fixed = [booking.price_until for booking in bookings if booking.price_until >= today]
    return min([*fixed, today + timedelta(days=days)])


def current_prices(bookings: Sequence[Booking], *, today: date) -> dict[int, int]:
    """Of one place, by booking: after the last day of a price that nobody has accepted, the cohort's of today."""
    return {
        booking.pk: booking.cohort.price_pence
        if booking.state in NOT_ORDERED and today > booking.price_until
        else booking.price_pence
        for booking in bookings
    }


def lock_order(order: Order) -> Order:
    """First in every verb that writes documents: after it come cohorts, bookings, then number series."""
    return Order.objects.select_for_update(no_key=True).get(pk=order.pk)


@tasks.background
def quote_booking(*, booking_id: int, now: datetime) -> None:
    """The quote of a new booking, outside the request that made it."""
    make_quote(bookings=[Booking.objects.select_related("school").get(pk=booking_id)], now=now)


def quote_new_bookings(*, now: datetime) -> None:
    """What was not quoted at once, because a worker stood still."""
    waiting = Booking.objects.filter(ordered=None, state__in=Booking.ACTIVE).select_related("school", "cohort")
    for booking in waiting.order_by("made_at")[:100]:
        make_quote(bookings=[booking], now=now)
