"""What the kinds that put entries into places share: match, order and group.

An entry's `place` is the id of its right place; a response is {"places": {entry id: place id}}.
"""

from collections import defaultdict

from quizzes.kinds import base


def read_places(get, content, places) -> dict:
    known = base.known_ids(places)
    given = {entry["id"]: get(f"place-{entry['id']}") for entry in content["entries"]}
    placed = {entry_id: place for entry_id, place in sorted(given.items()) if place in known}
    return {"places": placed} if placed else {}


def open_entries(content, response) -> list[str]:
    """The texts of the entries that have no place yet, in an order that says nothing."""
    placed = response.get("places", {})
    return sorted(entry["text"] for entry in content["entries"] if entry["id"] not in placed)


def crowded(content, response, places) -> tuple[str, list[str]] | None:
    """The first place that holds two entries or more, and their texts."""
    held = defaultdict(list)
    for entry in content["entries"]:
        held[response.get("places", {}).get(entry["id"])].append(entry["text"])
    for place in places:
        if len(held[place["id"]]) > 1:
            return place["text"], sorted(held[place["id"]])
    return None


def mark(content, response, places) -> base.Mark:
    names = {place["id"]: place["text"] for place in places}
    given = response.get("places", {})
    parts = tuple(_part(entry, given.get(entry["id"]), names) for entry in content["entries"])
    right = sum(part.right for part in parts)
    return base.Mark(
        score=right / len(parts),
        right=right == len(parts),
        verdict=base.count_verdict(right, len(parts)),
        parts=parts,
    )


def placed_words(content, response, places) -> str:
    names = {place["id"]: place["text"] for place in places}
    placed = response.get("places", {})
    return "; ".join(
        f"{entry['text']}: {names[placed[entry['id']]]}" for entry in content["entries"] if entry["id"] in placed
    )


def best(content) -> dict:
    return {"places": {entry["id"]: entry["place"] for entry in sorted(content["entries"], key=lambda e: e["id"])}}


def _part(entry, place, names) -> base.Part:
    right = place == entry["place"]
    answer = names[entry["place"]]
    note = f"Right: {answer}" if right else f"You said: {names.get(place, 'nothing')}. Right: {answer}"
    return base.Part(
        id=entry["id"],
        text=entry["text"],
        note=note,
        feedback=entry["feedback"],
        right=right,
        chosen=right,
        best=right,
    )


class IntoPlaces:
    """The kinds whose places stand in the content itself: match and group."""

    def faces(self, content):
        return base.faces_of(content, places=content["places"])

    def shuffle(self, content, seed):
        return base.shuffled(base.known_ids(content["entries"]), seed)

    def read(self, get, getlist, content):
        return read_places(get, content, content["places"])

    def mark(self, content, response):
        return mark(content, response, content["places"])

    def words(self, content, response):
        return placed_words(content, response, content["places"])

    def best(self, content):
        return best(content)
