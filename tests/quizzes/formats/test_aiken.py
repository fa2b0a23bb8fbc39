import pytest

from quizzes.formats.exchange import read_questions

TWO = "What is it?\nA. One thing\nB. Another <b>\nANSWER: B\n\nAnd this,\nin two lines?\nA) Yes\nB) No\nANSWER: a\n"


def test_questions_with_one_right_option():
    first, second = read_questions(TWO.encode(), name="questions.txt").drafts
    assert [(entry["text"], entry["key"]) for entry in first.content["entries"]] == [
        ("One thing", False),
        ("Another <b>", True),
    ]
    assert second.content["stem"] == "And this,\nin two lines?"
    assert [entry["key"] for entry in second.content["entries"]] == [True, False]


def test_windows_line_ends_and_a_byte_order_mark_do_not_matter():
    windows = b"\xef\xbb\xbf" + TWO.replace("\n", "\r\n").encode()
    assert read_questions(windows).drafts == read_questions(TWO.encode()).drafts


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("What?\nA. One\nB. Two\nANSWER: C", "Its answer is C, but no option has this letter."),
        ("What?\nA. One\nB. Two\n", "No line “ANSWER: A” ends it."),
        ("A. One\nB. Two\nANSWER: A", "Each option is a line with its letter, “.” or “)”, and a space."),
        ("What?\nA)One\nB)Two\nC) Three\nANSWER: C", "Each option is a line with its letter, “.” or “)”, and a space."),
        (
            "What?\nA. One\nmore\nB. Two\nANSWER: A",
            "Its question does not stand before its options, in lines that are no options.",
        ),
        ("What?\nA. One\nANSWER: A", "The question needs at least 2 entries."),
    ],
)
def test_what_cannot_be_read_is_left_out_with_its_reason(text, reason):
    [line] = read_questions(text.encode(), format="aiken").report
    assert (line.outcome, line.reasons) == ("left out", (reason,))
