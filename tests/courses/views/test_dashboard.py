from datetime import UTC, datetime

import pytest
import time_machine
from django.contrib.auth.models import Permission

from tests.builders import build_user
from tests.courses.builders import (
    ASKING,
    COMING,
    NOW,
    READING,
    WRITING,
    build_calendar,
    build_cohort,
    build_enrolment,
    excuse,
    finish,
)

ALL = (ASKING, READING, WRITING, COMING)


@pytest.fixture
def see(client):
    """The text of a page as a person sees it on a day, in one line."""

    def look(enrolment, day, url="/learn/"):
        with time_machine.travel(datetime(*day, 10, 14, tzinfo=UTC), tick=False):
            client.force_login(enrolment.user)
            response = client.get(url)
        assert response.status_code == 200
        return " ".join(response.content.decode().split())

    return look


IN_WEEK_7, IN_WEEK_8, IN_WEEK_9 = (2026, 10, 21), (2026, 11, 4), (2026, 11, 11)


# This week ------------------------------------------------------------------------------------------------------


def test_the_week_its_lessons_and_their_minutes(see, enrolment):
    page = see(enrolment, IN_WEEK_8)
    assert "<h1>This week</h1>" in page
    assert "Week 8 of 39. About 55 minutes of lessons." in page
    assert '<a href="/learn/how/writing/">What is to be written?</a>' in page


def test_a_week_whose_lessons_are_done(see, enrolment):
    finish(enrolment, WRITING, COMING)
    assert "Week 8 of 39. This week’s lessons are finished." in see(enrolment, IN_WEEK_8)


def test_a_week_without_lessons(see, enrolment):
    assert "Week 9 of 39. No new lessons this week." in see(enrolment, IN_WEEK_9)


def test_an_unwritten_lesson_opens_in_its_week(see, enrolment):
    assert "opens in week 8" in see(enrolment, IN_WEEK_8)


@pytest.mark.parametrize("settle", [finish, excuse])
def test_a_lesson_finished_or_excused_is_done(see, enrolment, settle):
    settle(enrolment, WRITING)
    page = see(enrolment, IN_WEEK_8)
    assert page.count('class="week-lesson is-done"') == 1
    assert "About 25 minutes of lessons." in page


def test_a_newcomer_begins_and_the_others_go_on(see, enrolment):
    assert "Begin with “Why ask first?”" in see(enrolment, IN_WEEK_8)
    finish(enrolment, ASKING)
    assert "Go on with “What is only to be read?”" in see(enrolment, IN_WEEK_8)


def test_a_holiday_asks_nothing_and_names_the_next_week(see, enrolment):
    page = see(enrolment, (2026, 10, 28))
    assert "<h1>Holiday</h1>" in page
    assert "Nothing is due. Week 8 begins on Monday 2 November 2026." in page


def test_the_summer_after_the_last_week_asks_nothing(see, enrolment):
    page = see(enrolment, (2027, 8, 11))
    assert "<h1>Holiday</h1>" in page
    assert "Nothing is due." in page


def test_before_the_start_the_first_week_is_named(see, enrolment):
    page = see(enrolment, (2026, 8, 20))
    assert "Week 1 begins on Monday 7 September 2026." in page


def test_a_cohort_without_dates_says_so(see, programme, db):
    enrolment = build_enrolment(cohort=build_cohort(calendar=build_calendar(terms=())))
    assert "No dates are set yet." in see(enrolment, IN_WEEK_9)


# The state and its rule -----------------------------------------------------------------------------------------


def test_on_pace(see, enrolment):
    finish(enrolment, ASKING, READING)
    page = see(enrolment, IN_WEEK_8)
    assert "<strong>You are on pace.</strong> You have finished 2 of 4 lessons; 2 were due before this week." in page
    assert "“Behind” begins at 3 lessons." in page


def test_behind_with_the_rule_and_the_number(see, enrolment):
    finish(enrolment, ASKING)
    page = see(enrolment, IN_WEEK_9)
    assert "<strong>You are 3 lessons behind the plan.</strong> 4 were due before this week" in page
    assert "“Behind” begins at 3 lessons and clears by itself at 2." in page


def test_ahead(see, enrolment):
    finish(enrolment, *ALL[:3])
    assert "<strong>You are ahead of the plan.</strong> You have finished 3 of 4" in see(enrolment, IN_WEEK_7)


def test_new(see, cohort):
    joined = build_enrolment(cohort=cohort, joined_on=datetime(2026, 11, 9).date())
    page = see(joined, IN_WEEK_9)
    assert "<strong>You have just joined.</strong>" in page
    assert "In your first ten school days nobody is called behind." in page


def test_paused(see, cohort):
    assert "<strong>Your place is paused.</strong> Nothing is due." in see(
        build_enrolment(cohort=cohort, state="paused"), IN_WEEK_9
    )


def test_finished(see, enrolment):
    finish(enrolment, *ALL)
    assert "<strong>You have finished all 4 lessons.</strong>" in see(enrolment, IN_WEEK_9)


def test_a_place_that_is_finished_does_not_claim_lessons_that_are_not(see, cohort):
    page = see(build_enrolment(cohort=cohort, state="finished"), IN_WEEK_9)
    assert "You have finished all 4 lessons." not in page


def test_in_week_30_nobody_is_called_behind_and_nobody_on_pace(see, enrolment):
    page = see(enrolment, (2027, 5, 12))
    assert ("behind the plan" in page, "You are on pace" in page) == (False, False)
    assert "In weeks 1, 2 and 30 nobody is called behind." in page


# Other people ---------------------------------------------------------------------------------------------------


def test_a_colleagues_number_stands_on_the_pace_line_and_another_schools_does_not(see, enrolment, cohort, school):
    finish(build_enrolment(cohort=cohort, school=school, name="Tomasz Pryce"), ASKING)
    build_enrolment(cohort=cohort, name="Griselda Elsewhere")
    page = see(enrolment, IN_WEEK_8)
    assert ("Tomasz" in page, "Griselda" in page) == (True, False)


@pytest.mark.parametrize("url", ["/learn/", "/learn/lessons/", "/learn/answers/", "/learn/search/", "/learn/dates/"])
def test_who_has_no_place_finds_no_pages_of_leads(client, cohort, url):
    client.force_login(build_user())
    assert client.get(url).status_code == 404


@pytest.mark.parametrize("url", ["/learn/", "/learn/lessons/", "/learn/answers/", "/learn/search/", "/start/"])
def test_a_visitor_is_asked_to_sign_in(client, db, url):
    response = client.get(url)
    assert (response.status_code, response["Location"].partition("?")[2]) == (302, f"next={url}")


# Where one lands ------------------------------------------------------------------------------------------------


def landing(client, user) -> str:
    client.force_login(user)
    return client.get("/start/").get("Location", "")


def test_a_lead_lands_on_this_week(client, lead):
    assert landing(client, lead) == "/learn/"


def test_a_facilitator_lands_on_their_cohorts(client, cohort):
    person = build_user()
    cohort.facilitators.add(person)
    assert landing(client, person) == "/facilitate/"


def test_an_editor_lands_in_the_admin(client, db):
    person = build_user()
    person.user_permissions.add(Permission.objects.get(codename="access_admin"))
    assert landing(client, person) == "/admin/"


def test_who_has_no_place_is_told_so(client, site):
    client.force_login(build_user())
    response = client.get("/start/")
    assert "You are signed in, but not enrolled in a cohort" in response.content.decode()


# All lessons ----------------------------------------------------------------------------------------------------


def test_all_lessons_with_their_weeks_and_what_is_done(see, enrolment):
    finish(enrolment, ASKING)
    excuse(enrolment, READING)
    page = see(enrolment, IN_WEEK_8, "/learn/lessons/")
    assert "You have finished 2 of 4." in page
    assert page.index("Why ask first?") < page.index("finished</span>") < page.index("What is only to be read?")
    assert page.count("excused</span>") == 1
    assert "opens in week 8</span>" in page


# Queries --------------------------------------------------------------------------------------------------------


def count(client, django_assert_num_queries, number, url):
    with time_machine.travel(NOW, tick=False):
        client.get(url)
        with django_assert_num_queries(number):
            assert client.get(url).status_code == 200


@pytest.mark.parametrize("done", [1, 4])
def test_the_dashboard_asks_8_queries_whatever_is_done(client, enrolment, done, django_assert_num_queries):
    finish(enrolment, *ALL[:done])
    client.force_login(enrolment.user)
    count(client, django_assert_num_queries, 8, "/learn/")


@pytest.mark.parametrize("number", [1, 3])
def test_the_dashboard_asks_8_queries_whatever_the_number_of_colleagues(
    client, enrolment, cohort, school, number, django_assert_num_queries
):
    for _ in range(number):
        finish(build_enrolment(cohort=cohort, school=school), ASKING)
    client.force_login(enrolment.user)
    count(client, django_assert_num_queries, 8, "/learn/")


@pytest.mark.parametrize("done", [1, 3])
def test_the_list_of_lessons_asks_7_queries_whatever_is_done(client, enrolment, done, django_assert_num_queries):
    finish(enrolment, *ALL[:done])
    client.force_login(enrolment.user)
    count(client, django_assert_num_queries, 7, "/learn/lessons/")
