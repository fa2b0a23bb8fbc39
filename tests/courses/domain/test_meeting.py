from datetime import date, time, timedelta

import pytest
from wagtail.models import ModelLogEntry

from courses.domain.meeting import (
    IsComplete,
    NeedsReason,
    NotComplete,
    NoteNewer,
    TooLate,
    add_action,
    complete_meeting,
    open_meeting,
    remove_action,
    renew_feed,
    reopen_meeting,
    set_slot,
    settle_action,
    share_meeting,
)
from courses.domain.progress import PupilNumber
from courses.models import ClosedDay, MeetingAction, MeetingNote, MeetingSlot, SchoolMeeting
from courses.queries.meeting import all_notes, appointments_of, meeting_lines, room, shared_meetings
from courses.queries.progress import dashboard
from tests.courses.builders import (
    ASKING,
    NOW,
    STARTS_ON,
    build_enrolment,
    build_meeting,
    build_school,
    finish,
    lead_of,
    write_note,
)

DAY = timedelta(days=1)
NEXT_WEEK = NOW.date() + 7 * DAY


@pytest.fixture
def held(meeting, ada):
    return open_meeting(lead=lead_of(ada), meeting=meeting, now=NOW)


def texts(held) -> list[str]:
    return list(MeetingNote.objects.filter(held=held).values_list("text", flat=True))


def filled(held, by):
    for number in (1, 2):
        write_note(held, number, by=by)
    add_action(held=held, what="Pause the spring tests", who="Ada", due_on=NEXT_WEEK, by=by, now=NOW)
    return held


# Notes ----------------------------------------------------------------------------------------------------------


def test_the_leads_of_a_school_have_one_meeting(meeting, held, ben):
    assert open_meeting(lead=lead_of(ben), meeting=meeting, now=NOW + DAY) == held


def test_another_school_has_its_own(meeting, held, cohort):
    other = build_enrolment(cohort=cohort, school=build_school()).user
    assert open_meeting(lead=lead_of(other), meeting=meeting, now=NOW) != held


def test_two_write_under_different_prompts_and_both_stand(held, ada, ben):
    write_note(held, 1, "Ada's", by=ada)
    write_note(held, 2, "Ben's", by=ben)
    assert texts(held) == ["Ada's", "Ben's"]


def test_who_has_not_seen_the_last_save_is_told_what_stands(held, ada, ben):
    write_note(held, 1, "Ada's", by=ada)
    with pytest.raises(NoteNewer) as refused:
        write_note(held, 1, "Ben's", by=ben)
    assert (refused.value.stands.text, refused.value.stands.seq) == ("Ada's", 1)
    assert texts(held) == ["Ada's"]


def test_who_has_seen_it_writes_over_it_and_it_is_kept(held, ada, ben):
    write_note(held, 1, "Ada's", by=ada)
    note = write_note(held, 1, "Both", seq=2, by=ben, now=NOW + DAY)
    assert (note.text, note.saved_by) == ("Both", ben)
    assert [(one.text, one.saved_by, one.saved_at) for one in note.earlier.all()] == [("Ada's", ada, NOW)]


def test_ones_own_saves_leave_no_trail(held, ada):
    for seq in range(1, 4):
        note = write_note(held, 1, f"Text {seq}", seq=seq, by=ada)
    assert note.earlier.count() == 0


def test_the_same_text_sent_twice_is_one_save(held, ada, ben):
    first = write_note(held, 1, "Same", by=ada)
    again = write_note(held, 1, "Same", by=ben, now=NOW + DAY)
    assert (again.seq, again.saved_at) == (first.seq, NOW)


def test_a_note_with_a_pupil_number_is_not_kept(held, ada):
    with pytest.raises(PupilNumber):
        write_note(held, 1, "A123456789012", by=ada)
    assert texts(held) == []


# Actions --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("state", ["changed", "dropped"])
def test_what_is_not_done_as_agreed_needs_a_reason(held, ada, state):
    action = add_action(held=held, what="Ask staff", who="Ada", due_on=NEXT_WEEK, by=ada, now=NOW)
    with pytest.raises(NeedsReason):
        settle_action(action=action, state=state, reason="", now=NOW)
    assert settle_action(action=action, state=state, reason="No time.", now=NOW).settled_at == NOW


def test_a_settled_action_can_be_opened_again(held, ada):
    action = add_action(held=held, what="Ask staff", who="Ada", due_on=NEXT_WEEK, by=ada, now=NOW)
    settle_action(action=action, state="done", reason="", now=NOW)
    action = settle_action(action=action, state="open", reason="x", now=NOW)
    assert (action.state, action.reason, action.settled_at) == ("open", "", None)


def test_the_next_meeting_shows_open_actions_and_those_of_the_last_one(held, ada):
    for what, state in (("Open", "open"), ("Done", "done")):
        action = add_action(held=held, what=what, who="Ada", due_on=NEXT_WEEK, by=ada, now=NOW)
        settle_action(action=action, state=state, reason="", now=NOW)
    second, third = build_meeting(number=2), build_meeting(number=3)
    assert [row.what for row in room(lead_of(ada), second).earlier_actions] == ["Open", "Done"]
    assert [row.what for row in room(lead_of(ada), third).earlier_actions] == ["Open"]


# Complete -------------------------------------------------------------------------------------------------------


def test_a_meeting_is_complete_for_all_leads_at_one_click(held, ada, ben):
    complete_meeting(held=filled(held, ada), no_action_because="", by=ben, now=NOW)
    assert room(lead_of(ada), held.meeting).is_complete
    assert meeting_lines(lead_of(ben))[0].state == "complete"
    assert ModelLogEntry.objects.for_instance(held).get().action == "courses.meeting.complete"


def test_each_prompt_needs_a_note_or_is_marked(held, ada):
    write_note(held, 1, by=ada)
    with pytest.raises(NotComplete) as refused:
        complete_meeting(held=held, no_action_because="We only looked.", by=ada, now=NOW)
    assert refused.value.missing == ["Prompt 2 has no note and is not marked “not discussed”."]
    write_note(held, 2, "", not_discussed=True, by=ada)
    assert complete_meeting(held=held, no_action_because="We only looked.", by=ada, now=NOW).completed_at == NOW


def test_a_meeting_needs_an_action_or_a_reason_why_there_is_none(held, ada):
    for number in (1, 2):
        write_note(held, number, by=ada)
    with pytest.raises(NotComplete) as refused:
        complete_meeting(held=held, no_action_because=" ", by=ada, now=NOW)
    assert refused.value.missing == ["There is no action: write one, or say why there is none."]


def test_a_complete_meeting_takes_no_notes_and_no_actions(held, ada):
    complete_meeting(held=filled(held, ada), no_action_because="", by=ada, now=NOW)
    with pytest.raises(IsComplete):
        write_note(held, 1, "Later", seq=2, by=ada)
    with pytest.raises(IsComplete):
        add_action(held=held, what="More", who="Ada", due_on=NEXT_WEEK, by=ada, now=NOW)
    with pytest.raises(IsComplete):
        remove_action(action=MeetingAction.objects.get())


@pytest.mark.parametrize(("days", "reopened"), [(14, True), (15, False)])
def test_a_meeting_is_reopened_within_two_weeks_and_it_is_noted(held, ada, days, reopened):
    complete_meeting(held=filled(held, ada), no_action_because="", by=ada, now=NOW)
    if reopened:
        reopen_meeting(held=held, by=ada, now=NOW + days * DAY)
    else:
        with pytest.raises(TooLate):
            reopen_meeting(held=held, by=ada, now=NOW + days * DAY)
    assert (SchoolMeeting.objects.get().completed_at is None) is reopened
    actions = list(ModelLogEntry.objects.for_instance(held).order_by("-pk").values_list("action", flat=True))
    assert ("courses.meeting.reopen" in actions) is reopened


# Who reads ------------------------------------------------------------------------------------------------------


def test_a_lead_who_joins_later_sees_every_note(held, ada, cohort, school):
    write_note(held, 1, "Written before", by=ada)
    joiner = build_enrolment(cohort=cohort, school=school).user
    assert [note.text for one in all_notes(lead_of(joiner)) for note in one.notes.all()] == ["Written before"]


def test_facilitators_read_only_what_is_shared(held, ada, cohort, school):
    write_note(held, 1, by=ada)
    ids = {"school_id": school.pk, "cohort_id": cohort.pk}
    assert shared_meetings(**ids) == []
    share_meeting(held=held, shared=True, by=ada, now=NOW)
    assert shared_meetings(**ids) == [held]
    share_meeting(held=held, shared=False, by=ada, now=NOW)
    assert shared_meetings(**ids) == []


# The year -------------------------------------------------------------------------------------------------------


def test_what_is_needed_before_says_who_has_done_it(cohort, ada, ben):
    meeting = build_meeting(lessons=[ASKING])
    finish(ada.enrolments.get(), ASKING)
    (needed,) = room(lead_of(ben), meeting).needed
    assert (needed.path, needed.done_by, needed.open_for) == ("/learn/why/asking/", ("Ada",), ("Ben",))


def due(user) -> list[int | None]:
    """In weeks 3, 4 and 7."""
    boards = [dashboard(lead_of(user), today=STARTS_ON + weeks * 7 * DAY) for weeks in (2, 3, 6)]
    return [board.meeting and board.meeting.number for board in boards]


def test_the_meeting_that_is_due_is_the_first_that_is_not_complete(held, ada):
    build_meeting(number=2, week=7)
    assert due(ada) == [None, 1, 1]
    complete_meeting(held=filled(held, ada), no_action_because="", by=ada, now=NOW)
    assert due(ada) == [None, None, 2]


def slot(user, **fields):
    given = {"weekday": 3, "starts_at": time(15, 45), "minutes": 60, "place": "Room 4", **fields}
    return set_slot(lead=lead_of(user), now=NOW, **given)


def test_the_meetings_stand_in_the_weeks_of_the_plan_at_the_schools_time(meeting, ada, ben):
    slot(ada)
    (appointment,) = appointments_of(ben)
    assert appointment.starts_at.isoformat() == "2026-10-01T15:45:00+01:00"
    assert (appointment.title, appointment.place, appointment.changes) == ("Meeting 1: Meeting about 1", "Room 4", 0)


def test_a_closed_day_moves_the_meeting_to_the_nearest_school_day(meeting, ada, cohort):
    ClosedDay.objects.create(calendar=cohort.calendar, day=date(2026, 10, 1), reason="INSET")
    slot(ada)
    assert appointments_of(ada)[0].starts_at.date() == date(2026, 10, 2)


def test_a_changed_time_keeps_the_id_and_counts_the_change(meeting, ada):
    slot(ada)
    before = appointments_of(ada)[0]
    slot(ada, weekday=0)
    after = appointments_of(ada)[0]
    assert (after.uid, after.changes, after.starts_at.date()) == (before.uid, 1, date(2026, 9, 28))
    assert MeetingSlot.objects.count() == 1


def test_nobody_else_finds_the_dates(meeting, ada, cohort):
    slot(ada)
    assert appointments_of(build_enrolment(cohort=cohort, school=build_school()).user) == []


def test_a_new_address_ends_the_old(ada):
    first = renew_feed(user=ada, now=NOW).key
    assert renew_feed(user=ada, now=NOW).key != first
