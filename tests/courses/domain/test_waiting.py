"""Every move of the waiting list's table, every move that is refused, and the rule that says whose turn it is."""

from datetime import date, timedelta

import pytest
from wagtail.models import ModelLogEntry

from cms.models import Mail
from courses.domain.booking import cancel_booking
from courses.domain.cohort import decide_cohort
from courses.domain.offer import accept_offer, decline_offer, lapse_offers, remind_of_offers
from courses.domain.places import AlreadyBooked, BookingClosed, CohortFull, NotInThisState
from courses.domain.waiting import (
    MOVES,
    AlreadyWaiting,
    PlacesThere,
    end_priorities,
    leave_list,
    move,
    next_turn,
    serve_waiting_list,
)
from courses.models import Booking, Cohort, WaitingGroup
from courses.queries.waiting import position_words
from tests.courses.bookings import counts, free, hold, state_of, wait
from tests.courses.builders import NOW, build_selling_cohort

DAY = timedelta(days=1)
STATES = list(WaitingGroup.State)


@pytest.fixture
def full(programme, db):
    """Six places, all of them held for one school."""
    cohort = build_selling_cohort(places=6)
    hold(cohort, leads=6)
    return cohort


def mails(kind: str) -> list[str]:
    return list(Mail.objects.filter(kind=kind).order_by("pk").values_list("to", flat=True))


def in_state(cohort, state, *, school=None) -> WaitingGroup:
    offer = {"offered_places": 2, "offered_at": NOW, "offer_until": date(2026, 11, 18)} if state == "offered" else {}
    group = wait(cohort, school)
    WaitingGroup.objects.filter(pk=group.pk).update(state=state, **offer)
    if offer:
        Cohort.objects.filter(pk=cohort.pk).update(places=cohort.places + 2)
    group.refresh_from_db()
    return group


# The table ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", MOVES)
def test_the_table_of_the_docstring_is_the_table_of_the_code(name):
    import courses.domain.waiting as module

    rows = [
        [cell.strip() for cell in line.strip("| ").split("|")] for line in module.__doc__.splitlines() if "|" in line
    ]
    told = {row[0]: (tuple(part.strip() for part in row[1].split(",")), row[2]) for row in rows}
    sources, target = MOVES[name]
    assert told[name] == (tuple(str(one) for one in sources) or ("(nothing)",), str(target))


@pytest.mark.parametrize("state", STATES)
@pytest.mark.parametrize("name", [name for name in MOVES if name != "join"])
def test_a_group_moves_as_the_table_says_and_not_otherwise(full, name, state):
    group = in_state(full, state)
    sources, target = MOVES[name]
    offer = {"offered_places": 2, "offer_until": date(2026, 11, 18)} if name == "offer" else {}
    if state in sources:
        move(group, name, now=NOW, **offer)
        group.refresh_from_db()
        assert (group.state, group.ended_at) == (target, None if target in ("waiting", "offered") else NOW)
    else:
        with pytest.raises(NotInThisState):
            move(group, name, now=NOW, **offer)
        assert state_of(group) == state


# join -----------------------------------------------------------------------------------------------------------


def test_a_school_joins_the_list_of_a_full_cohort(full, school):
    group = wait(full, school, leads=3, fewest=2)
    assert (group.state, group.leads, group.fewest, group.joined_at) == ("waiting", 3, 2, NOW)
    assert mails("waiting joined") == ["ada@school.example"]


def test_nobody_waits_where_there_are_places(full, school):
    free(full, 3)
    with pytest.raises(PlacesThere):
        wait(full, school, leads=3)
    assert WaitingGroup.objects.count() == 0


def test_who_wants_more_than_are_left_waits(full, school):
    free(full, 3)
    assert wait(full, school, leads=4).state == "waiting"


def test_who_would_do_with_what_is_left_is_offered_it_at_once(full, school):
    free(full, 3)
    group = wait(full, school, leads=4, fewest=2)
    assert (group.state, group.offered_places, counts(full)) == ("offered", 3, (0, 0, 3))


def test_the_same_form_twice_is_one_group(full, school):
    assert wait(full, school, key="form") == wait(full, school, key="form")


def test_a_school_waits_once(full, school):
    first = wait(full, school)
    with pytest.raises(AlreadyWaiting) as refused:
        wait(full, school)
    assert refused.value.group == first


def test_a_school_that_left_may_join_again(full, school):
    leave_list(group=wait(full, school), now=NOW)
    assert wait(full, school).state == "waiting"


def test_a_school_with_places_does_not_wait(full):
    with pytest.raises(AlreadyBooked):
        wait(full, Booking.objects.get().school)


def test_nobody_joins_when_booking_is_over(full):
    with pytest.raises(BookingClosed):
        wait(full, now=NOW + 61 * DAY)


@pytest.mark.parametrize(("leads", "fewest"), [(1, 1), (7, 2), (3, 4), (3, 1)])
def test_the_database_refuses_groups_that_no_school_sends(full, leads, fewest):
    with pytest.raises(Exception, match="waiting_for_two_to_six"):
        wait(full, leads=leads, fewest=fewest)


def test_the_database_refuses_a_second_group_of_a_school(full, school):
    wait(full, school)
    with pytest.raises(Exception, match=r"waiting_once_a_school|UNIQUE"):
        WaitingGroup.objects.create(key="x", cohort=full, school=school, leads=2, fewest=2, joined_at=NOW)


def test_the_database_refuses_an_offer_of_nothing(full):
    group = wait(full)
    group.state = "offered"
    with pytest.raises(Exception, match="waiting_offer_is_whole"):
        group.save()


def test_the_database_refuses_a_fourth_skip(full):
    group = wait(full)
    group.skips = 4
    with pytest.raises(Exception, match="waiting_skipped_at_most_thrice"):
        group.save()


# Whose turn it is -----------------------------------------------------------------------------------------------


def queue(*groups) -> list[WaitingGroup]:
    """(leads, fewest, skips, days of priority left or None)"""
    return [
        WaitingGroup(
            pk=number,
            leads=leads,
            fewest=fewest,
            skips=skips,
            priority_until=None if days is None else date(2026, 11, 11) + days * DAY,
        )
        for number, (leads, fewest, skips, days) in enumerate(groups)
    ]


@pytest.mark.parametrize(
    ("groups", "places", "turn"),
    [
        ([(3, 3, 0, None)], 3, (0, 3, [])),
        ([(3, 3, 0, None)], 5, (0, 3, [])),
        ([(3, 3, 0, None)], 2, None),
        ([(4, 2, 0, None)], 3, (0, 3, [])),
        ([(4, 2, 0, None)], 1, None),
        ([(3, 3, 0, None), (2, 2, 0, None)], 2, (1, 2, [0])),
        ([(3, 3, 0, None), (4, 4, 0, None), (2, 2, 0, None)], 2, (2, 2, [0, 1])),
        ([(3, 3, 1, 3), (2, 2, 0, None)], 2, None),
        ([(3, 3, 1, 0), (2, 2, 0, None)], 2, None),  # the last of the days
        ([(3, 3, 1, -1), (2, 2, 0, None)], 2, (1, 2, [0])),
        ([(3, 3, 3, -1), (2, 2, 0, None)], 2, None),  # skipped three times
        ([(3, 3, 3, -1), (2, 2, 0, None)], 3, (0, 3, [])),
        ([(4, 4, 0, None), (3, 3, 1, 3), (2, 2, 0, None)], 2, None),
        ([], 6, None),
    ],
)
def test_freed_places_go_to_the_first_group_that_they_fit(groups, places, turn):
    found = next_turn(queue(*groups), places, date(2026, 11, 11))
    assert (found and (found.group.pk, found.places, [one.pk for one in found.skipped])) == turn


def test_the_queue_of_three_two_and_two_with_two_then_three_freed(full):
    three, two, last = wait(full, leads=3), wait(full, leads=2), wait(full, leads=2)
    free(full, 2)
    assert [state_of(group) for group in (three, two, last)] == ["waiting", "offered", "waiting"]
    three.refresh_from_db()
    assert (three.skips, three.priority_until, len(mails("waiting skipped"))) == (1, date(2026, 11, 21), 1)
    free(full, 3)
    assert [state_of(group) for group in (three, two, last)] == ["offered", "offered", "waiting"]
    assert counts(full) == (0, 0, 5)


def test_places_gather_for_a_group_that_was_passed_over(full):
    three, _two, last = wait(full, leads=3), wait(full, leads=2), wait(full, leads=2)
    free(full, 2)
    free(full, 2, now=NOW + DAY)
    assert (state_of(three), state_of(last), counts(full)) == ("waiting", "waiting", (0, 2, 2))
    free(full, 1, now=NOW + 2 * DAY)
    assert (state_of(three), state_of(last), counts(full)) == ("offered", "waiting", (0, 0, 5))


def test_when_the_days_pass_the_gathered_places_go_to_the_next_and_that_is_a_second_skip(full):
    three, _two, last = wait(full, leads=3), wait(full, leads=2), wait(full, leads=2)
    free(full, 2)
    free(full, 2, now=NOW + DAY)
    end_priorities(now=NOW + 10 * DAY)
    assert state_of(last) == "waiting"
    end_priorities(now=NOW + 11 * DAY)
    three.refresh_from_db()
    assert (state_of(last), three.skips, three.priority_until) == ("offered", 2, date(2026, 12, 2))


def test_after_three_skips_places_gather_without_limit(full):
    three = wait(full, leads=3)
    others = [wait(full) for _ in range(4)]
    for turn in range(3):
        free(full, 2, now=NOW + 11 * turn * DAY)
    three.refresh_from_db()
    assert ([state_of(one) for one in others], three.skips) == (["offered"] * 3 + ["waiting"], 3)
    free(full, 2, now=NOW + 50 * DAY)
    assert (state_of(three), state_of(others[3]), counts(full)) == ("waiting", "waiting", (0, 2, 6))
    free(full, 1, now=NOW + 51 * DAY)
    assert state_of(three) == "offered"


def test_a_group_that_can_do_with_fewer_is_offered_what_there_is_and_nobody_is_skipped(full):
    group = wait(full, leads=5, fewest=2)
    free(full, 3)
    group.refresh_from_db()
    assert (group.state, group.offered_places, group.skips) == ("offered", 3, 0)


def test_four_places_at_once_serve_two_groups(full):
    groups = [wait(full), wait(full), wait(full)]
    free(full, 4)
    assert [state_of(group) for group in groups] == ["offered", "offered", "waiting"]


def test_one_freed_place_is_kept_as_long_as_anybody_waits(full):
    group = wait(full)
    free(full, 1)
    assert counts(full) == (0, 1, 0)
    with pytest.raises(CohortFull):
        hold(full)
    leave_list(group=group, now=NOW)
    assert counts(full) == (1, 0, 0)


def test_an_offer_takes_what_was_kept_first(full):
    free(full, 1)  # left, because nobody waits
    wait(full)
    free(full, 1)
    assert counts(full) == (0, 0, 2)


def test_a_cancelled_booking_frees_its_places_for_the_list(full, school):
    group = wait(full, school, leads=4)
    cancel_booking(booking=Booking.objects.get(), reason="", by=None, now=NOW)
    assert (state_of(group), counts(full)) == ("offered", (2, 0, 4))


def test_serving_again_changes_nothing(full):
    wait(full, leads=3)
    free(full, 2)
    for _ in range(2):
        serve_waiting_list(cohort=full, now=NOW)
    assert (counts(full), WaitingGroup.objects.get().skips) == ((0, 2, 0), 0)


# offer, accept, decline, lapse, leave, close ----------------------------------------------------------------------


@pytest.fixture
def offered(full, school):
    group = wait(full, school, leads=3, booker_role="Business manager")
    free(full, 3)
    group.refresh_from_db()
    return group


def test_an_offer_lasts_five_school_days_and_is_mailed(offered):
    assert (offered.offered_places, offered.offer_until) == (3, date(2026, 11, 18))
    assert mails("waiting offer") == ["ada@school.example"]


def test_an_offer_counts_no_day_of_a_holiday(full):
    group = wait(full)
    free(full, 2, now=NOW + 35 * DAY)  # Wednesday 16 December: two more school days before Christmas
    group.refresh_from_db()
    assert group.offer_until == date(2027, 1, 6)


def test_an_offer_ends_with_the_last_day_to_book(full):
    Cohort.objects.filter(pk=full.pk).update(books_until=date(2026, 11, 13))
    group = wait(full)
    free(full, 2)
    group.refresh_from_db()
    assert group.offer_until == date(2026, 11, 13)


def test_an_accepted_offer_is_a_held_booking(offered, full):
    booking = accept_offer(group=offered, now=NOW + DAY)
    assert (booking.state, booking.leads, booking.booked_places.count()) == ("held", 3, 3)
    assert (booking.held_until, booking.booker_role) == (date(2026, 11, 26), "Business manager")
    assert (state_of(offered), counts(full)) == ("accepted", (0, 0, 0))


def test_an_offer_accepted_twice_is_one_booking(offered):
    assert accept_offer(group=offered, now=NOW) == accept_offer(group=offered, now=NOW)


def test_a_declined_offer_goes_to_the_next(offered, full):
    following = wait(full, leads=3)
    decline_offer(group=offered, now=NOW)
    decline_offer(group=offered, now=NOW)
    assert (state_of(offered), state_of(following), counts(full)) == ("declined", "offered", (0, 0, 3))


def test_declined_places_are_for_anybody_when_nobody_waits(offered, full):
    decline_offer(group=offered, now=NOW)
    assert counts(full) == (3, 0, 0)


def test_a_declined_offer_is_not_accepted(offered, full):
    decline_offer(group=offered, now=NOW)
    with pytest.raises(NotInThisState):
        accept_offer(group=offered, now=NOW)
    assert Booking.objects.count() == 1


def test_a_group_without_an_offer_cannot_decline_it(full):
    with pytest.raises(NotInThisState):
        decline_offer(group=wait(full), now=NOW)


def test_an_offer_lapses_the_day_after_its_last(offered, full):
    following = wait(full, leads=3)
    lapse_offers(now=NOW + 7 * DAY)
    assert state_of(offered) == "offered"
    for _ in range(2):
        lapse_offers(now=NOW + 8 * DAY)
    assert (state_of(offered), state_of(following), counts(full)) == ("lapsed", "offered", (0, 0, 3))
    assert len(mails("waiting offer lapsed")) == 1


def test_the_booker_is_reminded_once_after_three_school_days(offered):
    remind_of_offers(now=NOW + 4 * DAY)
    assert mails("waiting offer ends") == []
    for days in (5, 5, 6):
        remind_of_offers(now=NOW + days * DAY)
    assert len(mails("waiting offer ends")) == 1


def test_who_leaves_with_an_offer_frees_its_places(offered, full):
    leave_list(group=offered, now=NOW)
    leave_list(group=offered, now=NOW)
    assert (state_of(offered), counts(full)) == ("left", (3, 0, 0))


def test_who_accepted_cannot_leave_any_more(offered):
    accept_offer(group=offered, now=NOW)
    with pytest.raises(NotInThisState):
        leave_list(group=offered, now=NOW)


def test_a_school_that_books_otherwise_no_longer_waits(full, school):
    free(full, 3)
    group = wait(full, school, leads=4)
    hold(full, school, leads=2)
    assert (state_of(group), counts(full)) == ("left", (1, 0, 0))


def test_the_list_closes_with_the_last_day_to_book(full):
    group = wait(full)
    free(full, 1)
    end_priorities(now=NOW + 60 * DAY)
    assert state_of(group) == "waiting"
    end_priorities(now=NOW + 61 * DAY)
    assert (state_of(group), counts(full), mails("waiting closed")) == ("closed", (1, 0, 0), ["ada@school.example"])


def test_a_cohort_that_does_not_run_ends_list_offers_and_bookings(offered, full):
    waits = wait(full)
    decide_cohort(cohort=full, runs=False, by=None, now=NOW)
    assert [state_of(one) for one in (offered, waits, Booking.objects.get())] == ["closed", "closed", "cancelled"]
    assert (counts(full), Booking.objects.get().percent_due) == ((9, 0, 0), 0)
    assert mails("waiting offer") == ["ada@school.example"]


# Position and log -------------------------------------------------------------------------------------------------


def test_a_position_is_a_band(full):
    groups = [wait(full, leads=6) for _ in range(12)]
    bands = [position_words(groups[place]) for place in (0, 2, 3, 9, 10, 11)]
    near, middle, far = "among the next 3 schools", "among the next 10 schools", "10 or more schools are before yours"
    assert bands == [near, near, middle, middle, far, far]


def test_every_move_is_in_the_log(full, school):
    skipped, group = wait(full, leads=3), wait(full, school)
    free(full, 2)
    accept_offer(group=group, now=NOW + DAY)
    leave_list(group=skipped, now=NOW + DAY)
    told = {
        one: [entry.action for entry in ModelLogEntry.objects.for_instance(one).order_by("pk")]
        for one in (skipped, group)
    }
    assert told[skipped] == ["courses.waiting.join", "courses.waiting.skip", "courses.waiting.leave"]
    assert told[group] == ["courses.waiting.join", "courses.waiting.offer", "courses.waiting.accept"]
