from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from courses.domain.progress import (
    NothingToTick,
    PupilNumber,
    TextOlder,
    TooManyExcused,
    tick_lesson,
    withdraw_excuse,
)
from courses.models import LessonProgress, Reflection
from courses.queries.lesson import missing_parts
from tests.builders import build_user
from tests.courses.builders import (
    ASKING,
    COMING,
    NOW,
    READING,
    WRITING,
    answer_question,
    answer_quiz,
    blocks_of,
    body_of,
    build_lead,
    do_lesson,
    excuse,
    lead_of,
    lesson_page,
    load_small,
    progress_of,
    tick,
    write_reflection,
)
from tests.courses.programme_texts import FILES

LATER = NOW + timedelta(hours=1)


# Completion -----------------------------------------------------------------------------------------------------


def test_the_quiz_alone_does_not_complete_a_lesson(lead):
    answer_quiz(lead, ASKING)
    assert (progress_of(lead, ASKING).quiz_done_at, progress_of(lead, ASKING).completed_at) == (NOW, None)


def test_the_reflection_alone_does_not_complete_a_lesson(lead):
    write_reflection(lead, ASKING)
    assert (progress_of(lead, ASKING).reflected_at, progress_of(lead, ASKING).completed_at) == (NOW, None)


def test_quiz_then_reflection_complete_a_lesson(lead):
    answer_quiz(lead, ASKING)
    write_reflection(lead, ASKING, now=LATER)
    assert progress_of(lead, ASKING).completed_at == LATER


def test_reflection_then_quiz_complete_a_lesson(lead):
    write_reflection(lead, ASKING)
    answer_quiz(lead, ASKING, now=LATER)
    assert progress_of(lead, ASKING).completed_at == LATER


def test_every_question_is_needed(lead):
    write_reflection(lead, ASKING)
    answer_question(lead, ASKING, "t1")
    assert progress_of(lead, ASKING).completed_at is None


def test_a_draft_does_not_count_as_an_answer(lead):
    write_reflection(lead, ASKING)
    answer_quiz(lead, ASKING, check=False)
    assert progress_of(lead, ASKING).quiz_done_at is None


def test_every_reflection_is_needed(lead):
    answer_quiz(lead, WRITING)
    write_reflection(lead, WRITING, place=1)
    assert progress_of(lead, WRITING).completed_at is None
    write_reflection(lead, WRITING, place=0, now=LATER)
    assert progress_of(lead, WRITING).completed_at == LATER


@pytest.mark.parametrize("blank", ["", "   ", "\n\n"])
def test_a_blank_text_is_no_reflection(lead, blank):
    answer_quiz(lead, WRITING)
    write_reflection(lead, WRITING, place=0, text=blank)
    write_reflection(lead, WRITING, place=1)
    assert progress_of(lead, WRITING).completed_at is None


def test_what_one_lead_does_completes_nothing_for_a_colleague(lead, cohort, school):
    colleague = build_lead(cohort=cohort, school=school)
    do_lesson(lead, ASKING)
    assert progress_of(colleague, ASKING) is None


def test_emptying_a_reflection_later_keeps_the_lesson_complete(lead):
    do_lesson(lead, ASKING)
    write_reflection(lead, ASKING, text="", seq=2, now=LATER)
    assert progress_of(lead, ASKING).completed_at == NOW


def test_a_part_added_later_never_uncompletes_and_shows_as_missing(lead, tmp_path):
    tick(lead, READING)
    load_small(tmp_path, {"why/02-reading.md": FILES["why/02-reading.md"] + "\n::: reflection\nAnd now?\n:::\n"})
    row = progress_of(lead, READING)
    assert (row.completed_at, missing_parts(row, body_of(READING))) == (NOW, ["reflection"])


def test_doing_the_added_part_keeps_the_first_day_of_completion(lead, tmp_path):
    tick(lead, READING)
    load_small(tmp_path, {"why/02-reading.md": FILES["why/02-reading.md"] + "\n::: reflection\nAnd now?\n:::\n"})
    write_reflection(lead, READING, now=LATER)
    row = progress_of(lead, READING)
    assert (row.completed_at, row.reflected_at) == (NOW, LATER)


# The tick -------------------------------------------------------------------------------------------------------


def test_a_lesson_without_questions_is_ticked(lead):
    tick(lead, READING)
    assert (progress_of(lead, READING).ticked_at, progress_of(lead, READING).completed_at) == (NOW, NOW)


@pytest.mark.parametrize("slug", [ASKING, WRITING, COMING])
def test_a_lesson_that_asks_something_or_is_unwritten_cannot_be_ticked(lead, slug):
    with pytest.raises(NothingToTick):
        tick_lesson(lead=lead_of(lead), lesson_pk=lesson_page(slug).pk, body=body_of(slug), now=NOW)
    assert progress_of(lead, slug) is None


def test_ticking_twice_keeps_the_first_moment(lead):
    tick(lead, READING)
    tick(lead, READING, now=LATER)
    assert LessonProgress.objects.get().ticked_at == NOW


# Saving reflections ---------------------------------------------------------------------------------------------


def test_a_reflection_is_kept_with_its_prompt(lead):
    write_reflection(lead, ASKING, text="The spring test.")
    kept = Reflection.objects.get()
    assert (kept.text, kept.prompt) == ("The spring test.", "Which of your assessments would nobody miss?")
    assert (str(kept.block), kept.seq, kept.saved_at) == (blocks_of(ASKING)[0], 1, NOW)


def test_a_newer_save_overwrites(lead):
    write_reflection(lead, ASKING, text="First", seq=1)
    write_reflection(lead, ASKING, text="Second", seq=2, now=LATER)
    assert Reflection.objects.values_list("text", "seq", "saved_at").get() == ("Second", 2, LATER)


@pytest.mark.parametrize("late", [0, 4, 5])
def test_a_late_save_never_overwrites_a_newer_one(lead, late):
    write_reflection(lead, ASKING, text="Newer", seq=5)
    with pytest.raises(TextOlder) as refused:
        write_reflection(lead, ASKING, text="Older", seq=late, now=LATER)
    assert (refused.value.seq, refused.value.saved_at) == (5, NOW)
    assert Reflection.objects.values_list("text", "seq", "saved_at").get() == ("Newer", 5, NOW)


def test_the_same_text_sent_again_is_fine(lead):
    write_reflection(lead, ASKING, text="Same", seq=5)
    write_reflection(lead, ASKING, text="Same", seq=5, now=LATER)
    assert Reflection.objects.values_list("text", "seq", "saved_at").get() == ("Same", 5, NOW)


def test_two_first_saves_at_once_leave_one_text(lead):
    """Both saw an empty prompt and sent number 1: the second is told of the first."""
    write_reflection(lead, ASKING, text="From the laptop", seq=1)
    with pytest.raises(TextOlder):
        write_reflection(lead, ASKING, text="From the phone", seq=1)
    assert Reflection.objects.values_list("text", flat=True).get() == "From the laptop"


@pytest.mark.parametrize("number", ["H801200001001", "h801200001001", "A12345678901K"])
def test_a_unique_pupil_number_is_refused_and_nothing_is_kept(lead, number):
    with pytest.raises(PupilNumber):
        write_reflection(lead, ASKING, text=f"Look at {number}, please.")
    assert not Reflection.objects.exists()


def test_a_refused_text_leaves_the_one_before_it(lead):
    write_reflection(lead, ASKING, text="Harmless")
    with pytest.raises(PupilNumber):
        write_reflection(lead, ASKING, text="H801200001001", seq=2)
    assert Reflection.objects.get().text == "Harmless"


@pytest.mark.parametrize("text", ["12 of 20, 60%", "A1234", "0801200001001", "H80120000100", "xH801200001001x"])
def test_other_numbers_are_kept(lead, text):
    write_reflection(lead, ASKING, text=text)
    assert Reflection.objects.get().text == text


def test_two_leads_write_under_one_prompt(lead, cohort):
    other = build_lead(cohort=cohort)
    write_reflection(lead, ASKING, text="Mine")
    write_reflection(other, ASKING, text="Theirs")
    assert set(Reflection.objects.values_list("enrolment__user", "text")) == {(lead.pk, "Mine"), (other.pk, "Theirs")}


# Excuses --------------------------------------------------------------------------------------------------------


def test_an_excuse_keeps_who_when_and_why(enrolment):
    facilitator = build_user()
    excuse(enrolment, ASKING, reason="Ill for a week.", by=facilitator)
    row = LessonProgress.objects.get()
    assert (row.excused_by, row.excused_at, row.excuse_reason) == (facilitator, NOW, "Ill for a week.")


def test_an_excused_lesson_counts_as_done_and_is_not_complete(enrolment):
    excuse(enrolment, ASKING)
    assert lead_of(enrolment.user).finished == {lesson_page(ASKING).pk}
    assert progress_of(enrolment.user, ASKING).completed_at is None


@pytest.fixture
def limit_of_2(settings):
    settings.MAX_EXCUSED = 2


def test_the_limit_of_the_programme_is_four(settings):
    assert settings.MAX_EXCUSED == 4


def test_as_many_lessons_as_the_limit_are_excused_and_one_more_is_refused(enrolment, limit_of_2):
    excuse(enrolment, ASKING)
    excuse(enrolment, READING)
    with pytest.raises(TooManyExcused):
        excuse(enrolment, WRITING)
    assert LessonProgress.objects.filter(excused_at__isnull=False).count() == 2


def test_a_fifth_lesson_is_refused(enrolment, tmp_path):
    fifth = FILES["how/02-coming.md"].replace("slug: coming", "slug: fifth")
    load_small(tmp_path, {"how/03-fifth.md": fifth})
    for slug in (ASKING, READING, WRITING, COMING):
        excuse(enrolment, slug)
    with pytest.raises(TooManyExcused):
        excuse(enrolment, "fifth")


def test_a_new_reason_for_an_excused_lesson_is_taken_at_the_limit(enrolment, limit_of_2):
    excuse(enrolment, ASKING)
    excuse(enrolment, READING)
    excuse(enrolment, READING, reason="A better reason.")
    assert progress_of(enrolment.user, READING).excuse_reason == "A better reason."


def test_the_limit_is_each_leads_own(enrolment, cohort, limit_of_2):
    other = build_lead(cohort=cohort).enrolments.get()
    for slug in (ASKING, READING):
        excuse(other, slug)
    excuse(enrolment, ASKING)
    assert progress_of(enrolment.user, ASKING).excused_at == NOW


def test_an_excuse_withdrawn_makes_room_and_the_lesson_is_asked_again(enrolment, limit_of_2):
    excuse(enrolment, ASKING)
    excuse(enrolment, READING)
    withdraw_excuse(enrolment=enrolment, lesson_pk=lesson_page(ASKING).pk)
    excuse(enrolment, WRITING)
    row = progress_of(enrolment.user, ASKING)
    assert (row.excused_at, row.excused_by, row.excuse_reason) == (None, None, "")
    assert lead_of(enrolment.user).finished == {lesson_page(READING).pk, lesson_page(WRITING).pk}


def test_withdrawing_an_excuse_keeps_what_was_done(enrolment):
    do_lesson(enrolment.user, ASKING)
    excuse(enrolment, ASKING)
    withdraw_excuse(enrolment=enrolment, lesson_pk=lesson_page(ASKING).pk)
    assert progress_of(enrolment.user, ASKING).completed_at == NOW
    assert lead_of(enrolment.user).finished == {lesson_page(ASKING).pk}


# What the database refuses --------------------------------------------------------------------------------------


def test_the_database_refuses_an_excuse_without_a_reason(enrolment):
    with pytest.raises(IntegrityError, match="progress_excuse_has_reason"), transaction.atomic():
        excuse(enrolment, ASKING, reason="")


def test_the_database_refuses_a_second_row_for_a_lesson(enrolment):
    page = lesson_page(ASKING)
    LessonProgress.objects.create(enrolment=enrolment, lesson=page)
    with pytest.raises(IntegrityError), transaction.atomic():
        LessonProgress.objects.create(enrolment=enrolment, lesson=page)


def test_the_database_refuses_a_second_text_under_a_prompt(enrolment):
    fields = {"enrolment": enrolment, "lesson": lesson_page(ASKING), "block": blocks_of(ASKING)[0], "saved_at": NOW}
    Reflection.objects.create(text="One", **fields)
    with pytest.raises(IntegrityError), transaction.atomic():
        Reflection.objects.create(text="Two", **fields)
