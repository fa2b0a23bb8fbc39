"""What bookings cost, on pages that are not about money."""

from django import template
from django.utils.timezone import localdate

from courses.models import Booking
from courses.money import pounds
from courses.queries.invoice import account_of
from courses.queries.order import STATES, bookings_of, latest_quote, order_of, orders_with_money

register = template.Library()


@register.inclusion_tag("courses/order/booking.html")
def booking_money(booking, token):
    """Quote, order and invoices of a booking, for whoever holds its link."""
    order = order_of(booking)
    if order is None:
        return {"order": None}
    if len(bookings_of(order)) > 1:
        return {"order": order, "is_shared": True}
    return {
        "order": order,
        "token": token,
        "quote": latest_quote(order),
        "account": account_of(order, today=localdate()),
        "may_accept": booking.state in (Booking.State.HELD, Booking.State.EXPIRED, Booking.State.ORDERED),
    }


@register.inclusion_tag("courses/money/booking.html")
def booking_order(booking):
    """The same for the office."""
    order = orders_with_money(today=localdate()).filter(ordered_bookings__booking=booking).first()
    return {"order": order, "booking": booking}


@register.inclusion_tag("courses/money/waiting.html")
def money_waits():
    """For the office's first page: what is to be confirmed, and what is overdue."""
    orders = orders_with_money(today=localdate())
    return {
        "overdue": orders.filter(state="overdue").order_by("made_at")[:10],
        "overpaid": orders.filter(state="overpaid").order_by("made_at")[:10],
    }


@register.filter
def exact(pence) -> str:
    """£1,152.00, and −£480.00 for what is credited."""
    return pounds(int(pence))


@register.inclusion_tag("components/tag.html")
def order_state(order):
    """`order` comes from orders_with_money."""
    kind = {"overdue": "error", "overpaid": "error", "to_confirm": "accent"}.get(order.state, "")
    return {"text": STATES[order.state], "kind": kind}
