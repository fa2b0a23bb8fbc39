"""The bank as it is written, as a whole and as each part of it is met: nothing but knowledge helps to find the key.

Opposite clues in two parts would cancel in the whole, so the parts are judged by themselves too. The rules are
`quizzes/clues.py` and `quizzes/queries/bank.py`; their own tests plant each clue and find it.
"""

from collections import Counter
from fractions import Fraction

import pytest

from courses.contentfolder import FOLDER, read_folder
from quizzes.clues import CUES, clue_problems, count_hits, guesser, items_of
from quizzes.queries.bank import bank_problems

FILES = read_folder(FOLDER)
IN_LESSONS = [draft for module in FILES.modules for lesson in module.lessons for draft in lesson.page.questions]


def of_mode(mode):
    return [draft for quiz in FILES.quizzes if quiz.page.front["mode"] == mode for draft in quiz.page.questions]


PARTS = {"practised": IN_LESSONS + of_mode("bank"), "checks": of_mode("check"), "tests": of_mode("test")}
WHOLE = [draft for drafts in PARTS.values() for draft in drafts]
each_part = pytest.mark.parametrize("drafts", [WHOLE, *PARTS.values()], ids=["whole", *PARTS])


def test_every_question_of_the_files_is_judged():
    assert len(WHOLE) == len(IN_LESSONS) + sum(len(quiz.page.questions) for quiz in FILES.quizzes)
    assert all(PARTS.values())


@each_part
def test_the_bank_obeys_its_rules(drafts):
    assert bank_problems(drafts) == []


@each_part
def test_no_clue_leads_to_the_best_option(drafts):
    assert clue_problems(drafts) == []


@each_part
def test_the_best_option_is_the_shortest_in_at_most_a_third(drafts):
    items = items_of(drafts)
    assert Fraction(count_hits(items, CUES["is the shortest"]).hits, len(items)) <= Fraction(1, 3)


@each_part
def test_no_place_holds_the_best_option_in_more_than_a_third(drafts):
    places = Counter(item.best for item in items_of(drafts))
    assert Fraction(max(places.values()), places.total()) <= Fraction(1, 3), places


@each_part
def test_somebody_who_weighs_every_clue_gains_less_than_eight_in_a_hundred(drafts):
    items = items_of(drafts)
    found = count_hits(items, guesser(items))
    assert found.hits - found.expected < 0.08 * found.questions, found
