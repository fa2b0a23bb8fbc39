"""From what other systems ask to what our kinds hold; every loss is named."""

from collections.abc import Iterable, Sized
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from quizzes.formats.passage import one_line, some_lines
from quizzes.formats.refused import LeftOut
from quizzes.kinds import base
from quizzes.kinds.number import MOST_CHARACTERS, parse_number
from quizzes.kinds.text import plain

NO_FEEDBACK = "No feedback came with this question."
PART_MARKS = "Part marks and penalties were not kept: an answer is right or wrong."
LOST_ORDER = "Its options keep their order there; here they are shuffled."
EXTRA_ANSWERS = "Only the first right number was kept."
MOST_ANSWERS = 100  # that are looked at in one question
Own = dict[str, Any]


@dataclass(frozen=True)
class Answer:
    """An option, or a typed answer: `share` is the part of the mark it earns, 0 to 100, below 0 for a penalty."""

    text: str
    feedback: str
    share: Decimal
    tolerance: str = "0"


def share_of(text: str) -> Decimal:
    value = parse_number(text[:MOST_CHARACTERS].strip())
    return value if value is not None else Decimal(0)


class Feedback:
    """Feedback as it came, or a stand-in that says that none came."""

    def __init__(self, losses: list[str]):
        self.losses, self.asked, self.missing = losses, 0, 0

    def __call__(self, *texts: str) -> str:
        self.asked += 1
        found = next(filter(None, map(some_lines, texts)), "")
        self.missing += not found
        return found or NO_FEEDBACK

    def report(self) -> None:
        if self.missing:
            self.losses.append(
                f"Feedback is missing in {self.missing} of {self.asked} places; “{NO_FEEDBACK}” stands there instead."
            )


def check_count(things: Sized) -> None:
    """Before anything is done with each of them."""
    if len(things) > MOST_ANSWERS:
        raise LeftOut(f"It has {len(things):,} answers; at most {MOST_ANSWERS} are looked at.")


def choice(answers: list[Answer], *, many: bool, losses: list[str]) -> tuple[str, Own]:
    """One best option, or several right ones."""
    right = [answer.share >= 100 for answer in answers]
    if many:
        right = [answer.share > 0 for answer in answers]
    if not any(right):
        raise LeftOut("No option is marked as fully right.")
    if not many and sum(right) > 1:
        many = True
        losses.append("More than one option is fully right: it became a question with several right options.")
    uneven = {answer.share for answer in answers if answer.share > 0}
    if len(uneven) > 1 or (not many and any(answer.share < 0 for answer in answers)):
        losses.append(PART_MARKS)
    feedback = Feedback(losses)
    entries = [
        {"id": _letter(index), "text": one_line(answer.text), "feedback": feedback(answer.feedback), "key": key}
        for index, (answer, key) in enumerate(zip(answers, right, strict=True))
    ]
    feedback.report()
    return "multiple" if many else "single", {"entries": entries}


def into_places(
    pairs: list[tuple[str, str, str]], *, spare: Iterable[str] = (), losses: list[str], groups: bool = False
) -> tuple[str, Own]:
    """Pairs of left, right and feedback. A right side used twice, or for no entry, makes it a sorting into groups."""
    rights = [_side(right) for _, right, _ in pairs]
    more = [text for text in map(_side, spare) if text not in rights]
    kind = "group" if groups or more or len(set(rights)) < len(rights) else "match"
    names = list(dict.fromkeys([*rights, *more]))
    if kind == "group":
        names = list(dict.fromkeys(name.replace("|", "/") for name in names))
        rights = [right.replace("|", "/") for right in rights]
    else:
        names.sort(key=lambda text: (text.casefold(), text))
    places = [{"id": str(number), "text": text} for number, text in enumerate(names, 1)]
    place_of = {place["text"]: place["id"] for place in places}
    lefts = [_side(left) for left, _, _ in pairs]
    feedback = Feedback(losses)
    entries = [
        {"id": entry_id, "text": left, "feedback": feedback(pair[2]), "place": place_of[right]}
        for entry_id, left, right, pair in zip(_letters(lefts), lefts, rights, pairs, strict=True)
    ]
    feedback.report()
    return kind, {"places": places, "entries": entries}


def ordered(items: list[tuple[str, str]], *, losses: list[str]) -> tuple[str, Own]:
    texts = [one_line(text) for text, _ in items]
    feedback = Feedback(losses)
    entries = [
        {"id": entry_id, "text": text, "feedback": feedback(item[1]), "place": str(place)}
        for place, (entry_id, text, item) in enumerate(zip(_letters(texts), texts, items, strict=True), 1)
    ]
    feedback.report()
    return "order", {"entries": entries}


def number(answers: list[Answer], *, unit: str = "", general: str = "", losses: list[str]) -> tuple[str, Own]:
    """The first fully right number with its tolerance; wrong numbers that have their own feedback."""
    caught = [answer for answer in answers if answer.text.strip() == "*"]
    rights = [answer for answer in answers if answer.share >= 100 and answer not in caught]
    if not rights:
        raise LeftOut("No number is fully right.")
    wrongs = [answer for answer in answers if answer.share <= 0 and answer not in caught]
    if len(rights) > 1:
        losses.append(EXTRA_ANSWERS)
    if any(0 < answer.share < 100 for answer in answers):
        losses.append(PART_MARKS)
    if any(parse_number(answer.tolerance[:MOST_CHARACTERS]) for answer in wrongs):
        losses.append("A wrong number is recognised exactly: its tolerance was not kept.")
    feedback = Feedback(losses)
    own = {
        "answer": digits(rights[0].text),
        "tolerance": digits(rights[0].tolerance or "0"),
        "unit": one_line(unit),
        "right": feedback(rights[0].feedback, general),
        "wrong": feedback(*(answer.feedback for answer in caught), general),
        "entries": _wrong_entries(
            [(digits(answer.text), answer.feedback) for answer in wrongs if answer.feedback], feedback
        ),
    }
    feedback.report()
    return "number", own


def short_text(answers: list[Answer], *, general: str = "", losses: list[str]) -> tuple[str, Own]:
    """The accepted answers; wrong ones that have their own feedback. Patterns with a star are none of ours."""
    caught = [answer for answer in answers if one_line(answer.text) == "*"]
    if any(answer.share > 0 for answer in caught):
        raise LeftOut("Any answer earns marks here; a short text needs accepted answers.")
    known = [answer for answer in answers if answer not in caught]
    usable = [answer for answer in known if "*" not in answer.text.replace(r"\*", "")]
    if len(usable) < len(known):
        losses.append("Patterns with * among the answers were left out: an answer is compared as a whole.")
    accept = _distinct(answer.text for answer in usable if answer.share >= 100)
    if not accept:
        raise LeftOut("No accepted answer is fully right.")
    if any(0 < answer.share < 100 for answer in usable):
        losses.append(PART_MARKS)
    right = [answer for answer in usable if answer.share >= 100]
    if len({answer.feedback for answer in right}) > 1:
        losses.append("Only the feedback to the first accepted answer was kept.")
    feedback = Feedback(losses)
    wrongs = [(_typed(answer.text), answer.feedback) for answer in usable if answer.share < 100 and answer.feedback]
    own = {
        "accept": accept,
        "right": feedback(*(answer.feedback for answer in right), general),
        "wrong": feedback(*(answer.feedback for answer in caught), general),
        "entries": _wrong_entries(wrongs, feedback),
    }
    feedback.report()
    return "text", own


def digits(text: str) -> str:
    """A number as people write it: no exponent, at most as long as may be typed."""
    text = text.strip()[: 2 * MOST_CHARACTERS]
    if parse_number(text) is not None and len(text) <= MOST_CHARACTERS:
        return text
    try:
        value = Decimal(text.replace(",", "."))
    except ArithmeticError:
        value = None
    if value is None or not value.is_finite() or abs(value.adjusted()) > MOST_CHARACTERS // 2:
        raise LeftOut(f"“{text[:40]}” is not a number that can be typed.")
    written = f"{value:f}"
    if len(written) > MOST_CHARACTERS:
        raise LeftOut(f"“{text[:40]}” has more than {MOST_CHARACTERS} digits.")
    return written


def middle(low: str, high: str) -> tuple[str, str]:
    """Answer and tolerance of a range."""
    least, most = Decimal(digits(low).replace(",", ".")), Decimal(digits(high).replace(",", "."))
    if least > most:
        least, most = most, least
    return digits(str((least + most) / 2)), digits(str((most - least) / 2))


def _wrong_entries(wrongs: list[tuple[str, str]], feedback: Feedback) -> list[dict[str, str]]:
    return [
        {"id": _letter(index), "text": text, "feedback": feedback(said)} for index, (text, said) in enumerate(wrongs)
    ]


def _distinct(texts: Iterable[str]) -> list[str]:
    found: dict[str, str] = {}
    for text in map(_typed, texts):
        if plain(text):
            found.setdefault(plain(text), text)
    return list(found.values())


def _typed(text: str) -> str:
    return one_line(text.replace(r"\*", "*").replace("|", "/"))


def _side(text: str) -> str:
    """One side of a pair; an arrow in it would divide it again."""
    return one_line(text).replace("=>", "→")


def _letter(index: int) -> str:
    return base.LETTERS[index % len(base.LETTERS)]


def _letters(texts: list[str]) -> list[str]:
    if len(texts) > base.MOST_ENTRIES:
        raise LeftOut(f"The question has {len(texts)} entries; at most {base.MOST_ENTRIES} can be asked.")
    return base.letters_by_text(texts)
