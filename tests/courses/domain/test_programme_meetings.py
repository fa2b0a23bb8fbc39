"""The meetings among the programme's files: loaded, edited, exported, and never at the cost of what schools wrote."""

import pytest

from courses.domain.meeting import open_meeting
from courses.domain.programme import EditedSince, export_programme, planned_changes
from courses.models import Meeting, MeetingNote, ProgrammePage
from tests.builders import build_site
from tests.courses.builders import NOW, build_cohort, build_enrolment, lead_of, load_small, read_small, write_note
from tests.courses.test_contentfolder import MEETING

pytestmark = pytest.mark.django_db
PATH = "meetings/01-what-for.md"


@pytest.fixture
def loaded(programme, tmp_path):
    load_small(tmp_path, {PATH: MEETING})
    return tmp_path


def kinds(folder, text) -> dict[str, str]:
    planned = planned_changes(read_small(folder, {PATH: text}), home=build_site())
    return {change.path: change.kind for change in planned if change.kind != "same"}


def test_a_meeting_is_loaded_with_its_prompts_and_lessons(loaded):
    meeting = Meeting.objects.get()
    assert (meeting.number, meeting.week, meeting.module.slug) == (1, 4, "why")
    assert [lesson.slug for lesson in meeting.lessons.order_by("path")] == ["asking", "reading"]
    assert [(prompt.text, prompt.minutes) for prompt in meeting.prompts.all()] == [("What is it for?", 50)]


def test_loading_twice_changes_nothing(loaded):
    assert kinds(loaded, MEETING) == {}


def test_what_is_exported_is_what_was_loaded(loaded, tmp_path_factory):
    target = tmp_path_factory.mktemp("out")
    export_programme(ProgrammePage.objects.get(), target)
    assert (target / PATH).read_text() == MEETING


def test_a_meeting_edited_on_the_site_is_not_overwritten_unasked(loaded):
    Meeting.objects.update(title="Another title")
    changed = MEETING.replace("One sentence.", "Two sentences.")
    with pytest.raises(EditedSince):
        load_small(loaded, {PATH: changed})
    load_small(loaded, {PATH: changed}, keep="site")
    assert Meeting.objects.get().title == "Another title"
    load_small(loaded, {PATH: changed}, keep="files")
    assert (Meeting.objects.get().title, Meeting.objects.get().output) == ("What for?", "Two sentences.")


def test_a_note_keeps_the_prompt_as_it_was_asked(loaded):
    user = build_enrolment(cohort=build_cohort()).user
    held = open_meeting(lead=lead_of(user), meeting=Meeting.objects.get(), now=NOW)
    write_note(held, 1, by=user)
    load_small(loaded, {PATH: MEETING.replace("What is it for?", "Why do we do it?")})
    assert MeetingNote.objects.get().prompt == "What is it for?"
    assert Meeting.objects.get().prompts.get().text == "Why do we do it?"
