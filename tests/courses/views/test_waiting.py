"""A place on the waiting list by its signed link, and the offer that comes."""

import pytest
from django.urls import reverse
from django.utils.timezone import now

from courses.domain.booking import cancel_booking
from courses.domain.offer import lapse_offers
from courses.models import Booking, WaitingGroup
from courses.queries.booking import booking_token
from courses.queries.waiting import waiting_token
from courses.weeks import ONE_WEEK
from tests.courses.booking import build_booking, build_selling
from tests.courses.bookings import wait
from tests.courses.builders import build_school, page

pytestmark = pytest.mark.django_db


@pytest.fixture
def full(programme):
    return build_selling(places=4)


@pytest.fixture
def booked(full):
    return build_booking(cohort=full, leads=4, now=now())


@pytest.fixture
def group(full, booked):
    return wait(full, build_school(name="Larkfield Junior"), leads=3, fewest=2, now=now())


@pytest.fixture
def offered(group, booked):
    cancel_booking(booking=booked, reason="", by=None, now=now())
    group.refresh_from_db()
    assert group.state == "offered"
    return group


def address(group, name="waiting") -> str:
    return reverse(name, args=[waiting_token(group)])


def state_of(group) -> str:
    return WaitingGroup.objects.get(pk=group.pk).state


def test_a_school_that_waits_reads_a_band_and_the_rule(client, group):
    text = page(client.get(address(group)))
    assert "among the next 3 schools" in text
    assert "3 places; 2 would do" in text
    assert "How the list works" in text
    assert "Accept" not in text


def test_opening_the_link_of_an_offer_changes_nothing(client, offered):
    text = page(client.get(address(offered)))
    assert "Accept 3 places" in text
    assert [client.get(address(offered, name)).status_code for name in ("accept_offer", "decline_offer")] == [405, 405]
    assert state_of(offered) == "offered"


def test_an_accepted_offer_is_a_booking_also_when_it_is_sent_twice(client, offered):
    first, second = (client.post(address(offered, "accept_offer")) for _ in range(2))
    booking = Booking.objects.get(state="held")
    assert first.url == second.url == reverse("booking", args=[booking_token(booking)])
    assert (booking.leads, booking.school.name) == (3, "Larkfield Junior")
    assert "Go to your booking" in page(client.get(address(offered)))


def test_a_declined_offer_says_so(client, offered):
    assert client.post(address(offered, "decline_offer")).url == address(offered)
    assert state_of(offered) == "declined"
    assert "You have declined the offer" in page(client.get(address(offered)))


def test_an_offer_that_has_ended_cannot_be_accepted_and_says_why(client, offered):
    lapse_offers(now=now() + 3 * ONE_WEEK)
    response = client.post(address(offered, "accept_offer"))
    assert response.status_code == 409
    assert "This offer has ended. Nothing is booked." in page(response)
    assert Booking.objects.filter(state="held").count() == 0


def test_a_school_leaves_the_list(client, group):
    client.post(address(group, "leave_list"))
    assert "You have left the list" in page(client.get(address(group)))


def test_a_school_that_has_accepted_cannot_leave(client, offered):
    client.post(address(offered, "accept_offer"))
    assert client.post(address(offered, "leave_list")).status_code == 409
    assert state_of(offered) == "accepted"


@pytest.mark.parametrize("name", ["waiting", "accept_offer", "decline_offer", "leave_list"])
def test_the_token_of_a_booking_opens_no_waiting_list(client, booked, group, name):
    assert client.post(reverse(name, args=[booking_token(booked)])).status_code == 404


def test_joining_is_told_by_mail(group, mailoutbox, django_capture_on_commit_callbacks, full):
    with django_capture_on_commit_callbacks(execute=True):
        other = wait(full, build_school(), now=now())
    (mail,) = mailoutbox
    assert mail.subject == f"{full}: you are on the waiting list"
    assert address(other) in mail.body
