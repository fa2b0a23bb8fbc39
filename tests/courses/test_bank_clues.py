"""The whole bank as it is written, lessons and quizzes together: nothing but knowledge helps to find the key.

The rules are `quizzes/clues.py` and `quizzes/queries/bank.py`; their own tests plant each clue and find it.
"""

from collections import Counter
from fractions import Fraction

from courses.contentfolder import FOLDER, read_folder
from quizzes.clues import CUES, clue_problems, count_hits, guesser, items_of
from quizzes.queries.bank import bank_problems

FILES = read_folder(FOLDER)
DRAFTS = [draft for source in FILES.sources for draft in getattr(source.page, "questions", ())]
ITEMS = items_of(DRAFTS)


def test_the_bank_holds_the_questions_of_lessons_and_of_quizzes():
    lessons = sum(len(lesson.page.questions) for module in FILES.modules for lesson in module.lessons)
    quizzes = sum(len(quiz.page.questions) for quiz in FILES.quizzes)
    assert (lessons > 0, quizzes > 0, len(DRAFTS)) == (True, True, lessons + quizzes)


def test_the_bank_obeys_its_rules():
    assert bank_problems(DRAFTS) == []


def test_no_clue_leads_to_the_best_option():
    assert clue_problems(DRAFTS) == []


def test_the_best_option_is_the_shortest_in_at_most_a_third():
    shortest = count_hits(ITEMS, CUES["is the shortest"]).hits
    assert Fraction(shortest, len(ITEMS)) <= Fraction(1, 3)


def test_no_place_holds_the_best_option_in_more_than_a_third():
    places = Counter(item.best for item in ITEMS)
    assert Fraction(max(places.values()), len(ITEMS)) <= Fraction(1, 3), places


def test_somebody_who_weighs_every_clue_gains_less_than_eight_in_a_hundred():
    found = count_hits(ITEMS, guesser(ITEMS))
    assert found.hits - found.expected < 0.08 * found.questions, found
