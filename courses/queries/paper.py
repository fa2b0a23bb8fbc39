"""From rows to the words of a document: see courses/papers.py."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime

from django.utils.timezone import localdate

from cms.models import Provider
from cms.queries.site import who_runs_this
from courses.models import Booking, Invoice, Order
from courses.money import amount_of, day_words, year_words
from courses.papers import (
    NOT_A_VAT_INVOICE,
    Buyer,
    Line,
    Seller,
    Sheet,
    paper_of,
    statement_extra,
)
from courses.queries.invoice import Account, statement_entries
from courses.queries.order import bookings_of
from courses.terms import dated_bands


def seller_of(row: Provider) -> Seller:
    bank = (
        ("Account name", row.bank_account_name),
        ("Sort code", row.bank_sort_code),
        ("Account number", row.bank_account_number),
    )
    return Seller(
        name=row.legal_name or row.name,
        email=row.contact_email,
        address=row.address,
        telephone=row.telephone,
        company_number=row.company_number,
        vat_registered=row.vat_registered,
        vat_number=row.vat_number,
        vat_note=row.vat_note,
        bank=bank if row.bank_account_number else (),
    )


def buyer_of(order: Order) -> Buyer:
    return Buyer(order.purchaser, order.address, order.contact_name)


def vat_rate(row: Provider) -> int:
    """In basis points, as the provider's settings say at this moment."""
    return row.vat_basis_points if row.vat_registered else 0


def places_words(booking: Booking) -> str:
    return f"{booking.cohort.programme.title}: {booking.cohort}, from {day_words(booking.cohort.starts_on)}"


def quoted_lines(order: Order, *, prices: dict[int, int], basis_points: int) -> list[Line]:
    """A line a booking, at the price of one place that `prices` names by booking."""
    return [
        Line(
            school=str(booking.school),
            text=places_words(booking),
            quantity=booking.leads,
            unit_pence=prices[booking.pk],
            basis_points=basis_points,
            amount=amount_of(prices[booking.pk] * booking.leads, basis_points),
        )
        for booking in bookings_of(order)
    ]


def bands_of(order: Order) -> list:
    """What a cancellation costs when: once, where all bookings agree."""
    found: dict = {}
    for booking in bookings_of(order):
        bands = dated_bands(booking.cohort.starts_on, booking.bands)
        found.setdefault(bands, []).append(booking.cohort.name)
    return [(", ".join(dict.fromkeys(names)) if len(found) > 1 else "", bands) for bands, names in found.items()]


def references_of(order: Order) -> str:
    return ", ".join(booking.reference for booking in bookings_of(order))


def quote_paper(order: Order, *, number: str, valid_until: date, prices: dict[int, int], now: datetime) -> dict:
    row = who_runs_this()
    held = [booking.held_until for booking in bookings_of(order) if booking.held_until]
    notes = [f"The price is fixed until {day_words(valid_until)}."]
    if held:
        notes.append(f"The places are held until {day_words(min(held))}; your acceptance keeps them from then on.")
    sheet = Sheet(
        title="Quote",
        number=number,
        facts=(
            ("Quote number", number),
            ("Date", day_words(localdate(now))),
            ("Valid until", day_words(valid_until)),
            ("Your purchase order", order.po_number),
            ("Booking", references_of(order)),
        ),
        warning=NOT_A_VAT_INVOICE,
        notes=[*notes, f"We invoice when we confirm the places; payment is due {row.payment_days} days later."],
        bands=bands_of(order),
        total_name="Total",
    )
    lines = quoted_lines(order, prices=prices, basis_points=vat_rate(row))
    return paper_of(sheet, seller=seller_of(row), buyer=buyer_of(order), lines=lines)


def confirmation_paper(order: Order) -> dict:
    """What was ordered, as it stands today."""
    row = who_runs_this()
    prices = {booking.pk: booking.price_pence for booking in bookings_of(order)}
    sheet = Sheet(
        title="Order confirmation",
        facts=(
            ("Accepted on", day_words(localdate(order.accepted_at)) if order.accepted_at else ""),
            ("Accepted by", order.accepted_by),
            ("Your purchase order", order.po_number or "to follow"),
            ("Booking", references_of(order)),
        ),
        warning=NOT_A_VAT_INVOICE,
        notes=split_notes(order),
        bands=bands_of(order),
        total_name="Total",
    )
    lines = quoted_lines(order, prices=prices, basis_points=vat_rate(row))
    return paper_of(sheet, seller=seller_of(row), buyer=buyer_of(order), lines=lines)


def split_notes(order: Order) -> list[str]:
    if not order.year_month:
        return []
    when = f"on {day_words(order.second_on)}" if order.second_on else "at the start of your next financial year"
    return [f"Invoiced in two halves for two financial years: the second {when}."]


def invoice_paper(
    order: Order, *, number: str, tax_point: date, due_on: date, lines: Sequence[Line], notes: Iterable[str] = ()
) -> dict:
    sheet = Sheet(
        title="Invoice",
        number=number,
        facts=(
            ("Invoice number", number),
            ("Date and tax point", day_words(tax_point)),
            ("Payment due", day_words(due_on)),
            ("Your purchase order", order.po_number),
            ("Booking", references_of(order)),
        ),
        notes=list(notes),
        pay=True,
    )
    return paper_of(sheet, seller=seller_of(who_runs_this()), buyer=buyer_of(order), lines=lines)


def credit_paper(order: Order, *, number: str, of: Invoice, tax_point: date, lines: Sequence[Line], note: str) -> dict:
    """To whom the invoice went, and under its purchase order number, whatever has changed since."""
    sheet = Sheet(
        title="Credit note",
        number=number,
        facts=(
            ("Credit note number", number),
            ("Date and tax point", day_words(tax_point)),
            ("Credits invoice", f"{of.number} of {day_words(of.tax_point)}"),
            ("Your purchase order", dict(of.paper["facts"]).get("Your purchase order", "")),
            ("Booking", references_of(order)),
        ),
        notes=[note] if note else [],
        total_name="Total credited",
    )
    paper = paper_of(sheet, seller=seller_of(who_runs_this()), buyer=buyer_of(order), lines=lines)
    return paper | {"to": of.paper["to"]}


def statement_paper(account: Account, *, first: date | None = None, today: date) -> dict:
    """From `first` on, with the balance brought forward; from the beginning, where there is none."""
    entries = statement_entries(account)
    before = sum(entry.pence for entry in entries if first and entry.day < first)
    shown = [entry for entry in entries if not first or entry.day >= first]
    sheet = Sheet(
        title="Statement",
        facts=(
            ("Date", day_words(today)),
            ("From", day_words(first) if first else ""),
            ("Your purchase order", account.order.po_number),
            ("Booking", references_of(account.order)),
        ),
        notes=[f"Invoice {row.invoice.number} was due on {day_words(row.invoice.due_on)}." for row in account.overdue],
        pay=account.open > 0,
        extra=statement_extra(shown, brought_forward=before if first else None, first=first, last=today),
    )
    return paper_of(sheet, seller=seller_of(who_runs_this()), buyer=buyer_of(account.order))


def half_words(day: date, month: int, which: str) -> str:
    return f"{which} half, financial year {year_words(day, month)}"
