"""Nothing is shown of an interview without a current consent and a "what was hard", wherever it might be shown."""

from datetime import date, timedelta

import pytest
import time_machine
from django.db import IntegrityError, transaction
from django.utils.timezone import localdate

from cms import models
from cms.queries.testimonial import interviews_like, shown_testimonials
from courses.queries.sitesearch import site_search
from tests.builders import build_site, build_user
from tests.cms.builders import NOW, TODAY, YESTERDAY, build_consent, build_testimonial
from tests.courses.builders import page

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _on_that_day():
    with time_machine.travel(NOW, tick=False):
        yield


def shown():
    return [one.slug for one in shown_testimonials(today=TODAY)]


# The rule -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("until", [TODAY, TODAY + timedelta(days=1)])
def test_an_interview_is_shown_up_to_the_last_day_of_its_consent(until):
    build_testimonial(slug="one", until=until)
    assert shown() == ["one"]


def test_an_interview_whose_consent_ended_yesterday_is_not_shown():
    build_testimonial(until=YESTERDAY)
    assert shown() == []


def test_an_interview_nobody_consented_to_is_not_shown():
    build_testimonial(consent=False)
    assert shown() == []


def test_a_consent_that_begins_tomorrow_shows_nothing_yet():
    build_consent(build_testimonial(consent=False), given_on=TODAY + timedelta(days=1))
    assert shown() == []


def test_a_withdrawn_consent_shows_nothing_and_a_new_one_does():
    one = build_testimonial(slug="one", consent=False)
    build_consent(one, withdrawn_at=NOW)
    assert shown() == []
    build_consent(one)
    assert shown() == ["one"]


def test_an_interview_in_which_nothing_was_hard_is_not_shown():
    build_testimonial(hard="")
    assert shown() == []


def test_an_unpublished_interview_is_not_shown():
    build_testimonial().unpublish()
    assert shown() == []


def test_publishing_an_older_draft_brings_no_withdrawn_consent_back():
    one = build_testimonial()
    draft = one.save_revision()
    one.consents.update(withdrawn_at=NOW)
    draft.publish()
    assert shown() == []


def test_a_consent_cannot_end_before_it_was_given():
    one = build_testimonial(consent=False)
    with pytest.raises(IntegrityError, match="consent_lasts_a_day_or_more"), transaction.atomic():
        build_consent(one, given_on=TODAY, until=YESTERDAY)


# Each place ---------------------------------------------------------------------------------------------------

PLACES = {
    "the list": "/testimonials/",
    "the filtered list": "/testimonials/?phase=primary",
    "the home page": "/",
    "the search": "/search/?q=rhubarb",
    "its own page": "/testimonials/one/",
}


@pytest.mark.parametrize("path", PLACES.values(), ids=PLACES)
def test_each_place_shows_an_interview_with_consent(client, path):
    build_testimonial(slug="one", title="Rhubarb", quote="rhubarb-line")
    assert "rhubarb-line" in page(client.get(path))


@pytest.mark.parametrize("path", PLACES.values(), ids=PLACES)
def test_each_place_hides_an_interview_whose_consent_ended_yesterday(client, path):
    build_testimonial(slug="one", title="Rhubarb", quote="rhubarb-line", until=YESTERDAY)
    text = page(client.get(path))
    assert "rhubarb-line" not in text
    assert "Rhubarb" not in text


@pytest.mark.parametrize("path", PLACES.values(), ids=PLACES)
def test_each_place_hides_it_from_an_editor_too(client, path):
    build_testimonial(slug="one", title="Rhubarb", quote="rhubarb-line", until=YESTERDAY)
    client.force_login(build_user(is_superuser=True))
    assert "rhubarb-line" not in page(client.get(path))


def test_the_sitemap_names_it_only_with_consent(rf):
    request = rf.get("/")
    assert len(build_testimonial().get_sitemap_urls(request)) == 1
    assert build_testimonial(until=YESTERDAY).get_sitemap_urls(request) == []


def test_the_home_page_shows_the_chosen_line_while_it_may_and_then_the_newest(client):
    chosen = build_testimonial(quote="chosen-line", said_on=date(2026, 1, 1), until=TODAY)
    build_testimonial(quote="newest-line", said_on=date(2026, 10, 1))
    home = build_site()
    home.testimonial = chosen
    home.save()
    assert "chosen-line" in page(client.get("/"))
    chosen.consents.update(until=YESTERDAY)
    text = page(client.get("/"))
    assert "chosen-line" not in text
    assert "newest-line" in text


def test_a_page_whose_consent_ended_says_so_kindly_and_names_nobody(client):
    build_testimonial(slug="one", until=YESTERDAY, person_name="Marian Doyle")
    response = client.get("/testimonials/one/")
    assert response.status_code == 410
    assert "These words are no longer shown" in page(response)
    assert "Marian Doyle" not in page(response)


def test_a_page_that_was_never_permitted_is_not_there(client):
    build_testimonial(slug="one", consent=False)
    assert client.get("/testimonials/one/").status_code == 404


def test_the_page_tells_of_the_words_and_of_an_interest(client):
    build_testimonial(slug="one", wording=models.TestimonialPage.Wording.SHORTENED, interest="Her sister works for us.")
    text = page(client.get("/testimonials/one/"))
    assert "The words were shortened; the person has read and agreed this version." in text
    assert "Her sister works for us." in text


def test_the_page_says_that_no_interest_was_declared(client):
    build_testimonial(slug="one")
    assert "None. Nobody was paid or given anything for these words." in page(client.get("/testimonials/one/"))


def test_the_evidence_and_who_consented_stand_on_no_page(client):
    one = build_testimonial(slug="one", consent=False)
    build_consent(one, evidence="secret-evidence", given_by="Secret Giver", given_by_email="secret@example.org")
    for path in PLACES.values():
        assert not {"secret-evidence", "Secret Giver", "secret@example.org"} & set(page(client.get(path)).split())


# Schools like us ----------------------------------------------------------------------------------------------


def lay_three():
    for slug, phase, size, region in (
        ("a", "primary", "small", "london"),
        ("b", "primary", "large", "london"),
        ("c", "special", "small", "east"),
    ):
        build_testimonial(slug=slug, phase=phase, size=size, region=region, said_on=date(2026, 1, ord("z") - ord(slug)))


@pytest.mark.parametrize(
    ("wanted", "slugs"),
    [
        ({}, ["a", "b", "c"]),
        ({"phase": "primary"}, ["a", "b"]),
        ({"phase": "primary", "size": "small"}, ["a"]),
        ({"phase": "special", "region": "london"}, []),
        ({"phase": "x' OR 1=1", "size": "\x00", "other": "a"}, ["a", "b", "c"]),
    ],
)
def test_schools_like_ours_are_found_by_phase_size_and_region(wanted, slugs):
    lay_three()
    assert [one.slug for one in interviews_like(wanted, today=TODAY).testimonials] == slugs


def test_each_choice_says_how_many_it_would_leave():
    lay_three()
    phase, size, region = interviews_like({"phase": "primary"}, today=TODAY).facets
    assert [(one.value, one.count, one.is_chosen) for one in phase.choices] == [
        ("primary", 2, True),
        ("special", 1, False),
    ]
    assert [(one.value, one.count) for one in size.choices] == [("small", 1), ("large", 1)]
    assert (phase.any, size.any, region.any) == (3, 2, 2)


def test_a_filter_that_leaves_nothing_says_what_to_do(client):
    lay_three()
    text = page(client.get("/testimonials/?phase=special&region=london"))
    assert "No interview from a school just like that" in text
    assert "read all 3" in text


def test_without_any_interview_the_page_says_what_to_do(client):
    build_testimonial(consent=False)
    assert "No interview can be shown at the moment" in page(client.get("/testimonials/"))


def test_the_search_finds_the_words_of_an_interview():
    build_testimonial(title="Other", hard="There was rhubarb.")
    assert [hit.title for hit in site_search("rhubarb", today=localdate())] == ["Other"]


def test_a_preview_shows_an_interview_without_consent(client):
    one = build_testimonial(slug="one", consent=False)
    client.force_login(build_user(is_superuser=True))
    assert one.quote in page(client.get(f"/admin/pages/{one.pk}/view_draft/"))
