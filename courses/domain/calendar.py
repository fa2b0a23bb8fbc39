"""A school's own term dates: a copy of the cohort's, with the school's changes."""

from datetime import date

from django.db import transaction

from courses.models import Calendar, ClosedDay, School, Term


class OutsideTerms(Exception):
    """The day is a weekend or a holiday: school is closed anyway."""


class AlreadyClosed(Exception):
    """The day is marked as closed."""


@transaction.atomic
def own_calendar(*, school: School, template: Calendar) -> Calendar:
    """The school's own calendar; made as a copy of the template the first time."""
    school = School.objects.select_for_update().get(pk=school.pk)
    if school.own_calendar_id:
        return school.own_calendar
    copy = Calendar.objects.create(name=f"{school.name[:60]} ({school.pk}), from {template.name}"[:100])
    Term.objects.bulk_create(
        Term(calendar=copy, starts_on=term.starts_on, ends_on=term.ends_on) for term in template.terms.all()
    )
    ClosedDay.objects.bulk_create(
        ClosedDay(calendar=copy, day=closed.day, reason=closed.reason) for closed in template.closed_days.all()
    )
    school.own_calendar = copy
    school.save(update_fields=["own_calendar"])
    return copy


@transaction.atomic
def close_day(*, school: School, template: Calendar, day: date, reason: str) -> ClosedDay:
    calendar = own_calendar(school=school, template=template)
    in_term = calendar.terms.filter(starts_on__lte=day, ends_on__gte=day).exists()
    if not in_term or day.weekday() >= 5:
        raise OutsideTerms
    closed, made = ClosedDay.objects.get_or_create(calendar=calendar, day=day, defaults={"reason": reason})
    if not made:
        raise AlreadyClosed
    return closed
