"""What the kinds that choose among options share: single, multiple and reasons."""

from itertools import pairwise

from quizzes.kinds import base


def option_problems(content, *, many: bool = False) -> list[base.Problem]:
    entries = content["entries"]
    problems = base.entry_problems(entries, fewest=2)
    keys = [index for index, entry in enumerate(entries) if entry["key"]]
    if not keys:
        mark = "[*]" if many else "(*)"
        problems.append(base.Problem(f"No entry is marked as right with {mark}."))
    if len(keys) > 1 and not many:
        problems += [
            base.Problem("A second entry is marked with (*): only one is best.", entry=key) for key in keys[1:]
        ]
    return problems


def shuffle(content, seed: str) -> list[str]:
    """Options that rise from number to number stay in that order, as readers expect; others are shuffled."""
    ids = [entry["id"] for entry in content["entries"]]
    numbers = [base.NUMBER.search(entry["text"]) for entry in content["entries"]]
    values = [float(number[0]) for number in numbers if number]
    if len(values) == len(ids) and all(low < high for low, high in pairwise(values)):
        return ids
    return base.shuffled(ids, seed)


def read_choice(get, content) -> dict[str, str]:
    choice = get("choice")
    return {"choice": choice} if choice in base.known_ids(content["entries"]) else {}


def best_choice(content) -> str:
    return next(entry["id"] for entry in content["entries"] if entry["key"])


def choice_parts(content, choice: str, *, best_word: str) -> list[base.Part]:
    """Every option with its feedback; the chosen one and the best one marked in words."""
    notes = {
        (True, True): f"Your choice, and the {best_word}",
        (True, False): "Your choice",
        (False, True): f"The {best_word}",
        (False, False): "",
    }
    return [
        base.Part(
            id=entry["id"],
            text=entry["text"],
            note=notes[entry["id"] == choice, entry["key"]],
            feedback=entry["feedback"],
            right=(entry["id"] == choice) == entry["key"],
            chosen=entry["id"] == choice,
            best=entry["key"],
        )
        for entry in content["entries"]
    ]


def chosen_words(content, chosen) -> str:
    return "; ".join(entry["text"] for entry in content["entries"] if entry["id"] in chosen)
