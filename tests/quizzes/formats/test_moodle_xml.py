"""Moodle XML in the shape in which Moodle writes it. The questions are our own."""

import pytest

from quizzes.formats.exchange import read_questions, write_questions
from tests.quizzes.drafts import build_draft

NONE = "No feedback came with this question."
HEAD = """<?xml version="1.0" encoding="UTF-8"?>
<quiz>
<!-- question: 0  -->
  <question type="category">
    <category><text>$course$/top/Default for Assessment</text></category>
    <info format="moodle_auto_format"><text></text></info>
    <idnumber></idnumber>
  </question>
<!-- question: 412  -->
"""
QUESTION = """  <question type="{type}">
    <name><text>Reliability 1</text></name>
    <questiontext format="html"><text><![CDATA[<p>{asked}</p>]]></text></questiontext>
    <generalfeedback format="html"><text><![CDATA[<p>Think of a second day.</p>]]></text></generalfeedback>
    <defaultgrade>1.0000000</defaultgrade><penalty>0.3333333</penalty><hidden>0</hidden><idnumber>{id}</idnumber>
{own}
  </question>
"""
COMBINED = """<correctfeedback format="html"><text>Your answer is correct.</text></correctfeedback>
<partiallycorrectfeedback format="html"><text></text></partiallycorrectfeedback>
<hint format="html"><text>Read it again.</text></hint>"""


def answer(text, share, feedback="", more="", markup="html"):
    return (
        f'<answer fraction="{share}" format="{markup}"><text><![CDATA[{text}]]></text>'
        f'<feedback format="html"><text><![CDATA[{feedback}]]></text></feedback>{more}</answer>'
    )


def pair(left, right):
    return (
        f'<subquestion format="html"><text><![CDATA[{left}]]></text><answer><text>{right}</text></answer></subquestion>'
    )


def file(kind, *own, asked="What wobbles?", id=""):
    body = QUESTION.format(type=kind, asked=asked, own="\n".join(own), id=id)
    return f"{HEAD}{body}</quiz>".encode()


def only(kind, *own, **named):
    [draft] = read_questions(file(kind, *own, **named)).drafts
    return draft


def reasons(kind, *own, **named):
    return read_questions(file(kind, *own, **named)).report[1].reasons


def entries(draft, *fields):
    return [tuple(entry[field] for field in fields) for entry in draft.content["entries"]]


def test_a_category_is_named_in_the_report():
    category = read_questions(file("essay")).report[0]
    assert category.title == "Category $course$/top/Default for Assessment"
    assert category.reasons == ("It names a category; questions have none here. Tags can take its place.",)


def test_one_right_option_with_feedback_and_general_feedback():
    options = answer("<p>Scores</p>", 100, "<p>Yes.</p>"), answer("<p>Tables</p>", 0)
    draft = only("multichoice", "<single>true</single>", *options)
    assert (draft.kind, draft.content["stem"], draft.content["after"]) == (
        "single",
        "What wobbles?",
        "Think of a second day.",
    )
    assert entries(draft, "text", "feedback", "key") == [("Scores", "Yes.", True), ("Tables", NONE, False)]


@pytest.mark.parametrize("kind", ["multichoice", "multichoiceset", "oumultiresponse"])
def test_several_right_options(kind):
    options = answer("One", 50), answer("Two", 50), answer("Three", -100)
    assert entries(only(kind, "<single>false</single>", *options), "text", "key") == [
        ("One", True),
        ("Two", True),
        ("Three", False),
    ]


def test_true_and_false():
    draft = only("truefalse", answer("true", 0, "No.", markup="moodle_auto_format"), answer("false", 100, "Yes."))
    assert entries(draft, "text", "feedback", "key") == [("True", "No.", False), ("False", "Yes.", True)]


def test_short_answers():
    own = answer("error", 100, "Yes."), answer("mistake", 0, "Not that."), answer("*", 0, "No.")
    draft = only("shortanswer", "<usecase>0</usecase>", *own)
    assert (draft.content["accept"], draft.content["right"], draft.content["wrong"]) == (["error"], "Yes.", "No.")
    assert entries(draft, "text", "feedback") == [("mistake", "Not that.")]


def test_numbers_with_tolerance_and_unit():
    unit = "<units><unit><multiplier>1</multiplier><unit_name>points</unit_name></unit></units>"
    own = answer("6.25", 100, "Yes.", "<tolerance>0.05</tolerance>"), answer("*", 0, "No.", "<tolerance>0</tolerance>")
    content = only("numerical", *own, unit).content
    assert (content["answer"], content["tolerance"], content["unit"]) == ("6.25", "0.05", "points")
    assert (content["right"], content["wrong"]) == ("Yes.", "No.")


@pytest.mark.parametrize(
    ("more", "kind"), [((), "match"), ((pair("", "bird"),), "group"), ((pair("newt", "amphibian"),), "group")]
)
def test_matching_is_a_match_or_with_spare_or_repeated_answers_groups(more, kind):
    draft = only("matching", pair("<p>frog</p>", "amphibian"), pair("<p>cat</p>", "mammal"), *more)
    assert draft.kind == kind
    assert entries(draft, "text")[:2] == [("frog",), ("cat",)]


def test_an_order_follows_the_fractions():
    draft = only("ordering", answer("Second", "2.0000000"), answer("First", "1.0000000"), answer("Third", "3.0000000"))
    assert entries(draft, "text", "place") == [("First", "1"), ("Second", "2"), ("Third", "3")]


def test_an_image_a_file_and_combined_feedback_are_named_as_lost():
    asked = 'See <img src="@@PLUGINFILE@@/a.png" alt="a map">.'
    lost = reasons(
        "multichoice", answer("a", 100, "x"), answer("b", 0, "x"), COMBINED, "<file>AAAA</file>", asked=asked
    )
    assert lost == (
        "An image was left out: “a map”.",
        "Feedback to right, partly right and wrong answers as a whole was left out.",
        "Hints for further tries were left out.",
        "Files that belong to it were left out.",
    )


@pytest.mark.parametrize(
    ("element", "reason"),
    [
        ("<tags><tag><text>Year 7</text></tag></tags>", ("Its tags were left out: Year 7.",)),
        ("<shuffleanswers>false</shuffleanswers>", ("Its options keep their order there; here they are shuffled.",)),
        ("<shuffleanswers>true</shuffleanswers>", ()),
    ],
)
def test_tags_and_an_order_that_is_kept_are_named_as_lost(element, reason):
    assert reasons("multichoice", answer("a", 100, "x"), answer("All of the above", 0, "x"), element) == reason


def test_marks_of_another_number_than_one_are_named_as_lost():
    options = answer("a", 100, "x"), answer("b", 0, "x")
    text = file("multichoice", *options).replace(b"<defaultgrade>1.0", b"<defaultgrade>3.0")
    assert read_questions(text).report[1].reasons == ("It counts 3 there; here every question counts 1.",)


def test_an_image_within_a_text_leaves_out_its_question_and_no_other():
    good = file("truefalse", answer("true", 100), answer("false", 0)).decode()
    big = good[good.index('<question type="truefalse') :].replace(
        "What", f'<img src="data:image/png;base64,{"A" * 30_000}">'
    )
    read = read_questions(good.replace("</quiz>", big).encode())
    assert [line.outcome for line in read.report] == ["left out", "imported with losses", "left out"]
    assert read.report[2].reasons == ("A text of it is longer than 20,000 characters.",)


def test_a_script_in_a_question_leaves_nothing():
    draft = only(
        "truefalse", answer("true", 100), answer("false", 0), asked='a<script>alert(1)</script><b onclick="x">b</b>'
    )
    assert draft.content["stem"] == "ab"


def test_an_idnumber_is_the_key_and_a_second_one_gets_a_number():
    text = file("truefalse", answer("true", 100), answer("false", 0), id="unit-1").decode()
    twice = text.replace("</quiz>", text[text.index('<question type="truefalse') :])
    read = read_questions(twice.encode())
    assert [draft.key for draft in read.drafts] == ["unit-1", "unit-1-2"]
    assert read.report[2].reasons[-1] == "Its key “unit-1” stands already: it is now “unit-1-2”."


@pytest.mark.parametrize(
    ("kind", "reason"),
    [
        ("essay", "It asks for an essay, which cannot be marked here."),
        ("cloze", "It has several gaps in one text (cloze); a question here has one thing to answer."),
        ("calculated", "Its numbers are drawn anew each time (calculated); numbers are fixed here."),
        ("description", "It is a description without a question."),
        ("random", "It stands for a question drawn at random, not for a question."),
        ("ddmarker", "It is answered on an image."),
        ("stack", "Questions of the type “stack” are not read here."),
        ("multichoice", "No option is marked as fully right."),
        ("numerical", "No number is fully right."),
        ("shortanswer", "No accepted answer is fully right."),
        ("ordering", "The question needs at least 3 entries."),
    ],
)
def test_what_cannot_be_asked_is_left_out_with_its_reason(kind, reason):
    assert reasons(kind) == (reason,)


def test_a_file_without_declaration_with_a_mark_or_in_another_encoding_is_read():
    text = file("truefalse", answer("true", 100, "Ü"), answer("false", 0)).decode()
    plain = text.partition("?>")[2]
    latin = text.replace("UTF-8", "iso-8859-1").encode("latin-1")
    same = [text.encode(), plain.encode(), b"\xef\xbb\xbf" + text.encode(), plain.encode("utf-16"), latin]
    assert len({read_questions(data).drafts[0].content["entries"][0]["feedback"] for data in same}) == 1


def test_shares_are_those_that_moodle_knows():
    draft = build_draft("multiple")
    more = [{**draft.content["entries"][0], "id": letter, "text": letter} for letter in "efghijkl"]
    draft.content["entries"] += more
    written = write_questions([draft], format="moodle").data.decode()
    assert {'fraction="10"', 'fraction="-50"'} == {part.split(" ")[0] for part in written.split("<answer ")[1:]}
