"""What a line of an invoice says: which places, at which price, and why."""

from dataclasses import dataclass
from datetime import date

from django.utils.timezone import localdate

from courses.models import Booking, Order
from courses.money import Amount, day_words, pounds, vat_of
from courses.queries.paper import half_words, places_words


@dataclass(frozen=True)
class Charge:
    """`quantity` places at `unit_pence`; or none, where the amount does not come from so many places."""

    booking: Booking
    text: str
    quantity: int
    unit_pence: int
    net: int


def charge_of(booking: Booking, *, order: Order, gap: int, billed: int, places: int, today: date) -> Charge:
    """For what the booking owes and has not been billed: `gap` without VAT, after `billed` for so many `places`."""
    if booking.state == Booking.State.CANCELLED:
        text = f"{booking.cohort}: cancelled, {booking.percent_due} % of {leads_words(booking)}"
        return Charge(booking, text, 0, gap, gap)
    if order.second_on and order.year_month:
        which = "first" if today < order.second_on else "second" if billed else "first and second"
        text = f"{places_words(booking)}, {leads_words(booking)}: {half_words(today, order.year_month, which)}"
        return Charge(booking, text, 0, gap, gap)
    more = booking.leads - places
    if more > 0 and more * booking.price_pence == gap:
        added = ", added to your booking" if billed else ""
        return Charge(booking, f"{places_words(booking)}{added}", more, booking.price_pence, gap)
    return Charge(booking, f"{places_words(booking)}: your booking has changed", 0, gap, gap)


def credit_of(booking: Booking, *, taken: int, places: int) -> Charge:
    """For what the booking no longer owes: places given back by their number, anything else in one piece."""
    if booking.state == Booking.State.CANCELLED:
        text = f"{booking.cohort}: cancelled, {booking.percent_due} % of the price remains due"
        return Charge(booking, text, 0, -taken, -taken)
    back = places - booking.leads
    if back > 0 and back * booking.price_pence == taken:
        words = "a place" if back == 1 else f"{back} places"
        return Charge(booking, f"{booking.cohort}: {words} given back", back, -booking.price_pence, -taken)
    return Charge(booking, f"{booking.cohort}: your booking has changed", 0, -taken, -taken)


def change_words(booking: Booking) -> str:
    if booking.state == Booking.State.CANCELLED and booking.ended_at:
        return f"The booking {booking.reference} was cancelled on {day_words(localdate(booking.ended_at))}."
    return f"The booking {booking.reference} has changed."


def leads_words(booking: Booking) -> str:
    return f"{booking.leads} places at {pounds(booking.price_pence)}"


def share_over(left: Amount, taken: int, basis_points: int) -> Amount:
    """Part of what is left of a line: the last part takes all VAT that is left, so that no penny stays behind."""
    if taken == left.net:
        return left
    return Amount(taken, min(vat_of(taken, basis_points), left.vat))
