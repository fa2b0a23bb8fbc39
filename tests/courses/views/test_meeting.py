import json
from datetime import timedelta

import icalendar
import pytest
from django.utils.timezone import localdate, now

from courses.domain.meeting import open_meeting, renew_feed, share_meeting
from courses.models import MeetingAction, MeetingNote, MeetingSlot, SchoolMeeting
from tests.builders import build_user
from tests.courses.builders import build_enrolment, build_meeting, build_school, lead_of, page, write_note

ROOM = "/learn/meetings/meeting-1/"
SOON = f"{localdate() + timedelta(days=7):%d/%m/%Y}"
ACTION = {"what": "Pause the spring tests", "who": "Ada", "due_on": SOON}


@pytest.fixture
def signed_in(client, meeting, ada):
    client.force_login(ada)
    return client


@pytest.fixture
def held(meeting, ada):
    return open_meeting(lead=lead_of(ada), meeting=meeting, now=now())


def save(client, number=1, *, script=False, **fields):
    data = {"text": "We looked.", "seq": "1", **fields}
    headers = {"Accept": "application/json"} if script else {}
    return client.post(f"{ROOM}notes/{number}/", data, headers=headers)


# The list and the room ------------------------------------------------------------------------------------------


def test_the_list_says_what_is_planned_begun_and_complete(signed_in, held, ada):
    build_meeting(number=2, week=7)
    text = page(signed_in.get("/learn/meetings/"))
    assert "Meeting about 1" in text
    assert "Begun on" in text
    assert "Not begun. It can be opened at any time." in text


def test_the_list_asks_as_many_queries_for_eight_as_for_one(signed_in, django_assert_num_queries):
    signed_in.get("/learn/meetings/")
    with django_assert_num_queries(9):
        signed_in.get("/learn/meetings/")
    for number in range(2, 9):
        build_meeting(number=number)
    with django_assert_num_queries(9):
        signed_in.get("/learn/meetings/")


@pytest.mark.parametrize("prompts", [3, 6])
def test_the_room_asks_12_queries_whatever_is_written(signed_in, ada, ben, prompts, django_assert_num_queries):
    meeting = build_meeting(number=2, slug="full", prompts=prompts)
    held = open_meeting(lead=lead_of(ada), meeting=meeting, now=now())
    for number in range(1, prompts + 1):
        write_note(held, number, "Ada's", by=ada)
        write_note(held, number, "Ben's", seq=2, by=ben)
    signed_in.get("/learn/meetings/full/")
    with django_assert_num_queries(12):
        signed_in.get("/learn/meetings/full/")


def test_looking_opens_nothing(signed_in):
    assert page(signed_in.get(ROOM)).count("<textarea") == 2
    assert SchoolMeeting.objects.count() == 0


def test_another_schools_notes_are_in_no_byte(client, meeting, held, ada, cohort):
    write_note(held, 1, "secret-note", by=ada)
    client.force_login(build_enrolment(cohort=cohort, school=build_school()).user)
    for path in (ROOM, "/learn/meetings/notes/", "/learn/meetings/"):
        assert "secret-note" not in page(client.get(path))


def test_who_has_no_place_finds_no_room(client, meeting, db):
    client.force_login(build_user())
    assert [client.get(path).status_code for path in (ROOM, "/learn/meetings/")] == [404, 404]


# Notes ----------------------------------------------------------------------------------------------------------


def test_a_note_is_saved_without_a_script(signed_in):
    assert save(signed_in).url == f"{ROOM}#prompt-1"
    assert "We looked." in page(signed_in.get(ROOM))


def test_a_script_is_told_when_it_was_saved(signed_in):
    reply = save(signed_in, script=True)
    assert json.loads(reply.content)["seq"] == 1


def test_a_clash_gives_both_texts_to_the_script(signed_in, held, ben):
    write_note(held, 1, "Ben's words", by=ben)
    reply = save(signed_in, text="Ada's words", script=True)
    said = json.loads(reply.content)
    assert (reply.status_code, said["problem"], said["theirs"], said["seq"]) == (409, "both", "Ben's words", 1)
    assert said["message"].startswith("Ben Orr saved this note at ")


def test_a_clash_without_a_script_shows_both_texts_to_be_made_one(signed_in, held, ben):
    write_note(held, 1, "Ben's words", by=ben)
    reply = save(signed_in, text="Ada's words")
    assert reply.status_code == 409
    assert "Ben's words\n\nAda's words" in reply.content.decode().replace("&#x27;", "'")
    assert save(signed_in, text="Both words", seq="2").status_code == 302
    note = MeetingNote.objects.get()
    assert (note.text, [one.text for one in note.earlier.all()]) == ("Both words", ["Ben's words"])


@pytest.mark.parametrize(
    ("text", "sentence"),
    [("A123456789012", "unique pupil number"), ("x" * 5001, "A note has at most 5,000 characters.")],
)
def test_what_is_not_taken_stays_on_the_page(signed_in, text, sentence):
    reply = save(signed_in, text=text)
    assert reply.status_code == 400
    assert sentence in page(reply)
    assert text in page(reply)
    assert MeetingNote.objects.count() == 0


@pytest.mark.parametrize("number", [0, 3])
def test_there_is_no_note_without_a_prompt(signed_in, number):
    assert save(signed_in, number).status_code == 404


def test_markup_in_a_note_is_text(signed_in):
    save(signed_in, text="<script>alert(1)</script>")
    for path in (ROOM, "/learn/meetings/notes/"):
        assert "<script>alert(1)" not in signed_in.get(path).content.decode()


# Actions and the end --------------------------------------------------------------------------------------------


def test_an_action_says_what_who_and_by_when(signed_in):
    assert signed_in.post(f"{ROOM}actions/", ACTION).status_code == 302
    assert "Pause the spring tests" in page(signed_in.get("/learn/meetings/"))


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"what": ""}, "Say what will be done."),
        ({"who": ""}, "Say who does it."),
        ({"due_on": "soon"}, "Write the day as day/month/year"),
        ({"due_on": "01/01/2020"}, "This day is over."),
        ({"what": "Ask A123456789012"}, "unique pupil number"),
    ],
)
def test_an_action_that_is_not_taken_keeps_what_was_typed(signed_in, changes, sentence):
    text = page(signed_in.post(f"{ROOM}actions/", ACTION | changes))
    assert sentence in text
    assert MeetingAction.objects.count() == 0


def test_an_action_is_settled_by_any_lead_of_the_school_and_by_nobody_else(client, signed_in, ben, cohort):
    signed_in.post(f"{ROOM}actions/", ACTION)
    path = f"/learn/meetings/actions/{MeetingAction.objects.get().pk}/"
    client.force_login(build_enrolment(cohort=cohort, school=build_school()).user)
    assert client.post(path, {"state": "done"}).status_code == 404
    client.force_login(ben)
    client.post(path, {"state": "done"})
    assert MeetingAction.objects.get().state == "done"


def test_dropping_without_a_reason_says_what_is_missing(signed_in):
    signed_in.post(f"{ROOM}actions/", ACTION)
    path = f"/learn/meetings/actions/{MeetingAction.objects.get().pk}/"
    assert "needs a reason" in page(signed_in.post(path, {"state": "dropped"}, follow=True))
    assert MeetingAction.objects.get().state == "open"


def test_a_meeting_is_completed_and_reopened(signed_in):
    for number in (1, 2):
        save(signed_in, number)
    text = page(signed_in.post(f"{ROOM}complete/", {"no_action_because": ""}))
    assert "There is no action: write one, or say why there is none." in text
    signed_in.post(f"{ROOM}complete/", {"no_action_because": "We only looked."})
    assert "No action, because We only looked." in page(signed_in.get(ROOM))
    assert save(signed_in, seq="2", text="Later").status_code == 409
    signed_in.post(f"{ROOM}reopen/")
    assert SchoolMeeting.objects.get().completed_at is None


def test_sharing_lets_the_facilitator_read_and_stopping_ends_it(signed_in, client, held, ada, cohort):
    write_note(held, 1, "shared-words", by=ada)
    helen = build_user(name="Helen Ward")
    cohort.facilitators.add(helen)
    path = f"/facilitate/leads/{ada.enrolments.get().pk}/notes/"
    client.force_login(helen)
    assert "Nothing is shared" in page(client.get(path))
    share_meeting(held=held, shared=True, by=ada, now=now())
    assert "shared-words" in page(client.get(path))
    client.force_login(build_user())
    assert client.get(path).status_code == 404


# The calendar ---------------------------------------------------------------------------------------------------


def test_the_time_is_set_and_a_wrong_one_is_said(signed_in):
    time_ = {"weekday": "3", "starts_at": "quarter to four", "minutes": "10", "place": "Room 4"}
    text = page(signed_in.post("/learn/meetings/time/", time_))
    assert "Write the time as hours and minutes" in text
    assert "A meeting lasts 30 to 120 minutes." in text
    assert 'value="Room 4"' in text
    signed_in.post("/learn/meetings/time/", time_ | {"starts_at": "15:45", "minutes": "60"})
    assert str(MeetingSlot.objects.get()) == "Thursday 15:45"


def test_the_feed_is_calendar_text_with_the_zone_and_the_same_ids(client, meeting, ada, signed_in):
    signed_in.post("/learn/meetings/time/", {"weekday": "3", "starts_at": "15:45", "minutes": "60", "place": ""})
    key = renew_feed(user=ada, now=now()).key
    client.logout()
    reply = client.get(f"/calendar/{key}.ics")
    assert reply["Content-Type"] == "text/calendar; charset=utf-8"
    assert "no-store" in reply["Cache-Control"]
    calendar = icalendar.Calendar.from_ical(reply.content)
    (event,) = calendar.walk("VEVENT")
    assert [zone["TZID"] for zone in calendar.walk("VTIMEZONE")] == ["Europe/London"]
    assert event["DTSTART"].params["TZID"] == "Europe/London"
    place = ada.enrolments.get()
    assert event["UID"] == f"meeting-{meeting.pk}-school-{place.school_id}-cohort-{place.cohort_id}@localhost"


def test_a_feed_without_a_time_is_an_empty_calendar(client, ada, meeting):
    reply = client.get(f"/calendar/{renew_feed(user=ada, now=now()).key}.ics")
    assert icalendar.Calendar.from_ical(reply.content).walk("VEVENT") == []


def test_an_old_address_and_that_of_somebody_who_left_show_nothing(client, ada, db):
    old = renew_feed(user=ada, now=now()).key
    new = renew_feed(user=ada, now=now()).key
    assert client.get(f"/calendar/{old}.ics").status_code == 404
    ada.is_active = False
    ada.save()
    assert client.get(f"/calendar/{new}.ics").status_code == 404
