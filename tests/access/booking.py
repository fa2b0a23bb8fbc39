"""What is booked without signing in: a cohort on sale, a draft, a booking and a school that is offered places.

The key or the token in the address is all that any of them asks for, so every role gets the same.
"""

from datetime import timedelta

from django.utils.timezone import now

from courses.domain.school import type_school
from courses.domain.waiting import join_waiting_list
from courses.models import Cohort
from courses.queries.booking import booking_token
from courses.queries.waiting import waiting_token
from courses.weeks import ONE_WEEK, monday_of
from tests.courses.booking import ANSWERS, BOOKER, PEOPLE, build_booking, build_draft
from tests.courses.builders import build_school


def lay_booking(world) -> None:
    cohort = sell(world, "on-sale", places=10, left=10)
    full = sell(world, "full", places=4, left=4)
    things = world.things
    without_urn = {name: value for name, value in ANSWERS["school"].items() if name != "urn"}
    type_school(**without_urn, now=now())  # known, so that sending the draft twice does not number it twice
    things.draft = build_draft(cohort=cohort, now=now())
    things.booking = build_booking(cohort=cohort, school=build_school(name="Booked School"), now=now())
    build_booking(cohort=full, school=build_school(name="Full School"), leads=4, now=now())
    things.group = join_waiting_list(
        key="waiting",
        cohort=full,
        school=build_school(name="Waiting School"),
        leads=2,
        fewest=2,
        now=now() - timedelta(hours=1),
        **{name: BOOKER[name] for name in ("booker_name", "booker_role", "booker_email")},
    )
    Cohort.objects.filter(pk=full.pk).update(places=6)
    things.group.state, things.group.offered_places = "offered", 2
    things.group.offered_at, things.group.offer_until = now(), now().date() + timedelta(days=7)
    things.group.save()


def sell(world, slug: str, *, places: int, left: int) -> Cohort:
    like = world.things.cohort
    return Cohort.objects.create(
        name=slug,
        slug=slug,
        programme=like.programme,
        calendar=like.calendar,
        starts_on=monday_of(now().date()) + 20 * ONE_WEEK,
        is_public=True,
        places=places,
        places_left=left,
        price_pence=48_000,
    )


def booking_arguments(world) -> dict[str, dict]:
    cohort, draft = {"slug": "on-sale"}, {"key": world.things.draft.key}
    booking, group = {"token": booking_token(world.things.booking)}, {"token": waiting_token(world.things.group)}
    places = {
        **dict.fromkeys(("book", "start_booking"), cohort),
        **dict.fromkeys(("draft", "mail_draft", "turn_draft", "send_draft"), draft),
        "draft_step": draft | {"step": "booker"},
        **dict.fromkeys(("booking", "booking_names", "booking_places", "cancel_booking"), booking),
        **dict.fromkeys(("waiting", "accept_offer", "decline_offer", "leave_list"), group),
    }
    wrong = {"slug": "unknown", "key": "x" * 43, "token": booking["token"] + "x"}
    forged = {
        f"{name}/forged": {**place, **{n: wrong[n] for n in place if n in wrong}} for name, place in places.items()
    }
    # A token opens what it was signed for and nothing else
    return places | forged | {"booking/foreign": group, "waiting/foreign": booking}


def booking_data(world) -> dict[str, dict]:
    data = {
        "mail_draft": {"email": "me@school.example"},
        "turn_draft": {"leads": "3"},
        "send_draft": {"price": "48000"},
        "draft_step": {**BOOKER, "booker_name": "Somebody else"},
        "find_booking": {"reference": world.things.booking.reference, "email": BOOKER["booker_email"]},
        "booking_names": PEOPLE,
        "booking_places": {"leads": "1"},
        "cancel_booking": {"percent": "0", "reason": "No time."},
    }
    return data | {f"{name}/forged": given for name, given in data.items()}
