"""The meeting room: a meeting in which the leads of one school have written, and one that is over."""

from django.utils.timezone import localdate, now

from courses.domain.meeting import add_action, open_meeting, renew_feed, save_note
from courses.models import Meeting
from courses.queries.enrolment import current_lead

MINE = ("meeting", "meeting_note", "add_action", "complete_meeting", "reopen_meeting", "share_meeting")


def lay_meeting(world) -> None:
    things, lead = world.things, world.people["lead"]
    things.meeting = Meeting.objects.create(
        programme=things.programme, module=things.module, number=1, slug="first", title="First", week=4, output="One."
    )
    prompt = things.meeting.prompts.create(number=1, text="What for?", minutes=50)
    held = open_meeting(lead=current_lead(lead), meeting=things.meeting, now=now())
    save_note(held=held, prompt=prompt, text="secret-note", not_discussed=False, seq=1, by=lead, now=now())
    things.action = add_action(held=held, what="secret-action", who="Ada", due_on=localdate(), by=lead, now=now())
    things.feed = renew_feed(user=lead, now=now())


def meeting_arguments(world) -> dict[str, dict]:
    near = {"pk": world.enrolments["lead"].pk}
    return {
        **{key: {"slug": "first"} for key in MINE},
        "meeting_note": {"slug": "first", "number": 1},
        "meeting_note/none": {"slug": "first", "number": 2},
        "meeting/none": {"slug": "none"},
        "settle_action": {"pk": world.things.action.pk},
        "remove_action": {"pk": world.things.action.pk},
        "shared_notes": near,
        "calendar_feed": {"key": world.things.feed.key},
        "calendar_feed/unknown": {"key": "unknown"},
    }


def meeting_data() -> dict[str, dict]:
    note = {"text": "Another.", "seq": "9"}
    return {
        "meeting_note": note,
        "meeting_note/none": note,
        "add_action": {"what": "Ask", "who": "Ada", "due_on": "01/01/2099"},
        "settle_action": {"state": "done"},
        "complete_meeting": {"no_action_because": ""},
        "share_meeting": {"shared": "1"},
        "meeting_slot": {"weekday": "3", "starts_at": "15:45", "minutes": "60"},
    }
