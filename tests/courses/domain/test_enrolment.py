from datetime import date

import pytest
from django.core import mail as outbox
from django.db import IntegrityError, transaction

from cms.models import User
from courses.domain.enrolment import AlreadyEnrolled, enrol, invite_lead
from courses.models import Enrolment, School
from tests.builders import build_user
from tests.courses.builders import NOW, STARTS_ON, build_cohort, build_school


def invite(cohort, **changes):
    fields = {
        "school_name": "Larkfield Junior",
        "email": "nadia@larkfield.example",
        "first_name": "Nadia",
        "last_name": "Hale",
        "now": NOW,
    }
    return invite_lead(cohort=cohort, **{**fields, **changes})


def test_a_person_gets_a_place_in_a_cohort(cohort, school):
    user = build_user()
    enrolment = enrol(user=user, school=school, cohort=cohort, joined_on=STARTS_ON)
    assert (enrolment.user, enrolment.school, enrolment.joined_on, enrolment.state) == (
        user,
        school,
        STARTS_ON,
        "active",
    )


def test_a_person_gets_one_place_in_a_cohort(enrolment, cohort):
    with pytest.raises(AlreadyEnrolled):
        enrol(user=enrolment.user, school=build_school(), cohort=cohort, joined_on=STARTS_ON)
    assert Enrolment.objects.get().school == enrolment.school


def test_a_person_may_have_a_place_in_another_cohort(enrolment):
    enrol(user=enrolment.user, school=enrolment.school, cohort=build_cohort(), joined_on=STARTS_ON)
    assert Enrolment.objects.filter(user=enrolment.user).count() == 2


def test_the_database_refuses_a_second_place(enrolment, cohort):
    with pytest.raises(IntegrityError), transaction.atomic():
        Enrolment.objects.create(
            user=enrolment.user, school=enrolment.school, cohort=cohort, joined_on=date(2026, 9, 9)
        )


def test_an_invitation_makes_the_account_the_school_and_the_place(cohort):
    enrolment = invite(cohort)
    assert (enrolment.user.name, enrolment.user.email) == ("Nadia Hale", "nadia@larkfield.example")
    assert (enrolment.school.name, enrolment.cohort, enrolment.joined_on) == ("Larkfield Junior", cohort, NOW.date())


def test_an_invited_person_who_is_known_keeps_name_and_account(cohort):
    known = build_user(email="nadia@larkfield.example", name="N. Hale-Price")
    enrolment = invite(cohort, email="Nadia@Larkfield.example")
    assert (enrolment.user, User.objects.get().name) == (known, "N. Hale-Price")


def test_a_second_lead_of_a_school_joins_the_same_school(cohort):
    invite(cohort)
    invite(cohort, email="tom@larkfield.example")
    assert School.objects.get().enrolments.count() == 2


def test_a_school_of_another_cohort_with_the_same_name_is_another_school(cohort):
    there = invite(build_cohort(), email="there@st-marys.example", school_name="St Mary’s")
    here = invite(cohort, email="here@st-marys.example", school_name="St Mary’s")
    assert there.school != here.school


def test_the_invited_person_hears_of_it_by_mail(cohort, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        invite(cohort)
    [mail] = outbox.outbox
    assert mail.to == ["nadia@larkfield.example"]
    assert "Week 1 begins on Monday 7 September 2026." in mail.body


def test_inviting_twice_is_refused_and_sends_nothing_more(cohort, django_capture_on_commit_callbacks):
    invite(cohort)
    with django_capture_on_commit_callbacks(execute=True), pytest.raises(AlreadyEnrolled):
        invite(cohort)
    assert (Enrolment.objects.count(), outbox.outbox) == (1, [])
