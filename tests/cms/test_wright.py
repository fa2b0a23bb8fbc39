import pytest
from django.template.loader import render_to_string

from cms.charts import ChartError, wright

QUESTIONS = [
    ("1", "An easy one", -1.1, -1.4, -0.8),
    ("2", "A hard one", 0.9, 0.6, 1.2),
    ("3", "Another", 0.8, None, None),
]


def draw(people=((-0.4, 3), (0.2, 7)), questions=QUESTIONS):
    return wright(people, questions, caption="The finding.")


def test_the_highest_band_is_on_top_and_each_holds_its_lower_end():
    chart = draw()
    assert [band.low for band in chart.bands] == [0.5, 0.0, -0.5, -1.0, -1.5]
    assert [band.people for band in chart.bands] == [0, 7, 3, 0, 0]


def test_questions_stand_by_number_at_their_difficulty():
    assert [[text for text, _ in band.names] for band in draw().bands if band.names] == [["2, 3"], ["1"]]


def test_every_person_and_question_has_a_place_at_both_ends_of_the_ruler():
    chart = draw(people=[(-2, 1), (2, 4)], questions=[("1", "One", -2, None, None), ("2", "Two", 2, None, None)])
    assert sum(band.people for band in chart.bands) == 5
    assert [text for band in chart.bands for text, _ in band.names] == ["2", "1"]


def test_the_longest_bar_belongs_to_most_people():
    bars = {band.people: float(band.bar_width.rstrip("%")) for band in draw().bands if band.people}
    assert bars[7] == pytest.approx(bars[3] * 7 / 3, abs=0.02)


def test_many_questions_in_one_band_stand_on_lines_below_one_another():
    chart = draw(questions=[(str(n), f"Question {n}", 0.1, None, None) for n in range(1, 31)])
    (names,) = [band.names for band in chart.bands if band.names]
    assert ", ".join(text for text, _ in names) == ", ".join(str(n) for n in range(1, 31))
    assert len({y for _, y in names}) == len(names) > 1


def test_the_table_has_the_hardest_question_first_with_its_interval():
    assert draw().rows == (
        ("2. A hard one", "0.9", "0.6", "1.2"),
        ("3. Another", "0.8", "–", "–"),
        ("1. An easy one", "−1.1", "−1.4", "−0.8"),
    )


def test_it_is_drawn_with_its_words_and_nothing_in_it_is_markup():
    html = render_to_string("components/chart.html", {"chart": draw(questions=[("1", "<b>", 0.5, None, None)])})
    assert html.count('role="img"') == html.count("<title>") == html.count("<desc>") == 1
    assert "<b>" not in html
    assert "style=" not in html


def test_without_a_question_there_is_nothing_to_draw():
    with pytest.raises(ChartError):
        draw(questions=[])
