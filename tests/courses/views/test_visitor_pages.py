"""Pages for visitors: what they say of cohorts in each state, and what they cost."""

from datetime import UTC, date, datetime

import pytest
import time_machine
from django.db import IntegrityError, connection, transaction
from django.template.loader import render_to_string
from django.test.utils import CaptureQueriesContext
from wagtail.models import Site

from cms.domain.site import put_home
from cms.models import ContentPage, Facilitator, FacilitatorsPage, Provider
from courses.models import CohortsPage
from tests.builders import build_site, build_user
from tests.cms.builders import build_faq, build_page, build_testimonial
from tests.courses.builders import build_cohort, build_enrolment, build_programme, page

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 6, 1, 10, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _on_that_day():
    with time_machine.travel(NOW, tick=False):
        yield


def build_sale(*, places=30, left=7, **fields):
    cohort = build_cohort()
    fields = {
        "slug": f"cohort-{cohort.pk}",
        "is_public": True,
        "places": places,
        "places_left": left,
        "price_pence": 49500,
        "least_schools": 6,
        "decides_on": date(2026, 8, 28),
        "books_until": date(2026, 9, 1),
        **fields,
    }
    for name, value in fields.items():
        setattr(cohort, name, value)
    cohort.save()
    return cohort


@pytest.fixture
def cohorts_page():
    return build_page(CohortsPage, slug="cohorts")


def read(client, path="/cohorts/"):
    response = client.get(path)
    assert response.status_code == 200
    return page(response)


# Cohorts ------------------------------------------------------------------------------------------------------


def test_an_open_cohort_says_dates_price_places_and_when_it_runs(client, cohorts_page):
    build_sale()
    text = read(client)
    for words in (
        "Monday 7 September 2026",
        "£495 without VAT",
        "7 of 30 places left",
        "Runs if 6 schools have booked by Friday 28 August 2026; none has so far.",
        "Tuesday 1 September 2026",
        "Book places",
    ):
        assert words in text


@pytest.mark.parametrize(
    ("fields", "there", "not_there"),
    [
        ({"left": 7}, "Book places", "Few places left"),
        ({"left": 2}, "Few places left", "Join the waiting list"),
        ({"left": 1}, "1 of 30 places left, fewer than a school needs", "Book places"),
        ({"left": 0}, "Join the waiting list", "Book places"),
        ({"books_until": date(2026, 5, 31)}, "Booking has closed", "Book places"),
        ({"runs_since": NOW}, "It runs: 0 schools have booked.", "Runs if"),
    ],
)
def test_each_state_reads_as_it_is(client, cohorts_page, fields, there, not_there):
    build_sale(**fields)
    text = read(client)
    assert there in text
    assert not_there not in text


def test_without_a_cohort_on_sale_the_page_says_what_to_do(client, cohorts_page):
    build_cohort()
    text = read(client)
    assert "No cohort is on sale" in text
    assert '<a href="/contact/?about=programme">' in text


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"vat_registered": True, "vat_number": "GB 1", "vat_basis_points": 2000}, "VAT at 20 % is added."),
        ({"vat_note": "Exempt: an eligible body."}, "Exempt: an eligible body."),
        ({}, "No VAT is charged."),
    ],
)
def test_what_vat_does_is_the_providers_setting(client, cohorts_page, fields, words):
    Provider.objects.create(site=Site.objects.get(is_default_site=True), **fields)
    build_sale()
    assert words in read(client)


def test_the_home_page_names_the_next_cohort_that_can_be_booked(client, site):
    build_sale(left=0, price_pence=10000)
    build_sale(price_pence=49550)
    text = read(client, "/")
    assert "£495.50 a lead" in text
    assert "£100 a lead" not in text


def test_the_home_page_offers_to_wait_where_nothing_can_be_booked(client, site):
    build_sale(left=0)
    assert "Join the waiting list" in read(client, "/")


def test_the_home_page_says_so_when_nothing_is_on_sale(client, site):
    assert "Not on sale yet" in read(client, "/")


# Programme, counts --------------------------------------------------------------------------------------------


def test_the_programme_page_adds_up_the_hours_of_its_lessons(client):
    build_programme()
    assert "Added up: 4 lessons, about 2 hours" in read(client, "/programme/")


def test_the_strip_shows_the_weeks_of_a_real_cohort_with_its_meetings(client):
    build_sale()
    text = read(client, "/programme/")
    assert "week of 14 September, module 1" in text
    assert "week of 28 September, no lessons, meeting" in text
    assert "from 7 September 2026 to" in text


def test_without_a_cohort_the_strip_is_that_of_the_model_year(client):
    build_programme()
    text = read(client, "/programme/")
    assert "Half term 6" in text
    assert "These are the weeks of a real cohort" not in text


def test_a_sample_lesson_stands_out_on_the_programme_page(client):
    build_programme()
    assert "Free to read, no address asked" in read(client, "/programme/")


def test_leads_are_counted_since_the_first_cohort(client, site):
    old = build_cohort(starts_on=date(2025, 9, 8))
    someone = build_user()
    build_enrolment(cohort=old, user=someone)
    build_enrolment(cohort=build_cohort(starts_on=date(2026, 1, 5)), user=someone)
    build_enrolment(cohort=old)
    build_enrolment(cohort=build_cohort())  # begins in September
    assert "2 leads of 3 schools since 2025." in read(client, "/")


def test_nothing_is_said_of_no_leads(client, site):
    build_enrolment(cohort=build_cohort())
    assert "since" not in read(client, "/").partition("Before you decide")[2]


# Menu, footer, errors -----------------------------------------------------------------------------------------


def test_the_menu_names_published_pages_and_nothing_that_is_not_there(client, cohorts_page):
    text = read(client)
    assert "Cohorts and prices" in text
    assert "What schools say" not in text
    build_testimonial()
    assert "What schools say" in read(client)
    cohorts_page.unpublish()
    assert "Cohorts and prices" not in page(client.get("/contact/"))


def test_the_footer_names_the_provider_and_the_other_pages(client, site):
    build_page(ContentPage, slug="terms", title="Terms of booking")
    Provider.objects.create(site=Site.objects.get(is_default_site=True), name="Ashdown Learning")
    text = read(client, "/")
    assert "Ashdown Learning, the Assessment Lead Programme" in text
    assert '<a href="/terms/">Terms of booking</a>' in text


def test_a_page_that_is_not_there_offers_the_search(client, site):
    response = client.get("/nowhere/")
    assert response.status_code == 404
    assert 'action="/search/"' in page(response)


def test_the_page_of_a_server_error_asks_the_database_nothing(django_assert_num_queries):
    with django_assert_num_queries(0):
        assert "Something broke on our side" in render_to_string("500.html")


# Facilitators, questions --------------------------------------------------------------------------------------


def test_facilitators_stand_in_their_order_and_drafts_do_not(client):
    build_page(FacilitatorsPage, slug="facilitators")
    Facilitator.objects.create(name="Second", role="r", text="**t**", place=2)
    Facilitator.objects.create(name="First", role="r", text="t", place=1)
    Facilitator.objects.create(name="Draft", role="r", text="t", live=False)
    text = read(client, "/facilitators/")
    assert text.index("First") < text.index("Second")
    assert "Draft" not in text
    assert "<strong>t</strong>" in text


def test_a_photograph_without_words_is_refused():
    from wagtail.images import get_image_model
    from wagtail.images.tests.utils import get_test_image_file

    photo = get_image_model().objects.create(title="p", file=get_test_image_file())
    with pytest.raises(IntegrityError, match="facilitator_photo_is_described"), transaction.atomic():
        Facilitator.objects.create(name="n", role="r", text="t", photo=photo)


def test_questions_stand_with_their_answers(client):
    faq = build_faq()
    text = read(client, "/questions/")
    assert "Who pays?" in text
    assert "The <strong>school</strong>." in text
    assert faq.questions == [("Who pays?", "The **school**.")]


# What they cost -----------------------------------------------------------------------------------------------

PATHS = ("/", "/programme/", "/cohorts/", "/testimonials/", "/testimonials/one/", "/questions/", "/facilitators/")
MOST_QUERIES = 12  # quality.md, P3


def lay_everything(number):
    home = put_home()
    for _ in range(number):
        build_sale()
        build_testimonial()
        Facilitator.objects.create(name="n", role="r", text="t")
    build_testimonial(slug="one")
    build_page(CohortsPage, slug="cohorts")
    build_page(FacilitatorsPage, slug="facilitators")
    build_faq()
    return home


def queries_of(client, path) -> int:
    read(client, path)
    with CaptureQueriesContext(connection) as queries:
        read(client, path)
    return len(queries)


def test_a_visitors_page_asks_few_queries_and_as_many_for_three_as_for_one(client):
    lay_everything(1)
    with_one = {path: queries_of(client, path) for path in PATHS}
    lay_everything(2)
    assert {path: queries_of(client, path) for path in PATHS} == with_one
    assert {path: number for path, number in with_one.items() if number > MOST_QUERIES} == {}


def test_a_visitors_page_holds_no_form_token_and_sets_no_cookie(client):
    lay_everything(1)
    for path in PATHS:
        response = client.get(path)
        assert "csrfmiddlewaretoken" not in page(response)
        assert not response.cookies


def test_the_home_page_as_it_is_first_put_reads_well(client):
    build_site()
    assert "Fewer, better assessments." in read(client, "/")
