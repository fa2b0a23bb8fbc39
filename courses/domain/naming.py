"""Who takes the places of a booking, and the booking's link for whoever made it."""

from datetime import datetime

from django.db import transaction

from cms import tasks
from courses import bookingmails
from courses.domain.bookedplace import NamedTwice, PlaceTaken, name_place
from courses.domain.enrolment import AlreadyEnrolled
from courses.models import Booking

NAMES = ("first_name", "last_name", "email")


class PersonTaken(Exception):
    """This person has another place; `number` is the one that they were to get."""

    def __init__(self, number: int):
        super().__init__("This person has another place already. Each place is for one person.")
        self.number = number


@transaction.atomic
def name_places(*, booking: Booking, people: dict[int, tuple[str, str, str]], by, now: datetime) -> None:
    """All of them or none. `people` by the number of the place; those that stay as they are cost nothing."""
    for place in booking.booked_places.filter(number__in=people):
        person = people[place.number]
        if person == (place.first_name, place.last_name, place.email):
            continue
        try:
            name_place(place=place, **dict(zip(NAMES, person, strict=True)), by=by, now=now)
        except (AlreadyEnrolled, NamedTwice, PlaceTaken) as error:
            raise PersonTaken(place.number) from error


def mail_link_again(*, reference: str, email: str) -> None:
    """In the background either way, so that the answer takes as long for a booking that there is not."""
    tasks.enqueue(send_link_again, reference=reference, email=email)


@tasks.background
def send_link_again(*, reference: str, email: str, now: datetime) -> None:
    found = Booking.objects.select_related("cohort", "school")
    booking = found.filter(reference=reference, booker_email__iexact=email).first()
    if booking is not None:
        bookingmails.mail_booking_link(booking, now=now)
