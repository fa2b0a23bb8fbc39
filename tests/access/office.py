"""What the office and facilitators decide: an ordered booking, a hand-over that waits for a word, days of grace."""

from datetime import timedelta

from django.utils.timezone import localdate, now

from courses.models import BookedPlace, Booking, Grace, HandOver, School
from courses.queries.booking import booking_token
from tests.courses.booking import build_booking
from tests.courses.builders import build_enrolment, build_school

JOINER = {"first_name": "New", "last_name": "Joiner", "email": "joiner@new.example", "reason": "A new post."}


def lay_office(world) -> None:
    things, cohort = world.things, world.things.cohort
    lead = build_enrolment(cohort=cohort, school=build_school(name="Linked School"), name="Pat Linked")
    things.linked = lead
    things.led_booking = Booking.objects.create(
        key="led",
        reference="TS-LED-001",
        cohort=cohort,
        school=lead.school,
        state=Booking.State.CONFIRMED,
        leads=2,
        price_pence=48_000,
        price_until=localdate(),
        booker_name="A Booker",
        booker_email="booker@linked.example",
        note="secret-note-of-the-booker",
        made_at=now(),
    )
    BookedPlace.objects.create(
        booking=things.led_booking,
        number=1,
        first_name="Pat",
        last_name="Linked",
        email=lead.user.email,
        enrolment=lead,
    )
    BookedPlace.objects.create(booking=things.led_booking, number=2)
    things.asked = ask(world.enrolments["second"], "promised@new.example")
    far = build_enrolment(cohort=things.far_cohort, school=world.enrolments["far"].school)
    things.far_asked = ask(far, "promised@far.example")
    other = world.enrolments["other"]
    things.grace = Grace.objects.create(
        school=other.school, cohort=other.cohort, began_on=localdate(), until=localdate() + timedelta(days=28)
    )
    things.double = build_school(name="Booked School")
    things.booked_school = School.objects.get(bookings=things.booking)
    things.ordered = build_booking(cohort=things.booking.cohort, school=build_school(name="Ordering School"), now=now())


def ask(leaver, email: str) -> HandOver:
    return HandOver.objects.create(
        leaver=leaver,
        first_name="Somebody",
        last_name="Promised",
        email=email,
        on=localdate(),
        reason=f"secret-reason-of-{leaver.school.name.split()[0]}",
        state=HandOver.State.ASKED,
        asked_at=now(),
    )


def office_arguments(world) -> dict[str, dict]:
    things = world.things
    lead, far = {"pk": world.enrolments["lead"].pk}, {"pk": world.enrolments["far"].pk}
    booking = {"pk": things.ordered.pk}
    on_sale = {"pk": things.booking.cohort_id}
    return {
        "take_back_hand_over": {"pk": things.asked.pk},
        "take_back_hand_over/far": {"pk": things.far_asked.pk},
        "hand_over_by_link": {"token": booking_token(things.led_booking)},
        "hand_over_by_link/forged": {"token": booking_token(things.led_booking) + "x"},
        "facilitate_hand_over": lead,
        "facilitate_hand_over/leave": lead,
        "facilitate_hand_over/far": far,
        "decide_hand_over": {"pk": things.asked.pk},
        "decide_hand_over/refuse": {"pk": things.asked.pk},
        "decide_hand_over/far": {"pk": things.far_asked.pk},
        "decide_grace": {"pk": things.grace.pk},
        "office_booking": booking,
        "office_booking_act": booking | {"what": "confirm"},
        "office_booking_act/cancel": booking | {"what": "cancel"},
        "office_booking_act/unknown": booking | {"what": "frob"},
        "office_hand_over": lead,
        "office_cohort": on_sale,
        "office_cohort_places": on_sale,
        "decide_cohort": on_sale,
        "take_off_list": {"pk": things.group.pk},
    }


def office_data(world) -> dict[str, dict]:
    things = world.things
    joiner = JOINER | {"on": f"{localdate():%d/%m/%Y}"}
    with_place = joiner | {"place": str(world.enrolments["lead"].pk)}
    leave = {"do": "leave", "on": f"{localdate():%d/%m/%Y}", "reason": "A new post."}
    two = {"keep": str(things.booked_school.pk), "drop": str(things.double.pk), "do": "merge"}
    booking = {"cohort": str(things.booking.cohort_id), "leads": "2", "key": "telephone", "urn": "unlisted"}
    booking |= {"booker_name": "Jo", "booker_email": "jo@new.example", "name": "Typed", "town": "Town"}
    return {
        "hand_over": with_place,
        "hand_over_by_link": joiner | {"place": str(things.linked.pk)},
        "hand_over_by_link/forged": joiner | {"place": str(things.linked.pk)},
        "facilitate_hand_over": joiner,
        "facilitate_hand_over/leave": leave,
        "facilitate_hand_over/far": joiner,
        "decide_hand_over": {"do": "agree"},
        "decide_hand_over/refuse": {"do": "refuse", "answer": "Not now."},
        "decide_hand_over/far": {"do": "agree"},
        "decide_grace": {"decision": "alone"},
        "office_hand_over": joiner,
        "office_booking_act/cancel": {"percent": "0", "reason": "No money."},
        "office_telephone": booking | {"postcode": "LS1 4AP", "phase": "primary"},
        "quote_enquiry": booking | {"postcode": "LS1 4AP", "phase": "primary", "key": "enquiry"},
        "office_cohort_places": {"places": "12"},
        "decide_cohort": {"do": "runs"},
        "merge_schools": two,
    }
