from dataclasses import replace

from quizzes.queries.bank import bank_problems, best_is_longest
from tests.quizzes.drafts import build_draft


def question(number, *, position=1, best="best", other="other"):
    entries = [
        {"id": "abcd"[place - 1], "text": f"{other} {place}", "feedback": "Why.", "key": False} for place in range(1, 5)
    ]
    entries[position - 1] |= {"text": best, "key": True}
    draft = build_draft()
    return replace(draft, key=f"q{number}", content=draft.content | {"entries": entries})


def test_a_balanced_bank_has_no_problems():
    bank = [question(number, position=number % 4 + 1) for number in range(40)]
    assert bank_problems(bank) == []


def test_the_best_option_may_be_the_longest_in_a_third():
    bank = [
        question(number, position=number % 4 + 1, best="the longest" if number < 4 else "b") for number in range(12)
    ]
    assert bank_problems(bank) == []


def test_the_best_option_may_not_be_the_longest_in_more_than_a_third():
    bank = [
        question(number, position=number % 4 + 1, best="the longest" if number < 5 else "b") for number in range(12)
    ]
    assert bank_problems(bank) == ["The best option is the longest in 5 of 12 questions: q0, q1, q2, q3, q4."]


def test_a_tie_in_length_is_not_the_longest():
    assert best_is_longest(question(1, best="other 9")) is False


def test_a_favourite_position_is_named():
    bank = [question(number, position=1 if number < 12 else number % 4 + 1) for number in range(20)]
    assert bank_problems(bank) == ["Of 20 questions with 4 options, 14 have the best one in position 1."]


def test_a_few_questions_need_no_balance():
    assert bank_problems([question(number) for number in range(11)]) == []


def test_a_key_used_twice_is_named():
    assert bank_problems([question(1, best="b"), question(1, best="b", position=2)]) == [
        "The key “q1” is used 2 times."
    ]
