import pytest

from tests.builders import build_user
from tests.courses.builders import build_cohort, build_lead, page
from tests.courses.sittings import build_forms, sit, start


@pytest.fixture
def see(client, cohort):
    helen = build_user(name="Helen Ward")
    cohort.facilitators.add(helen)
    client.force_login(helen)
    return lambda: page(client.get(f"/facilitate/cohorts/{cohort.pk}/tests/"))


def test_without_forms_the_page_says_when_there_will_be_something(see):
    assert "There are no tests yet" in see()


def test_without_leads_the_page_says_so(see):
    build_forms()
    assert "No lead is enrolled yet." in see()


def test_the_page_shows_who_has_sat_which_and_why_there_is_no_average(see, enrolment):
    build_forms()
    sit(enrolment.user, right=3, blank=1)
    text = see()
    assert "the pre-test by 1 of 1 lead, the post-test by 0 of 1" in text
    assert '<td data-label="Pre-test">11 November 2026</td>' in text
    assert "It is shown once 10 leads have handed in both tests; so far none have." in text
    assert "fewer than five leads of this cohort have handed it in before the year" in text
    assert "so far 1 has." in text


def test_a_test_that_was_only_begun_is_not_handed_in(see, enrolment):
    build_forms()
    start(enrolment.user)
    assert "the pre-test by 0 of 1 lead" in see()


def test_the_average_change_stands_with_the_sentence_for_the_public(see, cohort, school):
    build_forms()
    for number in range(10):
        lead = build_lead(cohort=cohort, school=school)
        sit(lead, right=2)
        sit(lead, "post-test", right=4 + number % 2)
    text = see()
    assert '<strong>+2.5 marks</strong> on average, best read as <span class="range">+2.1 to +2.9</span>' in text
    assert "(95 % interval, 10 leads)" in text
    assert "There was no comparison group, so some of the change may have other causes." in text


def test_no_score_and_no_key_of_a_lead_is_shown(see, enrolment):
    build_forms()
    sit(enrolment.user, right=3)
    text = see()
    assert "3 of 8" not in text
    assert "FEEDBACK" not in text


def test_the_questions_come_as_a_file(see, client, cohort):
    build_forms()
    reply = client.get(f"/facilitate/cohorts/{cohort.pk}/tests/items.csv")
    lines = b"".join(reply.streaming_content).decode("utf-8-sig").splitlines()
    assert reply["Content-Disposition"].startswith("attachment;")
    assert len(lines) == 17
    assert lines[1].startswith("Form A,1,a-d01,Purpose,What is asked under a-d01?,0,")


def test_another_cohort_is_not_found(client, cohort):
    stranger = build_user()
    build_cohort(facilitators=[stranger])
    client.force_login(stranger)
    for name in ("tests/", "tests/items.csv"):
        assert client.get(f"/facilitate/cohorts/{cohort.pk}/{name}").status_code == 404
