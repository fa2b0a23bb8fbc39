"""What stands on a quote, an invoice, a credit note, a confirmation of an order and a statement.

Plain Python: amounts and names in, a dictionary of words out that can be kept as JSON. The page and the PDF only set
what is here, so that a document says the same for ever, whatever becomes of the school's name, the price or the bank.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date

from courses.money import Amount, by_rate, day_words, pounds, rate_words, total_of
from courses.terms import Band

NOT_A_VAT_INVOICE = "This is not a VAT invoice."
Pairs = Sequence[tuple[str, str]]


@dataclass(frozen=True)
class Seller:
    """Who charges: as printed on the day."""

    name: str
    email: str
    address: str = ""
    telephone: str = ""
    company_number: str = ""
    vat_registered: bool = False
    vat_number: str = ""
    vat_note: str = ""
    bank: tuple[tuple[str, str], ...] = ()

    @property
    def small_print(self) -> str:
        parts = [self.name]
        parts += [f"Company number {self.company_number}"] if self.company_number else []
        parts += [f"VAT registration number {self.vat_number}"] if self.vat_registered else []
        return " · ".join(parts)

    @property
    def no_vat(self) -> list[str]:
        """What a document without VAT says about it."""
        return [] if self.vat_registered else [self.vat_note or "No VAT is charged: we are not registered for VAT."]


@dataclass(frozen=True)
class Buyer:
    name: str
    address: str = ""
    contact: str = ""

    @property
    def lines(self) -> list[str]:
        """Name, contact and address, and nothing twice: many type the school's name into the address again."""
        found: list[str] = []
        for line in (self.name, self.contact, *self.address.splitlines()):
            if line.strip() and line.strip() not in found:
                found.append(line.strip())
        return found


@dataclass(frozen=True)
class Line:
    school: str
    text: str
    quantity: int
    unit_pence: int
    basis_points: int
    amount: Amount


@dataclass(frozen=True)
class Entry:
    """A line of a statement: a document or a payment. What is charged is above nothing, what comes in below."""

    day: date
    text: str
    pence: int


@dataclass(frozen=True)
class Sheet:
    """What each kind of document adds to seller, buyer and lines."""

    title: str
    number: str = ""
    facts: Pairs = ()
    warning: str = ""
    notes: Sequence[str] = ()
    bands: Sequence[tuple[str, Sequence[Band]]] = ()  # school or cohort, and what a cancellation costs when
    pay: bool = False
    total_name: str = "Total to pay"
    extra: dict = field(default_factory=dict)


def paper_of(sheet: Sheet, *, seller: Seller, buyer: Buyer, lines: Sequence[Line] = ()) -> dict:
    total = total_of(line.amount for line in lines)
    rates = by_rate((line.basis_points, line.amount) for line in lines)
    has_vat = seller.vat_registered or any(line.basis_points for line in lines)
    bank = [*seller.bank, *([("Please quote", sheet.number)] if sheet.number else [])] if sheet.pay else []
    return {
        "title": sheet.title,
        "number": sheet.number,
        "facts": [[name, value] for name, value in sheet.facts if value],
        "warning": sheet.warning,
        "from": [seller.name, *filter(None, map(str.strip, seller.address.splitlines()))],
        "reach": [text for text in (seller.telephone, seller.email) if text],
        "small_print": seller.small_print,
        "to": buyer.lines,
        "has_vat": has_vat,
        "lines": [line_words(line) for line in lines],
        "rates": [{"rate": rate_words(rate), "net": pounds(sums.net), "vat": pounds(sums.vat)} for rate, sums in rates]
        if has_vat
        else [],
        "net": pounds(total.net),
        "vat": pounds(total.vat),
        "gross": pounds(total.gross),
        "total_name": sheet.total_name,
        "notes": [*sheet.notes, *([] if has_vat or not lines else seller.no_vat)],
        "bands": [{"of": of, "rows": band_rows(bands)} for of, bands in sheet.bands],
        "bank": [list(pair) for pair in bank] if seller.bank else [],
        **sheet.extra,
    }


def line_words(line: Line) -> dict:
    return {
        "school": line.school,
        "text": line.text,
        "quantity": str(line.quantity) if line.quantity else "",
        "unit": pounds(line.unit_pence) if line.quantity else "",
        "net": pounds(line.amount.net),
        "rate": rate_words(line.basis_points),
        "vat": pounds(line.amount.vat),
        "gross": pounds(line.amount.gross),
    }


def band_rows(bands: Iterable[Band]) -> list[list[str]]:
    """[when, what it costs], with days of the calendar."""
    return [[band_days(band), cost_words(band.percent)] for band in bands]


def band_days(band: Band) -> str:
    if band.first is None:
        return f"Until {day_words(band.last)}" if band.last else "At any time"
    if band.last is None:
        return f"From {day_words(band.first)}"
    return f"{day_words(band.first)} to {day_words(band.last)}"


def cost_words(percent: int) -> str:
    return {0: "nothing", 100: "the whole price"}.get(percent, f"{percent} % of the price")


def statement_extra(entries: Sequence[Entry], *, brought_forward: int | None, first: date | None, last: date) -> dict:
    """Each entry with the balance after it; `brought_forward` is what was open before the first day."""
    balance = brought_forward or 0
    rows = []
    if brought_forward is not None and first:
        rows.append([day_words(first), "Balance brought forward", "", "", pounds(balance)])
    for entry in entries:
        balance += entry.pence
        charged = pounds(entry.pence) if entry.pence > 0 else ""
        settled = pounds(-entry.pence) if entry.pence < 0 else ""
        rows.append([day_words(entry.day), entry.text, charged, settled, pounds(balance)])
    words = "Nothing is open" if balance == 0 else "You have paid more than was invoiced" if balance < 0 else "Open"
    return {"entries": rows, "closing": pounds(abs(balance)), "closing_words": words, "last": day_words(last)}
