"""The link in the mail: it opens one sitting for seven days without signing in, and nothing else."""

from datetime import timedelta

import pytest
import time_machine
from django.test import Client

from courses.domain.five import send_five
from courses.models import FiveMail
from quizzes.models import ReviewAnswer, ReviewSitting
from tests.access.outcome import stored
from tests.builders import build_user
from tests.courses.builders import build_enrolment, build_lead, page
from tests.courses.five import IN_HOLIDAY, THURSDAY, WEEK, form_of, learn, link_to

pytestmark = pytest.mark.django_db
SECOND = timedelta(seconds=1)


@pytest.fixture
def link(lead):
    learn(lead, 6)
    return link_to(lead)


@pytest.fixture
def follow(client):
    """Opens an address at a moment."""

    def follow(path, *, now=THURSDAY + timedelta(hours=1), data=None, browser=client):
        with time_machine.travel(now, tick=False):
            return browser.get(path) if data is None else browser.post(path, data)

    return follow


def first_question() -> ReviewAnswer:
    return ReviewAnswer.objects.select_related("card__question__current").get(position=1)


def test_it_opens_without_signing_in(follow, link):
    response = follow(link)
    assert response.status_code == 200
    assert "Question 1 of 5" in page(response)
    assert "FEEDBACK" not in page(response)


def test_an_answer_is_taken_by_it_and_its_feedback_shown(follow, link):
    response = follow(f"{link}1/", data=form_of(first_question()))
    assert response["Location"] == f"{link}?question=1"
    assert "That is the best answer." in page(follow(response["Location"]))


def test_opening_it_changes_nothing(follow, link):
    before = stored()
    for path in (link, f"{link}?question=2", f"{link}1/"):
        follow(path)
        with time_machine.travel(THURSDAY, tick=False):
            Client().head(path)
    assert stored() == before


def test_it_signs_nobody_in_and_opens_no_other_page(follow, client, link):
    follow(link)
    assert "sessionid" not in client.cookies
    for path in ("/learn/", "/learn/five/", "/account/", "/learn/answers/"):
        assert follow(path).status_code == 302


def test_it_shows_nothing_of_the_person_but_the_questions(follow, lead, link):
    text = page(follow(link))
    for secret in (lead.email, lead.last_name, "Larkfield", "Send it again", "/learn/why/"):
        assert secret not in text


def test_nobody_on_the_way_keeps_it_or_learns_it(follow, link):
    response = follow(link)
    assert response["Cache-Control"] == "max-age=0, no-cache, no-store, must-revalidate, private"
    # Not "no-referrer": browsers would then send a form's Origin as "null", and the form would be refused
    assert response["Referrer-Policy"] == "same-origin"


def test_it_opens_for_7_days_and_then_says_how_to_go_on(follow, link):
    assert follow(link, now=THURSDAY + WEEK - SECOND).status_code == 200
    response = follow(link, now=THURSDAY + WEEK)
    assert response.status_code == 410
    assert "This link has ended" in page(response)
    assert 'href="/account/login/?next=/learn/five/"' in page(response)


def test_after_7_days_it_takes_no_answer(follow, link):
    response = follow(f"{link}1/", now=THURSDAY + WEEK, data=form_of(first_question()))
    assert response.status_code == 410
    assert first_question().answered_at is None


def refused(follow, link) -> bool:
    seen, sent = follow(link), follow(f"{link}1/", data=form_of(first_question()))
    return (seen.status_code, sent.status_code, first_question().answered_at) == (410, 410, None)


@pytest.mark.parametrize("state", ["left", "paused", "finished"])
def test_it_ends_with_the_place(follow, link, enrolment, state):
    enrolment.state = state
    enrolment.save()
    assert refused(follow, link)


def test_it_ends_when_the_address_changes(follow, link, lead):
    lead.email = "new@example.org"
    lead.save()
    assert refused(follow, link)


def test_it_ends_with_the_account(follow, link, lead):
    lead.is_active = False
    lead.save()
    assert refused(follow, link)


def test_it_ends_when_the_sitting_is_put_away(follow, link):
    ReviewSitting.objects.update(ended_at=THURSDAY)
    assert refused(follow, link)


def test_it_ends_when_its_row_is_taken_away(follow, link):
    FiveMail.objects.all().delete()
    assert follow(link).status_code == 404


def test_a_newer_mail_ends_the_older_link(follow, link, lead):
    newer = link_to(lead, now=THURSDAY + WEEK)
    at = THURSDAY + WEEK - timedelta(hours=1)
    assert (follow(link, now=at).status_code, follow(newer, now=at + 2 * timedelta(hours=1)).status_code) == (410, 200)


@pytest.mark.parametrize("change", [lambda key: key[:-1], lambda key: key.swapcase(), lambda key: "x" * 32])
def test_another_key_opens_nothing(follow, link, change):
    key = link.split("/")[2]
    assert follow(f"/five/{change(key)}/").status_code == 404


def test_a_link_opens_its_own_sitting_whoever_is_signed_in(follow, link, cohort, client):
    other = build_enrolment(cohort=cohort, name="Otto Other").user
    learn(other, 2)
    with time_machine.travel(THURSDAY, tick=False):
        client.force_login(other)
    assert "Question 1 of 5" in page(follow(link))


def test_the_places_of_a_link_are_those_of_its_sitting(follow, link):
    other = build_lead()
    learn(other, 1)
    send_five(now=THURSDAY)
    mine = FiveMail.objects.get(enrolment__user=other).sitting
    follow(f"{link}1/", data=form_of(ReviewAnswer.objects.get(sitting=mine)))
    assert mine.answers.get().answered_at is None


def test_in_a_holiday_it_says_when_it_goes_on(follow, lead):
    learn(lead, due_on=(IN_HOLIDAY - WEEK).date())
    link = link_to(lead, now=IN_HOLIDAY - WEEK)
    text = page(follow(link, now=IN_HOLIDAY - timedelta(days=1)))
    assert "It goes on from Monday 2 November." in text
    assert "sign in and open “Five questions”" in text


def test_a_form_without_its_token_is_refused(follow, link):
    response = follow(f"{link}1/", data=form_of(first_question()), browser=Client(enforce_csrf_checks=True))
    assert (response.status_code, first_question().answered_at) == (403, None)


def test_somebody_without_a_place_can_read_it_by_the_link_alone(follow, link, client):
    with time_machine.travel(THURSDAY, tick=False):
        client.force_login(build_user())
    assert (follow(link).status_code, follow("/learn/five/").status_code) == (200, 404)


@pytest.mark.parametrize("number", [1, 5])
def test_it_asks_7_queries_whatever_the_length_of_the_sitting(follow, lead, number, django_assert_num_queries):
    learn(lead, number)
    link = link_to(lead)
    follow(link)
    with django_assert_num_queries(7):  # two of them for the visitors' menu
        follow(link)
