"""QTI items that put entries into places or in order."""

import re
from html import escape
from xml.etree.ElementTree import Element

from quizzes.formats import building, passage
from quizzes.formats.building import Own
from quizzes.formats.qti_answers import Response
from quizzes.formats.qti_tree import Words
from quizzes.formats.refused import LeftOut
from quizzes.kinds.base import MOST_ENTRIES

FIRST_SIGN = 0xE000
SIGNS = re.compile("[\ue000-\ue00f]")  # stand for gaps while the text is read
NOT_ONE_EACH = "One of its entries belongs to several places or to none; here each belongs to one."


def _pairs(response: Response) -> list[tuple[str, str]]:
    pairs = [tuple(value.split()) for value in response.rights]
    if any(len(pair) != 2 for pair in pairs):
        raise LeftOut("Its right pairs cannot be read.")
    return [(pair[0], pair[1]) for pair in pairs]


def _texts(choices: list[Element], words: Words) -> dict[str, str]:
    building.check_count(choices)
    texts = {choice.get("identifier", ""): words.line(choice) for choice in choices}
    if not all(texts.values()):
        raise LeftOut("One of its entries has no text.")
    return texts


def _place(
    entries: dict[str, str], places: dict[str, str], pairs: list[tuple[str, str]], words: Words, response: Response
):
    """Each entry with the text of its one place; places left over are kept as further groups."""
    place_of = dict(pairs)
    if len(place_of) < len(pairs) or set(place_of) != set(entries) or not set(place_of.values()) <= set(places):
        raise LeftOut(NOT_ONE_EACH)
    if response.is_uneven:
        words.losses.append(building.PART_MARKS)
    used = set(place_of.values())
    chosen = [(text, places[place_of[name]], "") for name, text in entries.items()]
    spare = [text for name, text in places.items() if name not in used]
    return building.into_places(chosen, spare=spare, losses=words.losses)


def read_match(item: Element, interaction: Element, words: Words) -> tuple[str, Own]:
    response = Response(item, interaction)
    sets = [_texts(part.findall("simpleAssociableChoice"), words) for part in interaction.findall("simpleMatchSet")]
    if len(sets) != 2:
        raise LeftOut("It has no two sets to match.")
    pairs = _pairs(response)
    if {left for left, _ in pairs} != set(sets[0]) or len(dict(pairs)) < len(pairs):
        sets.reverse()  # the entries stand on the right, the groups on the left
        pairs = [(right, left) for left, right in pairs]
    return _place(sets[0], sets[1], pairs, words, response)


def read_associate(item: Element, interaction: Element, words: Words) -> tuple[str, Own]:
    response = Response(item, interaction)
    texts = _texts(interaction.findall("simpleAssociableChoice"), words)
    pairs = _pairs(response)
    partners = [name for pair in pairs for name in pair]
    if len(set(partners)) < len(partners) or not set(partners) <= set(texts):
        raise LeftOut(NOT_ONE_EACH)
    words.losses.append("Pairs were found in one list; now each pair has a left and a right side.")
    lefts = {left: texts[left] for left, _ in pairs}
    rights = {name: text for name, text in texts.items() if name not in lefts}
    return _place(lefts, rights, pairs, words, response)


def read_order(item: Element, interaction: Element, words: Words) -> tuple[str, Own]:
    response = Response(item, interaction)
    texts = _texts(interaction.findall("simpleChoice"), words)
    if sorted(response.correct) != sorted(texts):
        raise LeftOut("Its right order does not name each of its entries once.")
    return building.ordered([(texts[name], "") for name in response.correct], losses=words.losses)


def read_gaps(item: Element, interaction: Element, words: Words) -> tuple[str, Own]:
    """Each gap is an entry: its line, with the gap open; what fits into it is its group."""
    if interaction.find("gapImg") is not None:
        raise LeftOut("It is answered with images.")
    response = Response(item, interaction)
    gaps = list(interaction.iter("gap"))
    if len(gaps) > MOST_ENTRIES:
        raise LeftOut(f"The question has {len(gaps)} entries; at most {MOST_ENTRIES} can be asked.")
    signs = {gap: chr(FIRST_SIGN + number) for number, gap in enumerate(gaps)}

    def stand_in(element: Element) -> str | None:
        if element in signs:
            return f" {signs[element]} "
        return "" if element.tag in ("gapText", "prompt") else None

    lines = words.lines_of(interaction, stand_in).split("\n")
    entries = {gap.get("identifier", ""): _with_gap(lines, signs[gap]) for gap in gaps}
    told = [line for line in lines if not SIGNS.search(line)]
    words.told = "".join(f"<p>{escape(line)}</p>" for line in told)
    places = _texts(interaction.findall("gapText"), words)
    pairs = [(gap, text) if gap in entries else (text, gap) for text, gap in _pairs(response)]
    return _place(entries, places, pairs, words, response)


def _with_gap(lines: list[str], sign: str) -> str:
    """The line of a gap: this one open, others cut."""
    found = next((line for line in lines if sign in line), "")
    return passage.one_line(SIGNS.sub("…", found.replace(sign, "____")))
