"""Cohorts as visitors see them: dates, price, places left, and whether they run."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Count, Q

from courses.models import Booking, Cohort
from courses.plan import YEAR_WEEKS
from courses.queries.calendar import counted_year, dates_of
from courses.weeks import SchoolYear

FEW_PLACES = 6  # from here on "few places left" is said: the most that one school books


@dataclass(frozen=True)
class OpenCohort:
    pk: int
    slug: str
    name: str
    starts_on: date  # the Monday of week 1
    ends_on: date | None  # the Friday of the last school week, where the term dates reach so far
    price_pence: int  # of one place, without VAT
    places: int
    places_left: int
    schools: int  # that have booked
    least_schools: int  # with which it runs
    decides_on: date | None
    books_until: date
    runs: bool
    state: str  # "open", "few", "full" or "closed"
    year: SchoolYear | None = None  # its school weeks, where they were asked for

    @property
    def may_book(self) -> bool:
        return self.state in ("open", "few")

    @property
    def schools_more(self) -> int:
        """How many more schools may book, with two leads each."""
        return self.places_left // 2

    @property
    def may_wait(self) -> bool:
        return self.state == "full"


def open_cohorts(*, today: date) -> tuple[OpenCohort, ...]:
    """The public cohorts that have not started, the next one first: three queries, whatever their number."""
    active = Count("bookings", filter=Q(bookings__state__in=Booking.ACTIVE))
    rows = list(
        Cohort.objects.filter(is_public=True, slug__isnull=False, starts_on__gt=today)
        .annotate(schools=active)
        .order_by("starts_on", "name")
    )
    years = years_of(rows)
    return tuple(
        open_cohort(
            cohort,
            schools=cohort.schools,
            ends_on=last_day(years[cohort.pk]),
            today=today,
            year=years[cohort.pk],
        )
        for cohort in rows
    )


def years_of(cohorts: list[Cohort]) -> dict[int, SchoolYear]:
    """The school weeks of each cohort by its calendar: two queries, whatever their number."""
    dates = dates_of({cohort.calendar_id for cohort in cohorts}) if cohorts else {}
    return {cohort.pk: counted_year(cohort.starts_on, *dates[cohort.calendar_id]) for cohort in cohorts}


def last_day(year: SchoolYear) -> date | None:
    """The Friday of the last school week, where the term dates reach so far."""
    monday = year.monday(YEAR_WEEKS)
    return monday and monday + timedelta(days=4)


def open_cohort(
    cohort: Cohort, *, schools: int, ends_on: date | None, today: date, year: SchoolYear | None = None
) -> OpenCohort:
    books_until = last_day_to_book(cohort)
    return OpenCohort(
        pk=cohort.pk,
        slug=cohort.slug or "",
        name=cohort.name,
        starts_on=cohort.starts_on,
        ends_on=ends_on,
        price_pence=cohort.price_pence,
        places=cohort.places,
        places_left=cohort.places_left,
        schools=schools,
        least_schools=cohort.least_schools,
        decides_on=cohort.decides_on,
        books_until=books_until,
        runs=cohort.runs_since is not None or schools >= cohort.least_schools,
        state=state_of(cohort.places_left, is_over=today > books_until),
        year=year,
    )


def last_day_to_book(cohort: Cohort) -> date:
    return cohort.books_until or cohort.starts_on - timedelta(days=1)


def state_of(places_left: int, *, is_over: bool) -> str:
    if is_over:
        return "closed"
    if places_left < 2:
        return "full"
    return "few" if places_left <= FEW_PLACES else "open"
