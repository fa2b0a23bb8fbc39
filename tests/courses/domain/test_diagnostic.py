from collections import Counter
from datetime import timedelta

import pytest

from courses.domain import diagnostic as domain
from courses.models import Form, FormOrder, Sitting
from quizzes.domain.attempt import AnswerOlder
from quizzes.domain.paper import PaperHandedIn
from quizzes.models import Answer, Quiz, QuizItem
from tests.courses.builders import NOW, build_cohort, build_enrolment, build_lead, build_school
from tests.courses.sittings import IN_W37, RIGHT, WRONG, answer, build_form, build_forms, hand_in, sit, start


@pytest.fixture(autouse=True)
def _forms(programme, db):
    build_forms()


def draw(cohort, school=None):
    return domain.draw_order(cohort_id=cohort.pk, school_id=(school or build_school()).pk, now=NOW)


# The order of the forms -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("schools", [2, 6, 12])
def test_half_of_the_schools_of_a_cohort_sit_form_a_first(cohort, schools):
    assert Counter(draw(cohort) for _ in range(schools)) == {Form.A: schools // 2, Form.B: schools // 2}


@pytest.mark.parametrize("form", Form.values)
def test_between_equals_chance_decides(cohort, monkeypatch, form):
    monkeypatch.setattr("secrets.choice", lambda rarer: Form(form) if len(rarer) == 2 else rarer[0])
    assert draw(cohort) == form


def test_a_school_that_joins_later_gets_the_rarer_order(cohort):
    first = draw(cohort)
    assert draw(cohort) == first.other


def test_a_school_keeps_its_order(cohort, school):
    assert len({draw(cohort, school) for _ in range(5)}) == 1
    assert FormOrder.objects.count() == 1


def test_the_orders_of_another_cohort_do_not_count(cohort, school):
    other = build_cohort()
    FormOrder.objects.create(cohort=other, school=school, first=Form.A, drawn_at=NOW)
    assert {draw(cohort), draw(cohort)} == set(Form)


def test_leads_of_one_school_sit_the_same_form(cohort, school):
    leads = [build_lead(cohort=cohort, school=school) for _ in range(3)]
    assert len({start(lead).attempt.quiz.key for lead in leads}) == 1


# Starting -------------------------------------------------------------------------------------------------------


def test_the_post_test_is_the_other_form(lead):
    before = sit(lead)
    assert start(lead, "post-test", now=IN_W37).attempt.quiz.key == Form(before.quiz.key).other


def test_the_post_test_is_the_other_form_after_a_move_to_a_school_with_the_other_order(enrolment, cohort):
    before = sit(enrolment.user)
    moved_to = build_school()
    FormOrder.objects.create(cohort=cohort, school=moved_to, first=Form(before.quiz.key).other, drawn_at=NOW)
    enrolment.school = moved_to
    enrolment.save()
    assert start(enrolment.user, "post-test", now=IN_W37).attempt.quiz.key != before.quiz.key


def test_starting_twice_gives_the_same_sitting(lead):
    assert start(lead) == start(lead)
    assert Sitting.objects.count() == 1


@pytest.mark.parametrize(
    ("test", "moment"),
    [
        ("post-test", NOW),
        ("pre-test", IN_W37),
        ("pre-test", NOW.replace(month=9, day=6)),
        ("post-test", IN_W37 - timedelta(days=1)),
    ],
)
def test_a_test_cannot_be_started_outside_its_time(lead, test, moment):
    with pytest.raises(domain.NotOpen):
        start(lead, test, now=moment)
    assert Sitting.objects.count() == 0


@pytest.mark.parametrize(("test", "moment"), [("pre-test", NOW.replace(month=9, day=7)), ("post-test", IN_W37)])
def test_a_test_can_be_started_from_its_first_day(lead, test, moment):
    assert start(lead, test, now=moment).occasion == test


def test_a_handed_in_test_cannot_be_started_again(lead):
    sit(lead)
    with pytest.raises(domain.NotOpen):
        start(lead)


def test_nobody_sits_the_forms_in_a_second_cohort(lead):
    sit(lead)
    build_enrolment(user=lead, cohort=build_cohort(starts_on=NOW.date() - timedelta(days=2)))
    with pytest.raises(domain.NotOpen):
        start(lead)


def test_without_both_forms_there_is_no_test(lead):
    QuizItem.objects.filter(quiz__key="form-b").delete()
    Quiz.objects.filter(key="form-b").delete()
    with pytest.raises(domain.NotOpen):
        start(lead)


# Answering and handing in ---------------------------------------------------------------------------------------


def test_an_answer_is_a_draft_without_a_score_until_the_test_is_handed_in(lead):
    start(lead)
    saved = answer(lead, "pre-test", 1)
    assert (saved.checked_at, saved.score) == (None, None)
    hand_in(lead)
    saved.refresh_from_db()
    assert (saved.checked_at, saved.score) == (NOW, 1.0)


def test_a_blank_counts_nothing_and_pins_the_version(lead):
    attempt = sit(lead, right=3, blank=2)
    scores = list(attempt.answers.order_by("question__key").values_list("score", flat=True))
    assert scores == [1, 1, 1, 0, 0, 0, 0, 0]
    assert Answer.objects.filter(attempt=attempt, response={}).count() == 2


def test_the_last_answer_counts(lead):
    start(lead)
    answer(lead, "pre-test", 1, WRONG)
    answer(lead, "pre-test", 1, RIGHT, seq=2)
    with pytest.raises(AnswerOlder):
        answer(lead, "pre-test", 1, WRONG, seq=1)
    assert hand_in(lead).answers.get(question__key__endswith="01").score == 1


def test_after_handing_in_nothing_can_be_changed(lead):
    attempt = sit(lead, blank=1)
    for position in (1, 8):
        with pytest.raises(PaperHandedIn):
            answer(lead, "pre-test", position, seq=99)
    assert attempt.answers.filter(score=1).count() == 4


def test_handing_in_twice_keeps_the_first_result(lead):
    first = sit(lead)
    again = hand_in(lead, now=NOW + timedelta(hours=1))
    assert (again.pk, again.finished_at) == (first.pk, NOW)


def test_a_pre_test_cannot_be_answered_or_handed_in_once_the_post_test_is_open(lead):
    start(lead)
    with pytest.raises(domain.NotOpen):
        answer(lead, "pre-test", 1, now=IN_W37)
    with pytest.raises(domain.NotOpen):
        hand_in(lead, now=IN_W37)


def test_a_question_that_left_the_form_meanwhile_is_not_marked(lead):
    sitting = start(lead)
    answer(lead, "pre-test", 8)
    build_form(sitting.attempt.quiz.key, ["value"] * 7)
    assert hand_in(lead).answers.filter(checked_at__isnull=False).count() == 7
