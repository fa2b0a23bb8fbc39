"""Cohorts on sale: one with many places, one almost full, one full with schools that wait. All of it is invented."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.utils.timezone import make_aware
from wagtail.models import Site

from cms.models import Provider, User
from courses.domain.booking import hold_places
from courses.models import Booking, Calendar, Cohort, ProgrammePage, School
from courses.weeks import ONE_WEEK, monday_of

TERMS_OF_PROVIDER = {
    "legal_name": "Touchstone Learning Ltd (invented)",
    "company_number": "00000000",
    "address": "1 Invented Street\nNowhere\nZZ99 9ZZ",
    "telephone": "01632 960000",  # a number that Ofcom keeps for fiction
    "vat_registered": True,
    "vat_basis_points": 2000,
    "vat_number": "GB000000000",
    "bank_account_name": "Touchstone (invented)",
    "bank_sort_code": "00-00-00",
    "bank_account_number": "00000000",
}


@dataclass(frozen=True)
class Selling:
    """A cohort that starts in so many weeks; `days_ago` of each booking: when it was made."""

    weeks: int
    places: int
    least_schools: int
    bookings: tuple[tuple[str, str, str, int, int], ...] = ()  # school, town, phase, leads, days ago
    price_pence: int = 48_000


SELLING = (
    Selling(
        weeks=7,
        places=14,
        least_schools=4,
        bookings=(
            ("Ashdown Primary School (invented)", "Ashdown", "primary", 3, 40),
            ("Byrne High School (invented)", "Byrneside", "secondary", 2, 33),
            ("Carrow Infants (invented)", "Carrow", "primary", 2, 25),
            ("Dunmere Academy (invented)", "Dunmere", "secondary", 3, 21),
            ("Eastgate Special School (invented)", "Eastgate", "special", 2, 12),
            ("Fallow Hill Primary (invented)", "Fallow Hill", "primary", 2, 5),
        ),
    ),
    Selling(
        weeks=12,
        places=16,
        least_schools=5,
        bookings=(
            ("Garrick Junior School (invented)", "Garrick", "primary", 2, 30),
            ("Hollin Wood School (invented)", "Hollin Wood", "all-through", 4, 22),
            ("Inglewater Academy (invented)", "Inglewater", "secondary", 2, 13),
            ("Jessop Lane Primary (invented)", "Jessop", "primary", 2, 11),
            ("Kelsall College (invented)", "Kelsall", "secondary", 2, 6),
            ("Lantern Street School (invented)", "Lantern", "primary", 2, 2),
        ),
    ),
    Selling(
        weeks=23,
        places=30,
        least_schools=6,
        bookings=(
            ("Merrow Primary School (invented)", "Merrow", "primary", 2, 9),
            ("Northfold School (invented)", "Northfold", "secondary", 3, 4),
        ),
    ),
)
BOOKERS = (("Priya", "Nand"), ("Colin", "Weir"), ("Bronagh", "Tully"), ("Marcus", "Eade"), ("Sian", "Roper"))


def lay_booking(*, today: date, say: Callable[[str], None]) -> None:
    """Lays the cohorts once; on a later day they are left as they were."""
    lay_terms()
    if Cohort.objects.filter(is_public=True).exists():
        return
    say("Inventing cohorts on sale")
    for selling in SELLING:
        cohort = lay_selling_cohort(selling, today)
        for number, booked in enumerate(selling.bookings):
            lay_one_booking(cohort, number, *booked, today=today)
        cohort.refresh_from_db()
        say(f"  {cohort}: {cohort.places_left} of {cohort.places} places left")


def lay_terms() -> None:
    provider = Provider.for_site(Site.objects.get(is_default_site=True))
    if not provider.vat_number:
        for name, value in TERMS_OF_PROVIDER.items():
            setattr(provider, name, value)
        provider.save()


def lay_selling_cohort(selling: Selling, today: date) -> Cohort:
    starts_on = monday_of(today) + selling.weeks * ONE_WEEK
    cohort = Cohort.objects.create(
        name=f"{starts_on:%B %Y} cohort (invented)",
        slug=f"{starts_on:%B-%Y}".lower(),
        programme=ProgrammePage.objects.get(),
        calendar=selling_calendar(starts_on),
        starts_on=starts_on,
        is_public=True,
        places=selling.places,
        places_left=selling.places,
        price_pence=selling.price_pence,
        least_schools=selling.least_schools,
        decides_on=starts_on - 4 * ONE_WEEK - timedelta(days=3),
        books_until=starts_on - timedelta(days=10),
    )
    cohort.facilitators.add(User.objects.get(email="facilitator@touchstone.example"))
    return cohort


def selling_calendar(starts_on: date) -> Calendar:
    from courses.demonstration import lay_calendar  # which itself imports this module

    return lay_calendar(f"Demonstration year from {starts_on:%d %B %Y}", starts_on)


def lay_one_booking(cohort, number, name, town, phase, leads, days_ago, *, today) -> Booking:
    school, _ = School.objects.get_or_create(name=name, defaults={"town": town, "phase": phase})
    first, last = BOOKERS[number % len(BOOKERS)]
    domain = f"{town.lower().replace(' ', '')}.example"
    return hold_places(
        key=f"demonstration-{cohort.slug}-{number}",
        cohort=cohort,
        school=school,
        leads=leads,
        people=[(f"Lead{place}", town, f"lead{place}@{domain}") for place in range(1, number % (leads + 1) + 1)],
        hold_days=14 if days_ago < 14 else days_ago + 14,
        price_days=30,
        now=make_aware(datetime.combine(today - timedelta(days=days_ago), time(9 + number % 7, 20))),
        booker_name=f"{first} {last}",
        booker_role="School business manager",
        booker_email=f"office@{domain}",
        invoice_name=f"Finance office, {name}",
        invoice_email=f"finance@{domain}",
        invoice_address=f"{name}\n1 School Lane\n{town}",
        po_number=f"PO-{1000 + number}" if number % 2 else "",
    )
