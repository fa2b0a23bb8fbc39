"""Ten thousand broken and hostile files: each is refused with a sentence, or every question of it is accounted for."""

import pytest

from quizzes.formats.carried import pack
from quizzes.formats.exchange import FORMATS, ImportRefused, read_questions
from quizzes.formats.passage import UNSEEN
from quizzes.formats.report import IMPORTED, LEFT_OUT, WITH_LOSSES
from quizzes.kinds import KINDS
from tests.quizzes.formats import hostile

FILES, PARTS = 10_000, 10
VALID = hostile.seeds()


def check(read):
    """Nothing is half imported: what is in can be asked, written and read; what is not has its reasons."""
    outcomes = [line.outcome for line in read.report]
    assert [line.position for line in read.report] == list(range(1, len(outcomes) + 1))
    assert set(outcomes) <= {IMPORTED, WITH_LOSSES, LEFT_OUT}
    assert len(outcomes) - outcomes.count(LEFT_OUT) == len(read.drafts) == len({draft.key for draft in read.drafts})
    assert all(bool(line.reasons) == (line.outcome != IMPORTED) and line.title for line in read.report)
    said = [text for line in read.report for text in (line.title, *line.reasons)]
    assert not any(UNSEEN.search(text) for text in said)  # a database could not hold it
    for draft in read.drafts:
        assert not KINDS[draft.kind].problems(draft.content)
        assert pack(draft)


def outcome(data, format):
    """The refusal, or nothing once everything is accounted for."""
    try:
        check(read_questions(data, format=format))
    except ImportRefused as refusal:
        return refusal.sentence
    return ""


@pytest.mark.parametrize("part", range(PARTS))
def test_ten_thousand_files_are_refused_or_accounted_for(part):
    step = FILES // PARTS
    outcomes = [
        outcome(hostile.make(seed, VALID), ["", *FORMATS][seed % 5] if seed % 3 == 0 else "")
        for seed in range(part * step, (part + 1) * step)
    ]
    refusals = [sentence for sentence in outcomes if sentence]
    assert all(sentence[0].isupper() and sentence.endswith(".") for sentence in refusals)
    assert step // 10 < len(refusals) < step * 9 // 10  # both happen often


@pytest.mark.parametrize("index", range(len(VALID)))
def test_every_file_they_are_made_from_is_read(index):
    read = read_questions(VALID[index])
    check(read)
    assert read.drafts
