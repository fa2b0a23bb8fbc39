"""Who may fetch a booking or a group that waits."""

import pytest
from django.contrib.auth.models import AnonymousUser, Permission
from django.http import Http404

from courses.access import (
    get_booking_by_token_or_404,
    get_facilitated_booking_or_404,
    get_office_booking_or_404,
    get_public_cohort_or_404,
    get_waiting_group_by_token_or_404,
)
from courses.models import Cohort
from courses.queries.booking import booking_token
from courses.queries.waiting import waiting_token
from tests.builders import build_user
from tests.courses.bookings import hold, wait
from tests.courses.builders import build_selling_cohort


@pytest.fixture
def facilitator(db):
    return build_user(name="Helen Ward")


@pytest.fixture
def selling(programme, facilitator):
    cohort = build_selling_cohort(places=2)
    cohort.facilitators.add(facilitator)
    return cohort


@pytest.fixture
def booking(selling):
    return hold(selling)


def office_user(*, admin=True):
    user = build_user()
    names = ["change_booking", *(["access_admin"] if admin else [])]
    user.user_permissions.set(Permission.objects.filter(codename__in=names))
    return user


def test_the_link_fetches_its_booking_with_cohort_and_school(booking, django_assert_num_queries):
    with django_assert_num_queries(1):
        found = get_booking_by_token_or_404(booking_token(booking))
        assert (found, found.cohort.name != "", found.school.name != "") == (booking, True, True)


def test_no_other_link_fetches_a_booking(selling, booking):
    for token in ("", "1", waiting_token(wait(selling)), booking_token(booking)[:-2]):
        with pytest.raises(Http404):
            get_booking_by_token_or_404(token)


def test_the_link_of_a_group_fetches_it_and_that_of_a_booking_does_not(selling, booking):
    group = wait(selling)
    assert get_waiting_group_by_token_or_404(waiting_token(group)) == group
    with pytest.raises(Http404):
        get_waiting_group_by_token_or_404(booking_token(booking))


def test_the_office_fetches_every_booking(booking):
    assert get_office_booking_or_404(office_user(), booking.pk) == booking


def test_nobody_else_fetches_a_booking_as_the_office(booking, facilitator):
    for user in (AnonymousUser(), build_user(), facilitator, office_user(admin=False)):
        with pytest.raises(Http404):
            get_office_booking_or_404(user, booking.pk)


def test_a_facilitator_fetches_the_bookings_of_their_own_cohort_only(booking, facilitator):
    assert get_facilitated_booking_or_404(facilitator, booking.pk) == booking
    other = hold(build_selling_cohort())
    for user, pk in ((facilitator, other.pk), (build_user(), booking.pk), (AnonymousUser(), booking.pk)):
        with pytest.raises(Http404):
            get_facilitated_booking_or_404(user, pk)


def test_visitors_fetch_a_cohort_that_is_shown_and_no_other(selling):
    assert get_public_cohort_or_404(selling.slug) == selling
    Cohort.objects.filter(pk=selling.pk).update(is_public=False)
    for slug in (selling.slug, "elsewhere"):
        with pytest.raises(Http404):
            get_public_cohort_or_404(slug)
