from datetime import date, datetime

from django.db import transaction
from django.utils.timezone import localdate

from cms.domain.account import settle_account
from cms.models import User
from courses.emails import mail_invited
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


@transaction.atomic
def invite_lead(*, cohort: Cohort, school_name: str, email: str, first_name: str, last_name: str, now: datetime):
    """A place for a lead, with an account and a school where there are none yet, and the mail that says so."""
    Cohort.objects.select_for_update().get(pk=cohort.pk)  # one invitation at a time: the second finds the first's rows
    # Only among the cohort's schools: elsewhere another school may have the same name
    school = School.objects.filter(name=school_name, enrolments__cohort=cohort).order_by("pk").first()
    school = school or School.objects.create(name=school_name)
    user = User.objects.filter(email=email.lower()).first()
    if user is None:
        user = User.objects.create_user(email, first_name=first_name, last_name=last_name)
        settle_account(user=user)
    enrolment = enrol(user=user, school=school, cohort=cohort, joined_on=localdate(now))
    mail_invited(enrolment, now=now)
    return enrolment
