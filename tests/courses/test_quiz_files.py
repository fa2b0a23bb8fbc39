"""The quizzes that stand in no lesson: scenarios and module checks, as they are written."""

import re

import pytest

from courses.contentfolder import FOLDER, read_folder
from tests.courses.test_content import question_texts

FILES = read_folder(FOLDER)
QUIZZES = {quiz.page.slug: quiz.page.questions for quiz in FILES.quizzes}
QUESTIONS = [draft for questions in QUIZZES.values() for draft in questions]
CHECKS = ["check-why-assess", "check-what-it-means", "check-how-sure", "check-worth-it"]
IN_LESSONS = [draft for module in FILES.modules for lesson in module.lessons for draft in lesson.page.questions]


def is_scenario(draft) -> bool:
    return bool(draft.content["situation"] or draft.content["exhibits"])


def test_the_forty_scenarios_of_the_outline_are_in_the_bank():
    numbered = {draft.key for draft in [*QUESTIONS, *IN_LESSONS] if re.fullmatch(r"s\d\d", draft.key)}
    assert numbered == {f"s{number:02}" for number in range(1, 41)}


def test_all_of_the_scenarios_are_scenarios():
    assert [draft.key for draft in QUIZZES["scenarios"] if not is_scenario(draft)] == []


def test_more_than_a_dozen_scenarios_show_a_table_or_a_chart():
    assert sum(bool(draft.content["exhibits"]) for draft in QUIZZES["scenarios"]) >= 12


@pytest.mark.parametrize("slug", CHECKS)
def test_a_check_has_eight_questions_of_which_six_or_more_have_one_best_option(slug):
    assert len(QUIZZES[slug]) == 8
    assert sum(draft.kind == "single" for draft in QUIZZES[slug]) >= 6


@pytest.mark.parametrize("slug", CHECKS)
def test_a_check_has_at_least_three_situations(slug):
    assert sum(map(is_scenario, QUIZZES[slug])) >= 3


@pytest.mark.parametrize("slug", CHECKS)
def test_each_question_of_a_check_names_the_lesson_of_its_module_to_reread(slug):
    module = next(module for module in FILES.modules if module.source.page.slug == slug.removeprefix("check-"))
    named = [draft.content["revisits"] for draft in QUIZZES[slug]]
    assert set(named) <= {lesson.page.slug for lesson in module.lessons}
    assert len(set(named)) == 8


@pytest.mark.parametrize("draft", QUESTIONS, ids=lambda draft: draft.key)
def test_every_entry_carries_feedback_of_its_own(draft):
    feedback = [entry["feedback"] for entry in draft.content["entries"]]
    assert all(feedback)
    assert len(set(feedback)) == len(feedback)


@pytest.mark.parametrize("draft", QUESTIONS, ids=lambda draft: draft.key)
@pytest.mark.parametrize("unwanted", [r"""["'!]""", r"\.\.\.", r" - |--", r"<[a-zA-Z/]"])
def test_the_prose_keeps_the_house_style(draft, unwanted):
    lines = [line for line in "\n".join(question_texts(draft)).split("\n") if not set(line) <= set("|- ")]
    assert [line for line in lines if re.search(unwanted, line)] == []
