import pytest
from django.db import transaction

from tests.courses.builders import build_cohort, build_enrolment, build_meeting, build_programme, build_school


@pytest.fixture(scope="module")
def programme(django_db_setup, django_db_blocker):
    """The small programme, loaded once for the tests of a module: each undoes only what it changes itself."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield build_programme()
        transaction.set_rollback(True)


@pytest.fixture
def cohort(programme, db):
    return build_cohort()


@pytest.fixture
def school(db):
    return build_school(name="Larkfield Junior")


@pytest.fixture
def enrolment(cohort, school):
    return build_enrolment(cohort=cohort, school=school, name="Nadia Hale")


@pytest.fixture
def lead(enrolment):
    """A person with a place in the cohort."""
    return enrolment.user


# The leads of one school, and a meeting they hold


@pytest.fixture
def meeting(programme, db):
    return build_meeting()


@pytest.fixture
def ada(cohort, school):
    return build_enrolment(cohort=cohort, school=school, name="Ada Hale").user


@pytest.fixture
def ben(cohort, school):
    return build_enrolment(cohort=cohort, school=school, name="Ben Orr").user
