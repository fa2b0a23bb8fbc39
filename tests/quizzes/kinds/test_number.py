from decimal import Decimal

import pytest

from quizzes.kinds.number import Number, parse_number

CONTENT = {
    "answer": "7.1",
    "tolerance": "0.1",
    "unit": "points",
    "right": "Yes.",
    "wrong": "No.",
    "entries": [{"id": "a", "text": "10", "feedback": "Errors do not add."}],
}


@pytest.mark.parametrize(
    ("typed", "unit", "number"),
    [
        ("7.1", "", "7.1"),
        ("7,1", "", "7.1"),
        (" 7.1 points ", "points", "7.1"),
        ("7.1 Points.", "points", "7.1"),
        ("85 %", "%", "85"),
        ("85 per cent", "%", "85"),
        ("£1,200.50", "£", "1200.50"),
        ("-£5", "£", "-5"),
        ("1 200", "", "1200"),
        ("1\u00a0200\u00a0000", "", "1200000"),
        ("0,125", "", "0.125"),
        (".5", "", "0.5"),
        ("\u22123", "", "-3"),
        ("\u2013 3", "", "-3"),
        ("+4", "", "4"),
    ],
)
def test_a_number_is_read_as_people_type_it(typed, unit, number):
    assert parse_number(typed, unit) == Decimal(number)


@pytest.mark.parametrize(
    "typed", ["", "nan", "inf", "-Infinity", "1e999", "seven", "7 or 8", "1,2,3", "0x10", "7_1", "٧"]
)
def test_what_is_no_number_is_refused_with_a_sentence(typed):
    assert parse_number(typed) is None
    assert Number().missing(CONTENT, {"text": typed}).endswith(".")


@pytest.mark.parametrize(
    ("typed", "score"),
    [("7.0", 1.0), ("7.2", 1.0), ("6.999999999999999999999", 0.0), ("7.2000000000000000000001", 0.0)],
)
def test_the_tolerance_includes_its_ends_and_nothing_beyond(typed, score):
    assert Number().mark(CONTENT, {"text": typed}).score == score


def test_sums_that_binary_fractions_miss_are_exact():
    content = CONTENT | {"answer": "0.3", "tolerance": "0"}
    assert Number().mark(content, {"text": "0.30"}).right is True


@pytest.mark.parametrize(
    ("typed", "feedback"), [("7.1", "Yes."), ("10.0", "Errors do not add."), ("3", "No."), ("x", "No.")]
)
def test_a_known_wrong_number_has_its_own_feedback(typed, feedback):
    [part] = Number().mark(CONTENT, {"text": typed}).parts
    assert part.feedback == feedback


def test_the_answer_is_shown_with_its_tolerance():
    [part] = Number().mark(CONTENT, {"text": "3"}).parts
    assert part.text == "The answer is 7.1 points; anything within 0.1 of it counts as right."


def test_what_was_typed_is_cut_to_a_sane_length():
    response = Number().read({"text": "9" * 1000}.get, None, CONTENT)
    assert response == {"text": "9" * 40}
