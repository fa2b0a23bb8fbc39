import pytest

from quizzes.kinds import KINDS
from tests.quizzes.drafts import build_draft


def mark(kind, response):
    return KINDS[kind].mark(build_draft(kind).content, response)


def test_the_best_option_scores_1():
    result = mark("single", {"choice": "a"})
    assert (result.score, result.verdict) == (1.0, "That is the best answer.")


def test_another_option_scores_0_and_every_option_has_its_feedback():
    result = mark("single", {"choice": "b"})
    assert (result.score, result.verdict) == (0.0, "Not the best answer.")
    assert [part.note for part in result.parts] == ["The best answer", "Your choice", ""]
    assert all(part.feedback for part in result.parts)


def test_each_option_of_a_multiple_choice_is_a_decision():
    result = mark("multiple", {"choices": ["a", "b"]})
    assert (result.score, result.verdict) == (0.5, "2 of 4 are right.")
    assert [part.right for part in result.parts] == [True, False, False, True]


@pytest.mark.parametrize(
    ("response", "score"),
    [
        ({"judgement": "false", "choice": "b"}, 1.0),
        ({"judgement": "false", "choice": "a"}, 0.5),
        ({"judgement": "true", "choice": "b"}, 0.5),
        ({"judgement": "true", "choice": "a"}, 0.0),
    ],
)
def test_judgement_and_reason_count_one_half_each(response, score):
    assert mark("reasons", response).score == score


def test_pairs_are_counted_and_the_right_partner_is_named():
    # places by the alphabet: 1 Purpose, 2 Reliability, 3 Validity; entries: a How sure, b What, c Why
    result = mark("match", {"places": {"a": "3", "b": "2", "c": "1"}})
    assert result.verdict == "1 of 3 is right."
    assert [part.note for part in result.parts] == [
        "Right: Purpose",
        "You said: Reliability. Right: Validity",
        "You said: Validity. Right: Reliability",
    ]


def test_two_entries_with_the_same_partner_are_not_yet_an_answer():
    missing = KINDS["match"].missing(build_draft("match").content, {"places": {"a": "1", "b": "1", "c": "2"}})
    assert missing == ("“Purpose” is chosen more than once: for “How sure are we?”, “What can we say from it?”.")


def test_two_entries_in_the_same_place_are_not_yet_an_order():
    missing = KINDS["order"].missing(build_draft("order").content, {"places": {"a": "2", "b": "2", "c": "1"}})
    assert missing == "Place 2 is given more than once: to “Act”, “Choose the evidence”."


def test_a_group_may_hold_several_entries():
    content = build_draft("group").content
    assert KINDS["group"].missing(content, {"places": {"a": "1", "b": "1", "c": "1"}}) == ""


def test_entries_without_a_place_are_named():
    assert KINDS["group"].missing(build_draft("group").content, {"places": {"a": "1", "c": "1"}}) == (
        "Choose a group for “A lucky guess”."
    )


@pytest.mark.parametrize("typed", ["construct", " CONSTRUCT. ", "the  construct", "Con struct"])
def test_case_spaces_and_full_stops_do_not_count_in_a_short_text(typed):
    assert mark("text", {"text": typed}).right is True


@pytest.mark.parametrize(("typed", "feedback"), [("Content", "content is only part of it."), ("x", "read key idea 2.")])
def test_a_known_wrong_text_has_its_own_feedback(typed, feedback):
    result = mark("text", {"text": typed})
    assert (result.score, result.parts[0].feedback) == (0.0, f"WRONGFEEDBACK {feedback}")


def test_the_shape_of_an_apostrophe_does_not_count():
    content = build_draft("text").content | {"accept": ["the school’s own"]}
    assert KINDS["text"].mark(content, {"text": "The school's own"}).right is True


def test_options_that_rise_from_number_to_number_keep_their_order():
    entries = [
        {"id": letter, "text": f"About {number}"} for letter, number in zip("abcd", [1, 20, 90, 100], strict=True)
    ]
    assert {tuple(KINDS["single"].shuffle({"entries": entries}, str(seed))) for seed in range(20)} == {tuple("abcd")}


def test_other_options_are_shuffled_by_seed():
    content = build_draft("single").content
    orders = {tuple(KINDS["single"].shuffle(content, str(seed))) for seed in range(50)}
    assert len(orders) == 6
