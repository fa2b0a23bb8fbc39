import pytest

from courses.plan import QUIET_WEEKS, due_week, pace

# Outline 1.3: two lessons a week; the eleventh of a module alone in the module's last week
DUE_WEEKS = {
    1: [2, 2, 3, 3, 4, 4, 5, 5, 6, 6, 7],
    2: [8, 8, 9, 9, 10, 10, 11, 11, 12, 12, 13],
    3: [15, 15, 16, 16, 17, 17, 18, 18, 19, 19, 20],
    4: [21, 21, 22, 22, 23, 23, 24, 24, 25, 25, 26],
}


def state(**changes) -> str:
    """Of a lead in week 10 who has done exactly what was due before: 15 of 44, with 2 due this week."""
    facts = {
        "done": 15,
        "total": 44,
        "expected": 15,
        "due_by_now": 17,
        "week": 10,
        "school_days_in": 40,
        "enrolment_state": "active",
        "behind_from": 3,
    }
    return pace(**{**facts, **changes}).state


@pytest.mark.parametrize("module", DUE_WEEKS)
def test_the_lessons_of_a_module_are_due_in_the_weeks_of_the_outline(module):
    assert [due_week(module, lesson) for lesson in range(1, 12)] == DUE_WEEKS[module]


def test_the_catch_up_week_and_the_weeks_after_26_have_no_lessons():
    due = {due_week(module, lesson) for module in range(1, 5) for lesson in range(1, 12)}
    assert set(range(1, 40)) - due == {1, 14, *range(27, 40)}


def test_a_lead_who_did_what_was_due_is_on_pace():
    assert state() == "on pace"


@pytest.mark.parametrize(("done", "expected_state"), [(13, "on pace"), (12, "behind"), (0, "behind")])
def test_behind_begins_at_three_lessons_and_not_at_two(done, expected_state):
    assert state(done=done) == expected_state


def test_where_behind_begins_is_given_and_not_fixed():
    assert state(done=12, behind_from=4) == "on pace"


@pytest.mark.parametrize(("done", "expected_state"), [(17, "on pace"), (18, "ahead")])
def test_ahead_means_more_than_this_weeks_lessons_done(done, expected_state):
    assert state(done=done) == expected_state


@pytest.mark.parametrize(("days", "expected_state"), [(1, "new"), (10, "new"), (11, "behind")])
def test_nobody_is_behind_in_the_first_ten_school_days(days, expected_state):
    assert state(done=0, school_days_in=days) == expected_state


def test_the_quiet_weeks_are_1_2_and_30():
    assert QUIET_WEEKS == (1, 2, 30)


@pytest.mark.parametrize("week", QUIET_WEEKS)
def test_nobody_is_behind_in_a_quiet_week(week):
    assert state(done=0, week=week) == "quiet"


@pytest.mark.parametrize("week", [3, 29, 31])
def test_the_weeks_beside_the_quiet_ones_are_not_quiet(week):
    assert state(done=0, week=week) == "behind"


@pytest.mark.parametrize("enrolment_state", ["paused", "finished", "left"])
def test_who_is_not_active_is_never_behind(enrolment_state):
    assert state(done=0, enrolment_state=enrolment_state) == enrolment_state


def test_who_has_done_every_lesson_is_finished():
    assert state(done=44) == "finished"


def test_the_lag_counts_lessons_due_and_not_done():
    facts = {"total": 44, "due_by_now": 17, "week": 10, "school_days_in": 40}
    pace_of = [pace(done=n, expected=15, enrolment_state="active", behind_from=3, **facts).lag for n in (11, 15, 20)]
    assert pace_of == [4, 0, 0]
