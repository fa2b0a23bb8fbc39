import pytest

from courses.models import Form, FormOrder
from courses.queries import diagnosticscore
from courses.queries.diagnosticscore import places_to_start, precision_of, results_of, signed
from quizzes.psychometrics.uncertainty import Verdict
from tests.courses.builders import NOW, build_lead, build_school
from tests.courses.sittings import (
    IN_W37,
    RIGHT,
    WRONG,
    answer,
    build_form,
    build_forms,
    desk_on,
    hand_in,
    sit,
    start,
)


@pytest.fixture
def form_a_first(cohort):
    build_forms()
    school = build_school()
    FormOrder.objects.create(cohort=cohort, school=school, first=Form.A, drawn_at=NOW)
    return school


# Where to start -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("right", "named"),
    [
        ((2, 6, 6, 6), ("Purpose",)),
        ((2, 3, 7, 7), ("Purpose", "Validity")),
        ((2, 3, 3, 7), ()),
        ((4, 4, 4, 4), ()),
        ((7, 8, 8, 7), ()),
        ((0, 0, 8, 7), ("Purpose", "Validity")),
        ((6, 8, 8, 7), ("Purpose",)),
    ],
    ids=[
        "one",
        "one within a question",
        "three alike",
        "all alike",
        "all right",
        "none right",
        "one not full",
    ],
)
def test_the_smallest_share_names_where_to_start(right, named):
    of = (7, 8, 8, 7)
    pillars = ("purpose", "validity", "reliability", "value")
    assert places_to_start(tuple(zip(pillars, right, of, strict=True))) == named


def test_without_answers_nothing_is_named():
    assert places_to_start(()) == ()


# How sure the total is ------------------------------------------------------------------------------------------


def test_until_enough_have_sat_a_form_its_error_is_the_planned_one(form_a_first, cohort):
    lead = build_lead(cohort=cohort, school=form_a_first)
    sit(lead)
    found = precision_of(Form.A)
    assert (found.sem, found.people, found.is_measured) == (2.25, 1, False)


def sit_with_right(cohort, school, counts):
    for right in counts:
        sit(build_lead(cohort=cohort, school=school), right=right)


@pytest.mark.parametrize(("sat", "is_measured"), [(5, False), (6, True)])
def test_once_enough_have_sat_it_its_own_figures_count(form_a_first, cohort, monkeypatch, sat, is_measured):
    monkeypatch.setattr(diagnosticscore, "MEASURED_FROM", 6)
    sit_with_right(cohort, form_a_first, [0, 8, 2, 6, 4, 4][:sat])
    found = precision_of(Form.A)
    assert (found.people, found.is_measured) == (sat, is_measured)
    assert (found.interval is not None) == is_measured


def test_the_measured_figures_are_those_of_the_papers(form_a_first, cohort, monkeypatch):
    """Six papers 0, 2, 4, 4, 6, 8 whose answers rise question by question, worked out by hand."""
    monkeypatch.setattr(diagnosticscore, "MEASURED_FROM", 6)
    sit_with_right(cohort, form_a_first, [0, 8, 2, 6, 4, 4])
    found = precision_of(Form.A)
    # Totals: mean 4, variance 40/5 = 8. Items: 5, 5, 4, 4, 2, 2, 1, 1 right of 6: variances sum to 26/15
    alpha = 8 / 7 * (1 - (26 / 15) / 8)
    assert found.reliability == pytest.approx(alpha, abs=1e-12)
    assert found.sd == pytest.approx(8**0.5, abs=1e-12)
    assert found.sem == pytest.approx((8 * (1 - alpha)) ** 0.5, abs=1e-12)


def test_a_form_on_which_everybody_is_alike_keeps_the_planned_error(form_a_first, cohort, monkeypatch):
    monkeypatch.setattr(diagnosticscore, "MEASURED_FROM", 6)
    sit_with_right(cohort, form_a_first, [4] * 6)
    assert precision_of(Form.A).is_measured is False


# Total and change -----------------------------------------------------------------------------------------------


def test_thirty_questions_give_the_band_of_the_outline(cohort, school):
    build_forms(["purpose"] * 7 + ["validity"] * 8 + ["reliability"] * 8 + ["value"] * 7)
    lead = build_lead(cohort=cohort, school=school)
    sit(lead, right=14)
    result = results_of(desk_on(lead)).pre
    assert result.band.words == "14 of 30, best read as 10 to 18 (9 times in 10)"
    assert (result.total.right, result.total.questions, result.total.blanks) == (14, 30, 0)


def change_from(lead, before, after):
    sit(lead, right=before)
    sit(lead, "post-test", right=after)
    return results_of(desk_on(lead, IN_W37)).change


@pytest.mark.parametrize(
    ("before", "after", "verdict", "low", "high"),
    [
        (1, 7, Verdict.RISE, "+1", "+11"),
        (1, 6, Verdict.SAME, "0", "+10"),
        (4, 4, Verdict.SAME, "−5", "+5"),
        (7, 1, Verdict.FALL, "−11", "−1"),
    ],
)
def test_a_change_is_clear_from_six_marks(cohort, school, before, after, verdict, low, high):
    build_forms()
    shift = change_from(build_lead(cohort=cohort, school=school), before, after)
    assert (shift.verdict, shift.low, shift.high, shift.least_clear) == (verdict, low, high, 6)


def test_a_clear_change_never_reaches_zero_by_rounding(form_a_first, cohort, monkeypatch):
    monkeypatch.setattr(diagnosticscore, "PLANNED_SD", 4.9)  # the band is 5.7 marks wide to each side
    shift = change_from(build_lead(cohort=cohort, school=form_a_first), 1, 7)
    assert (shift.verdict, shift.low) == (Verdict.RISE, "+1")


def test_papers_of_different_length_are_not_compared(form_a_first, cohort):
    lead = build_lead(cohort=cohort, school=form_a_first)
    sit(lead, right=2)
    build_form(Form.B, ["value"] * 9)
    sit(lead, "post-test", right=9)
    results = results_of(desk_on(lead, IN_W37))
    assert (results.post.total.questions, results.change) == (9, None)


def test_a_form_of_fewer_than_eight_questions_has_no_band(cohort, school):
    build_forms(["value"] * 7)
    lead = build_lead(cohort=cohort, school=school)
    sit(lead)
    assert results_of(desk_on(lead)).pre.band is None


def test_the_total_follows_an_answer_that_is_marked_again(form_a_first, cohort):
    lead = build_lead(cohort=cohort, school=form_a_first)
    start(lead)
    for position in range(1, 9):
        answer(lead, "pre-test", position, RIGHT if position < 4 else WRONG)
    attempt = hand_in(lead)
    attempt.answers.filter(score=0).update(score=1)
    assert results_of(desk_on(lead)).pre.total.right == 8


@pytest.mark.parametrize(("marks", "words"), [(8.0, "+8"), (-3.0, "−3"), (0.0, "0"), (2.5, "+2.5")])
def test_changes_carry_their_sign(marks, words):
    assert signed(marks) == words
