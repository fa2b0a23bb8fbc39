"""An invented register of schools, in the form of the real one: for the demonstration, and in full size to measure."""

import csv
import io
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from random import Random

from django.utils.timezone import now

from courses.domain.registerimport import put_register_now
from courses.giasrow import COLUMNS, LINK_COLUMNS
from courses.models import Establishment

FIRST_URN = 900_000  # no school of England has a number of this size
SCHOOLS = 300
FIRST = (
    *(
        "Larkfield",
        "Holm Park",
        "Westmoor",
        "Ashby Lane",
        "Birchcroft",
        "Coldbrook",
        "Dunmere",
        "Eastfield",
        "Fernhill",
    ),
    *("Greenway", "Hazel Bank", "Inglewood", "Juniper Street", "Kingsmead", "Longmeadow", "Marlbrook"),
    "Netherfield",
    *("Oakhurst", "Priory Road", "Quarry Bank", "Rosehill", "Stonebridge", "Thornfield", "Underwood", "Valley View"),
    *("Whitegate", "Yew Tree", "The Willows", "Millbeck", "Castle Hill", "Brookside", "Highfield", "Elm Grove"),
)
SAINTS = (
    "Anne",
    "Aidan",
    "Brannock",
    "Cuthbert",
    "Edith",
    "Francis",
    "Hilda",
    "Joseph",
    "Mary",
    "Oswald",
    "Peter",
    "Zoë",
)
CHURCHES = ("C of E", "CofE (VA)", "Church of England", "Catholic", "R.C.")
TOWN_BEGINS = (
    "Ash",
    "Birch",
    "Cold",
    "Dun",
    "East",
    "Fern",
    "Green",
    "Hazel",
    "Long",
    "Mill",
    "Nether",
    "Stone",
    "Thorn",
    "West",
)
TOWN_ENDS = ("bury", "combe", "den", "field", "ford", "ham", "ley", "mere", "mouth", "stead", "ton", "wick", "worth")
SYLLABLES = [f"{first}{vowel}{last}" for first in "bcdfhlmprst" for vowel in "aeio" for last in "lnr"]
COUNTIES = ("Northshire", "Midmoor", "Eastmarsh", "Southwold", "Westdale")
REGIONS = ("North East", "North West", "Yorkshire and the Humber", "East Midlands", "South West", "London")
AREAS = ("QA", "QB", "QC", "QD", "QE", "QF", "QG", "QH")  # no postcode of the Royal Mail begins with Q
PHASES = (
    ("Primary", 3, 11, "Primary School", 220),
    ("Primary", 4, 7, "Infant School", 180),
    ("Primary", 7, 11, "Junior School", 240),
    ("Secondary", 11, 18, "School", 1100),
    ("Secondary", 11, 16, "High School", 900),
    ("All-through", 3, 18, "School", 1400),
    ("Nursery", 2, 5, "Nursery School", 90),
    ("Not applicable", 5, 16, "Special School", 110),
)
MAINTAINED = ("Local authority maintained schools", "Community school")
ACADEMY = ("Academies", "Academy converter")
INDEPENDENT = ("Independent schools", "Other independent school")
SPECIAL = ("Special schools", "Community special school")


@dataclass(frozen=True)
class InventedRegister:
    schools: list[dict[str, str]]
    links: list[dict[str, str]]


def invent(count: int, *, seed: int = 1, mark: str = " (invented)", syllables: bool = False) -> InventedRegister:
    """So many rows, each tenth closed because its school became an academy, whose row follows at the end.

    With `syllables` half of the names and most towns are made up anew, so that there are as many words as in life.
    """
    chance = Random(seed)  # noqa: S311 - invented names, no secrets
    schools = [invented_school(number, chance, mark) for number in range(count - count // 11)]
    if syllables:
        for row in schools[::2]:
            row |= {"name": f"{made_up(chance)} {row['name']}", "town": made_up(chance)}
    links = []
    for old in schools[4::10]:
        if len(schools) == count:
            break
        urn = str(FIRST_URN + len(schools))
        new = old | {
            "urn": urn,
            "opened_on": "01-09-2024",
            "closed_on": "",
            "number": str(4000 + len(schools) % 3000),
            "group": ACADEMY[0],
            "type_name": ACADEMY[1],
            "trust_code": "90001",
            "trust_name": f"Northshire Learning Trust{mark}",
            "name": old["name"].replace(" School", " Academy"),
        }
        old |= {"status": "Closed", "closed_on": "31-08-2024"}
        schools.append(new)
        links.append({"urn": old["urn"], "other": urn, "said": "Successor", "since": "01-09-2024"})
        links.append({"urn": urn, "other": old["urn"], "said": "Predecessor", "since": "01-09-2024"})
    return InventedRegister(schools, links)


def made_up(chance: Random) -> str:
    return "".join((*(chance.choice(SYLLABLES) for _ in range(2)), chance.choice(TOWN_ENDS))).capitalize()


def invented_school(number: int, chance: Random, mark: str) -> dict[str, str]:
    phase, low, high, ending, pupils = chance.choice(PHASES)
    group, type_name = (
        SPECIAL if phase == "Not applicable" else chance.choice((MAINTAINED, ACADEMY, MAINTAINED, INDEPENDENT))
    )
    saint = f"St {chance.choice(SAINTS)}’s {chance.choice(CHURCHES)}"
    name = f"{saint if chance.random() < 0.25 else chance.choice(FIRST)} {ending}"
    outward = f"{chance.choice(AREAS)}{chance.randint(1, 29)}"
    return {
        "urn": str(FIRST_URN + number),
        "la": str(900 + number % 90),
        "number": str(2000 + number % 2000),
        "name": f"{name}{mark}",
        "street": f"{chance.randint(1, 200)} {chance.choice(FIRST)} Road",
        "locality": "",
        "town": f"{chance.choice(TOWN_BEGINS)}{chance.choice(TOWN_ENDS)}",
        "county": chance.choice(COUNTIES),
        "postcode": f"{outward} {chance.randint(1, 9)}{chance.choice('ABDEF')}{chance.choice('GHJLN')}",
        "region": chance.choice(REGIONS),
        "phase": phase,
        "type_name": type_name,
        "group": group,
        "status": "Open",
        "opened_on": "01-09-1974",
        "closed_on": "",
        "low_age": str(low),
        "high_age": str(high),
        "pupils": str(max(20, round(chance.gauss(pupils, pupils / 4)))),
        "trust_code": "90001" if group == ACADEMY[0] else "",
        "trust_name": f"Northshire Learning Trust{mark}" if group == ACADEMY[0] else "",
        "changed_on": "01-10-2026",
    }


def csv_lines(rows: list[dict[str, str]], columns: dict[str, str], *, padding: int = 0) -> Iterator[str]:
    """As the register writes it; `padding` more columns stand for those that nobody reads."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    more = [f"Column {number}" for number in range(padding)]
    writer.writerow([*columns.values(), *more])
    for row in rows:
        writer.writerow([*(row[name] for name in columns), *("Not applicable" for _ in more)])
        if text.tell() > 1 << 20:
            yield text.getvalue()
            text.seek(0)
            text.truncate()
    yield text.getvalue()


def lay_establishments(*, say: Callable[[str], None]) -> None:
    """Once: where a register is, an invented one would push it out."""
    if Establishment.objects.exists():
        return
    say(f"Inventing a register of {SCHOOLS} schools")
    register = invent(SCHOOLS)
    for rows, columns, name in [
        (register.schools, COLUMNS, "edubasealldata-invented.csv"),
        (register.links, LINK_COLUMNS, "links_edubasealldata-invented.csv"),
    ]:
        file = io.BytesIO("".join(csv_lines(rows, columns)).encode("cp1252"))
        put_register_now(file=file, name=name, allows_fewer=False, by=None, now=now())
