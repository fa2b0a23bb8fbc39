from datetime import date

import pytest

from courses.queries.enrolment import cohort_leads, current_lead, school_leads
from tests.builders import build_user
from tests.courses.builders import (
    ASKING,
    READING,
    build_cohort,
    build_enrolment,
    build_lead,
    finish,
    lesson_page,
)


def test_a_person_without_a_place_is_no_lead(db):
    assert current_lead(build_user()) is None


def test_a_lead_knows_their_school_cohort_and_what_they_did(enrolment):
    finish(enrolment, ASKING)
    lead = current_lead(enrolment.user)
    assert (lead.name, lead.school_name, lead.cohort_name) == ("Nadia Hale", "Larkfield Junior", enrolment.cohort.name)
    assert lead.finished == {lesson_page(ASKING).pk}


def test_the_newest_cohort_is_the_current_one(enrolment, school):
    newer = build_cohort(starts_on=date(2027, 1, 4))
    build_enrolment(user=enrolment.user, school=school, cohort=newer)
    assert current_lead(enrolment.user).cohort_id == newer.pk


def test_work_in_an_earlier_cohort_is_not_work_in_this_one(enrolment, school):
    finish(enrolment, ASKING)
    build_enrolment(user=enrolment.user, school=school, cohort=build_cohort(starts_on=date(2027, 1, 4)))
    assert current_lead(enrolment.user).finished == frozenset()


def test_who_left_the_newer_cohort_is_back_in_the_older(enrolment, school):
    newer = build_cohort(starts_on=date(2027, 1, 4))
    build_enrolment(user=enrolment.user, school=school, cohort=newer, state="left")
    assert current_lead(enrolment.user).cohort_id == enrolment.cohort_id


@pytest.mark.parametrize(
    ("state", "is_lead"), [("active", True), ("paused", True), ("finished", True), ("left", False)]
)
def test_who_left_is_no_lead_and_who_paused_or_finished_is(cohort, state, is_lead):
    assert (current_lead(build_lead(cohort=cohort, state=state)) is not None) == is_lead


def test_one_query_finds_a_lead_with_all_they_did(enrolment, django_assert_num_queries):
    finish(enrolment, ASKING, READING)
    with django_assert_num_queries(1):
        assert len(current_lead(enrolment.user).finished) == 2


@pytest.mark.parametrize("number", [1, 3])
def test_one_query_finds_the_leads_of_a_school(cohort, school, number, django_assert_num_queries):
    for _ in range(number):
        finish(build_enrolment(cohort=cohort, school=school), ASKING)
    with django_assert_num_queries(1):
        found = school_leads(school_id=school.pk, cohort_id=cohort.pk)
    assert [len(lead.finished) for lead in found] == [1] * number


def test_the_leads_of_a_school_stand_by_last_name_without_those_who_left(cohort, school):
    for name in ("Zoe Abbot", "Ann Young"):
        build_enrolment(cohort=cohort, school=school, name=name)
    build_enrolment(cohort=cohort, school=school, name="Gone Away", state="left")
    names = [lead.name for lead in school_leads(school_id=school.pk, cohort_id=cohort.pk)]
    assert names == ["Zoe Abbot", "Ann Young"]


def test_the_leads_of_a_cohort_hold_those_who_left_but_nobody_of_another(cohort, school):
    mine = build_enrolment(cohort=cohort, school=school, state="left")
    build_enrolment(cohort=build_cohort(), school=school)
    assert [lead.enrolment_id for lead in cohort_leads([cohort.pk])] == [mine.pk]
