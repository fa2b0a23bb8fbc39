"""What a browser sends for one question, read into known ids and numbers."""

from dataclasses import dataclass

from quizzes.kinds import KINDS
from quizzes.models import Confidence, Question, QuestionVersion

HIGHEST_SEQ = 2_000_000_000
CONFIDENCE = {str(level): int(level) for level in Confidence.values}
OUT_OF_DATE = "This page is out of date. Reload it and answer again."


class AnswerUnreadable(Exception):
    """The form cannot be read; the sentence says what to do."""

    def __init__(self, sentence):
        self.sentence = sentence
        super().__init__(sentence)


@dataclass(frozen=True)
class AnswerForm:
    version: QuestionVersion
    response: dict
    order: list[str]
    seq: int
    confidence: int | None


def read_answer(data, *, question: Question) -> AnswerForm:
    """`data` is a QueryDict. The version is the one that the page showed: it may have been corrected since."""
    version = _read_version(data.get("version"), question)
    seq = data.get("seq", "")
    if not (seq.isascii() and seq.isdigit() and len(seq) <= 12 and 0 < int(seq) <= HIGHEST_SEQ):
        raise AnswerUnreadable(OUT_OF_DATE)
    kind = KINDS[question.kind]
    return AnswerForm(
        version=version,
        response=kind.read(data.get, data.getlist, version.content),
        order=_read_order(data.get("order"), kind.shuffle(version.content, "")),
        seq=int(seq),
        confidence=CONFIDENCE.get(data.get("confidence")),
    )


def _read_version(value, question) -> QuestionVersion:
    if value and value == str(question.current_id):
        return question.current
    if value and value.isascii() and value.isdigit() and len(value) < 19:
        version = question.versions.filter(pk=int(value)).first()
        if version:
            return version
    raise AnswerUnreadable(OUT_OF_DATE)


def _read_order(value, ids) -> list[str]:
    """The ids in the order in which the page showed them, or, if they are not these ids, in any order."""
    order = (value or "").split(",") if value else []
    return order if sorted(order) == sorted(ids) else ids
