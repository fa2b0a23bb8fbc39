from datetime import timedelta

import pytest

from cms.models import Mail
from courses.domain.booking import HasStarted
from courses.domain.cohort import change_places, decide_cohort
from courses.domain.places import BookingClosed, TooFew
from courses.models import Booking, Cohort
from tests.courses.bookings import confirm, counts, hold, named, state_of, wait
from tests.courses.builders import NOW, build_selling_cohort

STARTED = NOW + timedelta(days=61)


@pytest.fixture
def selling(programme, db):
    return build_selling_cohort(places=6)


def test_more_places_are_for_anybody_when_nobody_waits(selling):
    assert change_places(cohort=selling, places=9, by=None, now=NOW).places == 9
    assert counts(selling) == (9, 0, 0)


def test_more_places_go_to_who_waits(selling):
    hold(selling, leads=6)
    group = wait(selling, leads=2)
    change_places(cohort=selling, places=9, by=None, now=NOW)
    assert (state_of(group), counts(selling)) == ("offered", (1, 0, 2))


def test_free_places_are_taken_away_those_left_first(selling):
    hold(selling, leads=5)
    wait(selling, leads=4)
    change_places(cohort=selling, places=8, by=None, now=NOW)
    assert counts(selling) == (1, 2, 0)
    change_places(cohort=selling, places=6, by=None, now=NOW)
    assert counts(selling) == (0, 1, 0)


def test_places_that_are_taken_or_offered_are_not_taken_away(selling):
    hold(selling, leads=4)
    with pytest.raises(TooFew):
        change_places(cohort=selling, places=3, by=None, now=NOW)
    assert counts(selling) == (2, 0, 0)
    assert change_places(cohort=selling, places=4, by=None, now=NOW).places_left == 0


def test_a_cohort_that_runs_keeps_the_day_of_the_decision(selling):
    decide_cohort(cohort=selling, runs=True, by=None, now=NOW)
    cohort = decide_cohort(cohort=selling, runs=True, by=None, now=NOW + timedelta(days=1))
    assert (cohort.runs_since, cohort.is_public) == (NOW, True)


def test_when_a_cohort_does_not_run_every_booking_ends_and_nothing_is_due(selling):
    bookings = [hold(selling), confirm(selling, people=named(2))]
    decide_cohort(cohort=selling, runs=False, by=None, now=NOW + timedelta(days=58))
    assert [(one.state, one.percent_due) for one in Booking.objects.filter(pk__in=[one.pk for one in bookings])] == [
        ("cancelled", 0),
        ("cancelled", 0),
    ]
    with pytest.raises(BookingClosed):
        hold(Cohort.objects.get(pk=selling.pk))


def test_when_a_cohort_does_not_run_invited_leads_are_told(selling):
    confirm(selling, people=[("Jo", "Lead", "jo@school.example")])
    decide_cohort(cohort=selling, runs=False, by=None, now=NOW + timedelta(days=58))
    assert list(Mail.objects.filter(kind="place cancelled").values_list("to", flat=True)) == ["jo@school.example"]


def test_nothing_is_decided_in_the_year(selling):
    with pytest.raises(HasStarted):
        decide_cohort(cohort=selling, runs=False, by=None, now=STARTED)
    assert Cohort.objects.get(pk=selling.pk).is_public
