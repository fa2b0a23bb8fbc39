"""Visible clues to the best option: what somebody who knows nothing of the subject could guess by. Plain Python.

A cue marks some options of a question by their look. If it tells nothing, the best option is among the marked ones
with the chance m / n (m marked of n), question by question; the number of questions that the cue hits is then a sum
of independent trials, whose distribution is worked out exactly. Too few hits are as much of a clue as too many.

A cue is a problem when chance would bring so many hits, or so few, in less than one bank of a hundred. Some fifteen
cues are looked at from both sides, so that about one clean bank in four raises a false alarm, and a few options are
rewritten for nothing. A milder level would let guessers gain: among 150 questions with four options this one allows
a gain of about eight in a hundred by any single cue. All cues weighed together are held to the same level.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import log

from quizzes.formats.text import Draft

LEVEL = 0.01  # of each tail
WITH_ONE_BEST = ("single", "reasons")
LONGER_BY_HALF, LONGER_BY = 1.5, 15  # the longest option may outgrow the shortest by half, or by 15 characters


def _listed(words: str) -> frozenset[str]:
    return frozenset(words.split())


WORD = re.compile(r"[^\W_]+(?:[’'-][^\W_]+)*")
NUMBER = re.compile(r"[−-]?\d+(?:[.,]\d+)*")
REASON = r"\b(since|because|so that)\b|, (as|so|for) "
LEANS_ON_OTHERS = re.compile(
    r"\b(?i:all|none|both|neither|either|any|some) of the (above|below|other (answers|options))"
    r"|\b[A-D] (and|or) [A-D]\b"
)
ABSOLUTES = _listed(
    "all always any cannot certainly completely entirely every everybody everyone everything impossible must never "
    "no-one nobody none nothing only"
)
HEDGES = _listed(
    "about almost could generally hardly likely little may might mostly much nearly often partly perhaps probably "
    "seldom some sometimes tend tends usually"
)
NEGATIONS = _listed("cannot neither never no nobody none nor not nothing without")
COMMON = _listed(
    "a an and are as at be been both but by can could do does each for from had has have he her his how if in into is "
    "it its may more most no not of on one or other out over she should since so some than that the their them then "
    "there these they this to two up was were what when where which who will with would"
)


@dataclass(frozen=True)
class Item:
    """A question with one best option, as its reader sees it."""

    key: str
    asked: str
    options: tuple[str, ...]
    best: int


@dataclass(frozen=True)
class Hits:
    """How often the best option is among those that a cue marks."""

    questions: int  # in which the cue marks some options and not others
    hits: int
    expected: float
    too_many: float  # the chance of as many hits or more, if the cue tells nothing
    too_few: float


Marks = Callable[[Item], set[int]]


def clue_problems(drafts: Iterable[Draft]) -> list[str]:
    """Sentences; empty when nothing but knowledge helps."""
    items = items_of(drafts)
    return [sentence for item in items for sentence in _in_a_question(item)] + list(_in_the_bank(items))


def items_of(drafts: Iterable[Draft]) -> list[Item]:
    return [_item(draft) for draft in drafts if draft.kind in WITH_ONE_BEST]


def _item(draft: Draft) -> Item:
    content = draft.content
    exhibits = [text for exhibit in content["exhibits"] for text in (exhibit["caption"], exhibit.get("after", ""))]
    return Item(
        key=draft.key,
        asked=" ".join([content["situation"], *exhibits, content["stem"]]),
        options=tuple(entry["text"] for entry in content["entries"]),
        best=next(place for place, entry in enumerate(content["entries"]) if entry["key"]),
    )


# Cues ---------------------------------------------------------------------------------------------------------


def _words(text: str) -> list[str]:
    return [word.casefold() for word in WORD.findall(text)]


def _roots(text: str) -> set[str]:
    """The words that carry meaning, without their endings: pupil and pupils are one."""
    return {word.removesuffix("s")[:6] for word in _words(text) if word not in COMMON and len(word) > 2}


def _having(wanted: frozenset[str]) -> Marks:
    return lambda item: {place for place, option in enumerate(item.options) if wanted & set(_words(option))}


def _matching(pattern: str) -> Marks:
    return lambda item: {place for place, option in enumerate(item.options) if re.search(pattern, option)}


def _most(measure: Callable[[Item, int], float]) -> Marks:
    """The one option with the largest measure; none when two share it."""

    def marks(item: Item) -> set[int]:
        values = [measure(item, place) for place in range(len(item.options))]
        return {values.index(max(values))} if values.count(max(values)) == 1 else set()

    return marks


def _shared_with_asked(item: Item, place: int) -> int:
    return len(_roots(item.options[place]) & _roots(item.asked))


def _shared_with_others(item: Item, place: int) -> int:
    own = _roots(item.options[place])
    return sum(len(own & _roots(option)) for other, option in enumerate(item.options) if other != place)


def _length_of_words(item: Item, place: int) -> float:
    lengths = [len(word) for word in _words(item.options[place])]
    return sum(lengths) / len(lengths) if lengths else 0


def _alone_in_its_opening(item: Item) -> set[int]:
    first = [_words(option)[:1] for option in item.options]
    alone = {place for place, word in enumerate(first) if first.count(word) == 1}
    return alone if len(alone) == 1 else set()


def _between_in_number(item: Item) -> set[int]:
    """Where every option has a number: those whose first number is neither the largest nor the smallest."""
    found = [NUMBER.search(option) for option in item.options]
    numbers = [float(one[0].replace("−", "-").replace(",", "")) for one in found if one]
    if len(numbers) < len(found):
        return set()
    return {place for place, number in enumerate(numbers) if min(numbers) < number < max(numbers)}


CUES: Mapping[str, Marks] = {
    "is the longest": _most(lambda item, place: len(item.options[place])),
    "is the shortest": _most(lambda item, place: -len(item.options[place])),
    "has the longest words": _most(_length_of_words),
    "has an absolute word": _having(ABSOLUTES),
    "has a hedging word": _having(HEDGES),
    "has a negation": _having(NEGATIONS),
    "gives a reason": _matching(REASON),
    "has a number": _matching(r"\d"),
    "has a number between those of the others": _between_in_number,
    "has a colon or a semicolon": _matching("[:;]"),
    "has a comma": _matching(","),
    "shares most words with the question": _most(_shared_with_asked),
    "shares most words with the other options": _most(_shared_with_others),
    "shares fewest words with the other options": _most(lambda item, place: -_shared_with_others(item, place)),
    "is alone in how it opens": _alone_in_its_opening,
}


# Counting and judging -----------------------------------------------------------------------------------------


def count_hits(items: Iterable[Item], marks: Marks) -> Hits:
    hits, chances = 0, []
    for item in items:
        marked = marks(item)
        if 0 < len(marked) < len(item.options):
            chances.append(len(marked) / len(item.options))
            hits += item.best in marked
    spread = distribution(chances)
    return Hits(len(chances), hits, sum(chances), sum(spread[hits:]), sum(spread[: hits + 1]))


def distribution(chances: Iterable[float]) -> list[float]:
    """The probabilities of 0, 1, 2, … successes in independent trials, each with its own chance."""
    spread = [1.0]
    for chance in chances:
        spread = [miss * (1 - chance) + hit * chance for miss, hit in zip([*spread, 0.0], [0.0, *spread], strict=True)]
    return spread


def guesser(items: Sequence[Item]) -> Marks:
    """Somebody who weighs all cues together, knowing the other questions and their keys: marks the likeliest."""
    marked = {item.key: {cue: marks(item) for cue, marks in CUES.items()} for item in items}
    useful = {
        item.key: {cue: places for cue, places in marked[item.key].items() if 0 < len(places) < len(item.options)}
        for item in items
    }
    found = dict.fromkeys(CUES, (0, 0.0))
    for item in items:
        for cue, places in useful[item.key].items():
            hits, expected = found[cue]
            found[cue] = hits + (item.best in places), expected + len(places) / len(item.options)

    def marks(item: Item) -> set[int]:
        scores = [0.0] * len(item.options)
        for cue, places in useful[item.key].items():
            hits = found[cue][0] - (item.best in places)
            expected = found[cue][1] - len(places) / len(item.options)
            for place in places:
                scores[place] += log((hits + 1) / (expected + 1))
        return {place for place, score in enumerate(scores) if score > max(scores) - 1e-9}

    return marks


def _in_the_bank(items: Sequence[Item]) -> Iterator[str]:
    for cue, marks in CUES.items():
        found = count_hits(items, marks)
        if min(found.too_many, found.too_few) < LEVEL:
            yield (
                f"The best option {cue} in {found.hits} of the {found.questions} questions that set some options "
                f"apart in this way; chance would give about {found.expected:.0f}."
            )
    found = count_hits(items, guesser(items))
    if found.too_many < LEVEL:
        yield (
            f"All clues together lead a guesser to the best option in {found.hits} of {found.questions} questions; "
            f"chance would give about {found.expected:.0f}."
        )


def _in_a_question(item: Item) -> Iterator[str]:
    lengths = [len(option) for option in item.options]
    if any(LEANS_ON_OTHERS.search(option) for option in item.options):
        yield f"{item.key}: an option leans on other options, as in “all of the above”."
    if len({option.casefold().rstrip(".") for option in item.options}) < len(item.options):
        yield f"{item.key}: two options say the same."
    if max(lengths) > max(LONGER_BY_HALF * min(lengths), min(lengths) + LONGER_BY):
        yield f"{item.key}: the options differ too much in length, from {min(lengths)} to {max(lengths)} characters."
    if len({_ending(option) for option in item.options}) > 1:
        yield f"{item.key}: some options end like a sentence and others do not."
    if len({option[:1].isupper() for option in item.options if option[:1].isalpha()}) > 1:
        yield f"{item.key}: some options begin with a capital letter and others do not."
    if re.search(r"\b(a|an)( …)?$", item.asked.casefold()):
        yield f"{item.key}: the question ends in “a” or “an”, which not every option can follow."


def _ending(option: str) -> bool:
    return option.rstrip("”’)").endswith((".", "?"))
