"""Two entries of the same school become one."""

import pytest
from wagtail.models import ModelLogEntry

from courses.domain.meeting import add_action, open_meeting
from courses.domain.school import MERGED, BothIn, SameSchool, merge_schools, relations_to_school
from courses.models import Booking, Enrolment, FormOrder, Grace, School, SchoolMeeting, SchoolUrn, WaitingGroup
from courses.queries.school import merge_preview, possible_doubles
from tests.builders import build_user
from tests.courses.bookings import hold, wait
from tests.courses.builders import (
    NOW,
    STARTS_ON,
    build_calendar,
    build_cohort,
    build_enrolment,
    build_meeting,
    build_school,
    build_selling_cohort,
    lead_of,
    write_note,
)


@pytest.fixture
def keep(programme, db):
    return build_school(name="Holm Park", postcode="LS1 4AP")


@pytest.fixture
def drop(db):
    return build_school(name="Holm Park Academy", postcode="LS1 4AP")


def merge(keep, drop) -> School:
    return merge_schools(keep=keep, drop=drop, by=None, now=NOW)


def test_every_relation_to_a_school_is_decided():
    """A new relation: say in MERGED of courses/domain/school.py what a merge does with its rows."""
    assert set(relations_to_school()) == set(MERGED)


def test_bookings_leads_waiting_groups_and_the_rest_are_moved(keep, drop, cohort):
    full = build_selling_cohort(places=2)
    hold(full)
    booking, group = hold(build_selling_cohort(), drop), wait(full, drop)
    lead = build_enrolment(cohort=cohort, school=drop)
    Grace.objects.create(school=drop, cohort=cohort, began_on=STARTS_ON, until=STARTS_ON)
    SchoolUrn.objects.create(school=drop, urn="100001", name="Holm Park", until=NOW)
    FormOrder.objects.create(school=drop, cohort=cohort, first="form-a", drawn_at=NOW)
    merge(keep, drop)
    assert Booking.objects.get(pk=booking.pk).school == keep
    assert WaitingGroup.objects.get(pk=group.pk).school == keep
    assert Enrolment.objects.get(pk=lead.pk).school == keep
    for model in (Grace, SchoolUrn, FormOrder):
        assert model.objects.get().school == keep
    assert not School.objects.filter(pk=drop.pk).exists()


def test_of_two_orders_of_the_tests_that_of_the_entry_that_stays_stands(keep, drop, cohort):
    FormOrder.objects.create(school=keep, cohort=cohort, first="form-a", drawn_at=NOW)
    FormOrder.objects.create(school=drop, cohort=cohort, first="form-b", drawn_at=NOW)
    other = build_cohort()
    FormOrder.objects.create(school=drop, cohort=other, first="form-b", drawn_at=NOW)
    merge(keep, drop)
    assert set(FormOrder.objects.values_list("school", "cohort", "first")) == {
        (keep.pk, cohort.pk, "form-a"),
        (keep.pk, other.pk, "form-b"),
    }


def test_what_the_entry_that_stays_does_not_know_is_taken_over(keep, drop):
    School.objects.filter(pk=drop.pk).update(urn="100002", town="Leeds", own_calendar=build_calendar())
    merged = merge(keep, drop)
    assert (merged.name, merged.town, merged.urn, merged.own_calendar is not None) == (
        "Holm Park",
        "Leeds",
        "100002",
        True,
    )


def test_what_it_knows_stands_and_the_other_number_is_kept_as_an_earlier_one(keep, drop):
    School.objects.filter(pk=keep.pk).update(urn="100001", town="York")
    School.objects.filter(pk=drop.pk).update(urn="100002", town="Leeds")
    merged = merge(keep, drop)
    assert (merged.urn, merged.town) == ("100001", "York")
    assert SchoolUrn.objects.values_list("school", "urn").get() == (keep.pk, "100002")


def test_an_entry_that_gets_a_number_is_no_longer_a_typed_one(keep, drop):
    School.objects.filter(pk=keep.pk).update(typed_key="holm park|LS1 4AP")
    School.objects.filter(pk=drop.pk).update(urn="100002")
    assert merge(keep, drop).typed_key is None


def test_two_active_bookings_in_one_cohort_are_refused_by_its_name(keep, drop):
    cohort = build_selling_cohort()
    hold(cohort, keep)
    hold(cohort, drop)
    with pytest.raises(BothIn, match=cohort.name):
        merge(keep, drop)
    assert School.objects.filter(pk=drop.pk).exists()


def test_one_that_has_booked_and_one_that_waits_are_refused(keep, drop):
    cohort = build_selling_cohort(places=2)
    hold(cohort, keep)
    wait(cohort, drop)
    with pytest.raises(BothIn):
        merge(keep, drop)


def test_bookings_in_two_cohorts_are_no_hindrance(keep, drop):
    hold(build_selling_cohort(), keep)
    hold(build_selling_cohort(), drop)
    merge(keep, drop)
    assert Booking.objects.filter(school=keep).count() == 2


def test_an_entry_is_not_merged_with_itself(keep):
    with pytest.raises(SameSchool):
        merge(keep, keep)


def test_a_merge_is_logged_with_who_did_it_and_what_moved(keep, drop, cohort):
    joan = build_user(name="Joan Fell")
    build_enrolment(cohort=cohort, school=drop)
    merge_schools(keep=keep, drop=drop, by=joan, now=NOW)
    entry = ModelLogEntry.objects.for_instance(keep).get(action="courses.school.merge")
    assert (entry.user, entry.data["Enrolment"]) == (joan, 1)
    assert "Holm Park Academy" in entry.data["dropped"]


def test_the_preview_counts_what_would_move(keep, drop, cohort):
    build_enrolment(cohort=cohort, school=drop)
    assert merge_preview(keep=keep, drop=drop).counts == (("enrolments", 1),)


def test_the_same_postcode_or_the_same_folded_name_may_be_one_school(keep, drop, cohort):
    saint = build_school(name="St. Mary’s C of E")
    same = build_school(name="Saint Marys CE")
    alone = build_school(name="Alone")
    for school in (keep, drop, saint, same, alone):
        build_enrolment(cohort=cohort, school=school)
    found = {frozenset(double.schools): double.why for double in possible_doubles()}
    assert found == {frozenset({saint, same}): "the same name", frozenset({keep, drop}): "the same postcode"}


def test_entries_that_nobody_uses_are_not_called_doubles(keep, drop):
    assert possible_doubles() == []


# Meetings -------------------------------------------------------------------------------------------------------


def hold_meeting(school, cohort, meeting, *texts):
    user = build_enrolment(cohort=cohort, school=school).user
    held = open_meeting(lead=lead_of(user), meeting=meeting, now=NOW)
    for number, text in enumerate(texts, 1):
        write_note(held, number, text, by=user)
    add_action(held=held, what=f"Of {school}", who="-", due_on=NOW.date(), by=user, now=NOW)
    return held


def test_what_both_wrote_in_one_meeting_stands_in_the_entry_that_stays(keep, drop, cohort):
    meeting = build_meeting(prompts=2)
    hold_meeting(keep, cohort, meeting, "Kept")
    hold_meeting(drop, cohort, meeting, "Dropped", "Only theirs")
    merge(keep, drop)
    held = SchoolMeeting.objects.get()
    assert held.school == keep
    assert [note.text for note in held.notes.all()] == ["Kept\n\nDropped", "Only theirs"]
    assert sorted(held.actions.values_list("what", flat=True)) == ["Of Holm Park", "Of Holm Park Academy"]


def test_a_meeting_of_the_dropped_entry_alone_is_moved(keep, drop, cohort):
    hold_meeting(drop, cohort, build_meeting(), "Theirs")
    merge(keep, drop)
    assert SchoolMeeting.objects.get().school == keep
