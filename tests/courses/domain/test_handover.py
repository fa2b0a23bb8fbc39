"""A place passes from one lead of a school to another: what the school, the leaver and the joiner have afterwards."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from django.core import mail as outbox
from django.db import IntegrityError, transaction

from cms.models import User
from courses.domain.enrolment import AlreadyEnrolled
from courses.domain.five import deal_finished_lessons
from courses.domain.grace import AlreadyDecided, AlreadyLeft, NotYet, decide_grace, leave_place, warn_of_graces
from courses.domain.handover import (
    NoPlace,
    NotOpen,
    OutsideYear,
    SamePerson,
    agree_hand_over,
    ask_hand_over,
    carry_out_hand_overs,
    hand_over,
    refuse_hand_over,
    take_back_hand_over,
)
from courses.domain.progress import TooManyExcused
from courses.models import Enrolment, Grace, HandOver, LessonProgress
from courses.queries.diagnostic import State, lead_desk
from courses.queries.enrolment import current_lead, last_lead
from courses.queries.handover import excused_before_joining, handable, joining_of
from courses.queries.progress import dashboard, pace_of
from courses.weeks import SchoolYear
from quizzes.models import ReviewCard
from tests.builders import build_user
from tests.courses.bookings import confirm, named
from tests.courses.builders import (
    ASKING,
    COMING,
    NEXT_START,
    NOW,
    READING,
    STARTS_ON,
    WRITING,
    build_cohort,
    build_enrolment,
    build_selling_cohort,
    do_lesson,
    excuse,
    finish,
    lesson_page,
)
from tests.courses.sittings import build_forms

TODAY = date(2026, 11, 11)
MODULE_3 = date(2027, 1, 4)  # the Monday of week 15
JOINER = {"first_name": "Ines", "last_name": "Calder", "email": "Ines@Larkfield.example"}


@pytest.fixture
def colleague(cohort, school):
    return build_enrolment(cohort=cohort, school=school, name="Tom Pryce")


def asking(enrolment, *, on=TODAY, by=None, now=NOW, **changes) -> HandOver:
    given = {**JOINER, "reason": "A new post.", **changes}
    return ask_hand_over(enrolment=enrolment, on=on, by=by, now=now, **given)


def giving(enrolment, *, on=TODAY, by=None, now=NOW, **changes) -> HandOver:
    given = {**JOINER, "reason": "A new post.", **changes}
    return hand_over(enrolment=enrolment, on=on, by=by, now=now, **given)


def ids(*slugs: str) -> list[int]:
    return [lesson_page(slug).pk for slug in slugs]


def state_of(enrolment) -> str:
    return Enrolment.objects.get(pk=enrolment.pk).state


# What is there afterwards ---------------------------------------------------------------------------------------


def test_the_joiner_has_an_account_and_a_place_from_that_day(enrolment):
    joiner = giving(enrolment).joiner
    assert (joiner.user.email, joiner.user.name) == ("ines@larkfield.example", "Ines Calder")
    assert (joiner.school, joiner.cohort, joiner.joined_on) == (enrolment.school, enrolment.cohort, TODAY)


def test_the_leaver_has_left_and_keeps_what_they_did(enrolment):
    do_lesson(enrolment.user, ASKING)
    giving(enrolment)
    assert (current_lead(enrolment.user), last_lead(enrolment.user).enrolment_id) == (None, enrolment.pk)
    assert LessonProgress.objects.get(enrolment=enrolment).completed_at == NOW


def test_who_has_an_account_takes_over_with_it(enrolment):
    person = build_user(email="ines@larkfield.example", name="Ines C")
    assert giving(enrolment).joiner.user == person
    assert User.objects.filter(email__iexact="ines@larkfield.example").count() == 1


def test_the_joiner_is_invited_with_the_list_and_the_leaver_is_told(enrolment, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        giving(enrolment)
    to_joiner, to_leaver = outbox.outbox
    assert (to_joiner.to, to_leaver.to) == (["ines@larkfield.example"], [enrolment.user.email])
    assert "- 1.1 Why ask first?\n- 2.1 What is to be written?" in to_joiner.body
    assert "/learn/record/" in to_leaver.body


def test_the_booked_place_is_the_joiners(programme, db):
    booking = confirm(build_selling_cohort(), people=named(2))
    place = booking.booked_places.first()
    giving(place.enrolment, on=NEXT_START, now=NOW)
    carry_out_hand_overs(now=NOW + timedelta(days=61))
    place.refresh_from_db()
    assert (place.email, place.enrolment.user.email) == ("ines@larkfield.example", "ines@larkfield.example")


# The list -------------------------------------------------------------------------------------------------------


def test_of_what_fell_before_the_list_is_asked_and_the_rest_is_excused(enrolment):
    joiner = giving(enrolment).joiner  # in week 9: all four lessons fell before
    assert joiner.catch_up == ids(ASKING, WRITING)
    assert sorted(excused_before_joining(joiner.pk)) == sorted(ids(READING, COMING))
    rows = LessonProgress.objects.filter(enrolment=joiner)
    assert {row.excuse_reason for row in rows} == {"It fell before 11 November 2026, when you took over the place."}


def test_a_lesson_that_is_due_in_the_week_of_joining_fell_not_before(enrolment):
    joiner = giving(enrolment, on=date(2026, 11, 8)).joiner  # the Sunday of week 8
    assert joiner.catch_up == ids(ASKING)
    assert excused_before_joining(joiner.pk) == ids(READING)


def test_who_joins_in_a_holiday_begins_with_the_week_after_it(enrolment):
    joiner = giving(enrolment, on=date(2026, 10, 28)).joiner
    assert excused_before_joining(joiner.pk) == ids(READING)


def test_an_excused_lesson_that_is_done_all_the_same_is_not_named_as_excused(enrolment):
    joiner = giving(enrolment).joiner
    finish(joiner, READING)
    assert excused_before_joining(joiner.pk) == ids(COMING)


def test_what_fell_before_leaves_the_facilitators_four_as_they_are(enrolment, settings):
    settings.MAX_EXCUSED = 1
    joiner = giving(enrolment).joiner
    excuse(joiner, ASKING)
    with pytest.raises(TooManyExcused):
        excuse(joiner, WRITING)


def test_a_progress_row_from_before_joining_is_an_excused_one(enrolment):
    with pytest.raises(IntegrityError, match="progress_before_joining_is_excused"), transaction.atomic():
        LessonProgress.objects.create(enrolment=enrolment, lesson=lesson_page(ASKING), before_joining=True)


# Pace, tests and five a week ------------------------------------------------------------------------------------


def lag_of(joiner, day: date) -> tuple[int, str]:
    board = dashboard(current_lead(joiner.user), today=day)
    return board.mine.pace.expected - board.mine.pace.done, board.mine.pace.state


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        (TODAY, (0, "new")),
        (date(2026, 11, 22), (0, "new")),  # the Sunday of week 10, in which the first of the list is due
        (date(2026, 11, 23), (1, "new")),
        (date(2026, 11, 30), (2, "on pace")),
    ],
)
def test_the_list_falls_due_one_lesson_a_week(enrolment, day, expected):
    assert lag_of(giving(enrolment).joiner, day) == expected


def test_a_lead_who_took_over_nothing_is_judged_as_before(enrolment):
    year = SchoolYear(starts_on=STARTS_ON, terms=((STARTS_ON, date(2026, 12, 18)),))
    board = dashboard(current_lead(enrolment.user), today=TODAY)
    assert pace_of(current_lead(enrolment.user), outline=board.outline, year=year, today=TODAY).expected == 4


def test_excused_lessons_bring_no_questions_back(enrolment):
    joiner = giving(enrolment).joiner
    do_lesson(joiner.user, ASKING)
    deal_finished_lessons(now=NOW)
    assert [card.quiz.key for card in ReviewCard.objects.filter(user=joiner.user)] == [ASKING]


def test_the_joiner_sits_a_pre_test_of_their_own_in_their_first_days(enrolment):
    build_forms()
    joiner = giving(enrolment).joiner
    board = dashboard(current_lead(joiner.user), today=TODAY)
    assert (board.test.occasion, board.test.state) == ("pre-test", State.OPEN)
    assert dashboard(current_lead(joiner.user), today=date(2026, 12, 2)).test is None


def test_the_post_test_is_open_to_who_sat_no_pre_test(enrolment):
    build_forms()
    joiner = giving(enrolment).joiner
    desk = lead_desk(current_lead(joiner.user), today=date(2027, 7, 19))
    assert (desk.pre.state, desk.post.state) == (State.CLOSED, State.OPEN)


def test_the_dashboard_names_whose_place_it_was_and_the_list(enrolment):
    joining = joining_of(current_lead(giving(enrolment).joiner.user))
    assert (joining.from_name, joining.on) == ("Nadia Hale", TODAY)
    assert [lesson.slug for lesson in joining.lessons] == [ASKING, WRITING]


# On which day ---------------------------------------------------------------------------------------------------


def test_a_day_that_lies_ahead_is_waited_for(enrolment):
    planned = giving(enrolment, on=TODAY + timedelta(days=2))
    carry_out_hand_overs(now=NOW + timedelta(days=1))
    assert (state_of(enrolment), HandOver.objects.get().state) == ("active", "planned")
    carry_out_hand_overs(now=NOW + timedelta(days=2))
    planned.refresh_from_db()
    assert (state_of(enrolment), planned.state, planned.joiner.joined_on) == ("left", "done", date(2026, 11, 13))


def test_the_clock_does_nothing_twice(enrolment):
    giving(enrolment, on=TODAY + timedelta(days=1))
    for _ in range(2):
        carry_out_hand_overs(now=NOW + timedelta(days=1))
    assert Enrolment.objects.filter(school=enrolment.school).count() == 2


def test_who_got_another_place_meanwhile_does_not_take_over(enrolment, cohort):
    giving(enrolment, on=TODAY + timedelta(days=1))
    build_enrolment(cohort=cohort, email="ines@larkfield.example")
    carry_out_hand_overs(now=NOW + timedelta(days=1))
    assert (state_of(enrolment), HandOver.objects.get().state) == ("active", "taken back")


@pytest.mark.parametrize("on", [STARTS_ON - timedelta(days=1), date(2027, 7, 24)])
def test_a_day_outside_the_leads_year_is_refused(enrolment, on):
    with pytest.raises(OutsideYear):
        giving(enrolment, on=on)


@pytest.mark.parametrize("on", [STARTS_ON, date(2027, 7, 23)])
def test_the_first_and_the_last_day_are_taken(enrolment, on):
    assert giving(enrolment, on=on).on == on


# Who may not join -----------------------------------------------------------------------------------------------


def test_the_leaver_does_not_take_over_from_themselves(enrolment):
    with pytest.raises(SamePerson):
        giving(enrolment, email=enrolment.user.email.upper())


@pytest.mark.parametrize("state", ["active", "left"])
def test_who_is_in_the_cohort_already_does_not_join(enrolment, cohort, state):
    build_enrolment(cohort=cohort, email="ines@larkfield.example", state=state)
    with pytest.raises(AlreadyEnrolled):
        giving(enrolment)
    assert (state_of(enrolment), HandOver.objects.count()) == ("active", 0)


def test_who_is_promised_another_place_does_not_join(enrolment, colleague):
    giving(enrolment, on=TODAY + timedelta(days=5))
    with pytest.raises(AlreadyEnrolled):
        giving(colleague)


def test_who_is_in_another_cohort_may_join(enrolment):
    build_enrolment(cohort=build_cohort(), email="ines@larkfield.example")
    assert giving(enrolment).state == "done"


def test_a_place_is_handed_over_once(enrolment):
    giving(enrolment)
    with pytest.raises(NoPlace):
        giving(enrolment, email="other@larkfield.example")


def test_the_database_keeps_one_hand_over_a_place(enrolment):
    first = giving(enrolment)
    with pytest.raises(IntegrityError), transaction.atomic():
        HandOver.objects.create(leaver=enrolment, on=TODAY, reason="-", state="asked", asked_at=NOW)
    assert HandOver.objects.get() == first


def test_the_database_keeps_joiners_to_what_is_done(enrolment, colleague):
    with pytest.raises(IntegrityError, match="hand_over_done_has_joiner"), transaction.atomic():
        HandOver.objects.create(leaver=enrolment, joiner=colleague, on=TODAY, reason="-", state="asked", asked_at=NOW)


def test_a_finished_year_is_not_handed_over(cohort):
    with pytest.raises(NoPlace):
        giving(build_enrolment(cohort=cohort, state="finished"))


def test_the_joiner_may_hand_over_in_turn(enrolment):
    joiner = giving(enrolment).joiner
    assert giving(joiner, email="next@larkfield.example").state == "done"


# Whose word is needed -------------------------------------------------------------------------------------------


def use(enrolment, number: int):
    """So many hand-overs of this school, one after the other; the place as it stands then."""
    for turn in range(number):
        enrolment = giving(enrolment, email=f"turn{turn}@larkfield.example").joiner
    return enrolment


def test_two_are_free_and_the_third_waits_for_the_facilitator(enrolment):
    place = use(enrolment, 1)
    second = asking(place, email="second@larkfield.example")
    assert (second.state, second.is_free) == ("done", True)
    third = asking(second.joiner)
    assert (third.state, third.is_free, state_of(second.joiner)) == ("asked", False, "active")


def test_a_third_that_the_facilitator_makes_is_done_at_once_and_not_free(enrolment):
    third = giving(use(enrolment, 2))
    assert (third.state, third.is_free) == ("done", False)


def test_before_week_1_another_colleague_is_always_free(programme, db):
    cohort = build_selling_cohort(starts_on=NEXT_START)
    place = build_enrolment(cohort=cohort, joined_on=TODAY)
    for turn in range(3):
        done = asking(place, email=f"turn{turn}@larkfield.example")
        assert (done.state, done.is_free) == ("done", True)
        place = done.joiner


def test_another_schools_hand_overs_do_not_count(enrolment, cohort):
    use(build_enrolment(cohort=cohort), 2)
    assert asking(enrolment).is_free


@pytest.mark.parametrize(("on", "state"), [(MODULE_3 - timedelta(days=1), "asked"), (date(2026, 12, 18), "planned")])
def test_once_module_3_has_begun_the_facilitators_word_is_needed(enrolment, on, state):
    """The Sunday before it lies in the holiday: the first week would be that of Module 3."""
    assert asking(enrolment, on=on).state == state


def test_the_facilitators_are_written_to_and_their_word_settles_it(
    enrolment, cohort, django_capture_on_commit_callbacks
):
    helen = build_user(email="helen@touchstone.example")
    cohort.facilitators.add(helen)
    with django_capture_on_commit_callbacks(execute=True):
        asked = asking(enrolment, on=MODULE_3, by=enrolment.user)
    assert [mail.to for mail in outbox.outbox] == [["helen@touchstone.example"]]
    assert "Module 3 has begun by then" in outbox.outbox[0].body
    agree_hand_over(hand_over=asked, by=helen, now=NOW)
    carry_out_hand_overs(now=NOW + timedelta(days=60))
    asked.refresh_from_db()
    assert (asked.state, asked.decided_by, asked.joiner.joined_on) == ("done", helen, MODULE_3)


def test_a_refusal_goes_to_who_asked_with_its_reason(enrolment, django_capture_on_commit_callbacks):
    asked = asking(enrolment, on=MODULE_3, by=enrolment.user)
    with django_capture_on_commit_callbacks(execute=True):
        refuse_hand_over(hand_over=asked, answer="Let us speak first.", by=None, now=NOW)
    assert [mail.to for mail in outbox.outbox] == [[enrolment.user.email]]
    assert "Let us speak first." in outbox.outbox[0].body
    assert (state_of(enrolment), asking(enrolment).state) == ("active", "done")


def test_what_was_answered_is_not_answered_again(enrolment):
    asked = asking(enrolment, on=MODULE_3)
    refuse_hand_over(hand_over=asked, answer="No.", by=None, now=NOW)
    for verb in (agree_hand_over, take_back_hand_over):
        with pytest.raises(NotOpen):
            verb(hand_over=asked, by=None, now=NOW)


def test_a_planned_one_is_taken_back_and_does_not_count(enrolment):
    take_back_hand_over(hand_over=giving(enrolment, on=TODAY + timedelta(days=3)), by=None, now=NOW)
    carry_out_hand_overs(now=NOW + timedelta(days=3))
    assert state_of(enrolment) == "active"
    assert use(enrolment, 1).hand_overs.count() == 0


def test_places_that_nobody_took_over_may_still_be_handed_over(enrolment, colleague):
    leave_place(enrolment=enrolment, on=TODAY, reason="A new post.", by=None, now=NOW)
    mine = {"school_id": enrolment.school_id, "cohort_id": enrolment.cohort_id}
    assert [place.user.name for place in handable(**mine)] == ["Nadia Hale", "Tom Pryce"]
    giving(enrolment)
    assert [place.user.name for place in handable(**mine)] == ["Ines Calder", "Tom Pryce"]


# One lead left --------------------------------------------------------------------------------------------------


def leave(enrolment, *, on=TODAY) -> Grace | None:
    return leave_place(enrolment=enrolment, on=on, reason="A new post.", by=None, now=max(NOW, at_noon(on)))


def at_noon(day: date) -> datetime:
    return datetime.combine(day, time(12), tzinfo=UTC)


def test_one_lead_left_has_20_school_days(enrolment, colleague):
    grace = leave(enrolment)
    assert (state_of(enrolment), grace.until) == ("left", date(2026, 12, 9))


def test_days_of_a_holiday_cost_nothing(enrolment, colleague):
    assert leave(enrolment, on=date(2026, 12, 14)).until == date(2027, 1, 25)


def test_two_leads_left_are_no_reason_for_grace(enrolment, colleague, cohort, school):
    build_enrolment(cohort=cohort, school=school)
    assert leave(enrolment) is None


def test_nobody_left_is_no_reason_for_grace(enrolment):
    assert leave(enrolment) is None


def test_a_last_day_that_lies_ahead_is_noted_when_it_is_here(enrolment, colleague):
    with pytest.raises(NotYet):
        leave_place(enrolment=enrolment, on=TODAY + timedelta(days=1), reason="-", by=None, now=NOW)
    assert state_of(enrolment) == "active"


def test_who_has_left_does_not_leave_again(enrolment):
    leave(enrolment)
    with pytest.raises(AlreadyLeft):
        leave(enrolment)


def test_the_lead_and_the_facilitator_are_told_at_the_beginning_and_5_days_before_the_end(
    enrolment, colleague, cohort, django_capture_on_commit_callbacks
):
    cohort.facilitators.add(build_user(email="helen@touchstone.example"))
    both = [[colleague.user.email], ["helen@touchstone.example"]]
    with django_capture_on_commit_callbacks(execute=True):
        leave(enrolment)
    assert [mail.to for mail in outbox.outbox] == both
    with django_capture_on_commit_callbacks(execute=True):
        warn_of_graces(now=NOW + timedelta(days=20))  # Tuesday 1 December: six school days before the end
    assert len(outbox.outbox) == 2
    for _ in range(2):
        with django_capture_on_commit_callbacks(execute=True):
            warn_of_graces(now=NOW + timedelta(days=21))
    assert [mail.to for mail in outbox.outbox[2:]] == both


def test_another_lead_ends_the_days_of_grace(enrolment, colleague):
    leave(enrolment)
    giving(enrolment)
    assert Grace.objects.get().decision == "replaced"


@pytest.mark.parametrize(("decision", "state"), [("alone", "active"), ("pause", "paused"), ("end", "left")])
def test_the_facilitator_decides_how_the_school_goes_on(enrolment, colleague, decision, state):
    decide_grace(grace=leave(enrolment), decision=decision, by=None, now=NOW)
    assert state_of(colleague) == state


def test_a_pause_is_ended_by_another_decision_and_no_other_decision_is_changed(enrolment, colleague):
    grace = leave(enrolment)
    decide_grace(grace=grace, decision="pause", by=None, now=NOW)
    decide_grace(grace=grace, decision="alone", by=None, now=NOW)
    assert state_of(colleague) == "active"
    with pytest.raises(AlreadyDecided):
        decide_grace(grace=grace, decision="end", by=None, now=NOW)


def test_a_pause_ends_when_another_lead_joins(enrolment, colleague):
    decide_grace(grace=leave(enrolment), decision="pause", by=None, now=NOW)
    giving(enrolment)
    assert (state_of(colleague), Grace.objects.get().decision) == ("active", "replaced")


def test_the_database_keeps_one_open_grace_a_school(enrolment, colleague):
    grace = leave(enrolment)
    with pytest.raises(IntegrityError), transaction.atomic():
        Grace.objects.create(school=grace.school, cohort=grace.cohort, began_on=TODAY, until=TODAY)


def test_the_database_wants_the_time_of_a_decision(enrolment, colleague):
    grace = leave(enrolment)
    with pytest.raises(IntegrityError, match="grace_decision_has_time"), transaction.atomic():
        Grace.objects.filter(pk=grace.pk).update(decision="alone")
