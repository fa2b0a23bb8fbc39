import pytest

from courses.queries.programme import programme_outline
from courses.queries.search import search_lessons
from tests.courses.builders import ASKING, READING, lesson_page

pytestmark = pytest.mark.django_db


@pytest.fixture
def search(programme):
    return lambda text: [lesson.slug for lesson in search_lessons(text, programme_outline(programme.pk))]


@pytest.mark.parametrize("text", ["rhubarb", "RHUBARB", "  rhubarb  ", "rhubarb tick"])
def test_a_lesson_is_found_by_words_of_its_body(search, text):
    assert search(text) == [READING]


@pytest.mark.parametrize("text", ["rhub", "rhubar"])
def test_a_lesson_is_found_by_the_beginning_of_a_word_of_its_body(search, text):
    assert search(text) == [READING]


def test_a_lesson_is_found_by_its_title_and_by_the_beginning_of_a_word_of_it(search):
    assert (search("first"), search("fir")) == ([ASKING], [ASKING])


def test_a_lesson_is_found_by_its_intention(search):
    assert search("before the test") == [ASKING]


def test_every_word_must_be_there(search):
    assert search("rhubarb gooseberry") == []


def test_a_lesson_is_found_once(search):
    assert search("read").count(READING) == 1


@pytest.mark.parametrize("text", ["KEYFEEDBACK", "WRONGFEEDBACK"])
def test_answers_are_not_found(search, text):
    assert search(text) == []


def test_an_unpublished_lesson_is_not_found(search):
    lesson_page(READING).unpublish()
    assert search("rhubarb") == []


@pytest.mark.parametrize("text", ["", " ", "r"])
def test_too_little_finds_nothing(search, text):
    assert search(text) == []


@pytest.mark.parametrize(
    "text",
    [
        '"',
        "rhubarb*",
        'rhubarb"',
        "AND",
        "NOT rhubarb",
        "NEAR(",
        "rhubarb -",
        "title:x",
        "^",
        "''",
        "%",
        "\\",
        "(((",
    ],
)
def test_signs_that_mean_something_to_an_index_do_no_harm(search, text):
    assert set(search(text)) <= {READING}


def test_a_very_long_text_does_no_harm(search):
    assert search("rhubarb " * 1000) == [READING]
