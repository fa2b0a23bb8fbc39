"""Every question of the programme goes out to other systems and comes back the same."""

import re

import pytest

from courses.contentfolder import FOLDER, read_folder
from quizzes.formats.exchange import FORMATS, read_questions, write_questions

BANK = [draft for source in read_folder(FOLDER).sources for draft in source.page.questions]
every_format = pytest.mark.parametrize("name", [name for name, format in FORMATS.items() if format.can_write])


@every_format
def test_the_whole_bank_comes_back_the_same(name):
    assert list(read_questions(write_questions(BANK, format=name).data).drafts) == BANK


@pytest.mark.parametrize("name", ["gift", "moodle"])
def test_without_our_own_text_every_question_is_still_asked(name):
    """What Moodle reads is a question of its own, with the same stem and the same options."""
    data = write_questions(BANK, format=name).data
    native = re.sub(rb"<touchstone.*?</touchstone>", b"", data, flags=re.DOTALL)
    native = re.sub(rb"^// (touchstone|\|).*\n", b"", native, flags=re.MULTILINE)
    back = read_questions(native)
    assert [line.reasons for line in back.report if line.outcome == "left out"] == []
    assert [draft.content["stem"].partition("\n")[0] for draft in back.drafts] == [
        with_unit(draft, name).partition("\n")[0] for draft in BANK
    ]


def with_unit(draft, name):
    unit = draft.content.get("unit")
    return f"{draft.content['stem']} ({unit})" if unit and name == "gift" else draft.content["stem"]
