"""The bank of questions obeys rules, so that nobody can do well by guessing how its authors write."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from fractions import Fraction
from functools import reduce
from math import sqrt
from operator import or_

from django.db.models import Q, QuerySet

from quizzes.formats.text import Draft
from quizzes.models import Question

MOST_LONGEST = Fraction(1, 3)
SEARCHED = ["key", "current__content__stem", "current__content__situation"]
FEWEST_FOR_BALANCE = 12  # below that, chance alone makes any balance


def bank_problems(drafts: Iterable[Draft]) -> list[str]:
    """Sentences; empty when the bank is sound.

    Among questions with one best option, the best is the longest in at most a third, and for each number of
    options no position holds the best one more often than its fair share and two standard deviations.
    """
    drafts = list(drafts)
    choosing = [draft for draft in drafts if draft.kind in ("single", "reasons")]
    return [*_repeated_keys(drafts), *_longest(choosing), *_positions(choosing)]


def _repeated_keys(drafts) -> list[str]:
    keys = Counter(draft.key for draft in drafts)
    return [f"The key “{key}” is used {count} times." for key, count in keys.items() if count > 1]


def _longest(drafts) -> list[str]:
    longest = [draft.key for draft in drafts if best_is_longest(draft)]
    if Fraction(len(longest), len(drafts) or 1) <= MOST_LONGEST:
        return []
    return [f"The best option is the longest in {len(longest)} of {len(drafts)} questions: {', '.join(longest)}."]


def best_is_longest(draft: Draft) -> bool:
    """Whether the best option is longer than every other one."""
    entries = draft.content["entries"]
    others = max(len(entry["text"]) for entry in entries if not entry["key"])
    return all(len(entry["text"]) > others for entry in entries if entry["key"])


def _positions(drafts) -> list[str]:
    positions = defaultdict(Counter)
    for draft in drafts:
        entries = draft.content["entries"]
        positions[len(entries)][next(place for place, entry in enumerate(entries, 1) if entry["key"])] += 1
    return [
        f"Of {counts.total()} questions with {options} options, {count} have the best one in position {place}."
        for options, counts in sorted(positions.items())
        for place, count in sorted(counts.items())
        if counts.total() >= FEWEST_FOR_BALANCE and count > _most(counts.total(), options)
    ]


def _most(questions: int, options: int) -> float:
    share = 1 / options
    return questions * share + 2 * sqrt(questions * share * (1 - share))


def found(questions: QuerySet[Question], words: str) -> QuerySet[Question]:
    """As the list of the admin finds them: the words as they stand, in one of the fields."""
    return questions.filter(reduce(or_, (Q((f"{field}__icontains", words)) for field in SEARCHED)))


def draft_of(question: Question) -> Draft:
    return Draft(question.key, question.kind, question.pillar, question.difficulty, question.current.content)
