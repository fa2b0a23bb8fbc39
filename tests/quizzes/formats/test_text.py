import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cms.blocktext import TextError
from quizzes.formats.text import parse_fence, parse_question, write_question
from quizzes.kinds import KINDS
from tests.quizzes.drafts import TEXTS, build_draft, drafts


def problems_of(text):
    with pytest.raises(TextError) as caught:
        parse_fence(text)
    return str(caught.value)


@given(drafts())
def test_what_is_written_reads_back_as_the_same_draft(draft):
    assert parse_fence(write_question(draft)) == draft


@given(drafts())
def test_canonical_text_is_written_back_byte_for_byte(draft):
    text = write_question(draft)
    assert write_question(parse_fence(text)) == text


@pytest.mark.parametrize("kind", KINDS)
def test_the_example_of_each_kind_comes_back_byte_for_byte(kind):
    assert write_question(parse_fence(TEXTS[kind])) == TEXTS[kind]


def test_a_table_in_the_situation_is_an_exhibit_with_the_text_after_it():
    content = build_draft("number").content
    assert content["situation"] == "The standard error of each score is 5."
    [exhibit] = content["exhibits"]
    assert (exhibit["type"], exhibit["caption"], exhibit["after"]) == (
        "table",
        "Two scores",
        "Both come from one test.",
    )


def test_line_numbers_are_those_of_the_file():
    lines = TEXTS["single"].replace("(*)", "( )").split("\n")[1:-1]
    with pytest.raises(TextError) as caught:
        parse_question(lines, first_line=101, key="s01")
    assert str(caught.value) == "Line 101: No entry is marked as right with (*)."


@pytest.mark.parametrize(
    ("kind", "old", "new", "message"),
    [
        ("single", "( ) The", "(*) The", "Line 11: A second entry is marked with (*): only one is best."),
        ("single", "(*)", "( )", "Line 2: No entry is marked as right with (*)."),
        (
            "single",
            "kind: single",
            "kind: quiz",
            f"Line 2: There is no kind “quiz”. Known kinds: {', '.join(KINDS)}.",
        ),
        ("single", "kind: single\n", "", "Line 2: A question begins with its kind, for example “kind: single”."),
        (
            "single",
            "pillar: purpose",
            "pillar: truth",
            "Line 3: There is no pillar “truth”. The four are purpose, validity, reliability, value.",
        ),
        ("single", "difficulty: 1", "difficulty: 4", "Line 4: “difficulty” is 1, 2 or 3."),
        (
            "single",
            "difficulty: 1",
            "level: 1",
            "Line 4: There is no field “level” here. Known fields: kind, pillar, difficulty, revisits, stem, after.",
        ),
        (
            "single",
            "pillar: purpose\ndifficulty: 1",
            "difficulty: 1\npillar: purpose",
            "Line 4: The field “pillar” must stand before “difficulty”.",
        ),
        ("single", "stem: What is the strongest criticism?\n", "", "Line 2: The field “stem” is missing."),
        (
            "single",
            "    KEYFEEDBACK because steps return.\n",
            "",
            "Line 9: The entry “It rebuilds levels” has no feedback.",
        ),
        (
            "single",
            "( ) Too few steps",
            "( ) The words are vague",
            "Line 13: The entry “The words are vague” stands twice.",
        ),
        ("single", "A school", "A\tschool", "Line 7: There is a tab character. Use spaces."),
        ("match", "=> Validity", "=> Purpose", "Line 8: The partner “Purpose” stands twice."),
        ("match", "it? => Purpose", "it? Purpose", "Line 6: This entry needs one “ => ” between its two sides."),
        ("order", "2. Choose", "4. Choose", "Line 8: This entry must have the number 2."),
        (
            "group",
            "night => Random",
            "night => Rare",
            "Line 7: The entry “A bad night” is sorted into a group that does not exist.",
        ),
        ("group", "groups: Random | Systematic", "groups: Random", "Line 4: “groups” must name at least two groups."),
        ("number", "tolerance: 0.1", "tolerance: -1", "Line 6: “tolerance” must be a number that is not negative."),
        ("number", "answer: 7.1", "answer: seven", "Line 5: “answer” must be a number."),
        ("number", "- 10", "- 7.2", "Line 25: “7.2” counts as right: it cannot be wrong."),
        ("number", "| First | 5 |", "| First |", "Line 14: Row 1 of the table has 1 cells, its head has 2."),
        ("text", "- content", "- the Construct.", "Line 9: “the Construct.” is accepted: it cannot be wrong."),
        ("reasons", "statement-is: false", "statement-is: no", "Line 5: “statement-is” must be true or false."),
    ],
)
def test_what_is_wrong_is_said_with_its_line(kind, old, new, message):
    assert message in problems_of(TEXTS[kind].replace(old, new, 1)).split("\n")


def test_a_multiple_question_without_a_right_option_is_refused():
    assert problems_of(TEXTS["multiple"].replace("[*]", "[ ]")) == "Line 2: No entry is marked as right with [*]."


def test_an_entry_of_another_kind_is_explained():
    assert problems_of(TEXTS["single"].replace("(*) It", "[*] It")).split("\n")[0] == (
        "Line 9: An entry of the kind “single” is written “( ) text” or “(*) text”; a situation holds no list."
    )


def test_all_problems_are_told_at_once():
    text = TEXTS["single"].replace("pillar: purpose", "pillar: truth").replace("difficulty: 1", "difficulty: 9")
    assert len(problems_of(text).split("\n")) == 2


def test_text_that_is_no_question_is_refused():
    assert problems_of("Hello") == "Line 1: Write one question, from “::: question KEY” to “:::”."


LINES = st.sampled_from(
    [line for text in TEXTS.values() for line in text.split("\n")]
    + [
        "",
        ":::",
        "~~~",
        "~~~ figure",
        "kind: bars",
        "caption:",
        "x: 1",
        "| a |",
        "| --- |",
        "- a => b => c",
        "- => x",
        "1. x",
    ]
    + [
        "    ",
        "  more",
        "(*)",
        "[x] y",
        "\ttab",
        "answer: 1e999",
        "tolerance: nan",
        "groups: |",
        "accept: |",
        "27. z",
        "=>",
    ]
) | st.text(max_size=12)


@settings(max_examples=300)
@given(st.sampled_from(sorted(KINDS)), st.lists(LINES, max_size=25))
def test_any_text_is_read_or_refused_with_lines(kind, lines):
    text = "\n".join(["::: question k", f"kind: {kind}", *lines, ":::"])
    problems = []
    try:
        draft = parse_fence(text)
        assert parse_fence(write_question(draft)) == draft
    except TextError as error:
        problems = error.problems
    assert all(1 <= problem.line <= text.count("\n") + 1 for problem in problems)


@settings(max_examples=300)
@given(st.sampled_from(sorted(TEXTS)), st.data())
def test_a_sound_text_with_one_line_changed_is_read_or_refused(kind, data):
    lines = TEXTS[kind].split("\n")
    position = data.draw(st.integers(1, len(lines) - 2))
    lines[position : position + data.draw(st.integers(0, 1))] = [data.draw(LINES)]
    try:
        draft = parse_fence("\n".join(lines))
    except TextError:
        return
    assert parse_fence(write_question(draft)) == draft
