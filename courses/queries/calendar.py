from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from cms.queries.prepared import Prepared
from courses.models import Calendar, ClosedDay, School, Term
from courses.weeks import SchoolYear

terms_of = Prepared(
    lambda calendar_id: (
        Term.objects.filter(calendar_id=calendar_id).order_by("starts_on").values_list("starts_on", "ends_on")
    )
)
closed_of = Prepared(
    lambda calendar_id: ClosedDay.objects.filter(calendar_id=calendar_id).order_by("day").values_list("day")
)


def school_year(*, starts_on: date, calendar_id: int) -> SchoolYear:
    """The year of a cohort that starts on `starts_on` by one calendar: two queries."""
    closed = frozenset(day for (day,) in closed_of.rows(calendar_id=calendar_id))
    return counted_year(starts_on, tuple(terms_of.rows(calendar_id=calendar_id)), closed)


@lru_cache(maxsize=512)
def counted_year(starts_on: date, terms: tuple, closed: frozenset) -> SchoolYear:
    """One year for the same dates, so that its days and weeks are counted once."""
    return SchoolYear(starts_on=starts_on, terms=terms, closed=closed)


def school_years(*, starts_on: date, calendar_ids) -> dict[int, SchoolYear]:
    """The same for several calendars, by their ids: two queries, whatever their number."""
    return {pk: counted_year(starts_on, terms, closed) for pk, (terms, closed) in dates_of(calendar_ids).items()}


def dates_of(calendar_ids) -> dict[int, tuple[tuple, frozenset[date]]]:
    """Half terms and closed days of several calendars, by their ids: two queries, none for no calendar."""
    terms: dict[int, list[tuple[date, date]]] = {pk: [] for pk in calendar_ids}
    closed: dict[int, set[date]] = {pk: set() for pk in calendar_ids}
    rows = Term.objects.filter(calendar_id__in=terms).order_by("starts_on")
    for pk, first, last in rows.values_list("calendar_id", "starts_on", "ends_on"):
        terms[pk].append((first, last))
    for pk, day in ClosedDay.objects.filter(calendar_id__in=terms).values_list("calendar_id", "day"):
        closed[pk].add(day)
    return {pk: (tuple(terms[pk]), frozenset(closed[pk])) for pk in terms}


def calendar_records(lead) -> tuple[School, Calendar]:
    """The lead's school and the calendar of their cohort, for a change to be made."""
    return School.objects.get(pk=lead.school_id), Calendar.objects.get(pk=lead.calendar_id)


@dataclass(frozen=True)
class SchoolDates:
    terms: list[Term]
    closed_days: list[ClosedDay]
    is_own: bool
    weeks: tuple[date, ...]
    week: int


def school_dates(lead, *, today: date) -> SchoolDates:
    """Term dates, closed days and numbered weeks as they apply to this lead's school: two queries."""
    calendar_id = lead.own_calendar_id or lead.calendar_id
    terms = list(Term.objects.filter(calendar_id=calendar_id))
    closed = list(ClosedDay.objects.filter(calendar_id=calendar_id))
    dates = tuple((term.starts_on, term.ends_on) for term in terms)
    year = counted_year(lead.starts_on, dates, frozenset(one.day for one in closed))
    return SchoolDates(terms, closed, lead.own_calendar_id is not None, year.mondays, year.week(today))
