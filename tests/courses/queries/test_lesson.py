import re

import pytest

from courses.queries.enrolment import Done
from courses.queries.lesson import body_of, missing_parts, reading
from tests.courses.builders import (
    ASKING,
    COMING,
    NOW,
    READING,
    WRITING,
    blocks_of,
    build_enrolment,
    lesson_page,
    load_small,
    write_reflection,
)
from tests.courses.programme_texts import FILES

pytestmark = pytest.mark.django_db


def kinds(slug) -> list[str]:
    return [chunk.kind for chunk in body(slug).chunks]


def body(slug):
    page = lesson_page(slug)
    return body_of(page.pk, page.last_published_at)


def test_a_lesson_is_read_in_chunks_around_its_quiz_and_reflections(programme):
    assert kinds(ASKING) == ["html", "quiz", "reflection"]
    assert kinds(WRITING) == ["reflection", "quiz", "reflection"]
    assert kinds(COMING) == []


def test_the_chunks_hold_no_key_and_no_feedback(programme):
    html = "".join(chunk.html + chunk.prompt_html for chunk in body(ASKING).chunks)
    assert "gooseberry" in html
    assert not re.search("KEYFEEDBACK|WRONGFEEDBACK|The decision", html)


def test_a_reading_holds_my_texts_only(enrolment, cohort):
    other = build_enrolment(cohort=cohort)
    write_reflection(enrolment.user, ASKING, text="Mine")
    write_reflection(other.user, ASKING, text="Theirs")
    found = reading(lesson_page(ASKING).pk, enrolment_id=enrolment.pk)
    assert {block: text.text for block, text in found.texts.items()} == {blocks_of(ASKING)[0]: "Mine"}


def test_a_visitor_reads_no_texts(enrolment):
    write_reflection(enrolment.user, ASKING)
    assert reading(lesson_page(ASKING).pk, enrolment_id=None).texts == {}


def test_an_unpublished_lesson_is_not_read(programme):
    page = lesson_page(READING)
    page.unpublish()
    assert reading(page.pk, enrolment_id=None) is None


def test_a_draft_changes_nothing_that_is_read(programme):
    page = lesson_page(READING)
    page.body = [("prose", "Unfinished.")]
    page.save_revision()
    assert "rhubarb" in body(READING).chunks[0].html


def test_a_new_publication_is_read_at_once(programme, tmp_path):
    assert "rhubarb" in body(READING).chunks[0].html
    load_small(tmp_path, {"why/02-reading.md": FILES["why/02-reading.md"].replace("rhubarb", "quince")})
    assert "quince" in body(READING).chunks[0].html


@pytest.mark.parametrize("number", [1, 2])
def test_one_query_reads_a_lesson_with_all_texts(enrolment, number, django_assert_num_queries):
    for place in range(number):
        write_reflection(enrolment.user, WRITING, place=place)
    pk = lesson_page(WRITING).pk
    with django_assert_num_queries(1):
        assert len(reading(pk, enrolment_id=enrolment.pk).texts) == number


@pytest.mark.parametrize(
    ("slug", "missing"),
    [(ASKING, ["quiz", "reflection"]), (READING, ["tick"]), (WRITING, ["quiz", "reflection"]), (COMING, ["tick"])],
)
def test_what_a_lesson_asks_of_a_beginner(programme, slug, missing):
    assert missing_parts(Done(), body(slug)) == missing


def test_what_is_done_is_not_missing(programme):
    assert missing_parts(Done(quiz_done_at=NOW), body(ASKING)) == ["reflection"]
    assert missing_parts(Done(quiz_done_at=NOW, reflected_at=NOW), body(ASKING)) == []
    assert missing_parts(Done(ticked_at=NOW), body(READING)) == []
