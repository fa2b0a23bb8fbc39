"""GIFT as Moodle and people write it. The files are our own, in the shape of the format’s documentation."""

import pytest

from quizzes.formats.exchange import Defaults, read_questions

NONE = "No feedback came with this question."


def read(text, **named):
    return read_questions(text.encode(), format="gift", **named)


def only(text):
    [draft] = read(text).drafts
    return draft


def reasons(text):
    [line] = read(text).report
    return line.reasons


def texts(draft, *fields):
    return [tuple(entry[field] for field in fields) for entry in draft.content["entries"]]


def test_one_right_option():
    draft = only("::Tomb:: Who is buried here?{ ~Grant#Nobody is. =no one#Right. ~Lee }")
    assert (draft.kind, draft.content["stem"]) == ("single", "Who is buried here?")
    assert texts(draft, "text", "feedback", "key") == [
        ("Grant", "Nobody is.", False),
        ("no one", "Right.", True),
        ("Lee", NONE, False),
    ]


def test_several_right_options_by_their_weights():
    draft = only("Which two?{ ~%-100%none ~%50%this ~%50%that }")
    assert draft.kind == "multiple"
    assert texts(draft, "text", "key") == [("none", False), ("this", True), ("that", True)]


def test_true_and_false_are_two_options_with_the_feedback_of_each():
    draft = only("The sun rises in the west.{F#No: look east.#Well seen.}")
    assert texts(draft, "text", "feedback", "key") == [
        ("True", "No: look east.", False),
        ("False", "Well seen.", True),
    ]


def test_a_missing_word_is_a_gap_in_the_stem():
    assert only("Two and two is {=four =4}, not five.").content["stem"] == "Two and two is ____ , not five."


def test_short_answers():
    draft = only("Who?{=no one#Yes. =nobody#Yes. =%0%Grant#He is not. =%0%*#Think again.}")
    assert draft.content["accept"] == ["no one", "nobody"]
    assert (draft.content["right"], draft.content["wrong"]) == ("Yes.", "Think again.")
    assert texts(draft, "text", "feedback") == [("Grant", "He is not.")]


@pytest.mark.parametrize(
    ("answers", "answer", "tolerance"),
    [
        ("#1822", "1822", "0"),
        ("#3.1415:0.0005", "3.1415", "0.0005"),
        ("#3.141..3.143", "3.142", "0.001"),
        ("#5..1", "3", "2"),
        ("# =%100%-2,5:1#yes ~#no", "-2,5", "1"),
        ("#1e3", "1000", "0"),
    ],
)
def test_numbers_with_tolerances_and_ranges(answers, answer, tolerance):
    draft = only(f"How many?{{{answers}}}")
    assert (draft.content["answer"], draft.content["tolerance"]) == (answer, tolerance)


def test_pairs_match():
    draft = only("Match.{ =Canada -> Ottawa =Italy -> Rome }")
    places = {place["id"]: place["text"] for place in draft.content["places"]}
    assert draft.kind == "match"
    assert [(entry["text"], places[entry["place"]]) for entry in draft.content["entries"]] == [
        ("Canada", "Ottawa"),
        ("Italy", "Rome"),
    ]


@pytest.mark.parametrize("more", ["= -> Paris", "=Quebec -> Ottawa"])
def test_pairs_with_a_spare_or_repeated_right_side_are_groups(more):
    assert only(f"Match.{{ =Canada -> Ottawa =Italy -> Rome {more} }}").kind == "group"


def test_an_order_as_moodle_writes_it():
    draft = only("Order these.{>3 ALL\nFirst\nSecond\nThird\n}")
    assert (draft.kind, texts(draft, "text", "place")) == ("order", [("First", "1"), ("Second", "2"), ("Third", "3")])


def test_escaped_signs_are_what_they_mean():
    draft = only(r"Which sign \{a\}\: \\ \= x\n\#1?{ =\= \~ b ~\{ \} }")
    assert draft.content["stem"] == "Which sign {a}: \\ = x\n#1?"
    assert texts(draft, "text") == [("= ~ b",), ("{ }",)]


def test_html_becomes_text_and_its_losses_are_named():
    text = '[html]<p>See <img src\\="a.png" alt\\="a map"> and <b>this</b>\\:</p><p>x<sup>2</sup> &lt; 3?</p>{T}'
    draft = only(text)
    assert (draft.content["situation"], draft.content["stem"]) == ("See \\[image: a map\\] and this:", "x^2 < 3?")
    assert reasons(text)[1:] == (
        "An image was left out: “a map”.",
        "Bold, italic or underlined letters became plain ones.",
    )


def test_general_feedback_is_shown_after_the_question():
    assert only("One?{=a#x ~b#y ####Because so.}").content["after"] == "Because so."


def test_category_pillar_and_identity_lines():
    read_back = read("$CATEGORY: top/Unit 1\n\n// [id:unit-1-q1] [tag:pillar: value] [tag:difficulty: 3]\nOne?{=a ~b}")
    assert read_back.report[0].title == "Category top/Unit 1"
    assert read_back.report[0].outcome == "left out"
    [draft] = read_back.drafts
    assert (draft.key, draft.pillar, draft.difficulty) == ("unit-1-q1", "value", 3)


def test_a_category_is_named_behind_the_comment_that_moodle_writes_before_it():
    text = "// question: 0  name: Switch category to top/Unit 1\n$CATEGORY: top/Unit 1\n\n\nOne?{=a ~b}"
    assert [line.title for line in read(text).report] == ["Category top/Unit 1", "One?{=a ~b}"]


def test_what_a_file_does_not_say_comes_from_the_defaults():
    defaults = Defaults("validity", 2, "autumn", frozenset({"autumn-one"}))
    first, second = read("::One::a{=x ~y}\n\n::One::b{=x ~y}", defaults=defaults).drafts
    assert (first.key, second.key, first.pillar, first.difficulty) == ("autumn-one-2", "autumn-one-3", "validity", 2)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("Write about it.{}", "It asks for an essay, which cannot be marked here."),
        ("Read this first.", "It is a description without a question."),
        ("One?{=a ~b", "A brace is missing: answers stand between { and }, without a blank line in them."),
        ("One {=a ~b} two {=c ~d}.", "There are more braces than one pair; GIFT holds one gap a question."),
        ("One?{~a ~b}", "No option is marked as fully right."),
        ("One?{=a -> b =c}", "One of its pairs has no -> between the two sides."),
        ("One?{=%50%a}", "No accepted answer is fully right."),
        ("One?{#seven}", "“seven” is not a number that can be typed."),
        ("One?{#1e99999}", "“1e99999” is not a number that can be typed."),
        ("One?{=a ~A.}", "The entry “A.” stands twice."),
        ("One?{ =" + " ~".join("abcdefghijklm") + "}", "The question has more than 12 entries."),
    ],
)
def test_what_cannot_be_asked_is_left_out_with_its_reason(text, reason):
    assert reasons(text) == (reason,)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("One?{~%50%a#x =b#x ~c#x}", "Part marks and penalties were not kept: an answer is right or wrong."),
        (
            "One?{=a#x =b#x ~c#x}",
            "More than one option is fully right: it became a question with several right options.",
        ),
        ("One?{#=1#x =2#x ~#y}", "Only the first right number was kept."),
        (
            "One?{=a#x =b*#x =%0%*#y}",
            "Patterns with * among the answers were left out: an answer is compared as a whole.",
        ),
        ("One?{=a ~b#x}", f"Feedback is missing in 1 of 2 places; “{NONE}” stands there instead."),
        ("$$x^2$$?{=a#x ~b#x}", "A formula is shown as it was typed, not set."),
        (
            "// [tag:pillar: value] [tag:Year 7] [tag:algebra]\nOne?{=a#x ~b#x}",
            "Its tags were left out: Year 7, algebra.",
        ),
    ],
)
def test_what_is_lost_is_named(text, reason):
    assert reasons(text) == (reason,)
