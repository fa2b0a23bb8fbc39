"""What of a question stays the same when it is corrected."""

import time
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizzes.formats.text import parse_fence, write_question
from quizzes.kinds import KINDS
from quizzes.kinds.correction import carry_ids, marking_changed, used_ids
from tests.quizzes.drafts import TEXTS, build_draft


def corrected(kind: str, *changes: tuple[str, str]):
    """The content of a kind's draft after changes of its text, with the ids carried over; and the content before."""
    text, before = TEXTS[kind], build_draft(kind).content
    for old, new in changes:
        assert old in text
        text = text.replace(old, new)
    return carry_ids(parse_fence(text).content, before, used=used_ids([before])), before


def ids(content) -> dict[str, str]:
    return {entry["text"]: entry["id"] for entry in content["entries"]}


@pytest.mark.parametrize("kind", KINDS)
def test_an_unchanged_question_keeps_all_ids_and_its_marking(kind):
    after, before = corrected(kind)
    assert (after, marking_changed(after, before)) == (before, False)


def test_options_in_another_order_keep_their_ids():
    lines = TEXTS["single"].split("\n")
    moved = "\n".join([*lines[:8], *lines[10:12], *lines[8:10], *lines[12:]])
    before = build_draft("single").content
    after = carry_ids(parse_fence(moved).content, before, used=used_ids([before]))
    assert ids(after) == ids(before)
    assert marking_changed(after, before) is False


def test_a_mended_word_keeps_the_id():
    after, before = corrected("single", ("It rebuilds levels", "It re-builds the levels"))
    assert ids(after)["It re-builds the levels"] == ids(before)["It rebuilds levels"]
    assert marking_changed(after, before) is False


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("The words are vague", "The words are not vague"),
        ("The words are vague", "Nobody was asked before it began"),
    ],
)
def test_an_option_that_says_something_else_gets_an_id_that_was_never_used(old, new):
    after, before = corrected("single", (old, new))
    assert ids(after)[new] not in ids(before).values()
    assert marking_changed(after, before) is True


def test_entries_of_thousands_of_letters_are_compared_at_once():
    texts = ["ab" * 1200 + "ba" * number for number in range(5)]
    before = {"entries": [{"id": id_, "text": text} for id_, text in zip("abcde", texts, strict=True)]}
    new = {"entries": [{"id": "", "text": f"{text[::-1]}!"} for text in texts]}
    began = time.process_time()
    carried = carry_ids(new, before, used=used_ids([before]))
    assert time.process_time() - began < 1
    assert sorted(one["id"] for one in carried["entries"]) == list("abcde")


def test_another_number_is_another_option():
    before = {"entries": [{"id": "a", "text": "About 24", "key": True}, {"id": "b", "text": "About 48", "key": False}]}
    new = {"entries": [{"id": "a", "text": "About 24", "key": True}, {"id": "b", "text": "About 47", "key": False}]}
    assert [entry["id"] for entry in carry_ids(new, before, used={"a", "b"})["entries"]] == ["a", "c"]


def test_an_id_of_an_earlier_version_is_not_given_again():
    before = {"entries": [{"id": "a", "text": "One", "key": True}]}
    new = {"entries": [{"id": "a", "text": "One", "key": True}, {"id": "b", "text": "Another", "key": False}]}
    assert [entry["id"] for entry in carry_ids(new, before, used={"a", "b", "c"})["entries"]] == ["a", "d"]


@pytest.mark.parametrize(
    ("kind", "old", "new"),
    [
        ("single", "(*) It rebuilds levels", "( ) It rebuilds levels"),
        ("multiple", "[ ] A target grade", "[*] A target grade"),
        ("reasons", "statement-is: false", "statement-is: true"),
        ("match", "=> Purpose", "=> The purpose of it all, at length"),
    ],
)
def test_another_key_changes_the_marking(kind, old, new):
    text = TEXTS[kind].replace(old, new)
    if kind == "single":
        text = text.replace("( ) The words", "(*) The words")
    before = build_draft(kind).content
    after = carry_ids(parse_fence(text).content, before, used=used_ids([before]))
    assert marking_changed(after, before) is True


def test_a_renamed_group_or_partner_keeps_its_id():
    after, before = corrected("match", ("=> Purpose", "=> Purposes"))
    assert marking_changed(after, before) is False
    assert KINDS["match"].mark(after, KINDS["match"].best(before)).score == 1


@pytest.mark.parametrize(
    ("kind", "field", "value"),
    [("number", "answer", "12345"), ("number", "tolerance", "99"), ("text", "accept", ["x"])],
)
def test_another_accepted_answer_changes_the_marking(kind, field, value):
    before = build_draft(kind).content
    assert marking_changed({**before, field: value}, before) is True


@pytest.mark.parametrize("kind", KINDS)
@given(data=st.data())
def test_the_best_answer_of_before_is_the_best_answer_to_a_question_with_its_entries_shuffled(kind, data):
    draft = build_draft(kind)
    if kind == "order":
        return
    entries = data.draw(st.permutations(draft.content["entries"]))
    text = write_question(replace(draft, content={**draft.content, "entries": entries}))
    after = carry_ids(parse_fence(text).content, draft.content, used=used_ids([draft.content]))
    assert KINDS[kind].mark(after, KINDS[kind].best(draft.content)).score == 1
