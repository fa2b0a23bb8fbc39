"""Money in whole pence: VAT a line, shares that lose no penny, financial years, and how an amount is written.

Plain Python. A rate of VAT is in basis points: 2000 is 20 %. VAT is worked out a line, halves up, and totals are the
sums of their lines: so the lines of a document always add up to what stands under them. An amount below nothing is a
credit, and its VAT is exactly that of the amount it takes back.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

APRIL, SEPTEMBER = 4, 9  # the financial years of maintained schools and councils, and of academies and trusts
MONTHS = (
    *("January", "February", "March", "April", "May", "June", "July", "August"),
    *("September", "October", "November", "December"),
)


@dataclass(frozen=True)
class Amount:
    net: int = 0
    vat: int = 0

    @property
    def gross(self) -> int:
        return self.net + self.vat

    def __add__(self, other: "Amount") -> "Amount":
        return Amount(self.net + other.net, self.vat + other.vat)

    def __neg__(self) -> "Amount":
        return Amount(-self.net, -self.vat)


def vat_of(net: int, basis_points: int) -> int:
    """Halves away from nothing, so that a credit takes back what was charged."""
    vat = (abs(net) * basis_points + 5_000) // 10_000
    return vat if net >= 0 else -vat


def amount_of(net: int, basis_points: int) -> Amount:
    return Amount(net, vat_of(net, basis_points))


def total_of(amounts: Iterable[Amount]) -> Amount:
    return sum(amounts, Amount())


def by_rate(lines: Iterable[tuple[int, Amount]]) -> list[tuple[int, Amount]]:
    """(basis points, amount) of each line: the sum for each rate, the highest rate first."""
    sums: dict[int, Amount] = {}
    for basis_points, amount in lines:
        sums[basis_points] = sums.get(basis_points, Amount()) + amount
    return sorted(sums.items(), reverse=True)


def split(pence: int, weights: Sequence[int]) -> list[int]:
    """The amount in parts as the weights are; what rounding leaves goes to the largest remainders, the first first."""
    whole, sign = sum(weights), 1 if pence >= 0 else -1
    if whole <= 0 or min(weights) < 0:
        raise ValueError("Weights are not negative and not all nothing.")
    parts = [abs(pence) * weight // whole for weight in weights]
    by_remainder = sorted(range(len(parts)), key=lambda place: -(abs(pence) * weights[place] % whole))
    for place in by_remainder[: abs(pence) - sum(parts)]:
        parts[place] += 1
    return [sign * part for part in parts]


def halves(pence: int) -> tuple[int, int]:
    """For two financial years: an odd penny stands in the first."""
    first, second = split(pence, (1, 1))
    return first, second


def late_amounts(dues: Iterable[int], paid: int) -> list[int]:
    """What is open of each due amount, the oldest first, when the payments have settled the oldest first."""
    still = []
    for due in dues:
        settled = min(max(paid, 0), max(due, 0))
        paid -= settled
        still.append(due - settled)
    return still


# Financial years ------------------------------------------------------------------------------------------------


def financial_year(day: date, month: int) -> tuple[date, date]:
    """The first and the last day of the year round `day`, which begins on the first of that month."""
    year = day.year if day.month >= month else day.year - 1
    return date(year, month, 1), date.fromordinal(date(year + 1, month, 1).toordinal() - 1)


def next_financial_year(day: date, month: int) -> date:
    """The first day of the financial year after that of `day`."""
    return date.fromordinal(financial_year(day, month)[1].toordinal() + 1)


def year_words(day: date, month: int) -> str:
    """2026 to 2027; a year that begins in January is 2027."""
    first, last = financial_year(day, month)
    return str(first.year) if first.year == last.year else f"{first.year} to {last.year}"


# In words -------------------------------------------------------------------------------------------------------


def pounds(pence: int) -> str:
    """£1,234.50, with a true minus before what is below nothing."""
    return f"{'−' if pence < 0 else ''}£{abs(pence) // 100:,}.{abs(pence) % 100:02}"


def rate_words(basis_points: int) -> str:
    """20 %, 17.5 %."""
    whole, part = divmod(basis_points, 100)
    return f"{whole}{f'.{part:02}'.rstrip('0') if part else ''} %"


def day_words(day: date) -> str:
    return f"{day:%A} {day.day} {day:%B %Y}"
