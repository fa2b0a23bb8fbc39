"""The tests and the check of the demonstration."""

from datetime import date, datetime

import pytest
import time_machine

from courses.demonstration import COHORT, lay_demonstration
from courses.demonstration_large import lay_large
from courses.models import Cohort, FormOrder, Sitting
from courses.queries.check import checks_done
from courses.queries.diagnosticreport import cohort_tests
from quizzes.models import Attempt, Quiz

DAY = date(2026, 11, 16)


@pytest.fixture
def laid(db):
    with time_machine.travel(datetime.combine(DAY, datetime.min.time()).replace(hour=9), tick=False):
        lay_demonstration(today=DAY, say=lambda text: None)
        yield Cohort.objects.get(name=COHORT)


def test_six_leads_have_handed_in_a_pre_test_and_one_has_begun(laid):
    found = cohort_tests(laid)
    assert (found.pre_done, found.post_done, len(found.leads)) == (6, 0, 9)
    assert Sitting.objects.filter(attempt__finished_at=None).count() == 1
    assert FormOrder.objects.count() == 3


def test_the_lead_who_is_ahead_has_done_the_first_check(laid):
    ahead = Attempt.objects.get(quiz__mode=Quiz.Mode.CHECK).user
    assert ahead.email == "colleague@touchstone.example"
    assert checks_done([ahead.pk]) == {ahead.pk: {"why-assess"}}


def test_many_schools_have_measured_forms_in_balance(laid):
    lay_large(schools=80, today=DAY, say=lambda text: None)
    found = cohort_tests(laid)
    assert [form.before >= 60 for form in found.forms] == [True, True]
    firsts = list(FormOrder.objects.values_list("first", flat=True))
    assert abs(firsts.count("form-a") - firsts.count("form-b")) == 1
