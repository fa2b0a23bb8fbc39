"""Two leads of a school, or two tabs of one, at the same moment against a real database."""

from collections import Counter
from threading import Barrier, Thread

import pytest
from django.db import connection

from courses.domain.diagnostic import draw_order
from courses.models import FormOrder, Sitting
from quizzes.models import Answer, Attempt
from tests.courses.builders import NOW, build_cohort, build_lead, build_school
from tests.courses.sittings import answer, build_forms, hand_in, start

pytestmark = pytest.mark.django_db(transaction=True, serialized_rollback=True)


@pytest.fixture(scope="module", autouse=True)
def _whole_again(django_db_setup, django_db_blocker):
    """The last of these tests empties the database; with --reuse-db the next run needs what migrations put there."""
    yield
    with django_db_blocker.unblock():
        connection.creation.deserialize_db_from_string(connection._test_serialized_contents)
        connection.close()


@pytest.fixture
def place():
    cohort = build_cohort()
    build_forms()
    return cohort, build_school()


def at_once(*calls):
    """What each call gave or raised, all begun at the same moment."""
    barrier, given = Barrier(len(calls)), []

    def run(call):
        barrier.wait()
        try:
            given.append(call())
        except Exception as error:
            given.append(error)
        finally:
            connection.close()

    threads = [Thread(target=run, args=[call]) for call in calls]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(given) == len(calls)
    return given


def test_leads_of_one_school_who_start_at_once_get_the_same_form(place):
    cohort, school = place
    leads = [build_lead(cohort=cohort, school=school) for _ in range(4)]
    started = at_once(*(lambda lead=lead: start(lead) for lead in leads))
    assert len({sitting.attempt.quiz_id for sitting in started}) == 1
    assert (FormOrder.objects.count(), Sitting.objects.count()) == (1, 4)


def test_two_tabs_that_start_at_once_have_one_sitting(place):
    lead = build_lead(cohort=place[0], school=place[1])
    started = at_once(*([lambda: start(lead)] * 4))
    assert len({sitting.pk for sitting in started}) == 1
    assert Attempt.objects.count() == 1


def test_schools_that_draw_at_once_stay_balanced(place):
    cohort, _ = place
    schools = [build_school() for _ in range(6)]
    at_once(*(lambda pk=one.pk: draw_order(cohort_id=cohort.pk, school_id=pk, now=NOW) for one in schools))
    assert sorted(Counter(FormOrder.objects.values_list("first", flat=True)).values()) == [3, 3]


def test_saving_and_handing_in_at_once_leaves_no_draft_behind(place):
    lead = build_lead(cohort=place[0], school=place[1])
    start(lead)
    at_once(
        lambda: hand_in(lead),
        *(lambda position=position: answer(lead, "pre-test", position) for position in range(1, 6)),
        lambda: hand_in(lead),
    )
    answers = Answer.objects.filter(attempt__user=lead)
    assert answers.count() == 8
    assert answers.filter(checked_at=None).count() == 0
    assert Sitting.objects.get().attempt.finished_at == NOW
