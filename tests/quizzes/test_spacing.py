from datetime import date
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizzes.spacing import A_SITTING, A_WEEK, GAPS, due_on, gap_after, interleaved, room

gaps = st.integers(0, len(GAPS) - 1)


def test_the_gaps_are_3_10_30_and_75_days():
    assert [(due_on(gap, date(2026, 11, 2)) - date(2026, 11, 2)).days for gap in range(4)] == [3, 10, 30, 75]


def test_right_answers_move_one_gap_on_and_stay_at_the_last():
    assert [gap_after(gap, right=True, sure=False) for gap in range(4)] == [1, 2, 3, 3]


def test_a_miss_goes_one_gap_back_and_never_before_the_first():
    assert [gap_after(gap, right=False, sure=False) for gap in range(4)] == [0, 0, 1, 2]


def test_very_sure_and_wrong_goes_to_the_first_gap():
    assert [gap_after(gap, right=False, sure=True) for gap in range(4)] == [0, 0, 0, 0]


@given(gaps)
def test_being_sure_changes_nothing_for_a_right_answer(gap):
    assert gap_after(gap, right=True, sure=True) == gap_after(gap, right=True, sure=False)


@pytest.mark.parametrize(("asked", "left"), [(0, 5), (7, 5), (8, 4), (11, 1), (12, 0), (15, 0)])
def test_a_sitting_has_what_the_week_has_left(asked, left):
    assert room(asked) == left
    assert asked + left <= max(A_WEEK, asked)


def test_cards_of_one_module_are_put_apart_and_the_oldest_comes_first():
    assert interleaved(["a1", "a2", "a3", "b1", "b2"], topic=lambda card: card[0]) == ["a1", "b1", "a2", "b2", "a3"]


def test_cards_of_one_module_alone_stay_in_their_order():
    assert interleaved(["a1", "a2", "a3"], topic=lambda card: card[0]) == ["a1", "a2", "a3"]


def neighbours(cards):
    return sum(first[0] == second[0] for first, second in pairwise(cards))


@given(st.lists(st.sampled_from("abc"), max_size=A_SITTING))
def test_interleaving_keeps_every_card_and_never_makes_it_worse(topics):
    cards = [f"{topic}{number}" for number, topic in enumerate(topics)]
    mixed = interleaved(cards, topic=lambda card: card[0])
    assert sorted(mixed) == sorted(cards)
    assert neighbours(mixed) <= neighbours(cards)


def test_more_than_a_sitting_is_refused():
    with pytest.raises(ValueError, match="A sitting is no longer"):
        interleaved(list("abcdef"), topic=str)
