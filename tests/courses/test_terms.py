from datetime import date

import pytest

from courses.terms import Band, bands_of_text, dated_bands, percent_due, share_of, text_of_bands

STARTS_ON = date(2027, 9, 6)
BANDS = [[28, 50], [14, 75], [7, 100]]


def test_the_bands_are_days_of_the_calendar():
    assert dated_bands(STARTS_ON, BANDS) == (
        Band(None, date(2027, 8, 8), 0),
        Band(date(2027, 8, 9), date(2027, 8, 22), 50),
        Band(date(2027, 8, 23), date(2027, 8, 29), 75),
        Band(date(2027, 8, 30), None, 100),
    )


@pytest.mark.parametrize(
    ("day", "percent"),
    [
        (date(2027, 8, 8), 0),  # 29 days before
        (date(2027, 8, 9), 50),  # 28
        (date(2027, 8, 22), 50),  # 15
        (date(2027, 8, 23), 75),  # 14
        (date(2027, 8, 29), 75),  # 8
        (date(2027, 8, 30), 100),  # 7
        (date(2027, 12, 1), 100),
    ],
)
def test_a_cancellation_costs_what_the_band_of_its_day_says(day, percent):
    assert percent_due(day, starts_on=STARTS_ON, bands=BANDS) == percent


def test_without_bands_a_cancellation_is_free():
    assert dated_bands(STARTS_ON, []) == (Band(None, None, 0),)
    assert percent_due(STARTS_ON, starts_on=STARTS_ON, bands=[]) == 0


@pytest.mark.parametrize(("pence", "percent", "share"), [(60000, 50, 30000), (33333, 75, 25000), (1, 50, 1), (7, 0, 0)])
def test_a_part_of_an_amount_is_whole_pence(pence, percent, share):
    assert share_of(pence, percent) == share


def test_the_office_writes_bands_in_words():
    assert bands_of_text("28: 50 %, 14:75, 7: 100%") == BANDS
    assert bands_of_text(text_of_bands(BANDS)) == BANDS


@pytest.mark.parametrize(
    "text", ["", "28", "28: 50 %,", "28: x", "-1: 50", "14: 50, 28: 75", "28: 50, 14: 50", "7: 101", "٣: 50"]
)
def test_bands_that_say_nothing_clear_are_refused(text):
    with pytest.raises(ValueError, match=r"not days and per cent|must cost more|No more than"):
        bands_of_text(text)
