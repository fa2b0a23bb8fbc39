import pytest

from courses.schoolwords import Asked, asked_for, fold, fold_postcode, index_words


@pytest.mark.parametrize(
    ("written", "folded"),
    [
        ("St. Mary’s C.E. (VA) Primary School", "st marys ce va primary school"),
        ("Saint Mary's C of E", "st marys ce"),
        ("St Mary's Church of England & Trinity", "st marys ce and trinity"),
        ("Saint Zoë's R.C.", "st zoes rc"),
        ("Stratford-upon-Avon", "stratford upon avon"),
        ("  ", ""),
    ],
)
def test_names_fold_to_plain_words(written, folded):
    assert fold(written) == folded


@pytest.mark.parametrize(
    ("typed", "postcode"),
    [("ls61ab", "LS6 1AB"), (" LS6  1AB ", "LS6 1AB"), ("sw1a1aa", "SW1A 1AA"), ("Dublin 4", "DUBLIN 4"), ("", "")],
)
def test_postcodes_have_one_space_and_capitals(typed, postcode):
    assert fold_postcode(typed) == postcode


@pytest.mark.parametrize(
    ("typed", "asked"),
    [
        ("123456", Asked(urn="123456")),
        ("URN: 123456", Asked(urn="123456")),
        ("305/2001", Asked(dfe_number="305/2001")),
        ("305 2001", Asked(dfe_number="305/2001")),
        ("3052001", Asked(urn="3052001", dfe_number="305/2001")),
        ("oaks ls6 1", Asked(words=("oaks",), postcode="LS6 1")),
        ("ls61ab", Asked(postcode="LS6 1AB")),
        ("LS10", Asked(words=("ls10",))),
        ("year 6 school", Asked(words=("year", "6", "school"))),
        ("oak oak\x00", Asked(words=("oak",))),
    ],
)
def test_what_is_typed_is_taken_apart(typed, asked):
    assert asked_for(typed) == asked


@pytest.mark.parametrize("typed", ["", " ", "x", "x y", "…", "\x00"])
def test_single_letters_ask_for_nothing(typed):
    assert not asked_for(typed)


def test_ten_thousand_characters_are_cut():
    assert sum(map(len, asked_for("ab " * 3_400).words)) < 100


def test_a_school_is_found_by_its_places_and_by_how_its_name_begins():
    words = index_words(folded="st marys ce", places=("Long Ashton", ""), outward="BS41")
    assert words == {"st", "marys", "ce", "^st", "long", "ashton", "bs41"}
