"""What the search in the register finds, and in which order."""

import pytest

from courses.queries.establishment import find_establishment, find_establishments, predecessors, successors
from tests.courses.register.files import as_file, link, put, row

pytestmark = pytest.mark.django_db

SCHOOLS = (
    ("900001", "Oakhurst Primary School", "Leeford", "QA1 1AA"),
    ("900002", "St Mary’s C of E Primary School", "Leeford", "QA1 1AB"),
    ("900003", "Saint Mary's Catholic Academy", "Ashton", "QA12 2AB"),
    ("900004", "The Oakhurst Nursery", "Ashton", "QA12 3AB"),
    ("900005", "Café Road Infants' School", "Leeford", "QA1 2BB"),
    ("900006", "Park School", "Oakhurst", "QB1 1AA"),
)


@pytest.fixture
def schools(settings, tmp_path):
    settings.MEDIA_ROOT = str(tmp_path)
    rows = [
        row(urn=urn, number=f"20{urn[-2:]}", name=name, town=town, postcode=postcode)
        for urn, name, town, postcode in SCHOOLS
    ]
    put(*rows)
    return rows


def found(text) -> list[str]:
    return [one.urn[-1] for one in find_establishments(text)]


@pytest.mark.parametrize(
    ("text", "urns"),
    [
        ("oakhurst", ["1", "4", "6"]),  # a name that begins so, a name that has it, a town
        ("OAKH", ["1", "4", "6"]),
        ("primary oakhurst", ["1"]),
        ("st mary", ["3", "2"]),
        ("saint marys leeford", ["2"]),
        ("st. mary's, church of england", ["2"]),
        ("st m", ["3", "2"]),
        ("cafe infants", ["5"]),
        ("café", ["5"]),
        ("infant’s", ["5"]),
        ("leeford", ["5", "1", "2"]),
        ("900004", ["4"]),
        ("urn 900004", ["4"]),
        ("900/2004", ["4"]),
        ("9002004", ["4"]),
        ("QA1 1AB", ["2"]),
        ("qa11ab", ["2"]),
        ("QA1", ["5", "1", "2"]),  # not QA12
        ("qa12", ["4", "3"]),
        ("QA1 1", ["1", "2"]),
        ("mary qa1 1", ["2"]),
        ("oakhurst nowhere", []),
        ("zz", []),
        ("o", []),
        ("", []),
    ],
)
def test_a_school_is_found(schools, text, urns):
    assert sorted(found(text)) == sorted(urns)
    if text in ("oakhurst", "OAKH"):
        assert found(text)[0] == "1"


@pytest.mark.parametrize("text", ["%", "_", "' OR 1=1 --", "\x00", "𝕊chool", "(" * 5_000, "a" * 10_000, "\ud800"])
def test_hostile_text_finds_nothing_and_breaks_nothing(schools, text):
    assert find_establishments(text) in ([], find_establishments("school"))


def test_at_most_twelve_are_found(settings, tmp_path):
    settings.MEDIA_ROOT = str(tmp_path)
    put(*(row(urn=str(900_000 + number)) for number in range(30)))
    assert len(found("holm")) == 12


def test_the_whole_name_comes_first(settings, tmp_path):
    settings.MEDIA_ROOT = str(tmp_path)
    names = ["Park Academy", "Park Lane School", "Park School", "Ashby Park School"]
    put(*(row(urn=f"90000{place}", name=name) for place, name in enumerate(names)))
    assert [one.name for one in find_establishments("park school")] == [
        *("Park School", "Park Lane School", "Ashby Park School"),
    ]


def test_a_search_asks_as_much_for_one_school_as_for_three(schools, django_assert_num_queries):
    for text in ("nursery", "oakhurst"):
        with django_assert_num_queries(2):
            find_establishments(text)


# Closed schools -------------------------------------------------------------------------------------------------


@pytest.fixture
def conversion(settings, tmp_path):
    settings.MEDIA_ROOT = str(tmp_path)
    put(
        row(name="Oak School", status="Closed", closed_on="31-08-2024"),
        row(urn="900002", name="Elm Academy", number="2002"),
        row(urn="900003", name="Ash School", status="Closed", closed_on="31-08-2020", number="2003"),
        row(urn="900004", name="New School", status="Proposed to open", opened_on="01-09-2027", number="2004"),
    )
    put(file=as_file([link("900001", "900002"), link("899999", "900001")]))


@pytest.mark.parametrize("text", ["900001", "oak", "900/2001"])
def test_an_old_school_is_found_as_the_new_one_and_the_search_says_so(conversion, text):
    assert [(one.urn, one.name, one.was, one.is_open) for one in find_establishments(text)] == [
        ("900002", "Elm Academy", "Oak School (URN 900001)", True)
    ]


def test_a_number_that_only_the_links_know_is_followed_too(conversion):
    assert [(one.urn, one.was) for one in find_establishments("899999")] == [("900002", "URN 899999")]


def test_a_school_found_by_its_own_name_was_nothing_else(conversion):
    assert [one.was for one in find_establishments("elm")] == [""]


def test_a_school_that_closed_for_good_is_shown_as_closed(conversion):
    (one,) = find_establishments("900003")
    assert (one.is_open, f"{one.closed_on:%d %m %Y}") == (False, "31 08 2020")


def test_closed_schools_come_last(conversion):
    assert [one.name for one in find_establishments("school")] == ["New School", "Elm Academy", "Ash School"]


def test_a_school_that_will_open_may_be_chosen_and_says_when(conversion):
    (one,) = find_establishments("new school")
    assert (one.is_open, f"{one.opens_on:%d %m %Y}") == (True, "01 09 2027")


def test_a_school_that_vanished_is_no_longer_found_by_name(conversion):
    put(row(urn="900002", name="Elm Academy", number="2002"))
    assert find_establishments("new school") == []


def test_one_school_is_fetched_as_what_it_is_now(conversion):
    assert find_establishment("900001").urn == "900002"
    assert find_establishment("899999").urn == "900002"
    assert find_establishment("123456") is None
    assert find_establishment("x") is None


def test_the_links_are_followed_in_both_directions(conversion):
    assert successors(["899999", "900001", "900003"]) == {"899999": "900002", "900001": "900002"}
    assert predecessors("900002") == ["900001", "899999"]
