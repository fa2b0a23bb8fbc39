"""How names of schools are compared: folded to plain words, so that “saint marys ce” finds “St. Mary’s C of E”.

Plain Python. The same folding is done to what is kept and to what is typed.
"""

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

APOSTROPHES = re.compile(r"['’‘`´ʼ]")
DOTTED = re.compile(r"\b((?:[a-z]\.){1,3}[a-z])\b\.?")  # C.E., R.C., R.C.
NO_WORD = re.compile(r"[^a-z0-9]+")
SAME = {"saint": "st", "saints": "ss", "sts": "ss"}
CHURCH = re.compile(r"\b(?:church of england|c of e|cofe|c e)\b")
CATHOLIC = re.compile(r"\b(?:roman catholic|r c)\b")
NUMBER = re.compile(r"\d{5,7}")
DFE_NUMBER = re.compile(r"(\d{3})[ /-]?(\d{4})")
OUTWARD = r"[a-z]{1,2}[0-9][a-z0-9]?"
# The second part may be half typed; without a space it needs a letter, or LS10 would be LS1 0
ENDS_IN_POSTCODE = re.compile(rf"(?:^| )({OUTWARD})(?: ([0-9][a-z]{{0,2}})|([0-9][a-z]{{1,2}}))$")
ONLY_OUTWARD = re.compile(OUTWARD)
MOST_CHARACTERS = 100
MOST_WORDS = 8


def fold(text: str) -> str:
    """Small letters and digits with single spaces between words; no accents, no apostrophes."""
    plain = APOSTROPHES.sub("", text.casefold())
    if not plain.isascii():
        plain = "".join(letter for letter in unicodedata.normalize("NFKD", plain) if not unicodedata.combining(letter))
    if "." in plain:
        plain = DOTTED.sub(lambda found: found[1].replace(".", ""), plain)
    words = " ".join([SAME.get(word, word) for word in NO_WORD.sub(" ", plain.replace("&", " and ")).split()])
    return CATHOLIC.sub("rc", CHURCH.sub("ce", words))


fold_place = lru_cache(maxsize=20_000)(fold)  # many schools stand in one town


def fold_postcode(text: str) -> str:
    """`ls61ab` and ` LS6  1AB ` are both LS6 1AB; what is no postcode is left as it is, in capitals."""
    plain = NO_WORD.sub("", text.casefold())
    found = re.fullmatch(rf"({OUTWARD})([0-9][a-z]{{2}})", plain)
    return f"{found[1]} {found[2]}".upper() if found else " ".join(text.upper().split())


def outward_of(postcode: str) -> str:
    first, _, second = postcode.partition(" ")
    return first if second and len(first) <= 4 else ""


@dataclass(frozen=True)
class Asked:
    """What somebody typed into the search, taken apart."""

    words: tuple[str, ...] = ()
    urn: str = ""
    dfe_number: str = ""
    postcode: str = ""  # LS6 1A: as much of it as is there, with its second part begun

    def __bool__(self) -> bool:
        return bool(self.urn or self.dfe_number or self.postcode or any(len(word) > 1 for word in self.words))


def asked_for(text: str) -> Asked:
    text = text.replace("\x00", "").strip()[:MOST_CHARACTERS]
    number = text.casefold().removeprefix("urn").strip(" :")
    dfe = DFE_NUMBER.fullmatch(number)
    if NUMBER.fullmatch(number) or dfe:
        # Seven digits may be either; no school of England has a URN of more than six, so far
        return Asked(urn=number if NUMBER.fullmatch(number) else "", dfe_number=f"{dfe[1]}/{dfe[2]}" if dfe else "")
    words = fold(text)
    postcode = ""
    if found := ENDS_IN_POSTCODE.search(words):
        postcode = f"{found[1]} {found[2] or found[3]}".upper()
        words = words[: found.start()]
    return Asked(words=tuple(dict.fromkeys(words.split()))[:MOST_WORDS], postcode=postcode)


def index_words(*, folded: str, places: tuple[str, ...], outward: str) -> set[str]:
    """The words under which a school of this folded name is found; with a caret the one that its name begins with."""
    words = folded.split()
    for place in filter(None, places):
        words += fold_place(place).split()
    if folded:
        words.append(f"^{words[0]}")
    if outward:
        words.append(outward.lower())
    return {word[:60] for word in words}
