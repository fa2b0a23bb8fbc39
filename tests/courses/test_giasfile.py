"""The register as a file: its traps, and what is refused."""

import io
import time
import zipfile
from datetime import date

import pytest

from courses.giasfile import LeftOut, RegisterRefused, open_register, read_links, read_schools
from courses.giasrow import COLUMNS
from tests.courses.register.files import HEAD, ONE, as_file, link, row, written, zipped


def read(file):
    return [one for table in open_register(file) for one in (read_links if table.has_links else read_schools)(table)]


def refusal(file) -> str:
    with pytest.raises(RegisterRefused) as refused:
        read(file)
    return str(refused.value)


# Reading --------------------------------------------------------------------------------------------------------


def test_a_row_is_read_into_our_columns():
    assert read(as_file([ONE]))[0]._asdict() == {
        "urn": "900001",
        "dfe_number": "900/2001",
        "name": "Holm Park School",
        "street": "1 Lane",
        "locality": "",
        "town": "Holm",
        "county": "Northshire",
        "postcode": "QA1 1AA",
        "outward": "QA1",
        "region": "North East",
        "phase": "Primary",
        "type_name": "Community school",
        "school_phase": "primary",
        "kind": "maintained",
        "status": "open",
        "opened_on": date(1974, 9, 1),
        "closed_on": None,
        "low_age": 4,
        "high_age": 11,
        "pupils": 210,
        "trust_code": "",
        "trust_name": "",
        "changed_on": date(2026, 10, 1),
    }


@pytest.mark.parametrize("encoding", ["cp1252", "utf-8", "utf-8-sig"])
def test_both_alphabets_are_read(encoding):
    assert read(as_file([row(name="St Zoë’s")], encoding=encoding))[0].name == "St Zoë’s"


def test_columns_stand_in_any_order():
    assert read(as_file([ONE], head=tuple(reversed(HEAD)))) == read(as_file([ONE]))


def test_heads_names_are_no_columns_of_ours():
    assert not [name for name in COLUMNS.values() if "Head" in name]
    assert "SECRET" not in repr(read(as_file([ONE])))


@pytest.mark.parametrize(
    ("spelt", "phase", "ours"),
    [
        ("All-through", "All-through", "all-through"),
        ("All through", "All-through", "all-through"),
        ("16 Plus", "16 plus", "other"),
        ("16 plus", "16 plus", "other"),
        ("Middle Deemed Secondary", "Middle deemed secondary", "secondary"),
        ("Not applicable", "", "other"),
    ],
)
def test_phases_are_spelt_one_way(spelt, phase, ours):
    found = read(as_file([row(phase=spelt)]))[0]
    assert (found.phase, found.school_phase) == (phase, ours)


@pytest.mark.parametrize(
    ("group", "type_name", "kind", "phase"),
    [
        ("Academies", "Academy converter", "academy", "primary"),
        ("Free Schools", "Free schools special", "academy", "special"),
        ("Independent schools", "Other independent school", "independent", "primary"),
        ("Special schools", "Community special school", "maintained", "special"),
        ("Special schools", "Non-maintained special school", "independent", "special"),
        ("Local authority maintained schools", "Pupil referral unit", "maintained", "special"),
        ("Other types", "Something new", "other", "primary"),
    ],
)
def test_who_runs_a_school_is_told_by_its_type(group, type_name, kind, phase):
    found = read(as_file([row(group=group, type_name=type_name)]))[0]
    assert (found.kind, found.school_phase) == (kind, phase)


@pytest.mark.parametrize(
    ("group", "type_name", "reason"),
    [
        ("Welsh schools", "Welsh establishment", "in Wales, overseas or offshore"),
        ("Other types", "British schools overseas", "in Wales, overseas or offshore"),
        ("Other types", "Offshore schools", "in Wales, overseas or offshore"),
        ("Other types", "Service children's education", "in Wales, overseas or offshore"),
        ("Children's Centres", "Children's centre", "not a school"),
        ("Universities", "Higher education institutions", "not a school"),
    ],
)
def test_what_is_left_out_says_why(group, type_name, reason):
    assert read(as_file([ONE, row(urn="900002", group=group, type_name=type_name)]))[1] == LeftOut(3, reason)


@pytest.mark.parametrize(
    ("wrong", "reason"),
    [
        ({"urn": "12x45"}, "its URN is not five to seven digits"),
        ({"status": "Perhaps"}, "its status is unknown"),
        ({"name": "Not applicable"}, "it has no name"),
        ({"opened_on": "31-02-2020"}, "a date in it is not a day"),
        ({"opened_on": "2020/01/31"}, "a date in it is not a day"),
        ({"pupils": "many"}, "a number in it is not one"),
        ({"name": "x" * 201}, "its EstablishmentName has more than 200 characters"),
        ({"town": "Ho\x07lm"}, "its Town holds signs that no text has"),
    ],
)
def test_a_row_that_cannot_be_read_is_left_out_and_counted(wrong, reason):
    assert read(as_file([ONE, row(**{"urn": "900002", **wrong})]))[1] == LeftOut(3, reason, is_fault=True)


def test_many_rows_that_cannot_be_read_refuse_the_file():
    rows = [row(urn=str(900_000 + number), opened_on="never" if number < 30 else "") for number in range(100)]
    assert refusal(as_file(rows)) == (
        "30 of 100 rows are not what the register holds. The first is line 2: a date in it is not a day."
    )


def test_the_same_row_twice_is_one_school():
    assert read(as_file([ONE, ONE]))[1] == LeftOut(3, "the same row a second time")


def test_one_urn_with_two_different_rows_refuses_the_file():
    assert refusal(as_file([ONE, row(town="Elsewhere")])) == (
        "URN 900001 stands in the file twice, with different values."
    )


def test_an_establishment_without_a_number_has_no_dfe_number():
    assert read(as_file([row(number="")]))[0].dfe_number == ""


def test_a_link_comes_once_though_the_file_says_it_from_either_side():
    rows = [link("900001", "900002"), link("900002", "900001", "Predecessor"), link("900001", "900003", "Parent")]
    found = read(as_file(rows))
    assert found[0] == ("900001", "900002", "Successor", date(2024, 9, 1))
    assert found[1:] == [LeftOut(4, "a link that is no succession")]


def test_a_zip_may_hold_the_register_and_its_links():
    package = zipped(
        links_csv=written([link("900001", "900002")]).encode(), edubasealldata20261101_csv=written([ONE]).encode()
    )
    assert [table.has_links for table in open_register(package)] == [False, True]


# Refusing -------------------------------------------------------------------------------------------------------


def locked_zip() -> io.BytesIO:
    data = bytearray(zipped(a_csv=written([ONE]).encode()).getvalue())
    for mark, place in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        data[data.index(mark) + place] |= 1
    return io.BytesIO(bytes(data))


def bomb() -> io.BytesIO:
    return zipped(a_csv=written([ONE]).encode() + b"0" * 100_000_000)


def lying_bomb() -> io.BytesIO:
    """Its list of contents says that it is small."""
    whole = zipped(a_csv=written([ONE]).encode() + b"0" * 50_000_000).getvalue()
    with zipfile.ZipFile(io.BytesIO(whole)) as package:
        size = package.infolist()[0].file_size
    return io.BytesIO(whole.replace(size.to_bytes(4, "little"), (900).to_bytes(4, "little")))


def huge(size=200_000_000):
    class Huge(io.BytesIO):
        def seek(self, place, whence=0):
            return size if whence == io.SEEK_END else super().seek(place, whence)

    return Huge(b"URN")


WHOLE = written([ONE, row(urn="900002")]).encode()
REFUSED = [
    (lambda: io.BytesIO(b""), "The file is empty."),
    (lambda: io.BytesIO(b"<!DOCTYPE html><html>"), "This is a web page, not the register."),
    (lambda: io.BytesIO(b"\xef\xbb\xbf \r\n<html>"), "This is a web page, not the register."),
    (lambda: io.BytesIO(b"%PDF-1.7"), "This is not a CSV file."),
    (lambda: io.BytesIO(b"name,town\r\nHolm,Holm\r\n"), "This is not the register:"),
    (lambda: io.BytesIO("URN,Näme".encode("utf-16")), "The file holds bytes that no text has."),
    (lambda: io.BytesIO(WHOLE.replace(b"Holm", b"Ho\x00m")), "The file holds bytes that no text has."),
    (lambda: io.BytesIO(WHOLE[:-40]), "Line 3 has "),
    (lambda: io.BytesIO(WHOLE[:-40] + b'"'), "Line 3 has "),
    (lambda: io.BytesIO(WHOLE.replace(b"Holm Park", b'"Holm Park', 1)), "The file cannot be read from line "),
    (lambda: io.BytesIO(WHOLE.replace(b"Postcode", b"Post code")), "The file lacks the column Postcode."),
    (lambda: io.BytesIO(WHOLE.replace(b"Gender (name)", b"Town")), "The file has the column Town twice."),
    (lambda: io.BytesIO(WHOLE.splitlines(True)[0]), "The file holds no school."),
    (lambda: io.BytesIO(WHOLE.replace(b"Holm Park", b"x" * 30_000)), "The file cannot be read from line "),
    (lambda: io.BytesIO(b",".join([b"URN"] * 5_000)), "The file has 5,000 columns;"),
    (lambda: io.BytesIO(b"URN\x81" + WHOLE[3:]), "The file "),
    (huge, "The file has 200 MB; at most 120 are read."),
    (lambda: zipped(**{"[Content_Types].xml": b"<x/>"}), "This is a workbook or a document of Office."),
    (lambda: zipped(readme_txt=b"hello"), "The zip file holds no CSV file."),
    (lambda: zipped(a_csv=WHOLE, b_csv=WHOLE), "The zip file should hold the register once:"),
    (lambda: zipped(**{"..__..__etc__a_csv": WHOLE}), "The zip file holds a file whose name leads outside of it."),
    (lambda: zipped(**{f"n{number}_csv": b"x" for number in range(30)}), "The zip file holds 30 files."),
    (locked_zip, "The zip file is locked with a password."),
    (bomb, "The zip file unpacks to far more than the register is."),
    (lying_bomb, "The zip file "),
    (lambda: io.BytesIO(zipped(a_csv=WHOLE * 50).getvalue()[:-30]), "The zip file is damaged or incomplete."),
    (lambda: io.BytesIO(b"PK\x03\x04" + b"x" * 1_000), "The zip file is damaged or incomplete."),
]


@pytest.mark.parametrize(("make", "sentence"), REFUSED)
def test_what_is_not_the_register_is_refused_in_a_sentence_and_soon(make, sentence):
    file = make()
    began = time.process_time()
    assert refusal(file).startswith(sentence)
    assert time.process_time() - began < 5


def test_the_invented_file_of_the_folder_is_read_with_its_traps():
    with open("tests/courses/register/edubasealldata20261101.csv", "rb") as file:
        found = read(file)
    assert [one.urn for one in found if not isinstance(one, LeftOut)] == [
        *("900001", "900002", "900003", "900004", "900005", "900006"),
    ]
    assert [one.reason for one in found if isinstance(one, LeftOut)] == [
        "in Wales, overseas or offshore",
        "in Wales, overseas or offshore",
        "not a school",
        "the same row a second time",
        "a date in it is not a day",
    ]
