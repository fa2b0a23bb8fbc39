"""Files made to cost time or memory: what is counted stops them, before anything is built from them."""

import io
import struct
import tracemalloc
import zipfile

import pytest

from quizzes.formats import exchange, plain_file, settle, xml_safe, zip_safe
from quizzes.formats.exchange import ImportRefused, read_questions

ITEM = (
    '<assessmentItem identifier="i" title="T"><responseDeclaration identifier="R" cardinality="single" '
    'baseType="identifier"><correctResponse><value>a</value></correctResponse></responseDeclaration><itemBody>'
    '<choiceInteraction responseIdentifier="R"><prompt>Which?</prompt><simpleChoice identifier="a">x</simpleChoice>'
    '<simpleChoice identifier="b">y</simpleChoice></choiceInteraction></itemBody></assessmentItem>'
)
LAUGHS = '<!DOCTYPE quiz [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;">]><quiz>&b;</quiz>'
OUTSIDE = '<!DOCTYPE quiz [<!ENTITY a SYSTEM "file:///etc/passwd">]><quiz>&a;</quiz>'
BY_NAME = '<!DOCTYPE quiz SYSTEM "https://example.org/quiz.dtd"><quiz/>'
QUESTION = '<question type="multichoice"><questiontext><text>{}</text></questiontext></question>'
ENTITIES = "It declares a document type or entities, which are not read here."
LEADS_OUT = "The package holds a file whose name leads outside of it, or a link."


def refusal(data, **named):
    with pytest.raises(ImportRefused) as caught:
        read_questions(data.encode() if isinstance(data, str) else data, **named)
    return caught.value.sentence


def package(*members):
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as file:
        for member, text in members:
            file.writestr(member, text)
    return data.getvalue()


@pytest.mark.parametrize("text", [LAUGHS, OUTSIDE, BY_NAME])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_entities_and_document_types_are_refused(text, encoding):
    assert refusal(text.encode(encoding)) == ENTITIES


def test_a_bare_document_type_as_some_tools_write_it_is_passed_over():
    [line] = read_questions(f"<!DOCTYPE assessmentItem>{ITEM}".encode()).report
    assert line.outcome == "imported with losses"


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        ("<quiz>" + "<a>" * 70, "Its elements lie more than 60 deep in one another."),
        ("<quiz>" + "<a/>" * 100_001, "It holds more than 100,000 elements. Divide it."),
        (
            "<quiz " + " ".join(f'a{n}=""' for n in range(5_000)) + "/>",
            "It has a tag too long for a file of questions.",
        ),
        (
            "<quiz><!-- <![CDATA[ --><a " + " ".join(f'a{n}=""' for n in range(5_000)) + "/></quiz>",
            "It has a tag too long for a file of questions.",
        ),
        (
            "<quiz>" + "".join(f'<a xmlns:n{n}="u"/>' for n in range(2_001)),
            "It has a tag too long for a file of questions.",
        ),
        ("<quiz>" + "<question/>" * 1_001 + "</quiz>", "The file holds more than 1,000 questions. Divide it."),
        ("a{T}\n\n" * 1_001, "The file holds more than 1,000 questions. Divide it."),
        ("a\n" * 100_002, "The file has more than 100,000 lines. Divide it."),
        (b"a" * 8_000_001, "The file has 8,000,001 bytes; at most 8,000,000 are read."),
        ("a\x00b{T}", "There is a NUL character: this is not a text file."),
        ("<quiz>\x00</quiz>", "There is a NUL character: this is not an XML file."),
        (b"a{T}\n\n\xe4{T}", "This line is not UTF-8. Save the file as UTF-8."),
        ('<?xml version="1.0" encoding="utf-7"?><quiz/>', "Its encoding “utf-7” is not read here. Save it as UTF-8."),
        (b"", "The file is empty."),
        ("<quiz/>", "No question was found in the file."),
    ],
)
def test_what_is_too_much_is_refused(data, sentence):
    assert refusal(data) == sentence


def test_a_refusal_names_its_line():
    with pytest.raises(ImportRefused) as caught:
        read_questions(b"a{T}\n\n\xe4{T}")
    assert (caught.value.line, str(caught.value)) == (3, f"Line 3: {caught.value.sentence}")


def test_a_budget_of_elements_is_spent_once_for_all_files_of_a_package():
    budget = xml_safe.Budget(10)
    xml_safe.read_xml(b"<a><b/><b/><b/><b/><b/></a>", budget)
    with pytest.raises(ImportRefused):
        xml_safe.read_xml(b"<a><b/><b/><b/><b/><b/></a>", budget)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("x" * 20_001, "A text of it is longer than 20,000 characters."),
        ("&lt;b>" * 3_001, "A text of it has more than 3,000 tags."),
        ("&lt;p>x" * 301, "Its text has more than 300 lines."),
    ],
)
def test_a_text_that_is_too_much_leaves_its_question_out_and_no_other(text, reason):
    good = QUESTION.format("Good").replace(
        "</question>",
        '<answer fraction="100"><text>a</text></answer><answer fraction="0"><text>b</text></answer></question>',
    )
    read = read_questions(f"<quiz>{good.replace('Good', text)}{good}</quiz>".encode())
    assert read.report[0].reasons == (reason,)
    assert [draft.content["stem"] for draft in read.drafts] == ["Good"]


@pytest.mark.parametrize(
    "text",
    [
        "q{" + "~a\n" * 101 + "}",
        "q{#" + "=1\n" * 101 + "}",
        "q{" + "=a->b\n" * 101 + "}",
        f"<quiz><question type='ordering'>{'<answer/>' * 101}</question></quiz>",
        ITEM.replace('<simpleChoice identifier="b">y</simpleChoice>', "<simpleChoice/>" * 100),
    ],
)
def test_more_answers_than_anybody_gives_are_not_looked_at(text):
    [line] = read_questions(text.encode()).report
    assert line.reasons == ("It has 101 answers; at most 100 are looked at.",)


def link():
    member = zipfile.ZipInfo("items/a.xml")
    member.external_attr = 0o120777 << 16
    return member


@pytest.mark.parametrize("name", ["../a.xml", "/etc/a.xml", "a/../../b.xml", "a\\b.xml", "C:/a.xml", "a\n.xml", link()])
def test_names_that_lead_out_of_a_package_and_links_are_refused(name):
    assert refusal(package((name, ITEM))) == LEADS_OUT


def test_a_member_without_a_name_is_refused():
    data = bytearray(package(("abcde", ITEM)))
    at = data.index(b"PK\x01\x02")
    data[at + 28 : at + 34] = struct.pack("<HHH", 0, 0, 5)  # the five bytes of the name are now a comment
    assert refusal(bytes(data)) == LEADS_OUT


def test_a_package_that_unpacks_to_far_more_than_it_is_is_refused():
    sentence = "The package unpacks to far more than it is: that is not a package of questions."
    assert refusal(package(("imsmanifest.xml", " " * 20_000_000))) == sentence


def test_a_package_that_lies_about_its_size_is_read_only_so_far(monkeypatch):
    monkeypatch.setattr(zip_safe, "MOST_A_MEMBER", 1_000)
    data = bytearray(package(("a.xml", ITEM + " " * 5_000), ("b.xml", ITEM)))
    at = data.index(b"PK\x01\x02")
    data[at + 24 : at + 28] = struct.pack("<I", 500)
    first, second = read_questions(bytes(data)).report
    assert first.outcome == "left out"
    assert second.outcome == "imported with losses"


def test_no_more_of_a_member_is_unpacked_than_is_read(monkeypatch):
    monkeypatch.setattr(zip_safe, "MOST_A_MEMBER", 1_000)
    data = package(("a.xml", "".join(f"{number:08}" for number in range(500_000))))
    tracemalloc.start()
    read_questions(data)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 2_000_000  # unpacked it has four million bytes


def test_all_members_together_have_one_limit(monkeypatch):
    monkeypatch.setattr(zip_safe, "MOST_UNPACKED", 2 * len(ITEM) + 10)
    report = read_questions(package(*((f"{n}.xml", ITEM) for n in range(4)))).report
    assert [line.outcome for line in report] == ["imported with losses"] * 2 + ["left out"] * 2
    assert report[-1].reasons == ("It is too large when unpacked.",)


def test_too_many_members_are_refused_before_they_are_listed():
    assert refusal(b"PK" + b"PK\x01\x02" * 3_001) == "The package holds more than 3,000 files."


def test_a_package_within_a_package_is_named_and_not_opened():
    report = read_questions(package(("inner.zip", package(("a.xml", ITEM))), ("a.xml", ITEM))).report
    assert report[0].reasons == ("A package within a package is not opened.",)
    assert report[1].outcome == "imported with losses"


def test_an_encrypted_member_is_named():
    data = bytearray(package(("a.xml", ITEM)))
    data[data.index(b"PK\x01\x02") + 8] |= 1
    [line] = read_questions(bytes(data)).report
    assert line.reasons == ("It is encrypted.",)


def test_a_member_packed_in_another_way_is_named():
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_LZMA) as file:
        file.writestr("a.xml", ITEM)
    [line] = read_questions(data.getvalue()).report
    assert line.reasons == ("It is packed in a way that is not read here.",)


def test_two_members_of_one_name_are_refused():
    with pytest.warns(UserWarning, match="Duplicate name"):
        data = package(("a.xml", ITEM), ("a.xml", ITEM))
    assert refusal(data) == "The package holds two files of the name “a.xml”."


def test_the_limits_are_those_that_were_measured():
    """A change here needs the time and the memory of the worst files measured again: 5 s and 150 MB."""
    assert (exchange.MOST_BYTES, settle.MOST_QUESTIONS, plain_file.MOST_LINES) == (8_000_000, 1_000, 100_000)
    assert (xml_safe.MOST_ELEMENTS, zip_safe.MOST_UNPACKED, zip_safe.MOST_A_MEMBER) == (100_000, 24_000_000, 4_000_000)
