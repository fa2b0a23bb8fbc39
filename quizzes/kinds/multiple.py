from quizzes.kinds import base, choosing

NOTES = {
    (True, True): "You chose this, rightly",
    (True, False): "You chose this; it does not belong to the answer",
    (False, True): "You left this out; it belongs to the answer",
    (False, False): "You left this out, rightly",
}


class Multiple:
    """Every option is a decision: choose it or leave it. The score is the share of right decisions."""

    name = "multiple"
    label = "Multiple choice"

    def problems(self, content):
        return choosing.option_problems(content, many=True)

    def faces(self, content):
        return base.faces_of(content)

    def shuffle(self, content, seed):
        return choosing.shuffle(content, seed)

    def read(self, get, getlist, content):
        chosen = sorted(base.known_ids(content["entries"]) & set(getlist("choices")))
        return {"choices": chosen} if chosen else {}

    def missing(self, content, response):
        return "" if response.get("choices") else "Choose one answer or more."

    def mark(self, content, response):
        choices = response.get("choices", [])
        parts = tuple(self._part(entry, entry["id"] in choices) for entry in content["entries"])
        right = sum(part.right for part in parts)
        return base.Mark(
            score=right / len(parts),
            right=right == len(parts),
            verdict=base.count_verdict(right, len(parts)),
            parts=parts,
        )

    def words(self, content, response):
        return choosing.chosen_words(content, response.get("choices", []))

    def best(self, content):
        return {"choices": sorted(entry["id"] for entry in content["entries"] if entry["key"])}

    def _part(self, entry, chosen):
        return base.Part(
            id=entry["id"],
            text=entry["text"],
            note=NOTES[chosen, entry["key"]],
            feedback=entry["feedback"],
            right=chosen == entry["key"],
            chosen=chosen,
            best=entry["key"],
        )
