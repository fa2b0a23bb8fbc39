"""Every clue, planted in a bank that has none, is found; and a sound bank is left in peace."""

from dataclasses import replace

import pytest

from quizzes.clues import CUES, clue_problems, count_hits, distribution, items_of
from tests.quizzes.drafts import build_draft

NUMBER = 24
OPTIONS = [
    "mopa kilu rade",
    "seno bati golu",
    "fire dalo puvi",
    "hune toza wemi",
]  # no word, length or opening in common
PLANTS = {  # what is done to one option of every question, or to its fellows too
    "is the longest": ["{} lo", "{}", "{}", "{}"],
    "is the shortest": ["{}", "{} lo", "{} lo", "{} lo"],
    "has the longest words": ["{}xx", "{}", "{}", "{}"],
    "has an absolute word": ["always {}", "{} lo", "{} lo", "{} lo"],
    "has a hedging word": ["perhaps {}", "{} lo", "{} lo", "{} lo"],
    "has a negation": ["{} never", "{} lo", "{} lo", "{} lo"],
    "gives a reason": ["{} since lo", "{}", "{}", "{}"],
    "has a number": ["{} 7", "{}", "{}", "{}"],
    "has a number between those of the others": ["5 {}", "9 {}", "−4 {}", "3 {}"],
    "has a colon or a semicolon": ["{}: lo", "{}", "{}", "{}"],
    "has a comma": ["{}, lo", "{}", "{}", "{}"],
    "shares most words with the question": ["{} criticism", "{}", "{}", "{}"],
    "shares most words with the other options": ["{} nabe vatu", "{} nabe", "{} vatu", "{}"],
    "shares fewest words with the other options": ["{} nabe", "{} vatu", "{} vatu", "{} vatu"],
    "is alone in how it opens": ["nabe {}", "vatu {}", "vatu {}", "vatu {}"],
}


def question(number, options=OPTIONS, *, best=0, **content):
    entries = [
        {"id": "abcd"[place], "text": text, "feedback": "Why.", "key": place == best}
        for place, text in enumerate(options)
    ]
    draft = build_draft()
    return replace(draft, key=f"q{number}", content=draft.content | {"entries": entries} | content)


def planted(cue):
    return [text.format(option) for text, option in zip(PLANTS[cue], OPTIONS, strict=True)]


def sentences_about(cue, drafts):
    return [sentence for sentence in clue_problems(drafts) if sentence.startswith(f"The best option {cue} in ")]


def test_a_bank_whose_options_look_alike_has_no_problems():
    assert clue_problems([question(number) for number in range(NUMBER)]) == []


def test_every_cue_has_its_plant():
    assert set(PLANTS) == set(CUES)


@pytest.mark.parametrize("cue", set(CUES) - {"has a number between those of the others"})
def test_a_cue_that_the_best_option_always_has_is_named(cue):
    assert sentences_about(cue, [question(number, planted(cue)) for number in range(NUMBER)]) == [
        f"The best option {cue} in 24 of the 24 questions that set some options apart in this way; "
        "chance would give about 6."
    ]


def test_a_number_between_the_others_is_named():
    cue = "has a number between those of the others"
    assert sentences_about(cue, [question(number, planted(cue)) for number in range(NUMBER)]) == [
        f"The best option {cue} in 24 of the 24 questions that set some options apart in this way; "
        "chance would give about 12."
    ]


@pytest.mark.parametrize("cue", CUES)
def test_a_cue_that_the_best_option_never_has_is_named(cue):
    [sentence] = sentences_about(cue, [question(number, planted(cue), best=1) for number in range(NUMBER)])
    assert sentence.startswith(f"The best option {cue} in 0 of the 24 questions")


@pytest.mark.parametrize("cue", CUES)
def test_a_cue_that_the_best_option_has_as_often_as_chance_gives_is_no_problem(cue):
    drafts = [question(number, planted(cue), best=number % 4) for number in range(NUMBER)]
    assert sentences_about(cue, drafts) == []


def test_a_cue_in_too_few_questions_to_tell_is_no_problem():
    cue = "has an absolute word"
    assert sentences_about(cue, [question(number, planted(cue)) for number in range(3)]) == []
    assert len(sentences_about(cue, [question(number, planted(cue)) for number in range(4)])) == 1


def test_clues_too_weak_to_be_named_alone_are_found_together():
    looks = ["mopa, kilu rade x", "mopa: kilu rade x", "mopa kilu rade 77", "only kilu rade xx"]
    drafts = [
        question(number, [looks[number % 4], *(f"{option} xx" for option in OPTIONS[1:])], best=best)
        for number, best in enumerate([0] * 20 + [1] * 8 + [2] * 8 + [3] * 4)
    ]
    assert clue_problems(drafts) == [
        "All clues together lead a guesser to the best option in 20 of 40 questions; chance would give about 10."
    ]


def test_chances_add_up_as_they_do_for_two_unlike_coins():
    assert distribution([0.5, 0.25]) == [0.375, 0.5, 0.125]


def test_questions_in_which_a_cue_marks_nothing_or_everything_do_not_count():
    nothing, everything = question(1), question(2, [f"always {option}" for option in OPTIONS])
    assert count_hits(items_of([nothing, everything]), CUES["has an absolute word"]).questions == 0


def test_only_questions_with_one_best_option_are_looked_at():
    assert items_of([build_draft("multiple"), build_draft("number"), build_draft("match")]) == []
    assert len(items_of([build_draft("single"), build_draft("reasons")])) == 2


# A single question -------------------------------------------------------------------------------------------


@pytest.mark.parametrize("text", ["all of the above", "None of the above.", "both of the other options", "A and C"])
def test_an_option_that_leans_on_others_is_named(text):
    sentence = "q1: an option leans on other options, as in “all of the above”."
    assert sentence in clue_problems([question(1, [*OPTIONS[:3], text])])


def test_two_options_that_say_the_same_are_named():
    assert "q1: two options say the same." in clue_problems([question(1, [*OPTIONS[:3], "Mopa kilu rade"])])


@pytest.mark.parametrize(("longest", "found"), [(29, 0), (30, 1)])
def test_short_options_may_differ_by_fifteen_characters(longest, found):
    problems = clue_problems([question(1, [*OPTIONS[:3], "x" * longest])])
    assert problems == [f"q1: the options differ too much in length, from 14 to {longest} characters."][:found]


@pytest.mark.parametrize(("longest", "found"), [(60, 0), (61, 1)])
def test_long_options_may_differ_by_half(longest, found):
    problems = clue_problems([question(1, ["a" * 40, "b" * 40, "c" * 40, "d" * longest])])
    assert problems == [f"q1: the options differ too much in length, from 40 to {longest} characters."][:found]


def test_an_option_that_alone_ends_like_a_sentence_is_named():
    options = [*OPTIONS[:3], "hune toza wemi."]
    assert clue_problems([question(1, options)]) == ["q1: some options end like a sentence and others do not."]


def test_an_option_that_alone_begins_with_a_capital_is_named():
    options = [*OPTIONS[:3], "Hune toza wemi"]
    assert clue_problems([question(1, options)]) == ["q1: some options begin with a capital letter and others do not."]


@pytest.mark.parametrize("stem", ["A creature that eats plants and animals is an", "This is a …"])
def test_a_question_that_ends_in_an_article_is_named(stem):
    assert clue_problems([question(1, stem=stem)]) == [
        "q1: the question ends in “a” or “an”, which not every option can follow."
    ]
