"""Bookings and the waiting list in any order that people think of: no place is lost, doubled or sold twice."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    Bundle,
    RuleBasedStateMachine,
    consumes,
    invariant,
    multiple,
    rule,
    run_state_machine_as_test,
)

from courses.domain import booking
from courses.domain.bookedplace import add_places, give_back_places
from courses.domain.booking import cancel_booking, confirm_booking, order_places
from courses.domain.cohort import change_places
from courses.domain.hold import expire_holds
from courses.domain.offer import accept_offer, decline_offer, lapse_offers
from courses.domain.places import AlreadyBooked, BookingClosed, CohortFull, NotInThisState, TooFew, TooMany
from courses.domain.waiting import AlreadyWaiting, PlacesThere, end_priorities, leave_list
from courses.models import Booking, WaitingGroup
from courses.queries.waiting import count_places
from tests.courses.bookings import hold, wait
from tests.courses.builders import NOW, build_school, build_selling_cohort

REFUSALS = (AlreadyBooked, AlreadyWaiting, BookingClosed, CohortFull, NotInThisState, PlacesThere, TooFew, TooMany)
SCHOOLS = 4


class Bookings(RuleBasedStateMachine):
    bookings, groups = Bundle("bookings"), Bundle("groups")

    def __init__(self):
        super().__init__()
        self.outer = transaction.atomic()
        self.outer.__enter__()
        self.now, self.cohort = NOW, build_selling_cohort(places=7)
        self.schools = [build_school() for _ in range(SCHOOLS)]

    def teardown(self):
        transaction.set_rollback(True)
        self.outer.__exit__(None, None, None)

    def attempt(self, verb, **given):
        try:
            return verb(now=self.now, **given)
        except REFUSALS:
            return None

    @rule(target=bookings, school=st.integers(0, SCHOOLS - 1), leads=st.integers(2, 6))
    def hold(self, school, leads):
        booking = self.attempt(hold, cohort=self.cohort, school=self.schools[school], leads=leads)
        return booking or multiple()

    @rule(target=groups, school=st.integers(0, SCHOOLS - 1), leads=st.integers(2, 6), less=st.integers(0, 4))
    def join(self, school, leads, less):
        group = self.attempt(
            wait, cohort=self.cohort, school=self.schools[school], leads=leads, fewest=max(2, leads - less)
        )
        return group or multiple()

    @rule(booking=bookings)
    def order(self, booking):
        self.attempt(order_places, booking=booking)

    @rule(booking=bookings)
    def confirm(self, booking):
        self.attempt(confirm_booking, booking=booking, by=None)

    @rule(booking=bookings)
    def cancel(self, booking):
        self.attempt(cancel_booking, booking=booking, reason="", by=None)

    @rule(booking=bookings, leads=st.integers(1, 4))
    def add(self, booking, leads):
        self.attempt(add_places, booking=booking, leads=leads, by=None)

    @rule(booking=bookings, leads=st.integers(1, 4))
    def give_back(self, booking, leads):
        self.attempt(give_back_places, booking=booking, leads=leads, by=None)

    @rule(target=bookings, group=groups)
    def accept(self, group):
        return self.attempt(accept_offer, group=group) or multiple()

    @rule(group=groups)
    def decline(self, group):
        self.attempt(decline_offer, group=group)

    @rule(group=consumes(groups))
    def leave(self, group):
        self.attempt(leave_list, group=group)

    @rule(places=st.integers(0, 12))
    def change_places(self, places):
        self.attempt(change_places, cohort=self.cohort, places=places, by=None)

    @rule(days=st.sampled_from([1, 5, 11, 15]))
    def days_pass(self, days):
        if self.now + timedelta(days=days) < NOW + timedelta(days=32):  # then a cancellation costs something
            self.now += timedelta(days=days)
        for job in (expire_holds, lapse_offers, end_priorities):
            job(now=self.now)

    @invariant()
    def places_add_up_and_none_is_negative(self):
        found = count_places(self.cohort)
        assert found.adds_up, found
        assert min(found.left, found.kept, found.offered) >= 0

    @invariant()
    def nothing_is_kept_when_nobody_waits(self):
        waits = WaitingGroup.objects.filter(cohort=self.cohort, state="waiting").exists()
        assert waits or count_places(self.cohort).kept == 0

    @invariant()
    def a_school_is_at_one_place_only(self):
        for school in self.schools:
            booked = Booking.objects.filter(cohort=self.cohort, school=school, state__in=Booking.ACTIVE).count()
            mine = WaitingGroup.objects.filter(cohort=self.cohort, school=school)
            assert booked + mine.filter(state__in=WaitingGroup.QUEUED).count() <= 1

    @invariant()
    def the_places_of_a_booking_are_its_rows(self):
        for one in Booking.objects.filter(cohort=self.cohort).prefetch_related("booked_places"):
            assert len(one.booked_places.all()) == one.leads


def run_machine(examples: int, *phases: Phase) -> None:
    chosen = settings(
        max_examples=examples,
        stateful_step_count=15,
        deadline=None,
        database=None,
        phases=phases,
        suppress_health_check=list(HealthCheck),
    )
    run_state_machine_as_test(Bookings, settings=chosen)


def test_no_order_of_verbs_loses_or_doubles_a_place(programme, db):
    run_machine(10, Phase.generate, Phase.shrink)


def test_the_machine_finds_places_that_are_freed_twice(programme, db, monkeypatch):
    once = booking.free_places

    def twice(**given):
        once(**given)
        once(**given)

    monkeypatch.setattr(booking, "free_places", twice)
    with pytest.raises((AssertionError, IntegrityError, BaseExceptionGroup)):
        run_machine(30, Phase.generate)  # stops at the first that it finds
