"""Bookings as their pages and the office's lists show them, and the links that open them without signing in."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from django.core import signing
from django.db.models import Count, Q, QuerySet

from cms.models import Provider
from courses.models import BookedPlace, Booking, Cohort
from courses.queries.calendar import school_year
from courses.queries.cohort import last_day_to_book
from courses.terms import FEWEST_LEADS, MOST_LEADS, Band, dated_bands, percent_due, share_of
from courses.weeks import SchoolYear

SIGNER = signing.Signer(salt="courses.booking")
NAMES_DUE_BEFORE = 10  # school days before week 1
NAMES_LAST_CALL_BEFORE = 3


def booking_token(booking: Booking) -> str:
    """Signed, and good for this one booking as long as it is kept."""
    return SIGNER.sign_object(booking.pk)


def read_booking_token(token: str) -> int | None:
    """The booking's id, if the token is one of ours."""
    try:
        return SIGNER.unsign_object(token)
    except (signing.BadSignature, ValueError):
        return None


def cohort_year(cohort: Cohort) -> SchoolYear:
    return school_year(starts_on=cohort.starts_on, calendar_id=cohort.calendar_id)


def names_due(cohort: Cohort, year: SchoolYear | None = None) -> date:
    """The day on which the names of all leads should be known."""
    return (year or cohort_year(cohort)).days_before(cohort.starts_on, NAMES_DUE_BEFORE)


def provider_terms() -> tuple[int, int]:
    """For how many days places are held, and a price."""
    provider = Provider.objects.order_by("pk").first() or Provider()
    return provider.hold_days, provider.quote_days


def cost_in_percent(booking: Booking, *, today: date) -> int:
    """What part of the price a cancellation costs today. Held places cost nothing: nobody has ordered them."""
    if booking.state == Booking.State.HELD:
        return 0
    return percent_due(today, starts_on=booking.cohort.starts_on, bands=booking.bands)


@dataclass(frozen=True)
class BookingView:
    """What a booking's own page says."""

    booking: Booking
    places: tuple[BookedPlace, ...]
    bands: tuple[Band, ...]
    state_words: str
    names_due: date
    last_day_to_book: date
    cost_percent: int  # of a cancellation today
    cost_pence: int
    may_cancel: bool
    may_add: int  # places, by the rules; whether there are so many left is asked when they are taken
    may_give_back: int

    @property
    def net_pence(self) -> int:
        return self.booking.price_pence * self.booking.leads

    @property
    def unnamed(self) -> int:
        return sum(not place.email for place in self.places)


def booking_view(booking: Booking, *, today: date, year: SchoolYear | None = None) -> BookingView:
    """Three queries, if the booking came with its cohort and school."""
    places = tuple(booking.booked_places.select_related("enrolment"))
    cohort = booking.cohort
    is_active, has_started = booking.state in Booking.ACTIVE, today >= cohort.starts_on
    unnamed = sum(not place.email for place in places)
    cost = cost_in_percent(booking, today=today)
    return BookingView(
        booking=booking,
        places=places,
        bands=dated_bands(cohort.starts_on, booking.bands),
        state_words=state_words(booking),
        names_due=names_due(cohort, year),
        last_day_to_book=last_day_to_book(cohort),
        cost_percent=cost,
        cost_pence=share_of(booking.price_pence * booking.leads, cost),
        may_cancel=is_active and not has_started,
        may_add=MOST_LEADS - booking.leads if is_active and not has_started else 0,
        may_give_back=min(unnamed, booking.leads - FEWEST_LEADS) if is_active and not has_started else 0,
    )


def state_words(booking: Booking) -> str:
    match booking.state:
        case Booking.State.HELD:
            return f"Places held until {long_date(booking.held_until)}"
        case Booking.State.ORDERED:
            return "Ordered: the places are kept until we confirm"
        case Booking.State.CONFIRMED:
            return "Confirmed"
        case Booking.State.EXPIRED:
            return f"Not ordered by {long_date(booking.held_until)}: the places were given back"
        case Booking.State.CANCELLED:
            return "Cancelled"
    return "Withdrawn: the school left after the cohort had started"


def long_date(day: date | None) -> str:
    return f"{day:%A} {day.day} {day:%B %Y}" if day else ""


def bookings_for_office(
    *, cohort_id: int | None = None, states: Iterable[str] = (), search: str = ""
) -> QuerySet[Booking]:
    """Each row has its cohort, its school and `named`, the number of places with a name."""
    found = Booking.objects.select_related("cohort", "school").annotate(
        named=Count("booked_places", filter=~Q(booked_places__email=""))
    )
    if cohort_id:
        found = found.filter(cohort=cohort_id)
    if wanted := list(states):
        found = found.filter(state__in=wanted)
    if search:
        words = Q(reference__icontains=search) | Q(school__name__icontains=search)
        words |= Q(booker_name__icontains=search) | Q(booker_email__icontains=search)
        found = found.filter(words)
    return found.order_by("-made_at", "-pk")


def holds_ending(*, today: date, within: timedelta) -> QuerySet[Booking]:
    """Held places that end soon, the next first."""
    held = Booking.objects.filter(state=Booking.State.HELD, held_until__lte=today + within)
    return held.select_related("cohort", "school").order_by("held_until", "pk")


def without_names(*, cohort_ids: Iterable[int] | None = None) -> QuerySet[Booking]:
    """Active bookings in which a place has no name, with their cohort, school and `unnamed`."""
    empty = Count("booked_places", filter=Q(booked_places__email=""))
    found = Booking.objects.filter(state__in=Booking.ACTIVE).annotate(unnamed=empty).filter(unnamed__gt=0)
    if cohort_ids is not None:
        found = found.filter(cohort__in=list(cohort_ids))
    return found.select_related("cohort", "school").order_by("cohort__starts_on", "pk")
