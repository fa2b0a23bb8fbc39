import pytest

from courses.models import Form, FormOrder, Occasion
from courses.queries.diagnosticreport import cohort_tests, item_rows
from tests.courses.builders import build_cohort, build_enrolment, build_lead, build_school
from tests.courses.sittings import IN_W37, RIGHT, WRONG, answer, build_forms, hand_in, sit, start

PRE, POST = Occasion


@pytest.fixture(autouse=True)
def _forms(programme, db):
    build_forms()


@pytest.fixture
def form_a_first(cohort):
    """A school that sits form A before."""
    school = build_school()
    FormOrder.objects.create(cohort=cohort, school=school, first=Form.A, drawn_at=IN_W37)
    return school


def sit_both(cohort, school, *, before, after):
    lead = build_lead(cohort=cohort, school=school)
    sit(lead, PRE, right=before)
    sit(lead, POST, right=after)
    return lead


# Who has sat which ----------------------------------------------------------------------------------------------


def test_who_has_handed_in_what_and_nobodys_score(cohort, form_a_first):
    sit_both(cohort, form_a_first, before=2, after=3)
    begun = build_lead(cohort=cohort, school=form_a_first)
    start(begun)
    found = cohort_tests(cohort)
    assert [(bool(one.pre), bool(one.post)) for one in found.leads] == [(True, True), (False, False)]
    assert (found.pre_done, found.post_done) == (1, 1)


def test_leads_who_left_and_other_cohorts_are_not_listed(cohort, form_a_first):
    build_enrolment(cohort=cohort, school=form_a_first, state="left")
    build_lead(cohort=build_cohort(), school=form_a_first)
    assert cohort_tests(cohort).leads == []


# The average change ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("people", "is_shown"), [(9, False), (10, True)])
def test_an_average_change_takes_ten_leads_with_both_tests(cohort, form_a_first, people, is_shown):
    for number in range(people):
        sit_both(cohort, form_a_first, before=2, after=4 + number % 2)
    sit(build_lead(cohort=cohort, school=form_a_first), PRE)
    gain = cohort_tests(cohort).gain
    assert (gain.people, gain.value is not None) == (people, is_shown)


def test_the_average_change_has_a_t_interval_and_says_who_sat_which_form_first(cohort, form_a_first):
    other = build_school()
    for number in range(10):
        sit_both(cohort, form_a_first if number < 6 else other, before=2, after=4 + number % 2)
    gain = cohort_tests(cohort).gain
    assert gain.words == {"mean": "+2.5", "low": "+2.1", "high": "+2.9"}  # 2.5 -+ 2.262 x 0.527 / sqrt 10
    assert (gain.first_a, gain.first_b) == (6, 4)


# Questions ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("people", "is_shown"), [(4, False), (5, True)])
def test_how_hard_a_question_was_is_told_of_five_leads_or_more(cohort, form_a_first, people, is_shown):
    for _ in range(people):
        sit(build_lead(cohort=cohort, school=form_a_first), PRE, right=1)
    [form_a, form_b] = cohort_tests(cohort).forms
    first = form_a.lines[0].before
    assert (first.n, first.right, first.share is not None) == (people, people, is_shown)
    assert [line.after.n for line in form_a.lines] == [0] * 8
    assert [line.before.n for line in form_b.lines] == [0] * 8


def test_before_and_after_stand_apart_for_each_form(cohort, form_a_first):
    for _ in range(5):
        sit_both(cohort, form_a_first, before=1, after=2)
    [form_a, form_b] = cohort_tests(cohort).forms
    assert [(line.before.right, line.after.n) for line in form_a.lines[:3]] == [(5, 0), (0, 0), (0, 0)]
    assert [(line.before.n, line.after.right) for line in form_b.lines[:3]] == [(0, 5), (0, 5), (0, 0)]


def test_a_blank_counts_among_those_who_sat_the_question(cohort, form_a_first):
    for _ in range(5):
        sit(build_lead(cohort=cohort, school=form_a_first), PRE, right=8, blank=1)
    last = cohort_tests(cohort).forms[0].lines[-1].before
    assert (last.n, last.right) == (5, 0)


@pytest.fixture
def reviewed_from_six(monkeypatch):
    for name in ("diagnosticreport", "diagnosticscore"):
        monkeypatch.setattr(f"courses.queries.{name}.MEASURED_FROM", 6)


def sit_with(lead, answers):
    start(lead)
    for position, is_right in enumerate(answers, 1):
        answer(lead, PRE, position, RIGHT if is_right else WRONG)
    hand_in(lead)


def test_a_question_that_good_leads_miss_is_named_for_review(cohort, form_a_first, reviewed_from_six):
    for number in range(6):
        sit_with(build_lead(cohort=cohort, school=form_a_first), [number < 3, *[number >= 3] * 3, *[number % 2] * 4])
    [note] = [note for note in cohort_tests(cohort).forms[0].review if note.startswith("Question 1:")]
    assert note == "Question 1: leads who did well on the rest did worse on it. Check the key first."


def test_a_question_nearly_everybody_gets_right_or_wrong_after_the_year_is_named(
    cohort, form_a_first, reviewed_from_six
):
    for _ in range(20):
        sit(build_lead(cohort=cohort, school=form_a_first), POST, right=1)
    notes = cohort_tests(cohort).forms[1].review
    assert notes[0] == "Question 1: after the year, more than 19 in 20 were right."
    assert notes[1] == "Question 2: after the year, fewer than 1 in 5 were right."


def test_before_enough_have_sat_nothing_is_named(cohort, form_a_first):
    for _ in range(6):
        sit(build_lead(cohort=cohort, school=form_a_first), PRE, right=8)
    assert [form.review for form in cohort_tests(cohort).forms] == [[], []]


def test_rows_for_a_spreadsheet_tell_nothing_of_fewer_than_five(cohort, form_a_first):
    for _ in range(5):
        sit_both(cohort, form_a_first, before=1, after=1)
    sit(build_lead(cohort=cohort, school=form_a_first), POST)
    row, *_ = item_rows(cohort_tests(cohort).forms)
    assert row[:4] == ("Form A", 1, "a-d01", "Purpose")
    assert row[5:] == (5, 5.0, 1.0, 0.5655, 1.0, 0, None, None, None, None)


@pytest.mark.parametrize("people", [1, 3])
def test_the_report_costs_the_same_with_one_lead_and_with_three(
    cohort, form_a_first, people, django_assert_num_queries
):
    for _ in range(people):
        sit_both(cohort, form_a_first, before=1, after=2)
    with django_assert_num_queries(14):
        cohort_tests(cohort)
