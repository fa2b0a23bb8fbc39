import pytest

from tests.courses.builders import lesson_page


@pytest.fixture
def search(client, lead):
    client.force_login(lead)

    def look(text):
        response = client.get("/learn/search/", {"q": text} if text is not None else {})
        assert response.status_code == 200
        return " ".join(response.content.decode().split())

    return look


FOUND = '<a href="/learn/why/reading/">What is only to be read?</a>'


def test_a_lesson_is_found_by_a_word_in_it(search):
    page = search("rhubarb")
    assert "1 lesson with “rhubarb”" in page
    assert FOUND in page


def test_a_lesson_is_found_by_the_beginning_of_a_word(search):
    assert FOUND in search("rhub")


def test_the_page_says_what_to_do_when_nothing_is_found(search):
    page = search("zebra")
    assert "0 lessons with “zebra”" in page
    assert "Try one word, or its beginning" in page
    assert 'href="/learn/lessons/"' in page


def test_before_a_search_there_is_the_form_only(search):
    page = search(None)
    assert 'name="q" value=""' in page
    assert "lessons with" not in page


def test_7000_characters_are_cut_to_100(search):
    page = search("rhubarb " + "x" * 7000)
    assert f"“rhubarb {'x' * 92}”" in page


@pytest.mark.parametrize("text", ["rhu\x00barb", "\x00", '"', 'rhubarb"', "rhubarb\n", "%%", "🐱"])
def test_odd_characters_do_no_harm(search, text):
    assert "Search the lessons" in search(text)


def test_what_was_searched_for_is_shown_and_never_run(search):
    assert "<script>alert(1)" not in search("<script>alert(1)</script>")


def test_an_unpublished_lesson_is_not_found(search):
    lesson_page("reading").unpublish()
    assert FOUND not in search("rhubarb")
