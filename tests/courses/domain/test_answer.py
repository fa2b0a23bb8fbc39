import pytest

from courses.domain.answer import settle_quizzes
from quizzes.domain.attempt import AnswerChecked, AnswerIncomplete, AnswerOlder
from quizzes.models import Answer, Attempt
from tests.courses.builders import (
    ASKING,
    NOW,
    WRITING,
    answer_question,
    answer_quiz,
    build_lead,
    load_small,
    progress_of,
)
from tests.courses.programme_texts import FILES


def test_a_draft_notes_nothing_about_the_lesson(lead):
    answer_quiz(lead, ASKING, check=False)
    assert (progress_of(lead, ASKING), Answer.objects.count()) == (None, 2)


def test_the_last_check_notes_that_the_quiz_is_done(lead):
    answer_question(lead, ASKING, "t1")
    assert progress_of(lead, ASKING) is None
    answer_question(lead, ASKING, "t2")
    assert progress_of(lead, ASKING).quiz_done_at == NOW


def test_an_incomplete_answer_is_kept_as_a_draft_although_it_is_refused(lead):
    with pytest.raises(AnswerIncomplete):
        answer_question(lead, ASKING, "t1", response={})
    assert Answer.objects.values_list("response", "checked_at").get() == ({}, None)


def test_a_refused_answer_notes_nothing(lead):
    answer_question(lead, WRITING, "t3", check=False, seq=5)
    with pytest.raises(AnswerOlder):
        answer_question(lead, WRITING, "t3", seq=4, response={"choice": "b"})
    assert progress_of(lead, WRITING) is None


def test_a_first_answer_stays_the_first(lead):
    answer_question(lead, ASKING, "t1", response={"choice": "a"})
    with pytest.raises(AnswerChecked):
        answer_question(lead, ASKING, "t1", check=False, seq=2)
    assert Answer.objects.get().response == {"choice": "a"}


def test_checking_again_keeps_the_first_moment(lead):
    answer_quiz(lead, WRITING)
    answer_quiz(lead, WRITING, now=NOW.replace(hour=20), seq=2)
    assert progress_of(lead, WRITING).quiz_done_at == NOW


def test_a_person_has_one_attempt_however_often_they_come(lead):
    answer_question(lead, ASKING, "t1")
    answer_question(lead, ASKING, "t2")
    assert Attempt.objects.count() == 1


def test_a_colleagues_answers_finish_nothing_for_me(lead, cohort, school):
    answer_question(lead, ASKING, "t1")
    answer_question(build_lead(cohort=cohort, school=school), ASKING, "t2")
    assert progress_of(lead, ASKING) is None


def test_a_quiz_whose_last_open_question_is_taken_out_is_done(lead, tmp_path):
    """The lead has nothing left to check, so nothing they do can finish it."""
    answer_question(lead, ASKING, "t1")
    text = FILES["why/01-asking.md"]
    start, end = text.index("::: question t2"), text.index("::: reflection")
    load_small(tmp_path, {"why/01-asking.md": text[:start] + text[end:]})
    settle_quizzes(now=NOW)
    assert progress_of(lead, ASKING).quiz_done_at == NOW
