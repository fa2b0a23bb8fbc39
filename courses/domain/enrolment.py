from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils.timezone import localdate

from cms.domain.account import open_accounts, settle_account
from cms.models import User
from courses.emails import mail_invited
from courses.models import Cohort, Enrolment, School


class AlreadyEnrolled(Exception):
    """The person has a place in this cohort; `name` says who, where several were to be enrolled."""

    def __init__(self, name: str = ""):
        super().__init__(name)
        self.name = name


@dataclass(frozen=True)
class Person:
    first_name: str
    last_name: str
    email: str  # in small letters

    @property
    def name(self) -> str:
        return f"{self.first_name} {self.last_name}"


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


@transaction.atomic
def enrol_people(*, people: Sequence[Person], school: School, cohort: Cohort, now: datetime) -> dict[str, Enrolment]:
    """Accounts where there are none, enrolments and invitations, by e-mail address; as many queries for one as for six.

    Who left the cohort with this school comes back to their own place. Raises AlreadyEnrolled.
    """
    users = open_accounts(people=people)
    known = {one.user_id: one for one in Enrolment.objects.filter(cohort=cohort, user__in=users.values())}
    for person in people:
        enrolled = known.get(users[person.email].pk)
        if enrolled and (enrolled.state != Enrolment.State.LEFT or enrolled.school_id != school.pk):
            raise AlreadyEnrolled(person.name)
    if known:
        Enrolment.objects.filter(pk__in=[one.pk for one in known.values()]).update(state=Enrolment.State.ACTIVE)
    new = [
        Enrolment(user=user, school=school, cohort=cohort, joined_on=localdate(now))
        for user in users.values()
        if user.pk not in known
    ]
    made = {one.user_id: one for one in Enrolment.objects.bulk_create(new)} | known
    found = {person.email: made[users[person.email].pk] for person in people}
    for email, enrolment in found.items():
        enrolment.user, enrolment.school, enrolment.cohort = users[email], school, cohort
        mail_invited(enrolment, now=now)
    return found
