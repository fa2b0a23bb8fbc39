"""The rows of the national register: what a school's values and a link's become here, and which are left out.

Plain Python. Dates are dd-mm-yyyy; numbers such as the URN are text; "Not applicable" is nothing.

Which rows are left out on purpose:

    Wales, offshore, overseas, Service children's schools  their registers are elsewhere: such schools are typed by hand
    universities, children's centres, other bodies         they are no schools
    the same row a second time                             a URN with two different rows refuses the whole file

A closed school is kept: old URNs lead to new ones, and history keeps its names. A row that cannot be read is left
out and counted; with too many of them the whole file is refused (courses/giasfile.py).

Heads' names are columns of the file. No column is read but those in COLUMNS.
"""

import re
from datetime import date
from functools import lru_cache
from hashlib import blake2b
from typing import NamedTuple

from courses.schoolwords import fold_postcode, outward_of

NOTHING = {"", "not applicable", "not recorded", "does not apply", "unknown", "n/a", "none"}
COLUMNS = {
    "urn": "URN",
    "la": "LA (code)",
    "number": "EstablishmentNumber",
    "name": "EstablishmentName",
    "street": "Street",
    "locality": "Locality",
    "town": "Town",
    "county": "County (name)",
    "postcode": "Postcode",
    "region": "GOR (name)",
    "phase": "PhaseOfEducation (name)",
    "type_name": "TypeOfEstablishment (name)",
    "group": "EstablishmentTypeGroup (name)",
    "status": "EstablishmentStatus (name)",
    "opened_on": "OpenDate",
    "closed_on": "CloseDate",
    "low_age": "StatutoryLowAge",
    "high_age": "StatutoryHighAge",
    "pupils": "NumberOfPupils",
    "trust_code": "Trusts (code)",
    "trust_name": "Trusts (name)",
    "changed_on": "LastChangedDate",
}
LINK_COLUMNS = {"urn": "URN", "other": "LinkURN", "said": "LinkType", "since": "LinkEstablishedDate"}
LONGEST = {
    "name": 200,
    "street": 200,
    "locality": 200,
    "town": 100,
    "county": 100,
    "region": 60,
    "phase": 30,
    "type_name": 100,
    "trust_code": 10,
    "trust_name": 200,
    "postcode": 8,
    "said": 100,
}
STATUSES = {
    "open": "open",
    "open but proposed to close": "closing",
    "proposed to open": "proposed",
    "closed": "closed",
}
PHASES = {
    "nursery": ("Nursery", "primary"),
    "primary": ("Primary", "primary"),
    "middle deemed primary": ("Middle deemed primary", "primary"),
    "secondary": ("Secondary", "secondary"),
    "middle deemed secondary": ("Middle deemed secondary", "secondary"),
    "16 plus": ("16 plus", "other"),
    "all through": ("All-through", "all-through"),
}
KINDS = {
    "local authority maintained schools": "maintained",
    "academies": "academy",
    "free schools": "academy",
    "independent schools": "independent",
}
ELSEWHERE = re.compile(r"\bwelsh\b|\boffshore\b|\boverseas\b|\bservice children")
NO_SCHOOL = re.compile(r"\buniversit|\bhigher education|\bchildrens cent|\bmiscellaneous|\bonline provider")


class Fault(Exception):
    """One row cannot be what it should be."""


class SchoolRow(NamedTuple):
    """A school of the register, in the names of the model's columns."""

    urn: str
    dfe_number: str
    name: str
    street: str
    locality: str
    town: str
    county: str
    postcode: str
    outward: str
    region: str
    phase: str
    type_name: str
    school_phase: str
    kind: str
    status: str
    opened_on: date | None
    closed_on: date | None
    low_age: int | None
    high_age: int | None
    pupils: int | None
    trust_code: str
    trust_name: str
    changed_on: date | None

    def digest(self) -> str:
        return blake2b(repr(tuple(self)).encode(), digest_size=16).hexdigest()


class LinkRow(NamedTuple):
    old_urn: str
    new_urn: str
    said: str
    since: date | None


@lru_cache(maxsize=2_000)
def key_of(text: str) -> str:
    """Names of types and phases are compared without case, hyphens and apostrophes: extracts spell them differently."""
    return " ".join(re.sub(r"[-,]", " ", text.casefold().replace("'", "").replace("’", "")).split())


@lru_cache(maxsize=2_000)
def reason_for(group: str, type_name: str) -> str:
    """Why a row is left out on purpose, or nothing."""
    what = key_of(f"{group} {type_name}")
    if ELSEWHERE.search(what):
        return "in Wales, overseas or offshore"
    return "not a school" if NO_SCHOOL.search(what) else ""


def school_row(given: dict[str, str]) -> SchoolRow | None:
    """None for a row that is left out on purpose. Raises Fault."""
    urn = given["urn"].strip()
    if not (urn.isascii() and urn.isdecimal() and 5 <= len(urn) <= 7):
        raise Fault("its URN is not five to seven digits")
    if reason_for(given["group"], given["type_name"]):
        return None
    status = STATUSES.get(key_of(given["status"]))
    if status is None:
        raise Fault("its status is unknown")
    name = text_of(given, "name")
    if not name:
        raise Fault("it has no name")
    phase, school_phase = phase_of(given["phase"], f"{given['group']} {given['type_name']}")
    postcode = fold_postcode(text_of(given, "postcode"))
    return SchoolRow(
        urn=urn,
        dfe_number=dfe_number(given["la"].strip(), given["number"].strip()),
        name=name,
        street=text_of(given, "street"),
        locality=text_of(given, "locality"),
        town=text_of(given, "town"),
        county=text_of(given, "county"),
        postcode=postcode,
        outward=outward_of(postcode),
        region=text_of(given, "region"),
        phase=phase,
        type_name=text_of(given, "type_name"),
        school_phase=school_phase,
        kind=kind_of(given["group"], given["type_name"]),
        status=status,
        opened_on=date_of(given["opened_on"]),
        closed_on=date_of(given["closed_on"]),
        low_age=number_of(given["low_age"], most=99),
        high_age=number_of(given["high_age"], most=99),
        pupils=number_of(given["pupils"], most=99_999),
        trust_code=text_of(given, "trust_code"),
        trust_name=text_of(given, "trust_name"),
        changed_on=date_of(given["changed_on"]),
    )


def text_of(given: dict[str, str], column: str) -> str:
    text = " ".join(given[column].split())
    if not text or text.casefold() in NOTHING:
        return ""
    if len(text) > LONGEST[column]:
        raise Fault(f"its {COLUMNS.get(column, column)} has more than {LONGEST[column]} characters")
    if not text.isprintable():
        raise Fault(f"its {COLUMNS.get(column, column)} holds signs that no text has")
    return text


@lru_cache(maxsize=20_000)
def date_of(text: str) -> date | None:
    text = text.strip()
    if text.casefold() in NOTHING:
        return None
    try:
        day, month, year = (int(part) for part in text.split("-"))
        return date(year, month, day)
    except ValueError as error:
        raise Fault("a date in it is not a day") from error


@lru_cache(maxsize=5_000)
def number_of(text: str, *, most: int) -> int | None:
    text = text.strip()
    if text.casefold() in NOTHING:
        return None
    if not (text.isascii() and text.isdecimal() and len(text) < 9 and int(text) <= most):
        raise Fault("a number in it is not one")
    return int(text)


def dfe_number(authority: str, number: str) -> str:
    """Authority and number: 305/2001. An establishment without a number of its own has none."""
    whole = authority.isdecimal() and number.isdecimal() and len(authority) <= 3 and len(number) <= 4 and number != "0"
    return f"{authority.zfill(3)}/{number.zfill(4)}" if whole else ""


@lru_cache(maxsize=2_000)
def phase_of(phase: str, what: str) -> tuple[str, str]:
    """The register's phase, and ours: special schools have none of their own there."""
    phase, ours = PHASES.get(key_of(phase), ("", "other"))
    what = key_of(what)
    special = "special" in what or "pupil referral" in what or "alternative provision" in what
    return phase, "special" if special else ours


@lru_cache(maxsize=2_000)
def kind_of(group: str, type_name: str) -> str:
    group, type_name = key_of(group), key_of(type_name)
    if group in KINDS:
        return KINDS[group]
    if "academy" in type_name or "free school" in type_name:
        return "academy"
    if "independent" in type_name or "non maintained" in type_name:
        return "independent"
    return "maintained" if "special school" in type_name or "pupil referral" in type_name else "other"


def link_row(given: dict[str, str]) -> LinkRow | None:
    urn, other = given["urn"].strip(), given["other"].strip()
    if not all(one.isascii() and one.isdecimal() and 5 <= len(one) <= 7 for one in (urn, other)):
        raise Fault("one of its URNs is not five to seven digits")
    said = text_of(given, "said")
    word = key_of(said).split(" ")[0]
    if word not in ("successor", "predecessor") or urn == other:
        return None
    old, new = (urn, other) if word == "successor" else (other, urn)
    return LinkRow(old, new, said, date_of(given["since"]))
