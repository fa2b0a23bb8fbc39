"""What the office's pages show: where places are, what was done when, and the money of a booking."""

from dataclasses import dataclass

from django import template

register = template.Library()

DATA_WORDS = {
    "text": "{}",
    "reason": "{}",
    "PO": "PO {}",
    "percent": "{} per cent is due",
    "who": "{}",
    "to": "to {}",
    "number": "{}",
    "gross": "{}",
    "amount": "{}",  # of an order's papers and payments
}


@dataclass(frozen=True)
class Stretch:
    words: str
    number: int
    start: int
    kind: str


@register.inclusion_tag("courses/office/places_bar.html")
def places_bar(count, label):
    """One bar, its words, and the same as a table. `count` is a PlaceCount."""
    parts = [
        ("confirmed", count.confirmed, "confirmed"),
        ("ordered", count.ordered, "ordered"),
        ("held", count.held, "held"),
        ("offered to the waiting list", count.offered, "offered"),
        ("kept for the waiting list", count.kept, "kept"),
        ("left for anybody", count.left, "left"),
    ]
    stretches, start = [], 0
    for words, number, kind in parts:
        stretches.append(Stretch(words, number, start, kind))
        start += number
    return {"stretches": stretches, "count": count, "label": label}


@register.simple_tag
def log_words(entry) -> str:
    """The details of a line of the history that say something to a reader."""
    data = entry.data or {}
    if "before" in data and "after" in data:
        return f"from {data['before']} to {data['after']}"
    if "from" in data and "to" in data:
        return f"{data['from']} to {data['to']}, on {data.get('on', '')}"
    said = [words.format(data[key]) for key, words in DATA_WORDS.items() if data.get(key) not in (None, "")]
    return "; ".join(said)


@register.inclusion_tag("courses/office/money.html")
def booking_money_office(booking):
    """Where the booking's orders, invoices and payments stand."""
    return {"booking": booking, "net_pence": booking.price_pence * booking.leads}
