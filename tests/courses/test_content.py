"""Module 1 as it is written: what every lesson must have, and the rules of its questions and its prose."""

import re
from itertools import pairwise

import pytest

from courses.contentfolder import FOLDER, read_folder

FILES = read_folder(FOLDER)
LESSONS = FILES.modules[0].lessons
SLUGS = [lesson.page.slug for lesson in LESSONS]
QUESTIONS = [draft for lesson in LESSONS for draft in lesson.page.questions]
WITH_ONE_BEST = [draft for draft in QUESTIONS if draft.kind in ("single", "reasons")]
REFERENCE = {"author", "year", "title", "source", "status"}  # fields that point to a text instead of being read
NOT_SHOWN = {"kind", "phase", "file", "url", "status"}
WORD = re.compile(r"[^\W_][\w’'.,%-]*")
ASKED_OF_EVERY_LESSON = {
    *("key_idea", "evidence", "misconception", "worked_example", "activity", "reflection", "quiz", "prose"),
}
every_lesson = pytest.mark.parametrize("lesson", LESSONS, ids=SLUGS)


def block_texts(lesson) -> list[str]:
    """What a reader reads of a lesson, without its questions and its references."""
    texts = []
    for block in lesson.page.blocks:
        texts.append(block.text)
        if block.fields:
            left_out = NOT_SHOWN | (REFERENCE if block.kind == "evidence" else set())
            texts += [value for name, value in block.fields.items() if name not in left_out]
    return texts


def question_texts(draft) -> list[str]:
    content = draft.content
    own = [content[name] for name in ("stem", "situation", "after", "right", "wrong", "unit") if content.get(name)]
    entries = [text for entry in content["entries"] for text in (entry["text"], entry["feedback"])]
    exhibits = [exhibit[name] for exhibit in content["exhibits"] for name in ("caption", "rows", "after")]
    return [*own, *entries, *exhibits, *(place["text"] for place in content.get("places", []))]


def prose(lesson) -> str:
    """Everything in a lesson that we wrote ourselves."""
    front = [lesson.page.front["title"], lesson.page.front["intention"], lesson.page.front.get("opening", "")]
    asked = [text for draft in lesson.page.questions for text in question_texts(draft)]
    return "\n".join([*front, *block_texts(lesson), *asked])


# Lessons --------------------------------------------------------------------------------------------------------


def test_the_module_has_eleven_lessons_and_all_are_written():
    assert len(LESSONS) == 11
    assert all(lesson.page.blocks for lesson in LESSONS)


def test_the_other_modules_have_titles_and_intentions_only():
    others = [lesson.page for module in FILES.modules[1:] for lesson in module.lessons]
    assert len(others) == 33
    assert all(page.front["title"] and page.front["intention"] and not page.blocks for page in others)


@every_lesson
def test_a_lesson_has_900_to_1300_words(lesson):
    assert 900 <= sum(len(WORD.findall(text)) for text in block_texts(lesson)) <= 1300


@every_lesson
def test_a_lesson_has_every_part(lesson):
    kinds = {block.kind for block in lesson.page.blocks}
    assert kinds >= ASKED_OF_EVERY_LESSON
    assert kinds & {"table", "figure"}


@every_lesson
def test_every_piece_of_evidence_says_whether_it_was_checked(lesson):
    evidence = [block.fields for block in lesson.page.blocks if block.kind == "evidence"]
    assert {one["status"] for one in evidence} <= {"checked", "from memory"}
    assert all(one[name] for one in evidence for name in ("author", "year", "title", "status", "finding"))


@every_lesson
def test_evidence_stands_beside_a_text_before_it(lesson):
    kinds = [block.kind for block in lesson.page.blocks]
    assert kinds[0] != "evidence"


def test_neighbouring_lessons_open_in_different_ways():
    openings = [lesson.page.front.get("opening", "") for lesson in LESSONS]
    assert all(openings)
    assert [pair for pair in pairwise(openings) if pair[0] == pair[1]] == []


def test_at_least_one_lesson_is_a_sample():
    assert [lesson.page.slug for lesson in LESSONS if "sample" in lesson.page.front]


# Questions ------------------------------------------------------------------------------------------------------


def test_the_module_has_36_questions():
    assert len(QUESTIONS) == 36


def test_nine_questions_are_scenarios_under_the_keys_of_the_outline():
    scenarios = {draft.key for draft in QUESTIONS if draft.content["situation"] or draft.content["exhibits"]}
    assert scenarios == {"s01", "s02", "s03", "s04", "s05", "s06", "s07", "s08", "s30"}


@every_lesson
def test_a_lesson_asks_three_or_four_questions(lesson):
    assert len(lesson.page.questions) in (3, 4)


def test_every_kind_of_question_is_asked():
    kinds = {draft.kind for draft in QUESTIONS}
    assert kinds == {"single", "multiple", "reasons", "match", "order", "group", "number", "text"}


@pytest.mark.parametrize("draft", WITH_ONE_BEST, ids=lambda draft: draft.key)
def test_a_question_has_exactly_one_best_option(draft):
    assert sum(entry["key"] for entry in draft.content["entries"]) == 1


@pytest.mark.parametrize("draft", QUESTIONS, ids=lambda draft: draft.key)
def test_every_entry_carries_feedback_of_its_own(draft):
    feedback = [entry["feedback"] for entry in draft.content["entries"]]
    assert all(feedback)
    assert len(set(feedback)) == len(feedback)


@pytest.mark.parametrize("number", range(3, 11), ids=SLUGS[3:])
def test_from_the_fourth_lesson_on_one_question_goes_back_to_an_earlier_lesson(number):
    revisited = [draft.content["revisits"] for draft in LESSONS[number].page.questions if draft.content["revisits"]]
    assert len(revisited) == 1
    assert set(revisited) <= set(SLUGS[:number])


@pytest.mark.parametrize("number", range(3), ids=SLUGS[:3])
def test_the_first_three_lessons_go_back_to_none(number):
    assert not [draft.key for draft in LESSONS[number].page.questions if draft.content["revisits"]]


# Prose ----------------------------------------------------------------------------------------------------------


@every_lesson
@pytest.mark.parametrize(
    ("unwanted", "why"),
    [
        (r"""["']""", "quotation marks and apostrophes are curly"),
        (r"!", "no exclamation marks"),
        (r"\bstudents?\b", "schools have pupils"),
        (r" - |--", "a dash is a dash: –"),
        (r"\.\.\.", "an ellipsis is one character: …"),
        (r"\b(color|behavior|center|analyz\w*|favor\w*|practicing|judgment)\b", "British spelling"),
        (r"\b(lorem|todo|fixme|tbd|xxx)\b", "nothing unfinished"),
        (r"<[a-zA-Z/]", "no HTML"),
    ],
    ids=["straight quotes", "exclamation", "students", "hyphen", "dots", "spelling", "unfinished", "HTML"],
)
def test_the_prose_keeps_the_house_style(lesson, unwanted, why):
    without_tables = "\n".join(line for line in prose(lesson).split("\n") if not set(line) <= set("|- "))
    found = re.search(f".{{0,30}}({unwanted}).{{0,30}}", without_tables, re.IGNORECASE)
    assert found is None, f"{why}: {found and found[0]}"
