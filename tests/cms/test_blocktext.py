import pytest

from cms import blocktext

PROMPT = "label: Before you read on\n\nWhy might\nthe figures differ?"


def test_fields_end_at_the_blank_line_and_the_body_follows():
    fields, body, line = blocktext.read_fields(PROMPT.split("\n"), 10, ["label"], set())
    assert (fields, body, line) == ({"label": "Before you read on"}, ["Why might", "the figures differ?"], 12)


def test_a_line_indented_by_two_spaces_continues_the_value():
    fields, _, _ = blocktext.read_fields(["stem: one", "  two"], 1, ["stem"], set())
    assert fields == {"stem": "one\ntwo"}


def test_a_block_that_begins_with_text_is_all_body():
    fields, body, line = blocktext.read_fields(["Why is that?", "Say."], 4, ["label"], set())
    assert (fields, body, line) == ({}, ["Why is that?", "Say."], 4)


@pytest.mark.parametrize(
    ("lines", "message"),
    [
        (["b: 1", "a: 2"], "Line 8: The field “a” must stand before “b”."),
        (["a: 1", "a: 2"], "Line 8: The field “a” stands here a second time."),
        (["a: 1", "c: 2"], "Line 8: There is no field “c” here. Known fields: a, b."),
        (["a: 1", "b:"], "Line 8: The field “b” is empty: give it a value or leave it out."),
        (["b: 1"], "Line 7: The field “a” is missing."),
        (
            ["a: 1", "Text"],
            "Line 8: This is no field. Leave a blank line before the text, or indent a continued value by two spaces.",
        ),
    ],
)
def test_a_field_that_is_wrong_is_named_with_its_line(lines, message):
    with pytest.raises(blocktext.TextError) as caught:
        blocktext.read_fields(lines, 7, ["a", "b"], {"a"})
    assert str(caught.value) == message


def test_problems_are_collected_when_a_list_is_given():
    problems = []
    blocktext.read_fields(["b: 1", "a:"], 1, ["a", "b"], set(), problems=problems)
    assert [problem.line for problem in problems] == [2, 2]


def test_prose_and_fences_come_in_the_order_of_the_file():
    lines = ["One.", "", "::: question m1-q1", "kind: single", ":::", "", "Two."]
    blocks = blocktext.split_blocks(lines, 5)
    assert [(block.name, block.argument, block.lines, block.line, block.first_line) for block in blocks] == [
        ("", "", ["One."], 5, 5),
        ("question", "m1-q1", ["kind: single"], 7, 8),
        ("", "", ["Two."], 11, 11),
    ]


@pytest.mark.parametrize(
    ("lines", "message"),
    [
        (["::: table", "x"], "Line 1: “::: table” is never closed: a line with ::: alone is missing."),
        ([":::"], "Line 1: This ::: closes nothing."),
        (["::: Table", ":::"], "Line 1: A fence begins with ::: and a name.\nLine 2: This ::: closes nothing."),
        (["Text", "::: table", ":::"], "Line 2: Leave a blank line before “::: table”."),
        (["::: table", ":::", "Text"], "Line 2: Leave a blank line after the ::: that closes “table”."),
    ],
)
def test_a_fence_that_is_wrong_is_named_with_its_line(lines, message):
    with pytest.raises(blocktext.TextError) as caught:
        blocktext.split_blocks(lines, 1)
    assert str(caught.value) == message


@pytest.mark.parametrize(
    ("text", "line"), [("a\nb\tc\n", 2), ("a\r\nb\n", 1), ("a\nb \n", 2)], ids=["tab", "windows", "spaces at the end"]
)
def test_invisible_characters_are_named_with_their_line(text, line):
    problems = []
    blocktext.read_lines(text, problems=problems)
    assert [problem.line for problem in problems] == [line]


def test_a_block_is_written_as_it_is_read():
    text = blocktext.write_block("reflection", fields={"label": "First\nsecond"}, allowed=["label"], body="Why?")
    assert text == "::: reflection\nlabel: First\n  second\n\nWhy?\n:::"


def test_a_body_that_looks_like_a_field_stays_a_body():
    text = blocktext.write_block("reflection", allowed=["label"], body="label: this is text")
    [block] = blocktext.split_blocks(text.split("\n"), 1)
    assert blocktext.read_fields(block.lines, 2, ["label"], set()) == ({}, ["label: this is text"], 3)
