import pytest
import time_machine
from wagtail.models import PageViewRestriction

from cms.models import ContentPage
from tests.cms.builders import NOW, YESTERDAY, build_page, build_testimonial
from tests.courses.builders import build_programme, lesson_page, page

pytestmark = pytest.mark.django_db


@pytest.fixture
def search(client, site):
    def look(text):
        with time_machine.travel(NOW, tick=False):
            response = client.get("/search/", {"q": text})
        assert response.status_code == 200
        return page(response)

    return look


def build_terms(**fields):
    return build_page(ContentPage, slug="terms", title="Terms", body=[("prose", "Of rhubarb.")], **fields)


def test_a_page_is_found_by_a_word_in_it(search):
    build_terms()
    assert '<a href="/terms/">Terms</a>' in search("rhubarb")


def test_a_page_is_found_by_the_beginning_of_its_title(search):
    build_terms()
    assert '<a href="/terms/">Terms</a>' in search("Ter")


def test_a_draft_is_not_found(search):
    build_terms().unpublish()
    assert "No page holds all of these words." in search("rhubarb")


def test_a_restricted_page_is_not_found(search):
    PageViewRestriction.objects.create(page=build_terms(), restriction_type=PageViewRestriction.LOGIN)
    assert "No page holds all of these words." in search("rhubarb")


def test_a_sample_lesson_is_found_and_another_is_not(search):
    build_programme()
    lesson = lesson_page("reading")
    assert lesson.title not in search("rhubarb")
    lesson.is_sample = True
    lesson.save()
    assert f'<a href="/learn/why/reading/">{lesson.title}</a>' in search("rhubarb")


def test_an_interview_is_found_only_with_consent(search):
    build_testimonial(title="Allowed", hard="Rhubarb.")
    build_testimonial(title="Ended", hard="Rhubarb.", until=YESTERDAY)
    text = search("rhubarb")
    assert "Allowed" in text
    assert "Ended" not in text


def test_before_a_search_there_is_the_form_only(search):
    assert "pages with" not in search("")


def test_7000_characters_are_cut_to_100(search):
    assert f"“rhubarb {'x' * 92}”" in search("rhubarb " + "x" * 7000)


@pytest.mark.parametrize(
    "text", ["rhu\x00barb", "\x00", '"', 'rhubarb"', "rhubarb\n", "%%", "🐱", "a" * 7000, "AND OR"]
)
def test_odd_characters_do_no_harm(search, text):
    build_terms()
    assert "Words on this site" in search(text)


def test_what_was_searched_for_is_shown_and_never_run(search):
    assert "<script>alert(1)" not in search("<script>alert(1)</script>")
