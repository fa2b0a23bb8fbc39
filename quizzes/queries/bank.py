"""Questions as their authors see them: as text, by version, and as a bank.

A bank obeys rules, so that nobody can do well by guessing how its authors write.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction
from math import sqrt

from django.db.models import Count

from quizzes.formats.text import Draft, write_question
from quizzes.models import Question

MOST_LONGEST = Fraction(1, 3)
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


@dataclass(frozen=True)
class VersionText:
    number: int
    created_at: datetime
    created_by: str
    answers: int
    text: str


def draft_of(question: Question) -> Draft:
    return _draft(question, question.current.content)


def versions_as_text(question: Question) -> list[VersionText]:
    """All versions, the newest first, with how many answers each has."""
    versions = question.versions.select_related("created_by").annotate(count=Count("answers")).order_by("-number")
    return [
        VersionText(
            number=version.number,
            created_at=version.created_at,
            created_by=version.created_by.get_full_name() if version.created_by else "",
            answers=version.count,
            text=write_question(_draft(question, version.content)),
        )
        for version in versions
    ]


def _draft(question, content) -> Draft:
    return Draft(question.key, question.kind, question.pillar, question.difficulty, content)
