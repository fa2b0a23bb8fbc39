"""Money in whole pence: VAT a line, shares, financial years, words."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from courses.money import (
    APRIL,
    SEPTEMBER,
    Amount,
    amount_of,
    by_rate,
    financial_year,
    halves,
    late_amounts,
    next_financial_year,
    pounds,
    rate_words,
    split,
    total_of,
    vat_of,
    year_words,
)

RATES = (0, 500, 1750, 2000)
LINES = st.lists(st.tuples(st.integers(-10_000_000, 10_000_000), st.sampled_from(RATES)), min_size=1, max_size=30)


@pytest.mark.parametrize(
    ("net", "rate", "vat"),
    [
        (0, 2000, 0),
        (1, 2000, 0),
        (2, 2000, 0),
        (3, 2000, 1),
        (48_000, 2000, 9_600),
        (48_000, 0, 0),
        (10, 500, 1),  # 0.5 goes up
        (9, 500, 0),
        (-10, 500, -1),  # and a credit takes back what was charged
        (-3, 2000, -1),
        (333, 1750, 58),
    ],
)
def test_vat_is_rounded_half_up_away_from_nothing(net, rate, vat):
    assert vat_of(net, rate) == vat


@settings(max_examples=1_000, deadline=None)
@given(LINES)
def test_the_lines_of_any_order_add_up_to_its_totals(lines):
    amounts = [amount_of(net, rate) for net, rate in lines]
    total = total_of(amounts)
    assert total == Amount(sum(one.net for one in amounts), sum(one.vat for one in amounts))
    assert total.gross == sum(one.gross for one in amounts)
    rates = by_rate((rate, amount) for (_, rate), amount in zip(lines, amounts, strict=True))
    assert total_of(amount for _, amount in rates) == total


@given(st.integers(-10_000_000, 10_000_000), st.sampled_from(RATES))
def test_a_credit_takes_back_exactly_what_was_charged(net, rate):
    assert amount_of(net, rate) + amount_of(-net, rate) == Amount()


@given(st.integers(-1_000_000, 1_000_000), st.lists(st.integers(0, 1_000), min_size=1, max_size=12).filter(any))
def test_parts_of_an_amount_lose_no_penny(pence, weights):
    parts = split(pence, weights)
    assert sum(parts) == pence
    assert all(abs(part - pence * weight / sum(weights)) < 1 for part, weight in zip(parts, weights, strict=True))


def test_an_odd_penny_stands_in_the_first_half():
    assert (halves(101), halves(100), halves(-101), halves(1)) == ((51, 50), (50, 50), (-51, -50), (1, 0))


def test_weights_of_nothing_are_refused():
    with pytest.raises(ValueError, match="Weights"):
        split(100, [0, 0])


@pytest.mark.parametrize(
    ("dues", "paid", "still"),
    [
        ([100, 50], 0, [100, 50]),
        ([100, 50], 30, [70, 50]),
        ([100, 50], 120, [0, 30]),
        ([100, 50], 500, [0, 0]),
        ([0, 50], 20, [0, 30]),
        ([100], -20, [100]),
    ],
)
def test_payments_settle_the_oldest_first(dues, paid, still):
    assert late_amounts(dues, paid) == still


@pytest.mark.parametrize(
    ("day", "month", "year", "after", "words"),
    [
        (date(2027, 3, 31), APRIL, (date(2026, 4, 1), date(2027, 3, 31)), date(2027, 4, 1), "2026 to 2027"),
        (date(2027, 4, 1), APRIL, (date(2027, 4, 1), date(2028, 3, 31)), date(2028, 4, 1), "2027 to 2028"),
        (date(2027, 8, 31), SEPTEMBER, (date(2026, 9, 1), date(2027, 8, 31)), date(2027, 9, 1), "2026 to 2027"),
        (date(2027, 9, 1), SEPTEMBER, (date(2027, 9, 1), date(2028, 8, 31)), date(2028, 9, 1), "2027 to 2028"),
        (date(2028, 2, 29), 1, (date(2028, 1, 1), date(2028, 12, 31)), date(2029, 1, 1), "2028"),
    ],
)
def test_a_financial_year_begins_in_its_month(day, month, year, after, words):
    assert (financial_year(day, month), next_financial_year(day, month), year_words(day, month)) == (year, after, words)


@pytest.mark.parametrize(
    ("pence", "words"),
    [(123_450, "£1,234.50"), (0, "£0.00"), (5, "£0.05"), (-48_000, "−£480.00"), (100_000_000, "£1,000,000.00")],
)
def test_pence_are_written_in_pounds(pence, words):
    assert pounds(pence) == words


@pytest.mark.parametrize(
    ("rate", "words"), [(2000, "20 %"), (0, "0 %"), (1750, "17.5 %"), (525, "5.25 %"), (5, "0.05 %")]
)
def test_a_rate_is_written_in_per_cent(rate, words):
    assert rate_words(rate) == words
