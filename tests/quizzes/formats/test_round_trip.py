"""What is written as GIFT, Moodle XML or QTI reads back as the same questions, and edits made elsewhere count."""

import io
import re
import zipfile

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from quizzes.formats.carried import pack
from quizzes.formats.exchange import FORMATS, read_questions, write_questions
from quizzes.formats.text import Draft
from quizzes.kinds import KINDS
from tests.quizzes.drafts import build_draft, drafts

WRITTEN = [name for name, format in FORMATS.items() if format.can_write]
BANK = [build_draft(kind) for kind in KINDS]
every_format = pytest.mark.parametrize("name", WRITTEN)


def change(data, old, new):
    """The file after somebody replaced a word in the part that other systems read."""
    if not data.startswith(b"PK"):
        native = b"\n".join(line for line in data.split(b"\n") if not line.startswith(b"// |"))
        assert old in native
        kept = re.split(rb"(// \|.*\n|<touchstone.*?</touchstone>)", data, flags=re.DOTALL if b"<quiz" in data else 0)
        return b"".join(part if part.startswith((b"// |", b"<touchstone")) else part.replace(old, new) for part in kept)
    package = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as before, zipfile.ZipFile(package, "w") as after:
        for name in before.namelist():
            text = before.read(name)
            after.writestr(
                name, text.replace(old, new) if name.startswith("items/") and name.endswith(".xml") else text
            )
    return package.getvalue()


def without_ours(data):
    """The native part alone, as another system would write it again."""
    data = re.sub(rb"<touchstone.*?</touchstone>", b"", data, flags=re.DOTALL)
    if data.startswith(b"PK"):
        return change(data, b' title="', b' label="x" title="')
    return re.sub(rb"^// (touchstone|\|).*\n", b"", data, flags=re.MULTILINE)


@every_format
def test_a_bank_of_all_kinds_comes_back_the_same(name):
    export = write_questions(BANK, format=name)
    back = read_questions(export.data, name=export.file_name)
    assert list(back.drafts) == BANK
    assert [line.outcome for line in back.report] == ["imported"] * len(BANK)


@every_format
@settings(max_examples=60)
@given(bank=st.lists(drafts(), min_size=1, max_size=4, unique_by=lambda draft: draft.kind))
def test_any_drafts_come_back_the_same(name, bank):
    bank = [
        Draft(f"q{index}", *(draft.kind, draft.pillar, draft.difficulty, draft.content))
        for index, draft in enumerate(bank)
    ]
    assert list(read_questions(write_questions(bank, format=name).data).drafts) == bank


SIGNS = str.maketrans("bcdeXYZ019", "{}~=#<&\\*]")


def with_signs(value):
    """The same content with signs in its texts that mean something in one of the formats."""
    if isinstance(value, str):
        return value.translate(SIGNS)
    if isinstance(value, list):
        return [with_signs(one) for one in value]
    return {key: one if key in KEPT else with_signs(one) for key, one in value.items()}


KEPT = ("id", "type", "key", "place", "rows", "revisits", "unit", "answer", "tolerance", "statement_is", "exhibits")


@every_format
@settings(max_examples=150)
@given(draft=drafts(kinds=("single", "multiple", "reasons", "group")))
def test_no_sign_means_more_elsewhere_than_it_does_here(name, draft):
    """With our own text, and for the stem and the options without it."""
    content = with_signs(draft.content)
    draft = Draft(draft.key, draft.kind, draft.pillar, draft.difficulty, content)
    assume(pack(draft))
    data = write_questions([draft], format=name).data
    assert list(read_questions(data).drafts) == [draft]
    [back] = read_questions(without_ours(data)).drafts
    assert back.content["stem"] == content["stem"]
    if draft.kind != "reasons":
        assert [entry["text"] for entry in back.content["entries"]] == [entry["text"] for entry in content["entries"]]


@every_format
def test_the_same_questions_make_the_same_bytes(name):
    assert write_questions(BANK, format=name).data == write_questions(BANK, format=name).data


@every_format
def test_the_native_part_alone_asks_the_same(name):
    back = read_questions(without_ours(write_questions(BANK, format=name).data))
    kinds = {draft.key.removeprefix("imported-"): draft.kind for draft in back.drafts}
    asked = {draft.key: draft.kind for draft in BANK}
    if name != "qti":  # judgement and reason are one list of options elsewhere
        asked["t-reasons"] = "multiple"
    assert kinds == asked


@every_format
@pytest.mark.parametrize("kind", ["single", "multiple", "number", "text"])
def test_the_native_part_alone_has_the_same_answers(name, kind):
    """What the format has places for is as good without our own text."""
    draft = build_draft(kind)
    [back] = read_questions(without_ours(write_questions([draft], format=name).data)).drafts
    same = ["stem", "situation", "exhibits", "right", "accept", "answer", "tolerance"]
    same += ["entries"] if kind in ("single", "multiple") or name != "qti" else []
    ours = {field: draft.content.get(field) for field in same}
    if kind == "number" and name != "moodle":
        ours["stem"] += " (points)"
    assert {field: back.content.get(field) for field in same} == ours


@every_format
def test_what_was_changed_elsewhere_counts(name):
    data = change(write_questions([build_draft()], format=name).data, b"vague", b"not precise")
    back = read_questions(data)
    [draft] = back.drafts
    assert [entry["text"] for entry in draft.content["entries"]][1] == "The words are not precise"
    assert back.report[0].outcome == "imported with losses"
    assert "It was changed in another system" in back.report[0].reasons[-1]


@every_format
def test_what_other_systems_have_no_words_for_outlives_a_change(name):
    data = change(write_questions([build_draft()], format=name).data, b"vague", b"not precise")
    [draft] = read_questions(data).drafts
    assert (draft.key, draft.pillar, draft.difficulty) == ("t-single", "purpose", 1)


@pytest.mark.parametrize("indented", [b"\n  <answer ", b"\n\t\t<answer "])
def test_a_file_that_was_only_indented_anew_is_unchanged(indented):
    data = write_questions(BANK, format="moodle").data.replace(b"<answer ", indented)
    assert list(read_questions(data).drafts) == BANK


def test_markup_in_our_texts_is_text_elsewhere():
    draft = build_draft()
    draft.content["stem"] = "Is <b>5 & 6</b> less than ]]> {~7}?"
    for name in WRITTEN:
        native = without_ours(write_questions([draft], format=name).data)
        assert read_questions(native).drafts[0].content["stem"] == draft.content["stem"]


@pytest.mark.parametrize(
    ("name", "kind", "reasons"),
    [
        ("moodle", "order", ()),
        (
            "gift",
            "order",
            (
                "Feedback to single entries is sent as one text for the whole question.",
                "Entries to be put in order are written in Moodle’s own way; other readers of GIFT do not know it.",
            ),
        ),
        ("qti", "match", ("Feedback to single entries is sent as one text for the whole question.",)),
        ("moodle", "single", ()),
        ("gift", "number", ("The unit stands behind the question: there is no place for it in the answer.",)),
        ("qti", "reasons", ("Other systems do not know which lesson the question goes back to.",)),
    ],
)
def test_an_export_says_what_other_systems_do_not_show(name, kind, reasons):
    [line] = write_questions([build_draft(kind)], format=name).report
    assert line.reasons == reasons
    assert line.outcome == ("exported with losses" if reasons else "exported")


def test_a_package_names_every_file_of_it():
    package = zipfile.ZipFile(io.BytesIO(write_questions(BANK, format="qti").data))
    manifest = package.read("imsmanifest.xml").decode()
    assert sorted(re.findall(r'file href="([^"]+)"', manifest)) == sorted(set(package.namelist()) - {"imsmanifest.xml"})
