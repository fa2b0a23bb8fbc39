import pytest

from cms.blocktext import TextError
from courses.contentfolder import FOLDER
from courses.lessonfile import BLOCKS, read_page, write_page
from tests.courses.programme_texts import ASKING, COMING, FILES, HOW, PROGRAMME, READING, WRITING

SOURCES = sorted(path.relative_to(FOLDER).as_posix() for path in FOLDER.rglob("*.md") if path.name != "README.md")
KIND_OF_FILE = {"programme.md": "programme", "module.md": "module"}

EVERY_BLOCK = """\
---
title: Every block: with a colon
slug: every
intention: Show “each” block once — as a file.
minutes: 5
---

Text with *emphasis*, a [link](https://example.org/a_(b)) and

- a list
- of two

::: key-idea
An idea.

In two paragraphs.
:::

::: evidence
author: Newton, P.
year: 2007
title: Clarifying the purposes
source: Assessment in Education 14(2)
status: checked

A finding.
:::

::: misconception
belief: “More is better.”

It is not.
:::

::: worked-example
title: A case
phase: primary

What they did.
:::

::: table
caption: Two rows.
note: Invented.

| Row | Value |
| --- | --- |
| One | 1 |
| Two | – |
:::

::: figure
kind: intervals
caption: They overlap.
x: Marks

| Class | Mean | Low | High |
| --- | --- | --- | --- |
| 6A | 14 | 11 | 17 |
| 6B | 12 | 9 | 15 |
:::

::: image
file: hall.png
alt: A hall with dinner tables
:::

::: activity
title: Look
output: A list.

Go and look.
:::

::: reflection
label: Before you read on

What do you expect?
:::

::: download
file: register.odt
title: The register
:::

::: video
url: https://example.org/video
title: A talk
  in two parts

The transcript.
:::

::: reflection
And now?
:::
"""


def kind_of(path: str) -> str:
    folder, _, name = path.rpartition("/")
    return {"quizzes": "quiz", "meetings": "meeting"}.get(folder) or KIND_OF_FILE.get(name, "lesson")


def refusals(text: str, kind: str = "lesson") -> list[tuple[int, str]]:
    """What is wrong with a text, by line."""
    with pytest.raises(TextError) as refused:
        read_page(text, kind)
    return [(problem.line, problem.message) for problem in refused.value.problems]


def line_of(text: str, start: str) -> int:
    return next(number for number, line in enumerate(text.split("\n"), 1) if line.startswith(start))


# What is read is written back -----------------------------------------------------------------------------------


def test_the_repository_has_a_programme_four_modules_44_lessons_and_8_meetings():
    kinds = ("programme", "module", "lesson", "meeting")
    assert [sum(kind_of(path) == kind for path in SOURCES) for kind in kinds] == [1, 4, 44, 8]


@pytest.mark.parametrize("path", SOURCES)
def test_every_file_of_the_programme_is_written_back_byte_for_byte(path):
    raw = (FOLDER / path).read_bytes()
    assert write_page(read_page(raw.decode("utf-8"), kind_of(path))).encode() == raw


@pytest.mark.parametrize("path", FILES)
def test_the_small_programme_is_written_back_byte_for_byte(path):
    assert write_page(read_page(FILES[path], kind_of(path))) == FILES[path]


def test_every_kind_of_block_is_written_back_byte_for_byte():
    page = read_page(EVERY_BLOCK, "lesson")
    assert write_page(page) == EVERY_BLOCK
    assert {block.kind for block in page.blocks} == {kind.stream_name for kind in BLOCKS.values()} - {"prompt"} | {
        "prose"
    }


# What is read ---------------------------------------------------------------------------------------------------


def test_front_matter_is_read():
    assert read_page(ASKING, "lesson").front == {
        "title": "Why ask first?",
        "slug": "asking",
        "intention": "Put the question before the test.",
        "opening": "a buying decision",
        "minutes": "25",
        "sample": "yes",
    }


def test_neighbouring_questions_are_one_quiz():
    kinds = [block.kind for block in read_page(ASKING, "lesson").blocks]
    assert kinds == ["prose", "key_idea", "quiz", "reflection"]
    assert [draft.key for draft in read_page(ASKING, "lesson").questions] == ["t1", "t2"]


def test_a_field_may_go_on_in_indented_lines():
    video = next(block for block in read_page(EVERY_BLOCK, "lesson").blocks if block.kind == "video")
    assert video.fields["title"] == "A talk\nin two parts"


def test_what_may_be_left_out_is_empty():
    image = next(block for block in read_page(EVERY_BLOCK, "lesson").blocks if block.kind == "image")
    assert image.fields == {"file": "hall.png", "alt": "A hall with dinner tables", "caption": ""}


def test_a_file_that_ends_after_its_front_matter_has_no_blocks():
    assert read_page(COMING, "lesson").blocks == ()


# Front matter that is refused -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "line", "message"),
    [
        ("", 1, "The file must begin with a line --- and the front matter."),
        (ASKING.removeprefix("---\n"), 1, "The file must begin with a line --- and the front matter."),
        ("\ufeff" + ASKING, 1, "The file must begin with a line --- and the front matter."),
        ("---\ntitle: A\nslug: a\n", 1, "The front matter is never closed: a second line --- is missing."),
        (COMING.replace("slug: coming\n", ""), 2, "The field “slug” is missing."),
        (COMING.replace("slug: coming", "slug:"), 3, "The field “slug” is empty: give it a value or leave it out."),
        (COMING.replace("slug: coming", "slug: coming\nslug: going"), 4, "The field “slug” stands here a second time."),
        (COMING.replace("slug: coming", "colour: red\nslug: coming"), 3, "There is no field “colour” here."),
        (COMING.replace("slug: coming", "Just a sentence"), 3, "This is no field."),
        (COMING.replace("25", "soon"), 5, "The minutes must be a whole number of at most three digits."),
        (COMING.replace("25", "2.5"), 5, "The minutes must be a whole number of at most three digits."),
        (COMING.replace("25", "25\nsample: no"), 6, "Write “sample: yes”, or leave the line out."),
        (COMING.replace("25\n", "25\n\nText\n"), 7, "The front matter holds one “name: value” a line"),
        (
            COMING.replace("title: What is still to come?\n", "").replace("25", "25\ntitle: Late"),
            5,
            "must stand before",
        ),
    ],
    ids=[
        *("empty file", "no opening", "byte order mark", "never closed", "missing", "empty", "twice", "unknown"),
        *("no field", "words for minutes", "broken minutes", "sample: no", "text in it", "wrong order"),
    ],
)
def test_broken_front_matter_is_refused_with_its_line(text, line, message):
    assert any(found == line and message in words for found, words in refusals(text)), refusals(text)


@pytest.mark.parametrize(
    ("change", "line", "message"),
    [
        (("pillar: reliability", "pillar: porpoise"), 4, "pillar"),
        (("slug: how", "slug: How sure"), 3, "slug"),
        (("intention: Say", "intention: " + "very " * 100 + "Say"), 6, "intention"),
    ],
    ids=["pillar", "slug", "intention"],
)
def test_what_a_module_cannot_hold_is_refused_with_its_line(change, line, message):
    assert any(found == line and message in words for found, words in refusals(HOW.replace(*change), "module"))


@pytest.mark.parametrize(
    ("change", "line", "message"),
    [
        (("minutes: 25", "minutes: 0025"), 5, "minutes"),
        (("minutes: 25", "minutes: 99999"), 5, "minutes"),
        (("minutes: 25", "minutes: ٢٥"), 5, "minutes"),
        (("slug: coming", "slug: still coming"), 3, "slug"),
        (("title: What", "title: " + "What " * 100), 2, "title"),
    ],
    ids=["leading zeros", "too many minutes", "other digits", "slug", "title"],
)
def test_what_a_lesson_cannot_hold_is_refused_with_its_line(change, line, message):
    assert any(found == line and message in words for found, words in refusals(COMING.replace(*change)))


# Blocks that are refused ----------------------------------------------------------------------------------------

TABLE = "\n::: table\ncaption: Uneven.\n\n| Row | Value |\n| --- | --- |\n| One | 1 |\n| Two |\n:::\n"
FIGURE = "\n::: figure\nkind: strip\ncaption: No number.\n\n| Label | Value |\n| --- | --- |\n| One | many |\n:::\n"


@pytest.mark.parametrize(
    ("added", "line", "message"),
    [
        ("\n::: poem\nRoses\n:::\n", 10, "There is no block “poem”. Known blocks: key-idea, evidence,"),
        ("\n::: key-idea\nNever closed\n", 10, "“::: key-idea” is never closed: a line with ::: alone is missing."),
        ("\n::: key-idea\n::: reflection\nX\n:::\n", 10, "“::: key-idea” is never closed"),
        ("\n:::\n", 10, "This ::: closes nothing."),
        ("\n:::key-idea\nX\n:::\n", 10, "A fence begins with ::: and a name."),
        ("\n::: key-idea\n:::\n", 11, "needs a text after its fields."),
        ("\n::: image\nfile: a.png\nalt: A\n\nText\n:::\n", 14, "has fields only, no text."),
        ("\n::: activity\ntitle: A\n\nX\n:::\n", 11, "The field “output” is missing."),
        ("\n::: worked-example\ntitle: A\nphase: middle\n\nX\n:::\n", 11, "“phase” must be one of: primary, secondary"),
        ("\n::: evidence\nauthor: A\nyear: 1\ntitle: T\nstatus: sure\n\nX\n:::\n", 11, "“status” must be one of"),
        (TABLE, 13, "Row 2 of the table has 1 cells, its head has 2."),
        (FIGURE, 14, "“many”"),
        (FIGURE.replace("strip", "pie"), 11, "“kind” must be one of"),
        ("\nA\ttab\n", 10, "There is a tab character. Use spaces."),
        ("\nWindows\r\n", 10, "The line ends in the Windows way."),
        ("\nSpaces  \n", 10, "There are spaces at the end of the line."),
        ("\n::: key-idea\nX\n:::\nText\n", 12, "Leave a blank line after the ::: that closes “key-idea”."),
        ("Text\n::: key-idea\nX\n:::\n", 10, "Leave a blank line before “::: key-idea”."),
    ],
)
def test_a_broken_block_is_refused_with_its_line(added, line, message):
    found = refusals(READING + added)
    assert any(number == line and message in words for number, words in found), found


def test_all_that_is_wrong_is_said_at_once():
    text = READING.replace("20", "soon") + "\n::: poem\nRoses\n:::\n\n::: key-idea\nNever closed\n"
    assert [line for line, _ in refusals(text)] == [5, 10, 14]


@pytest.mark.parametrize("block", ["::: activity\ntitle: A\noutput: B\n\nX\n:::", "::: reflection\nX\n:::"])
def test_only_lessons_ask_something_of_leads(block):
    [(line, message)] = refusals(f"{PROGRAMME}\n{block}\n", "programme")
    assert (line, message.partition("”")[0]) == (10, f"There is no block “{block.split()[1]}")


def test_a_module_has_no_text():
    assert refusals(f"{HOW}\nText that no page would show.\n", "module")


def test_a_programme_asks_no_questions():
    question = ASKING[ASKING.index("::: question t2") : ASKING.index("::: reflection")].strip()
    assert refusals(f"{PROGRAMME}\n{question}\n", "programme")


# Questions that are refused -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("change", "start", "message"),
    [
        (("( ) The format", "(*) The format"), "", "one"),
        (("(*) The decision", "( ) The decision"), "", "No entry is marked as right"),
        (("kind: single", "kind: guess"), "kind: guess", "There is no kind “guess”."),
        (("pillar: purpose\ndiff", "pillar: porpoise\ndiff"), "pillar: porpoise", "There is no pillar “porpoise”."),
        (("difficulty: 1", "difficulty: 9"), "difficulty: 9", "“difficulty” is 1, 2 or 3."),
        (("question t1", "question"), "::: question", "A question needs a key"),
        (("question t2", "question t1"), "::: question t1", "stands here a second time."),
    ],
    ids=["two best options", "no best option", "kind", "pillar", "difficulty", "no key", "one key twice"],
)
def test_a_question_that_cannot_be_asked_is_refused_with_its_line(change, start, message):
    text = ASKING.replace(*change)
    assert text != ASKING
    assert any(message in words for _, words in refusals(text)), refusals(text)
    lines = [line for line, words in refusals(text) if message in words]
    assert lines
    if start:
        wanted = [number for number, line in enumerate(text.split("\n"), 1) if line.startswith(start)]
        assert lines[0] in wanted


def test_two_best_options_are_refused_where_the_question_stands():
    text = ASKING.replace("( ) The format", "(*) The format")
    fence, end = line_of(text, "::: question t1"), line_of(text, "::: question t2")
    assert all(fence <= line < end for line, _ in refusals(text))


def test_questions_stand_in_one_place():
    text = ASKING.replace("\n::: question t2", "\nText between.\n\n::: question t2")
    assert refusals(text) == [
        (line_of(text, "::: question t2"), "The questions of a lesson stand together, in one place.")
    ]


# Text that would come back differently --------------------------------------------------------------------------


@pytest.mark.parametrize(
    "change",
    [
        ("\n\nThis page", "\n\n\nThis page"),
        ("no more.\n", "no more."),
        ("no more.\n", "no more.\n\n"),
        ("title: What", "title:  What"),
    ],
    ids=["two blank lines", "no line end", "a blank line at the end", "two spaces"],
)
def test_a_text_that_would_come_back_differently_is_refused(change):
    text = READING.replace(*change)
    assert text != READING
    [(line, message)] = refusals(text)
    assert "This would be written back differently" in message
    assert 1 <= line <= text.count("\n") + 1


def lines_refused(text: str) -> list[int]:
    try:
        read_page(text, "lesson")
    except TextError as refused:
        return [problem.line for problem in refused.problems]
    return []


@pytest.mark.parametrize("text", [ASKING, WRITING, EVERY_BLOCK])
def test_whatever_line_is_deleted_the_file_is_read_or_refused_with_lines(text):
    lines = text.split("\n")
    for number in range(len(lines)):
        without = lines[:number] + lines[number + 1 :]
        assert all(1 <= line <= len(without) for line in lines_refused("\n".join(without)))
