from datetime import date

from django.db import transaction

from courses.models import Cohort, Enrolment, School


class AlreadyEnrolled(Exception):
    """The person has a place in this cohort."""


@transaction.atomic
def enrol(*, user, school: School, cohort: Cohort, joined_on: date) -> Enrolment:
    enrolment, made = Enrolment.objects.get_or_create(
        user=user, cohort=cohort, defaults={"school": school, "joined_on": joined_on}
    )
    if not made:
        raise AlreadyEnrolled
    return enrolment
