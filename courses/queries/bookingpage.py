"""What a booker sees of their booking, and what a school sees that waits."""

from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property

from cms.models import Provider
from courses.models import BookedPlace, Booking
from courses.queries.cohort import OpenCohort
from courses.queries.draft import Event, Price, names_due_on, on_sale, price_of
from courses.terms import MOST_LEADS, Band, dated_bands, percent_due, share_of


@dataclass(frozen=True)
class BookingPage:
    booking: Booking
    cohort: OpenCohort
    places: tuple[BookedPlace, ...]
    price: Price
    names_due: date
    today: date

    @cached_property
    def bands(self) -> tuple[Band, ...]:
        return dated_bands(self.cohort.starts_on, self.booking.bands)

    @property
    def percent_now(self) -> int:
        return percent_due(self.today, starts_on=self.cohort.starts_on, bands=self.booking.bands)

    @property
    def cost_now(self) -> int:
        """Without VAT."""
        return share_of(self.price.net, self.percent_now)

    @property
    def cost_at_end(self) -> int:
        """Of a booking that was cancelled."""
        return share_of(self.price.net, self.booking.percent_due or 0)

    @property
    def is_active(self) -> bool:
        return self.booking.state in Booking.ACTIVE

    @property
    def has_started(self) -> bool:
        return self.today >= self.cohort.starts_on

    @property
    def may_cancel(self) -> bool:
        return self.is_active and not self.has_started

    @property
    def may_name(self) -> bool:
        return self.is_active and not self.has_started and any(not place.enrolment_id for place in self.places)

    @property
    def most_to_add(self) -> int:
        """How many places may be added: never over six, never more than there are."""
        open_still = self.is_active and not self.has_started and self.today <= self.cohort.books_until
        return max(0, min(MOST_LEADS - self.booking.leads, self.cohort.places_left)) if open_still else 0

    @property
    def unnamed(self) -> int:
        return sum(not place.email for place in self.places)

    @property
    def may_take_again(self) -> bool:
        return self.booking.state == Booking.State.EXPIRED and self.cohort.state != "closed"

    @cached_property
    def events(self) -> tuple[Event, ...]:
        return events_of(self)


def booking_page(booking: Booking, *, provider: Provider, today: date) -> BookingPage:
    """`booking` with its cohort and school."""
    return BookingPage(
        booking=booking,
        cohort=on_sale(booking.cohort, today=today),
        places=tuple(booking.booked_places.order_by("number")),
        price=price_of(booking.price_pence, booking.leads, provider),
        names_due=names_due_on(booking.cohort),
        today=today,
    )


def events_of(page: BookingPage) -> tuple[Event, ...]:
    """What is still to come, in the order of the days."""
    booking, cohort, found = page.booking, page.cohort, []
    if not page.is_active:
        return ()
    if booking.state == Booking.State.HELD:
        words = "Send a purchase order number or accept the quote. After that day the places are free for others."
        found.append(Event(booking.held_until, "An order from your school", words, by=True))
    if booking.state == Booking.State.ORDERED:
        words = "We confirm the booking and send the invoice. You need to do nothing."
        found.append(Event(page.today + timedelta(days=2), "Our confirmation", words, by=True))
    if cohort.decides_on and not cohort.runs:
        words = f"{schools_words(cohort.schools)} booked so far. It runs with {cohort.least_schools}."
        found.append(Event(cohort.decides_on, "We decide whether the cohort runs", words, by=True))
    if page.unnamed:
        words = f"{page.unnamed} of {booking.leads} are still to follow."
        found.append(Event(page.names_due, "The leads’ names and e-mail addresses", words, by=True))
    found.append(Event(cohort.starts_on, "Week 1 begins", "Each lead has had an e-mail with which to sign in."))
    return tuple(sorted((one for one in found if one.day >= page.today), key=lambda one: one.day))


def schools_words(number: int) -> str:
    return "1 school has" if number == 1 else f"{number} schools have"
