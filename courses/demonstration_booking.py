"""Cohorts on sale: one with many places, one almost full, one full with schools that wait. All of it is invented."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.utils.timezone import make_aware
from wagtail.models import Site

from cms.models import Provider, User
from courses.domain.booking import cancel_booking, confirm_booking, hold_places, order_places
from courses.domain.hold import expire_hold
from courses.domain.waiting import join_waiting_list
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
class Booked:
    school: str
    town: str
    phase: str
    leads: int
    days_ago: int
    state: str = "held"


@dataclass(frozen=True)
class Selling:
    """A cohort that starts in so many weeks, what is booked, and how many places the schools wait for."""

    weeks: int
    places: int
    least_schools: int
    bookings: tuple[Booked, ...] = ()
    waiting: tuple[tuple[str, str, int], ...] = ()  # school, town, places
    price_pence: int = 48_000


SELLING = (
    Selling(  # full: the last booking is cancelled when three schools wait, so that one is passed over, one offered
        weeks=7,
        places=16,
        least_schools=4,
        bookings=(
            Booked("Ashdown Primary School", "Ashdown", "primary", 3, 40, "confirmed"),
            Booked("Byrne High School", "Byrneside", "secondary", 2, 33, "confirmed"),
            Booked("Carrow Infants", "Carrow", "primary", 2, 25, "ordered"),
            Booked("Dunmere Academy", "Dunmere", "secondary", 3, 21, "ordered"),
            Booked("Eastgate Special School", "Eastgate", "special", 2, 12),
            Booked("Fallow Hill Primary", "Fallow Hill", "primary", 2, 5),
            Booked("Old Mill School", "Old Mill", "primary", 2, 4, "cancelled"),
        ),
        waiting=(
            ("Penrose School", "Penrose", 3),
            ("Quarry Bank Primary", "Quarry", 2),
            ("Ridgeway School", "Ridge", 2),
        ),
    ),
    Selling(  # almost full
        weeks=12,
        places=16,
        least_schools=5,
        bookings=(
            Booked("Garrick Junior School", "Garrick", "primary", 2, 30, "confirmed"),
            Booked("Hollin Wood School", "Hollin Wood", "all-through", 4, 22, "ordered"),
            Booked("Inglewater Academy", "Inglewater", "secondary", 2, 13),
            Booked("Jessop Lane Primary", "Jessop", "primary", 2, 11),
            Booked("Kelsall College", "Kelsall", "secondary", 2, 6),
            Booked("Lantern Street School", "Lantern", "primary", 2, 2),
        ),
    ),
    Selling(  # many places
        weeks=23,
        places=30,
        least_schools=6,
        bookings=(
            Booked("Sandal Primary School", "Sandal", "primary", 2, 20, "expired"),
            Booked("Merrow Primary School", "Merrow", "primary", 2, 9),
            Booked("Northfold School", "Northfold", "secondary", 3, 4, "ordered"),
        ),
    ),
)
BOOKERS = ("Priya Nand", "Colin Weir", "Bronagh Tully", "Marcus Eade", "Sian Roper")
FIRST_NAMES = ("Asha", "Ben", "Carys", "Dermot", "Elin", "Farid", "Gwen")
LAST_NAMES = ("Ackroyd", "Bassey", "Coyle", "Dunn", "Everett", "Flood", "Gill", "Hobbs")


def lay_booking(*, today: date, say: Callable[[str], None]) -> None:
    """Lays the cohorts once; on a later day they are left as they were."""
    lay_terms()
    if Cohort.objects.filter(is_public=True).exists():
        return
    say("Inventing cohorts on sale")
    for selling in SELLING:
        cohort = lay_selling_cohort(selling, today)
        bookings = [lay_one(cohort, number, booked, today) for number, booked in enumerate(selling.bookings)]
        for number, group in enumerate(selling.waiting):
            lay_waiting(cohort, number, group, at(today, days_ago=3, hour=9 + number))
        for booking, booked in zip(bookings, selling.bookings, strict=True):
            end_one(booking, booked.state, today)
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


def at(today: date, *, days_ago: int, hour: int = 9) -> datetime:
    return make_aware(datetime.combine(today - timedelta(days=days_ago), time(hour, 20)))


def lay_school(name: str, town: str, phase: str = "primary") -> School:
    return School.objects.get_or_create(name=f"{name} (invented)", defaults={"town": town, "phase": phase})[0]


def mail_domain(town: str) -> str:
    return f"{town.lower().replace(' ', '')}.example"


def people_of(cohort: Cohort, number: int, booked: Booked) -> list[tuple[str, str, str]]:
    """All are named in a confirmed booking; in others some names follow."""
    named = booked.leads if booked.state == "confirmed" else number % (booked.leads + 1)
    names = [
        (FIRST_NAMES[(number + place) % 7], LAST_NAMES[(number * 3 + place + cohort.pk) % 8]) for place in range(named)
    ]
    return [(first, last, f"{first}.{last}@{mail_domain(booked.town)}".lower()) for first, last in names]


def lay_one(cohort: Cohort, number: int, booked: Booked, today: date) -> Booking:
    school = lay_school(booked.school, booked.town, booked.phase)
    made_at = at(today, days_ago=booked.days_ago, hour=9 + number)
    booking = hold_places(
        key=f"demonstration-{cohort.slug}-{number}",
        cohort=cohort,
        school=school,
        leads=booked.leads,
        people=people_of(cohort, number, booked),
        hold_days=14,
        price_days=30,
        now=made_at,
        booker_name=BOOKERS[number % len(BOOKERS)],
        booker_role="School business manager",
        booker_email=f"office@{mail_domain(booked.town)}",
        invoice_name="Finance office",
        invoice_email=f"finance@{mail_domain(booked.town)}",
        invoice_address=f"{school}\n1 School Lane\n{booked.town}",
    )
    if booked.state in ("ordered", "confirmed"):
        booking = order_places(booking=booking, po_number=f"PO-{1000 + number}", now=made_at + timedelta(days=2))
    if booked.state == "confirmed":
        booking = confirm_booking(booking=booking, by=None, now=made_at + timedelta(days=3))
    return booking


def lay_waiting(cohort: Cohort, number: int, group: tuple[str, str, int], moment: datetime) -> None:
    school, town, leads = group
    join_waiting_list(
        key=f"demonstration-{cohort.slug}-waiting-{number}",
        cohort=cohort,
        school=lay_school(school, town),
        leads=leads,
        fewest=leads,
        now=moment,
        booker_name=BOOKERS[leads],
        booker_role="Deputy head",
        booker_email=f"deputy@{mail_domain(town)}",
    )


def end_one(booking: Booking, state: str, today: date) -> None:
    if state == "cancelled":
        cancel_booking(booking=booking, reason="We wait for a year.", by=None, now=at(today, days_ago=1))
    if state == "expired":
        expire_hold(booking, now=at(today, days_ago=1))
