"""What a booker sees of their booking by its link, beyond what the office sees of it too."""

from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property

from cms.models import Provider
from courses.models import Booking
from courses.queries.booking import BookingView, booking_view, cohort_year
from courses.queries.cohort import OpenCohort
from courses.queries.draft import Event, Price, on_sale, price_of
from courses.terms import share_of

CONFIRMED_WITHIN = timedelta(days=3)


@dataclass(frozen=True)
class BookingPage:
    booking: Booking
    view: BookingView
    cohort: OpenCohort
    price: Price
    today: date

    @property
    def is_active(self) -> bool:
        return self.booking.state in Booking.ACTIVE

    @property
    def has_started(self) -> bool:
        return self.today >= self.cohort.starts_on

    @property
    def may_name(self) -> bool:
        return self.is_active and not self.has_started and any(not place.enrolment_id for place in self.view.places)

    @property
    def most_to_add(self) -> int:
        """How many places may be added: never over six, never more than there are, and not when booking is over."""
        return min(self.view.may_add, self.cohort.places_left) if self.today <= self.cohort.books_until else 0

    @property
    def may_take_again(self) -> bool:
        return self.booking.state == Booking.State.EXPIRED and self.cohort.state != "closed"

    @property
    def cost_at_end(self) -> int:
        return cost_at_end(self.booking)

    @cached_property
    def events(self) -> tuple[Event, ...]:
        return events_of(self)


def booking_page(booking: Booking, *, provider: Provider, today: date) -> BookingPage:
    """Four queries, if the booking came with its cohort and school."""
    year = cohort_year(booking.cohort)
    return BookingPage(
        booking=booking,
        view=booking_view(booking, today=today, year=year),
        cohort=on_sale(booking.cohort, year, today=today),
        price=price_of(booking.price_pence, booking.leads, provider),
        today=today,
    )


def cost_at_end(booking: Booking) -> int:
    """What is due of a cancelled booking, without VAT."""
    return share_of(booking.price_pence * booking.leads, booking.percent_due or 0)


def events_of(page: BookingPage) -> tuple[Event, ...]:
    """What is still to come, in the order of the days."""
    booking, cohort, found = page.booking, page.cohort, []
    if not page.is_active:
        return ()
    if booking.state == Booking.State.HELD:
        words = "Send a purchase order number or accept the quote. After that day the places are free for others."
        found.append(Event(booking.held_until, "An order from your school", words, by=True))
    if booking.state == Booking.State.ORDERED:
        words = "We confirm the booking and send the invoice. You need do nothing."
        found.append(Event(page.today + CONFIRMED_WITHIN, "Our confirmation", words, by=True))
    if cohort.decides_on and not cohort.runs:
        words = f"{schools_words(cohort.schools)} booked so far. It runs with {cohort.least_schools}."
        found.append(Event(cohort.decides_on, "We decide whether the cohort runs", words, by=True))
    if page.view.unnamed:
        words = f"{page.view.unnamed} of {booking.leads} are still to follow."
        found.append(Event(page.view.names_due, "The leads’ names and e-mail addresses", words, by=True))
    found.append(Event(cohort.starts_on, "Week 1 begins", "Each lead has had an e-mail with which to sign in."))
    return tuple(sorted((one for one in found if one.day >= page.today), key=lambda one: one.day))


def schools_words(number: int) -> str:
    return "1 school has" if number == 1 else f"{number} schools have"
