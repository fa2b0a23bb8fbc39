from datetime import date

import pytest

from courses.domain.calendar import close_day
from courses.models import Calendar, ClosedDay
from tests.builders import build_user
from tests.courses.builders import build_lead, build_school, page


def add(client, day="27/11/2026", reason="INSET day"):
    return client.post("/learn/dates/closed/", {"day": day, "reason": reason})


def test_the_dates_of_the_cohort_stand_until_the_school_has_its_own(signed_in, cohort):
    text = page(signed_in.get("/learn/dates/"))
    assert f"These are the dates of {cohort.name}." in text
    assert "Monday 2 November 2026" in text
    assert "This is week 9 of 39." in text
    assert "Take back" not in text


@pytest.mark.parametrize("day", ["27/11/2026", "2026-11-27"])
def test_a_lead_closes_a_day_for_the_school(signed_in, cohort, day):
    response = add(signed_in, day)
    assert (response.status_code, response["Location"]) == (302, "/learn/dates/")
    text = page(signed_in.get("/learn/dates/"))
    assert "These are your school’s own dates." in text
    assert "Friday 27 November 2026: INSET day" in text


def test_a_colleague_sees_the_closed_day_and_another_school_does_not(client, signed_in, cohort, school):
    add(signed_in)
    seen = []
    for person in (build_lead(cohort=cohort, school=school), build_lead(cohort=cohort)):
        client.force_login(person)
        seen.append("27 November 2026: INSET day" in page(client.get("/learn/dates/")))
    assert seen == [True, False]


@pytest.mark.parametrize(
    ("day", "reason", "message"),
    [
        ("28/11/2026", "Fair", "This day is a weekend or lies in a holiday"),
        ("28/10/2026", "Fair", "This day is a weekend or lies in a holiday"),
        ("31/11/2026", "Fair", "Write the day as day/month/year, for example 27/11/2026."),
        ("", "Fair", "Give the day on which your school is closed."),
        ("27/11/2026", "", "Give the reason, for example “INSET day”."),
    ],
    ids=["weekend", "holiday", "no such day", "no day", "no reason"],
)
def test_a_day_that_cannot_be_closed_is_refused_with_what_was_typed(signed_in, cohort, day, reason, message):
    response = add(signed_in, day, reason)
    assert response.status_code == 422
    assert message in page(response)
    assert not day or f'value="{day}"' in page(response)
    assert (ClosedDay.objects.count(), Calendar.objects.count()) == (0, 1)


def test_a_day_is_closed_once(signed_in, cohort):
    add(signed_in)
    response = add(signed_in, reason="Again")
    assert (response.status_code, ClosedDay.objects.count()) == (422, 1)
    assert "This day is already marked as closed." in page(response)


def test_a_closed_day_is_taken_back(signed_in, cohort):
    add(signed_in)
    response = signed_in.post(f"/learn/dates/closed/{ClosedDay.objects.get().pk}/remove/")
    assert (response.status_code, ClosedDay.objects.count()) == (302, 0)


def test_a_day_copied_from_the_cohort_is_taken_back_for_the_school_alone(signed_in, cohort, school):
    shared = ClosedDay.objects.create(calendar=cohort.calendar, day=date(2026, 11, 20), reason="INSET day")
    add(signed_in)
    own = ClosedDay.objects.get(calendar__school=school, day=shared.day)
    signed_in.post(f"/learn/dates/closed/{own.pk}/remove/")
    assert (ClosedDay.objects.filter(pk=own.pk).exists(), ClosedDay.objects.filter(pk=shared.pk).exists()) == (
        False,
        True,
    )


def test_another_schools_closed_day_is_not_found(signed_in, cohort):
    other = close_day(school=build_school(), template=cohort.calendar, day=date(2026, 11, 27), reason="INSET day")
    response = signed_in.post(f"/learn/dates/closed/{other.pk}/remove/")
    assert (response.status_code, ClosedDay.objects.count()) == (404, 1)


@pytest.mark.parametrize("url", ["/learn/dates/closed/", "/learn/dates/closed/1/remove/"])
def test_dates_are_not_changed_by_following_a_link(signed_in, cohort, url):
    assert signed_in.get(url).status_code == 405


def test_who_is_no_lead_changes_nothing(client, cohort):
    client.force_login(build_user())
    assert (add(client).status_code, ClosedDay.objects.count()) == (404, 0)
