"""The search in the register of schools, and what became of a school that is no longer there."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from itertools import chain, islice

from django.db import connection
from django.db.models import Q

from courses.models import Establishment, EstablishmentLink, EstablishmentWord
from courses.schoolwords import ONLY_OUTWARD, Asked, asked_for, fold

MOST_RESULTS = 12
MOST_LOOKED_AT = 120  # of the schools that have all the words; the best twelve of these are shown
MOST_STEPS = 10  # from an old school to the present one
COLUMNS = (
    *("urn", "dfe_number", "name", "town", "county", "postcode", "phase", "type_name", "status"),
    *("low_age", "high_age", "opened_on", "closed_on", "vanished_at"),
)


@dataclass(frozen=True)
class Found:
    """A school as the search shows it. `was`: the school that it was found by, which has become this one."""

    urn: str
    name: str
    town: str
    postcode: str
    about: str
    is_open: bool
    closed_on: object = None
    opens_on: object = None
    was: str = ""

    @property
    def place(self) -> str:
        return " ".join(filter(None, (self.town, self.postcode)))


def find_establishments(text: str) -> list[Found]:
    """At most twelve: open schools first, those whose name begins so before those that merely have the words."""
    asked = asked_for(text)
    if not asked:
        return []
    if asked.urn or asked.dfe_number:
        return _settled(_by_number(asked), asked=asked)
    postings = Postings(asked)
    rows = _best(postings.urns(is_open=True), asked)
    if len(rows) < MOST_RESULTS:
        rows += _best(postings.urns(is_open=False), asked)
    return _settled(rows[:MOST_RESULTS], asked=asked)


def find_establishment(urn: str) -> Found | None:
    """The school with this URN now: itself, or the one that it has become."""
    if not (urn.isascii() and urn.isdecimal()):
        return None
    return next(iter(_settled(_rows(Q(pk=urn)), asked=Asked(urn=urn))), None)


# Numbers --------------------------------------------------------------------------------------------------------


def _rows(condition: Q) -> list[dict]:
    return list(Establishment.objects.filter(condition).order_by("name", "urn").values(*COLUMNS)[:MOST_LOOKED_AT])


def _by_number(asked: Asked) -> list[dict]:
    condition = Q(pk__in=[asked.urn] if asked.urn else [])
    if asked.dfe_number:
        condition |= Q(dfe_number=asked.dfe_number)
    return sorted(_rows(condition), key=lambda row: not _is_open(row))[:MOST_RESULTS]


def _is_open(row: dict) -> bool:
    return row["status"] != Establishment.Status.CLOSED and row["vanished_at"] is None


# Words ----------------------------------------------------------------------------------------------------------


class Postings:
    """The URNs that the index has for the words of a question, read once."""

    def __init__(self, asked: Asked):
        self.postcode = asked.postcode
        # One letter begins too many words; it is compared with the names of those that are found
        self.words = [word for word in asked.words if len(word) > 1]
        self.rows: list[tuple[str, bool, str]] = []
        if self.words:
            condition = Q()
            for word in (*self.words, f"^{self.words[0]}"):
                condition |= Q(word=word) if _is_whole(word) else _begins(word)
            self.rows = list(EstablishmentWord.objects.filter(condition).values_list("word", "is_open", "urns"))

    def urns(self, *, is_open: bool) -> list[str]:
        """Those whose name begins with the first word, then the others: as many as are looked at."""
        texts = sorted((self._having(word, is_open) for word in self.words), key=len)
        if not texts:
            return _at_postcode(self.postcode)
        begins = self._having(f"^{self.words[0]}", is_open)
        if len(texts) == 1 and not self.postcode:
            # “school” alone has forty thousand: only the first of them are taken apart
            return list(dict.fromkeys(f"{begins} {texts[0]}".split(None, 2 * MOST_LOOKED_AT)))[:MOST_LOOKED_AT]
        sets = [set(text.split()) for text in texts]
        if self.postcode:
            sets.append(set(_at_postcode(self.postcode)))
        both = set.intersection(*sorted(sets, key=len))
        ordered = (urn for urn in chain(begins.split(), texts[0].split()) if urn in both)
        return list(islice(dict.fromkeys(ordered), MOST_LOOKED_AT))

    def _having(self, word: str, is_open: bool) -> str:
        whole = _is_whole(word)
        texts = [
            urns
            for one, state, urns in self.rows
            if state == is_open and (one == word if whole else one.startswith(word))
        ]
        return " ".join(texts)


def _begins(word: str) -> Q:
    """SQLite finds a beginning by its index as a range only, PostgreSQL as LIKE only. Words are ASCII."""
    if connection.vendor == "sqlite":
        return Q(word__gte=word, word__lt=f"{word}\x7f")
    return Q(word__startswith=word)


def _is_whole(word: str) -> bool:
    """LS1 is not the beginning of LS16."""
    return ONLY_OUTWARD.fullmatch(word) is not None


def _at_postcode(postcode: str) -> list[str]:
    there = Establishment.objects.filter(outward=postcode.partition(" ")[0], postcode__startswith=postcode)
    return list(there.values_list("pk", flat=True)[:MOST_LOOKED_AT])


def _best(urns: list[str], asked: Asked) -> list[dict]:
    if not urns:
        return []
    letters = [word for word in asked.words if len(word) == 1]
    whole = " ".join(asked.words)
    ranked = []
    for row in _rows(Q(pk__in=urns[:MOST_LOOKED_AT])):
        name = fold(row["name"])
        words = f"{name} {fold(row['town'])}".split()
        if all(any(word.startswith(letter) for word in words) for letter in letters):
            exact = sum(word in words for word in asked.words)
            begins = name.startswith(asked.words[0]) if asked.words else True
            rank = (not _is_open(row), name != whole, not name.startswith(whole), not begins, -exact, name)
            ranked.append((rank, row["urn"], row))
    return [row for _, _, row in sorted(ranked)[:MOST_RESULTS]]


# What became of them --------------------------------------------------------------------------------------------


def successors(urns: Iterable[str]) -> dict[str, str]:
    """Old URN -> the one at the end of its links. A school that was split has no single successor, so none here."""
    ends = {urn: urn for urn in urns}
    for _ in range(MOST_STEPS):
        became: dict[str, list[str]] = {}
        links = EstablishmentLink.objects.filter(old_urn__in=set(ends.values()))
        for old, new in links.values_list("old_urn", "new_urn"):
            became.setdefault(old, []).append(new)
        single = {old: new[0] for old, new in became.items() if len(new) == 1}
        if not single:
            break
        ends = {urn: single.get(end, end) for urn, end in ends.items()}
    return {urn: end for urn, end in ends.items() if end != urn}


def predecessors(urn: str) -> list[str]:
    """Every URN whose links end here, nearest first."""
    found: list[str] = []
    layer = [urn]
    for _ in range(MOST_STEPS):
        links = EstablishmentLink.objects.filter(new_urn__in=layer).exclude(old_urn__in=[urn, *found])
        layer = sorted(set(links.values_list("old_urn", flat=True)))
        if not layer:
            break
        found += layer
    ends = successors(found)
    return [old for old in found if ends.get(old) == urn]


def _settled(rows: list[dict], *, asked: Asked) -> list[Found]:
    """Each closed school gives way to the one that it became; a number that is in the links alone is found too."""
    closed = {row["urn"]: row for row in rows if not _is_open(row)}
    if asked.urn and not any(row["urn"] == asked.urn for row in rows):
        closed[asked.urn] = {"urn": asked.urn, "name": "", "closed_on": None}
    ends = successors(closed) if closed else {}
    known = {row["urn"]: row for row in rows}
    known |= {row["urn"]: row for row in _rows(Q(pk__in=[end for end in ends.values() if end not in known]))}
    found: dict[str, Found] = {}
    for row in [*rows, *(row for urn, row in closed.items() if urn not in known)]:
        end = known.get(ends.get(row["urn"], row["urn"]))
        if end is None:
            continue
        one = found.get(end["urn"]) or _found(end)
        if end is not row and not one.was:
            one = replace(one, was=f"{row['name']} (URN {row['urn']})" if row["name"] else f"URN {row['urn']}")
        found[end["urn"]] = one
    return sorted(found.values(), key=lambda one: not one.is_open)


def _found(row: dict) -> Found:
    is_open = _is_open(row)
    proposed = row["status"] == Establishment.Status.PROPOSED
    return Found(
        urn=row["urn"],
        name=row["name"],
        town=row["town"] or row["county"],
        postcode=row["postcode"],
        about=_about(row),
        is_open=is_open,
        closed_on=None if is_open else row["closed_on"],
        opens_on=row["opened_on"] if proposed else None,
    )


def _about(row: dict) -> str:
    ages = f"ages {row['low_age']} to {row['high_age']}" if row["low_age"] is not None and row["high_age"] else ""
    return ", ".join(filter(None, (row["phase"] or row["type_name"], ages)))
