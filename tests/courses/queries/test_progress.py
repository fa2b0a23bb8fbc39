from datetime import date, timedelta

import pytest

from courses.domain.calendar import close_day
from courses.queries.progress import cohort_paces, dashboard, lesson_list
from tests.courses.builders import (
    ASKING,
    COMING,
    READING,
    STARTS_ON,
    WRITING,
    build_calendar,
    build_cohort,
    build_enrolment,
    build_lead,
    excuse,
    finish,
    lead_of,
)

WEEK_7, WEEK_8, WEEK_9 = date(2026, 10, 21), date(2026, 11, 4), date(2026, 11, 11)
ALL = (ASKING, READING, WRITING, COMING)


def pace_on(enrolment, day):
    return dashboard(lead_of(enrolment.user), today=day).mine.pace


# The plan of the small programme: two lessons due in week 2, two in week 8 ---------------------------------------


@pytest.mark.parametrize(
    ("day", "expected"),
    [(date(2026, 9, 20), 0), (date(2026, 9, 21), 2), (date(2026, 11, 8), 2), (date(2026, 11, 9), 4)],
    ids=["Sunday of week 2", "Monday of week 3", "Sunday of week 8", "Monday of week 9"],
)
def test_a_lesson_is_expected_from_the_monday_after_its_week(enrolment, day, expected):
    assert pace_on(enrolment, day).expected == expected


@pytest.mark.parametrize(("done", "state"), [(1, "behind"), (2, "on pace")])
def test_behind_begins_at_three_lessons(enrolment, done, state):
    finish(enrolment, *ALL[:done])
    assert (pace_on(enrolment, WEEK_9).lag, pace_on(enrolment, WEEK_9).state) == (4 - done, state)


def test_where_behind_begins_can_be_set(enrolment, settings):
    settings.BEHIND_FROM = 4
    finish(enrolment, ASKING)
    assert pace_on(enrolment, WEEK_9).state == "on pace"


def test_ahead_is_who_has_done_more_than_is_due_this_week(enrolment):
    finish(enrolment, ASKING, READING)
    assert pace_on(enrolment, WEEK_7).state == "on pace"
    finish(enrolment, WRITING)
    assert pace_on(enrolment, WEEK_7).state == "ahead"


def test_any_lessons_count_whatever_their_order(enrolment):
    finish(enrolment, WRITING, COMING)
    assert pace_on(enrolment, WEEK_9).state == "on pace"


def test_an_excused_lesson_counts_as_done(enrolment):
    excuse(enrolment, ASKING)
    finish(enrolment, READING)
    assert (pace_on(enrolment, WEEK_9).done, pace_on(enrolment, WEEK_9).state) == (2, "on pace")


def test_who_has_done_every_lesson_is_finished(enrolment):
    finish(enrolment, *ALL)
    assert pace_on(enrolment, WEEK_9).state == "finished"


@pytest.mark.parametrize("state", ["paused", "finished"])
def test_who_is_paused_or_finished_is_never_behind(cohort, state):
    assert pace_on(build_enrolment(cohort=cohort, state=state), WEEK_9).state == state


# The first ten school days --------------------------------------------------------------------------------------

MONDAY_9 = date(2026, 11, 9)


@pytest.mark.parametrize(
    ("joined_on", "day", "state"),
    [
        (MONDAY_9, date(2026, 11, 20), "new"),
        (MONDAY_9, date(2026, 11, 22), "new"),
        (MONDAY_9, date(2026, 11, 23), "behind"),
        (date(2026, 11, 7), date(2026, 11, 20), "new"),
        (date(2026, 11, 7), date(2026, 11, 23), "behind"),
        (date(2026, 12, 21), date(2027, 1, 15), "new"),
        (date(2026, 12, 21), date(2027, 1, 18), "behind"),
    ],
    ids=[
        "joined on a Monday: tenth school day",
        "joined on a Monday: weekend after it",
        "joined on a Monday: eleventh",
        "joined on a Saturday: tenth school day",
        "joined on a Saturday: eleventh",
        "joined in the holiday: tenth school day",
        "joined in the holiday: eleventh",
    ],
)
def test_nobody_is_behind_in_their_first_ten_school_days(cohort, joined_on, day, state):
    assert pace_on(build_enrolment(cohort=cohort, joined_on=joined_on), day).state == state


# Quiet weeks and holidays ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("day", "state"),
    [
        (date(2026, 9, 16), "quiet"),
        (date(2027, 5, 5), "behind"),
        (date(2027, 5, 12), "quiet"),
        (date(2027, 5, 19), "behind"),
    ],
    ids=["week 2", "week 29", "week 30", "week 31"],
)
def test_weeks_2_and_30_are_quiet(cohort, day, state):
    assert pace_on(build_enrolment(cohort=cohort, joined_on=date(2026, 7, 1)), day).state == state


def eight_weeks_then_holiday():
    terms = [(date(2026, 8, 31), date(2026, 10, 30)), (date(2026, 11, 9), date(2026, 12, 18))]
    return build_cohort(calendar=build_calendar(terms=terms))


def test_nobody_falls_behind_in_a_holiday(programme, db):
    """The state of the last school week stays: holidays cost nothing."""
    enrolment = build_enrolment(cohort=eight_weeks_then_holiday())
    finish(enrolment, ASKING)
    friday, holiday, back = date(2026, 10, 30), date(2026, 11, 4), date(2026, 11, 9)
    assert [pace_on(enrolment, day).state for day in (friday, holiday, back)] == ["on pace", "on pace", "behind"]


def test_before_the_start_nothing_is_expected(enrolment):
    assert (pace_on(enrolment, date(2026, 8, 20)).expected, pace_on(enrolment, date(2026, 8, 20)).lag) == (0, 0)


def test_a_cohort_whose_calendar_has_no_terms_expects_nothing(programme, db):
    enrolment = build_enrolment(cohort=build_cohort(calendar=build_calendar(terms=())))
    board = dashboard(lead_of(enrolment.user), today=WEEK_9)
    assert (board.week, board.next_monday, board.mine.pace.expected) == (0, None, 0)


# The dashboard --------------------------------------------------------------------------------------------------


def test_the_dashboard_shows_this_weeks_lessons(enrolment):
    board = dashboard(lead_of(enrolment.user), today=WEEK_8)
    assert [lesson.slug for lesson in board.this_week] == [WRITING, COMING]


def test_the_minutes_are_those_of_lessons_still_to_do(enrolment):
    assert dashboard(lead_of(enrolment.user), today=WEEK_8).minutes == 55
    finish(enrolment, WRITING)
    assert dashboard(lead_of(enrolment.user), today=WEEK_8).minutes == 25


def test_minutes_do_not_count_excused_lessons(enrolment):
    excuse(enrolment, WRITING)
    assert dashboard(lead_of(enrolment.user), today=WEEK_8).minutes == 25


def test_a_week_without_lessons_shows_none(enrolment):
    assert dashboard(lead_of(enrolment.user), today=WEEK_9).this_week == []


def test_a_holiday_shows_no_lessons_and_the_monday_after_it(enrolment):
    board = dashboard(lead_of(enrolment.user), today=date(2026, 10, 28))
    assert (board.is_holiday, board.week, board.this_week, board.next_monday) == (True, 7, [], date(2026, 11, 2))


def test_the_next_lesson_is_the_first_written_one_not_done(enrolment):
    following = []
    for slug in (ASKING, READING, WRITING):
        following.append(dashboard(lead_of(enrolment.user), today=WEEK_8).next_lesson.slug)
        finish(enrolment, slug)
    assert following == [ASKING, READING, WRITING]
    assert dashboard(lead_of(enrolment.user), today=WEEK_8).next_lesson is None  # the last is not written yet


def test_colleagues_of_the_school_in_the_cohort_stand_beside_me(enrolment, cohort, school):
    colleague = build_enrolment(cohort=cohort, school=school)
    build_enrolment(cohort=cohort)
    build_enrolment(cohort=build_cohort(), school=school)
    build_enrolment(cohort=cohort, school=school, state="left")
    finish(colleague, ASKING)
    board = dashboard(lead_of(enrolment.user), today=WEEK_8)
    assert [(one.lead.enrolment_id, one.pace.done) for one in board.colleagues] == [(colleague.pk, 1)]
    assert (board.mine.lead.enrolment_id, board.mine.pace.done) == (enrolment.pk, 0)


def test_the_plan_counts_what_is_due_by_this_friday(enrolment):
    days = (WEEK_7, WEEK_8, WEEK_9)
    assert [dashboard(lead_of(enrolment.user), today=day).plan_by_friday for day in days] == [2, 4, 4]


def test_the_schools_own_dates_decide_its_weeks(enrolment, school):
    shifted = [(first + timedelta(7), last + timedelta(7)) for first, last in [(STARTS_ON, date(2026, 12, 18))]]
    school.own_calendar = build_calendar(terms=shifted)
    school.save()
    assert dashboard(lead_of(enrolment.user), today=date(2026, 9, 16)).week == 1


def test_the_closed_days_of_a_school_count_for_its_leads_on_every_page(enrolment, cohort, school):
    """Three closed days take week 8 out of the year of the one school."""
    other = build_enrolment(cohort=cohort)
    for day in (2, 3, 4):
        close_day(school=school, template=cohort.calendar, day=date(2026, 11, day), reason="Flood")
    leads = [lead_of(one.user) for one in (enrolment, other)]
    assert [dashboard(lead, today=WEEK_9).mine.pace.expected for lead in leads] == [2, 4]
    assert [pace.expected for _, pace in sorted(cohort_paces(leads, today=WEEK_9).items())] == [2, 4]


# Lists ----------------------------------------------------------------------------------------------------------


def test_the_list_of_lessons_has_all_by_module_with_what_is_done(enrolment):
    finish(enrolment, READING)
    excuse(enrolment, WRITING)
    found = lesson_list(lead_of(enrolment.user), today=WEEK_8)
    by_module = [(module.slug, [(s.lesson.slug, s.words) for s in states]) for module, states, _ in found["modules"]]
    assert by_module == [("why", [(ASKING, ""), (READING, "finished")]), ("how", [(WRITING, "excused"), (COMING, "")])]
    assert (found["week"], found["total"], found["finished"]) == (8, 4, 2)


@pytest.mark.parametrize("number", [1, 3])
def test_the_dashboard_asks_4_queries_whatever_the_number_of_colleagues(
    cohort, school, number, django_assert_num_queries
):
    for _ in range(number):
        user = build_lead(cohort=cohort, school=school)
    lead = lead_of(user)
    dashboard(lead, today=WEEK_8)
    with django_assert_num_queries(4):
        dashboard(lead, today=WEEK_8)


@pytest.mark.parametrize("number", [1, 3])
def test_the_paces_of_a_cohort_ask_2_queries_whatever_their_number(cohort, number, django_assert_num_queries):
    leads = [lead_of(build_lead(cohort=cohort)) for _ in range(number)]
    cohort_paces(leads, today=WEEK_8)
    with django_assert_num_queries(2):
        assert len(cohort_paces(leads, today=WEEK_8)) == number
