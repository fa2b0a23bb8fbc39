from dataclasses import FrozenInstanceError, is_dataclass

import pytest
from django.template.loader import render_to_string

from cms import charts
from cms.charts import KINDS, ChartError, draw_rows, nice_ticks, number_text, pace_line

GAINS = "| Year | Points |\n|---|---|\n| Year 3 | 1 |\n| Year 4 | 2 |\n| Year 5 | 3 |\n| Year 6 | 6 |"
ROWS = {
    "intervals": "| Test | Marks | Low | High |\n|---|---|---|---|\n| Reading | 14 | 11 | 17 |\n| Quiz | 3 | - | – |",
    "strip": "| Pupil | Marks |\n|---|---|\n| A | 3 |\n| B | 9 |",
    "line": GAINS,
    "histogram": GAINS,
    "multiples": "| School | Term | Mean |\n|---|---|---|\n| Ash | 1 | 3 |\n| Ash | 2 | 5 |\n| Elm | 1 | - |",
}


def draw(kind, rows=None):
    return draw_rows(kind, rows or ROWS[kind], caption="The finding.", x="Across", y="Up")


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_is_drawn_and_keeps_its_numbers_as_typed(kind):
    chart = draw(kind)
    assert chart.kind == kind
    assert chart.caption == "The finding."
    assert "| " + " | ".join(chart.head) + " |" == ROWS[kind].splitlines()[0]
    assert ["| " + " | ".join(row) + " |" for row in chart.rows] == ROWS[kind].splitlines()[2:]


@pytest.mark.parametrize("kind", KINDS)
def test_a_chart_cannot_be_changed(kind):
    chart = draw(kind)
    assert is_dataclass(chart)
    with pytest.raises(FrozenInstanceError):
        chart.caption = "Another."


@pytest.mark.parametrize("kind", KINDS)
def test_the_drawing_says_what_it_shows_in_words_and_numbers(kind):
    html = render_to_string("components/chart.html", {"chart": draw(kind)})
    assert html.count('role="img"') == html.count("<title>") == html.count("<desc>") >= 1
    assert "<figcaption>The finding.</figcaption>" in html
    assert html.count("<tr>") == len(draw(kind).rows) + 1
    assert "style=" not in html


@pytest.mark.parametrize("kind", KINDS)
def test_text_of_a_chart_is_escaped(kind):
    rows = ROWS[kind].replace("Reading", "<b>").replace("Year 3", "<b>").replace("Ash", "<b>").replace("| A ", "| <b> ")
    html = render_to_string("components/chart.html", {"chart": draw_rows(kind, rows, caption="<i>", x="<u>", y="<u>")})
    assert "<b>" not in html
    assert "<i>" not in html
    assert "<u>" not in html


@pytest.mark.parametrize(
    ("kind", "rows", "sentence"),
    [
        ("pie", GAINS, "“pie” is not a kind of figure: it is one of intervals, strip, line, histogram, multiples."),
        (
            "strip",
            ROWS["multiples"],
            "A figure of the kind “strip” has the columns label, value; this has 3.",
        ),
        (
            "histogram",
            "| a | n |\n|---|---|\n| x | 1 |\n| y | many |",
            "Row 2: “many” in the column “n” is not a number.",
        ),
        ("histogram", "| a | n |\n|---|---|\n| x | nan |", "Row 1: “nan” in the column “n” is not a number."),
        ("histogram", "| a | n |\n|---|---|\n| x | 1e999 |", "Row 1: “1e999” in the column “n” is not a number."),
        ("histogram", "| a | n |\n|---|---|\n| x | -1 |", "Row 1: a count cannot be below zero."),
        ("strip", "| a | n |\n|---|---|\n| x | - |", "There is no number to draw."),
        (
            "intervals",
            "| a | v | l | h |\n|---|---|---|---|\n| x | 9 | 1 | 5 |",
            "Row 1: the value lies outside its interval.",
        ),
        (
            "intervals",
            "| a | v | l | h |\n|---|---|---|---|\n| x | 9 | - | 10 |",
            "Row 1: an interval has both ends or neither.",
        ),
        (
            "line",
            "| a | v |\n|---|---|\n| 1 | 9 |\n| 1.5 | 9 |\n| 0 | 9 |",
            "Row 3: the numbers of the horizontal axis must rise from row to row.",
        ),
        (
            "intervals",
            "| a | v | l | h |\n|---|---|---|---|\n" + "| x | 3 | 1 | 5 |\n" * 41,
            "A figure of the kind “intervals” has at most 40 rows; this has 41.",
        ),
    ],
)
def test_what_cannot_be_drawn_is_said_with_its_row(kind, rows, sentence):
    with pytest.raises(ChartError) as error:
        draw(kind, rows)
    assert str(error.value) == sentence


def test_numbers_may_be_typed_as_people_type_them():
    chart = draw("histogram", "| a | n |\n|---|---|\n| x | 1,204 |\n| y | 12.5% |\n| z | 3. |")
    assert [bar.text for bar in chart.bars] == ["1,204", "12.5", "3"]


@pytest.mark.parametrize(
    ("low", "high", "ticks"),
    [
        (0, 20, [0, 5, 10, 15, 20]),
        (0, 6, [0, 2, 4, 6]),
        (0, 0.31, [0, 0.1, 0.2, 0.3, 0.4]),
        (-3, 5, [-4, -2, 0, 2, 4, 6]),
        (7, 7, [7, 7.25, 7.5, 7.75, 8]),
    ],
)
def test_ticks_are_round_and_enclose_the_numbers(low, high, ticks):
    assert nice_ticks(low, high) == ticks


def test_numbers_are_written_with_a_true_minus_and_nothing_with_a_dash():
    assert [number_text(value) for value in (-3, 0.5, 1204, 14.0, None)] == ["−3", "0.5", "1,204", "14", "–"]


def test_a_dot_lies_within_its_interval():
    mark = draw("intervals").marks[0]
    low, at, high = (float(place.removesuffix("%")) for place in (mark.low, mark.at, mark.high))
    assert low < at < high
    assert mark.words == "14, from 11 to 17"


def test_a_row_without_an_interval_has_a_dot_and_no_line():
    mark = draw("intervals").marks[1]
    assert (mark.low, mark.high, mark.words) == ("", "", "3")
    assert mark.at


def test_zero_has_a_line_of_its_own_between_gain_and_loss():
    chart = charts.intervals([("a", 1, -2, 4)], caption="")
    assert chart.zero
    assert charts.intervals([("a", 1, 0, 4)], caption="").zero == ""


def test_a_known_scale_is_kept():
    chart = charts.intervals([("a", 14, 11, 17)], caption="", span=(0, 20))
    assert [tick.text for tick in chart.x_ticks] == ["0", "5", "10", "15", "20"]


def test_dots_of_one_value_stand_on_one_another():
    (lane,) = charts.strip([(str(n), 5) for n in range(9)] + [("x", 9)], caption="").lanes
    same = [dot for dot in lane.dots if dot.value == "5"]
    assert len({dot.cx for dot in same}) == 1
    assert len({dot.cy for dot in same}) == 9


def test_labels_that_come_again_are_lanes():
    lanes = charts.strip([("Autumn", 1), ("Spring", 2), ("Autumn", 3)], caption="").lanes
    assert [(lane.label, lane.words) for lane in lanes] == [("Autumn", "2 values"), ("Spring", "2")]


def test_a_line_breaks_where_a_value_is_missing():
    curve = charts.line([("a", 1), ("b", 2), ("c", None), ("d", 3), ("e", 4)], caption="").curve
    assert len(curve.paths) == 2
    assert len(curve.dots) == 4


def test_numbers_across_keep_their_distances():
    chart = charts.line([(0, 1), (10, 2), (40, 3)], caption="")
    places = [float(dot.cx.removesuffix("%")) for dot in chart.curve.dots]
    assert round((places[2] - places[0]) / (places[1] - places[0]), 1) == 4


def test_a_band_is_drawn_only_where_it_is_known():
    chart = charts.line([("a", 1, 0, 2), ("b", 2, 1, 3), ("c", 3, None, None)], caption="")
    assert chart.has_band
    assert len(chart.curve.bands) == 1
    assert not charts.line([("a", 1), ("b", 2)], caption="").has_band


def test_bars_stand_from_zero():
    bars = draw("histogram").bars
    assert [round(bar.height / bars[0].height) for bar in bars] == [1, 2, 3, 6]


def test_bars_lie_down_when_their_names_are_long():
    names = [
        "Nobody could name a decision that followed",
        "Two asked for the same thing",
        "It came too late to be used",
    ]
    chart = charts.histogram(zip(names, (10, 5, 1), strict=True), caption="")
    assert chart.across
    assert [bar.width for bar in chart.bars] == ["100%", "50%", "10%"]


def test_many_classes_keep_standing_and_lose_some_names():
    chart = charts.histogram([(f"{n}–{n + 4}", n) for n in range(0, 200, 5)], caption="")
    assert not chart.across
    assert 2 <= sum(bool(bar.lines) for bar in chart.bars) < 40


def test_small_multiples_share_one_scale():
    low, high = charts.multiples([("a", 1, 0), ("a", 2, 1), ("b", 1, 9), ("b", 2, 10)], caption="").panels
    assert low.curve.dots[1].cy > high.curve.dots[0].cy


def test_text_across_fits_a_phone():
    chart = charts.line([(f"Half term {n}", n) for n in range(1, 7)], caption="")
    assert sum(len(tick.text) for tick in chart.x_ticks) * charts.CHARACTER <= charts.NARROW + 2 * charts.MARGIN


def test_the_pace_line_says_all_it_shows():
    line = pace_line(you=12, plan=14, colleagues=[("Ben", 10)])
    assert line.words == "You have done 12 of 44 lessons, Ben 10. The plan is at 14."
    assert [(mark.name, mark.done) for mark in line.marks] == [("Plan", 14), ("Ben", 10), ("You", 12)]


def test_markers_in_one_place_stay_readable():
    plan, ben, chandra, you = pace_line(you=9, plan=9, colleagues=[("Ben", 9), ("Chandra", 9)]).marks
    assert you.at == ben.at == chandra.at == plan.at
    assert you.radius + 3 < ben.radius < chandra.radius
    assert len({mark.label_y for mark in (plan, ben, chandra, you)}) == 4


def test_a_marker_outside_the_year_is_refused():
    with pytest.raises(ChartError, match="“you” stands at 45, outside 0 to 44"):
        pace_line(you=45, plan=1)
