import pytest

from courses.queries.programme import programme_outline
from tests.courses.builders import ASKING, COMING, READING, WRITING, lesson_page
from tests.courses.programme_texts import FILES

pytestmark = pytest.mark.django_db


@pytest.fixture
def outline(programme):
    return programme_outline(programme.pk)


def test_the_outline_has_modules_and_lessons_in_the_order_of_the_tree(outline):
    assert [module.slug for module in outline.modules] == ["why", "how"]
    assert [lesson.slug for lesson in outline.lessons] == [ASKING, READING, WRITING, COMING]


def test_a_lesson_knows_its_code_week_and_address(outline):
    writing = outline.by_slug["how", WRITING]
    assert (writing.code, writing.due_week, writing.path) == ("2.1", 8, "/learn/how/writing/")


def test_a_lesson_with_an_empty_body_is_not_written(outline):
    assert [lesson.is_written for lesson in outline.lessons] == [True, True, True, False]


def test_only_the_lesson_marked_as_sample_is_one(outline):
    assert [lesson.slug for lesson in outline.lessons if lesson.is_sample] == [ASKING]


def test_lessons_due_before_a_week_and_in_it(outline):
    assert [outline.due_before(week) for week in (0, 2, 3, 8, 9)] == [0, 0, 2, 2, 4]
    assert [lesson.slug for lesson in outline.due_in(8)] == [WRITING, COMING]


def test_neighbours_reach_across_modules_and_end_with_the_programme(outline):
    names = [[one and one.slug for one in outline.neighbours(lesson)] for lesson in outline.lessons]
    assert names == [[None, READING], [ASKING, WRITING], [READING, COMING], [WRITING, None]]


def test_a_lesson_taken_from_publication_leaves_the_outline(programme):
    lesson_page(READING).unpublish()
    slugs = [lesson.slug for lesson in programme_outline(programme.pk, fresh=True).lessons]
    assert slugs == [ASKING, WRITING, COMING]


def test_a_module_taken_from_publication_leaves_with_its_lessons(programme):
    lesson_page(WRITING).get_parent().unpublish()
    outline = programme_outline(programme.pk, fresh=True)
    assert [lesson.slug for lesson in outline.lessons] == [ASKING, READING]


def test_the_outline_is_kept_and_asks_nothing_the_second_time(programme, django_assert_num_queries):
    with django_assert_num_queries(4):
        programme_outline(programme.pk)
    with django_assert_num_queries(0):
        programme_outline(programme.pk)


def test_the_texts_of_the_small_programme_are_those_of_its_pages(outline):
    assert sum("/0" in path for path in FILES) == len(outline.lessons)
