"""A corrected question beside the one before: which entries are still the same, and whether the marking changed.

Answers hold ids of entries. An entry that stays the same, or is only mended, keeps its id through all versions; so
an old answer can be marked by a new key, and counts of an option go on through a mended word.
"""

import re
from collections import Counter
from collections.abc import Iterable
from itertools import count, pairwise

from quizzes.kinds.base import LETTERS, NUMBER, Content

NEGATION = re.compile(r"\b(?:not|no|never|none|nobody|nothing|neither|nor|without)\b|n[’']t\b", re.IGNORECASE)
ALIKE = 0.6  # share of the pairs of neighbouring letters that two wordings of one entry have in common, at least
MARKING_FIELDS = ("statement_is", "answer", "tolerance", "unit", "accept")
MARKING_OF_ENTRY = ("key", "place")


def carry_ids(content: Content, before: Content, *, used: Iterable[str]) -> Content:
    """`content` with the ids of `before` for whatever is still there; what is new gets an id outside `used`.

    `used` holds every id that an entry of any earlier version has had: an id never comes to mean something else.
    """
    taken = set(used)
    places = _carried(content.get("places", []), before.get("places", []), taken)
    ids = {place["id"]: carried["id"] for place, carried in zip(content.get("places", []), places, strict=True)}
    entries = [
        {**entry, "place": ids.get(entry["place"], entry["place"])} if "place" in entry and ids else entry
        for entry in content["entries"]
    ]
    carried = {**content, "entries": _carried(entries, before["entries"], taken)}
    return {**carried, "places": places} if "places" in content else carried


def used_ids(contents: Iterable[Content]) -> set[str]:
    return {one["id"] for content in contents for one in (*content["entries"], *content.get("places", []))}


def marking_changed(content: Content, before: Content) -> bool:
    """Whether some response could get another score; both contents speak of the same ids."""
    return _marking(content) != _marking(before)


def _marking(content: Content) -> tuple:
    """Everything that decides a score."""
    fields = tuple(repr(content.get(name)) for name in MARKING_FIELDS)
    entries = {
        entry["id"]: tuple(entry.get(name) for name in MARKING_OF_ENTRY)
        for entry in content["entries"]
        if any(name in entry for name in MARKING_OF_ENTRY)
    }
    return fields, entries


def _carried(new: list[dict], old: list[dict], taken: set[str]) -> list[dict]:
    """Each of `new` with an id: of the one with the same text, else of the one most alike, else a fresh one."""
    left = {one["id"]: one["text"] for one in old}
    ids: dict[int, str] = {}
    for index, one in enumerate(new):
        same = next((id_ for id_, text in left.items() if text == one["text"]), None)
        if same is not None:
            ids[index] = same
            del left[same]
    for index, id_ in _most_alike(new, ids, left):
        if index not in ids and id_ in left:
            ids[index] = id_
            del left[id_]
    fresh = (id_ for id_ in _names() if id_ not in taken)
    carried = []
    for index, one in enumerate(new):
        carried.append({**one, "id": ids.get(index) or next(fresh)})
        taken.add(carried[-1]["id"])
    return carried


def _most_alike(new, ids, left) -> list[tuple[int, str]]:
    pairs = [
        (_likeness(text, one["text"]), index, id_)
        for index, one in enumerate(new)
        if index not in ids
        for id_, text in left.items()
        if _claims(text) == _claims(one["text"])
    ]
    alike = sorted((pair for pair in pairs if pair[0] >= ALIKE), key=lambda pair: (-pair[0], pair[1], pair[2]))
    return [(index, id_) for _, index, id_ in alike]


def _likeness(one: str, other: str) -> float:
    """0 to 1 (Dice 1945). Texts come from files too: the time grows with their length, not with its square."""
    ours, theirs = (Counter(pairwise(text.casefold())) for text in (one, other))
    return 2 * (ours & theirs).total() / max(1, ours.total() + theirs.total())


def _claims(text: str) -> tuple[list[str], int]:
    """Two wordings with other numbers, or with one “not” more, say different things however alike they look."""
    return NUMBER.findall(text), len(NEGATION.findall(text))


def _names() -> Iterable[str]:
    yield from LETTERS
    for number in count(1):
        yield from (f"{letter}{number}" for letter in LETTERS)
