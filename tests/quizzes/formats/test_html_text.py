import pytest

from quizzes.formats.html_text import read_html
from quizzes.formats.refused import LeftOut

TABLE = "<table><caption>Two</caption><tr><th>a</th><th>b</th></tr><tr><td>1</td><td>x | y</td></tr></table>"


@pytest.mark.parametrize(
    ("html", "paragraphs"),
    [
        ("plain", ["plain"]),
        ("<p>One<br>line</p><p>Two</p>", ["One\nline", "Two"]),
        ("a &lt;b&gt; &amp; &eacute;&nbsp;c", ["a <b> & é c"]),
        ("List<String> and 1 < 2", ["List<String> and 1 < 2"]),
        ("<ul><li>One</li><li>Two</li></ul>", ["• One", "• Two"]),
        ("x<sub>1</sub><sup>2</sup>", ["x_1^2"]),
        ("a<!-- b -->c<!-- never closed", ["ac"]),
        ("<script>alert('<p>')</script>a<style>b</style>", ["a"]),
        ("<svg><title>t</title></svg>a", ["a"]),
        ("<p title='>'>a</p>", ["a"]),
        ("<b", ["<b"]),
        ("", []),
    ],
)
def test_text_of_html(html, paragraphs):
    assert read_html(html).paragraphs == paragraphs


@pytest.mark.parametrize("number", ["9" * 5_000, "x110000", "xD800", "0", "1"])
def test_a_reference_to_no_character_is_nothing_or_the_sign_for_it(number):
    assert read_html(f"a&#{number};b").line().replace("\ufffd", "") == "ab"


def test_a_table_with_a_head_is_an_exhibit():
    [exhibit] = read_html(TABLE).pieces
    assert exhibit == {
        "type": "table",
        "caption": "Two",
        "note": "",
        "rows": "| a | b |\n| --- | --- |\n| 1 | x \\| y |",
    }


def test_a_table_that_is_none_becomes_lines():
    read = read_html("<table><tr><td>a</td><td>b</td></tr><tr><td>c</td></tr></table>")
    assert (read.pieces, read.losses) == (["a, b\nc"], ["A table became lines of text."])


@pytest.mark.parametrize(
    ("html", "loss"),
    [
        ('<img src="https://example.org/a/b.png">', "An image was left out: “b.png”."),
        ('<img alt="A map" src="b.png">', "An image was left out: “A map”."),
        ("<em>a</em>", "Bold, italic or underlined letters became plain ones."),
        ('<a href="https://example.org">a</a>', "A link became its text with the address behind it."),
        ("<video src='a'></video>", "A film was left out."),
        (r"\(x^2\)", "A formula is shown as it was typed, not set."),
    ],
)
def test_what_is_lost_is_named(html, loss):
    assert read_html(html).losses == [loss]


def test_the_address_of_a_link_is_kept_if_it_leads_to_the_web():
    assert read_html('<a href="https://example.org/x">this</a>').line() == "this (https://example.org/x)"
    assert read_html('<a href="javascript:alert(1)">this</a>').line() == "this"


def test_a_formula_whose_letters_alone_say_something_else_is_not_read():
    with pytest.raises(LeftOut):
        read_html("<math><mfrac><mn>1</mn><mn>2</mn></mfrac></math>")


@pytest.mark.parametrize(
    ("html", "situation"),
    [
        ("<p>2 * 3_4</p>", r"2 \* 3\_4"),
        ("<p># a</p>", r"\# a"),
        ("<p>- a</p>", r"\- a"),
        ("<p>1. a</p>", r"1\. a"),
        ("<p>(a) b</p>", r"\(a) b"),
        ("<p>::: question k</p>", "… question k"),
        ("<p>~~~ table</p>", "… table"),
        ("<p>[a](javascript:b)</p>", r"\[a\](javascript:b)"),
    ],
)
def test_signs_of_markdown_stay_signs_in_a_situation(html, situation):
    assert read_html(f"{html}<p>Which?</p>").split() == ("Which?", situation, [])
