"""What every kind of question can do. Plain Python: content and responses are JSON-like dicts.

`content` is the normal form that a QuestionVersion stores: always stem, situation, exhibits, after, revisits and
entries, then what its kind needs. A `response` holds nothing but ids of that content and short typed text.
"""

import hashlib
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any, Protocol

Content = dict[str, Any]
Response = dict[str, Any]

LETTERS = "abcdefghijklmnopqrstuvwxyz"
MOST_ENTRIES = 12
NUMBER = re.compile(r"\d+(?:\.\d+)?")


class Problem(str):
    """A sentence about what is wrong with a content, and where: the entry by its index or the field by its name."""

    entry: int | None
    field: str

    def __new__(cls, sentence: str, *, entry: int | None = None, field: str = ""):
        problem = super().__new__(cls, sentence)
        problem.entry, problem.field = entry, field
        return problem


@dataclass(frozen=True)
class Part:
    """One option, pair or typed answer after marking: what was done with it, in words, and why."""

    id: str
    text: str
    note: str
    feedback: str
    right: bool  # what was done with it is right
    chosen: bool = False
    best: bool = False


@dataclass(frozen=True)
class Mark:
    score: float  # 0 to 1: the share of the parts that are right
    right: bool
    verdict: str
    parts: tuple[Part, ...]


class Kind(Protocol):
    name: str
    label: str

    def problems(self, content: Content) -> list[Problem]:
        """What keeps the content from being asked, as sentences; empty when it is sound."""

    def faces(self, content: Content) -> dict[str, Any]:
        """What may be shown before an answer is given: entries, places and unit; no key, no feedback."""

    def shuffle(self, content: Content, seed: str) -> list[str]:
        """The ids of the entries in the order to show; the same for the same seed."""

    def read(self, get: Callable, getlist: Callable, content: Content) -> Response:
        """The response in form data; unknown ids and values are left out."""

    def missing(self, content: Content, response: Response) -> str:
        """A sentence that names what is still to be answered, or ''."""

    def mark(self, content: Content, response: Response) -> Mark: ...

    def words(self, content: Content, response: Response) -> str:
        """What was answered, in words."""

    def best(self, content: Content) -> Response:
        """The fully right response."""


def faces_of(content: Content, *, places: Iterable[dict] = (), unit: str = "", entries: bool = True) -> dict[str, Any]:
    shown = content["entries"] if entries else ()
    return {
        "entries": [{"id": entry["id"], "text": entry["text"]} for entry in shown],
        "places": [{"id": place["id"], "text": place["text"]} for place in places],
        "unit": unit,
    }


def shuffled(ids: Iterable[str], seed: str) -> list[str]:
    """The same order for the same seed on every machine and version of Python."""
    return sorted(ids, key=lambda entry_id: hashlib.sha256(f"{seed}:{entry_id}".encode()).digest())


def letters_by_text(texts: list[str]) -> list[str]:
    """An id for each text, by its place in the alphabet: such ids say nothing about the order in the file."""
    ranks = sorted(range(len(texts)), key=lambda index: (texts[index].casefold(), texts[index]))
    ids = [""] * len(texts)
    for letter, index in zip(LETTERS, ranks, strict=False):
        ids[index] = letter
    return ids


def entry_problems(entries: list[dict], *, fewest: int) -> list[Problem]:
    """Too few or too many entries, entries without text or feedback, texts that stand twice."""
    problems = []
    if len(entries) < fewest:
        problems.append(Problem(f"The question needs at least {fewest} entries."))
    if len(entries) > MOST_ENTRIES:
        problems.append(Problem(f"The question has more than {MOST_ENTRIES} entries."))
    seen = set()
    for index, entry in enumerate(entries):
        if not entry["text"]:
            problems.append(Problem("This entry has no text.", entry=index))
        elif _plain(entry["text"]) in seen:
            problems.append(Problem(f"The entry “{entry['text']}” stands twice.", entry=index))
        seen.add(_plain(entry["text"]))
        if not entry["feedback"]:
            problems.append(Problem(f"The entry “{entry['text']}” has no feedback.", entry=index))
    return problems


def feedback_problems(content: Content) -> list[Problem]:
    return [
        Problem(f"The field “{name}” is missing: feedback to a {name} answer.", field=name)
        for name in ("right", "wrong")
        if not content[name]
    ]


def known_ids(entries: Iterable[dict]) -> set[str]:
    return {entry["id"] for entry in entries}


def quoted(texts: Iterable[str]) -> str:
    """“One”, “Two”: long ones are cut, for they stand in a sentence."""
    return ", ".join(f"“{text if len(text) <= 60 else text[:57].rstrip() + '…'}”" for text in texts)


def count_verdict(right: int, total: int) -> str:
    if right == total:
        return f"All {total} are right."
    return f"{right or 'None'} of {total} {'is' if right < 2 else 'are'} right."


def read_typed(get: Callable, most: int) -> Response:
    """What was typed, with single spaces and without the character that PostgreSQL cannot store."""
    text = " ".join((get("text") or "").replace("\0", " ").split())[:most].strip()
    return {"text": text} if text else {}


def _plain(text: str) -> str:
    return " ".join(text.casefold().split()).rstrip(".")


def typed_mark(*, text: str, answer: str, feedback: str, right: bool) -> Mark:
    """The mark of an answer that is typed: one part, which shows the answer and what was written."""
    part = Part(
        id="answer",
        text=answer,
        note=f"You wrote: {text or 'nothing'}",
        feedback=feedback,
        right=right,
        chosen=right,
        best=True,
    )
    return Mark(float(right), right, "That is right." if right else "That is not right.", (part,))
