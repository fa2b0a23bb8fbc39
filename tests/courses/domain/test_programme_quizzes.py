"""Quizzes that stand in no lesson: loaded from the folder `quizzes` and written back to it."""

from datetime import timedelta

import pytest

from courses.contentfolder import ContentError
from courses.domain.programme import EditedSince, export_programme, planned_changes
from courses.models import ProgrammePage
from quizzes.domain.question import put_question
from quizzes.formats.text import parse_fence
from quizzes.models import Quiz
from tests.builders import build_site
from tests.courses.builders import NOW, load_small, read_small
from tests.courses.programme_texts import FILES

pytestmark = pytest.mark.django_db

PATH = "quizzes/spare.md"
SPARE = """\
---
title: Spare scenarios
slug: spare
mode: bank
---

::: question s77
kind: single
pillar: purpose
stem: Which?

A case.

(*) One thing
    Because.
( ) Another thing
    Tempts.
:::
"""
LATER = NOW + timedelta(days=1)


@pytest.fixture
def folder(tmp_path):
    build_site()
    load_small(tmp_path, {PATH: SPARE})
    return tmp_path


def keys_of(key: str) -> list[str]:
    return list(Quiz.objects.get(key=key).items.order_by("position").values_list("question__key", flat=True))


def edit_on_the_site():
    fence = SPARE.partition("\n\n")[2].replace("One thing", "Quite another thing")
    put_question(draft=parse_fence(fence), by=None, now=LATER)


def test_a_quiz_file_becomes_a_quiz_of_its_mode(folder):
    assert (Quiz.objects.get(key="spare").mode, keys_of("spare")) == ("bank", ["s77"])


def test_the_quizzes_of_lessons_stay_as_they_were(folder):
    assert set(Quiz.objects.exclude(key="spare").values_list("mode", flat=True)) == {"lesson"}


def test_loading_twice_makes_no_new_version(folder):
    files = read_small(folder, {PATH: SPARE})
    assert {change.kind for change in planned_changes(files, home=build_site())} == {"same"}
    load_small(folder, {PATH: SPARE})
    assert Quiz.objects.get(key="spare").questions.get().versions.count() == 1


def test_an_edit_on_the_site_is_not_overwritten(folder):
    edit_on_the_site()
    with pytest.raises(EditedSince) as refused:
        load_small(folder, {PATH: SPARE})
    assert [change.path for change in refused.value.changes] == [PATH]


def test_an_edit_stays_where_the_site_wins(folder):
    edit_on_the_site()
    load_small(folder, {PATH: SPARE}, keep="site")
    assert Quiz.objects.get(key="spare").questions.get().current.number == 2


def test_a_scenario_that_moves_into_a_lesson_leaves_the_bank(folder):
    lesson = next(path for path, text in FILES.items() if "::: question" in text)
    fence = SPARE.partition("\n\n")[2].replace("s77", "s78")
    moved = FILES[lesson].replace("::: question", SPARE.partition("\n\n")[2] + "\n::: question", 1)
    load_small(folder, {PATH: SPARE.partition("\n\n")[0] + "\n\n" + fence, lesson: moved})
    assert keys_of("spare") == ["s78"]


def test_export_writes_the_same_file(folder, tmp_path_factory):
    target = tmp_path_factory.mktemp("out")
    assert PATH in export_programme(ProgrammePage.objects.get(), target)
    assert (target / PATH).read_text() == SPARE


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        (SPARE.replace("mode: bank", "mode: lesson"), "The mode of a quiz outside lessons is bank, check or test."),
        (SPARE.replace("\n\n::: question", "\n\nSome prose.\n\n::: question"), "A quiz holds questions only."),
        (SPARE.replace("slug: spare", "slug: spares"), "The slug is “spares”, the name says “spare”."),
        (SPARE.replace("question s77", "question t1"), "The question “t1” is already used in why/01-asking.md."),
    ],
)
def test_a_wrong_file_is_refused(tmp_path, text, sentence):
    with pytest.raises(ContentError) as refused:
        read_small(tmp_path, {PATH: text})
    assert sentence in {problem.message for problem in refused.value.problems}
