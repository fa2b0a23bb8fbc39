"""What a person sees of a quiz: its questions with their own drafts, or with the feedback once checked."""

import json
from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from functools import lru_cache
from typing import NamedTuple

from django.db import connection
from django.db.models import F, OuterRef, Subquery, TextField
from django.db.models.functions import Cast

from cms.queries.prepared import Prepared
from quizzes.kinds import KINDS, Mark
from quizzes.models import Answer, Question, QuestionVersion, Quiz, QuizItem
from quizzes.queries.confidence import HOW_SURE, asks_confidence, said_how_sure
from quizzes.queries.item import Item, Place, Row
from quizzes.queries.version import shown_version, version_of


@dataclass(frozen=True)
class AnswerGiven:
    """What a person answered, for the page of all their answers. A draft has no verdict yet."""

    key: str
    pillar: str
    stem: str
    said: str
    verdict: str
    checked_at: datetime | None
    said_how_sure: str = ""
    regraded_at: datetime | None = None


def quiz_items(*, quiz_id: int, user, **shown) -> list[Item]:
    return items_of_quizzes(quiz_ids=[quiz_id], user=user, **shown)[quiz_id]


def items_of_quizzes(
    *,
    quiz_ids: Iterable[int],
    user,
    action: Callable[[str], str] = str,
    again: str = "",
    look: str = "",
) -> dict[int, list[Item]]:
    """The questions of each quiz in two queries; in one when `user` is None, for whom nothing is kept.

    `action` turns the key of a question into the address of its form. `again` is the key of a checked question
    to be tried once more, `look` the key of one whose missing parts are to be named.
    """
    return {quiz_id: _quiz(quiz_id, user, action=action, again=again, look=look) for quiz_id in dict.fromkeys(quiz_ids)}


asked_in = Prepared(
    lambda quiz_id: (
        QuizItem.objects.filter(quiz_id=quiz_id)
        .order_by("position")
        .values_list("question_id", "question__key", "question__kind", "question__current_id", "quiz__mode")
    )
)
given_by = Prepared(
    lambda quiz_id, user_id: Answer.objects.filter(attempt__quiz_id=quiz_id, attempt__user_id=user_id).values_list(
        "question_id",
        "version_id",
        Cast("order", TextField()),
        Cast("response", TextField()),
        "seq",
        "saved_at",
        "checked_at",
        "confidence",
        "marked_with_id",
        "regraded_at",
    )
)


class Given(NamedTuple):
    """What somebody has answered so far, as the database holds it; nothing at first."""

    question_id: int = 0
    version_id: int = 0
    order: str = "[]"
    response: str = "{}"
    seq: int = 0
    saved_at: datetime | None = None
    checked_at: datetime | None = None
    confidence: int | None = None
    marked_with_id: int | None = None
    regraded_at: datetime | None = None


NOTHING = Given()


@dataclass(frozen=True)
class Asked:
    """One question of one quiz, with its current version, as saving an answer needs them."""

    quiz: Quiz
    question: Question

    @property
    def quiz_id(self) -> int:
        return self.quiz.pk


def asked_question(*, quiz_ids: Iterable[int], key: str) -> Asked | None:
    """The question with this key, if one of these quizzes asks it now; one small query a quiz."""
    for quiz_id in quiz_ids:
        for question_id, found, kind, current_id, mode in asked_in.rows(quiz_id=quiz_id):
            if found == key:
                question = _known(Question, id=question_id, key=key, kind=kind, current_id=current_id)
                question.current = version_of(current_id)
                return Asked(_known(Quiz, id=quiz_id, mode=mode), question)
    return None


def _known(model, **values):
    """A row of which these columns are known; any other would be fetched when it is asked for."""
    return model.from_db(connection.alias, list(values), list(values.values()))


def _quiz(quiz_id: int, user, *, action: Callable[[str], str], again: str, look: str) -> list[Item]:
    asked = asked_in.rows(quiz_id=quiz_id)
    rows = given_by.rows(quiz_id=quiz_id, user_id=user.pk) if user is not None else []
    given = {row[0]: Given(*row) for row in rows}
    return [
        item_of(
            kind,
            given.get(question_id, NOTHING),
            current_id,
            mode,
            seed=f"{user.pk if user else ''}:{question_id}",
            again=again == key,
            look=look == key,
            quiz_id=quiz_id,
            question_id=question_id,
            key=key,
            position=position,
            count=len(asked),
            action=action(key),
            is_kept=user is not None,
        )
        for position, (question_id, key, kind, current_id, mode) in enumerate(asked, 1)
    ]


@lru_cache(maxsize=4096)
def item_of(
    kind_name: str, answer: Given, current_id: int, mode: str, *, seed: str, again: bool, look: bool, **given
) -> Item:
    """A function of what is asked and what was given, and of versions, which never change: worked out once."""
    is_checked = answer.checked_at is not None
    practice = is_checked and again
    version_id = current_id if practice else answer.version_id or current_id
    kind, version = KINDS[kind_name], shown_version(version_id)
    is_own_order = version_id == answer.version_id
    order = (is_own_order and json.loads(answer.order)) or kind.shuffle(version.content, seed)
    response = {} if practice else json.loads(answer.response)
    asks = asks_confidence(version.content, mode)
    shows_mark = is_checked and not practice
    marking = shown_version(answer.marked_with_id or version_id) if shows_mark else version
    looked = look and not is_checked
    return Item(
        version_id=version_id,
        kind=kind_name,
        **given,
        **version.above,
        **(_form(version.faces, order, response) if not shows_mark else {**NO_FORM, "order": tuple(order)}),
        seq=answer.seq + 1,
        saved_at=answer.saved_at,
        checked_at=answer.checked_at,
        corrected_at=_corrected_at(answer, version_id, current_id),
        mark=_in_order(kind.mark(marking.content, response), order) if shows_mark else None,
        after=marking.content["after"] if shows_mark else "",
        asks_confidence=asks,
        confidence=None if practice else answer.confidence,
        regraded_at=answer.regraded_at if shows_mark else None,
        regrade_note=marking.note if shows_mark and answer.regraded_at else "",
        problem=kind.missing(version.content, response) if looked else "",
        confidence_problem=HOW_SURE if looked and asks and answer.confidence is None else "",
        practice=practice,
        from_earlier=mode == Quiz.Mode.LESSON and bool(version.above["revisits"]),
    )


def _corrected_at(answer: Given, version_id: int, current_id: int) -> datetime | None:
    """When the question was corrected after what is shown, and what gave the mark, had been written."""
    return shown_version(current_id).created_at if (answer.marked_with_id or version_id) != current_id else None


def forget_versions() -> None:
    """For tests, whose rolled-back databases give the same ids to other versions."""
    version_of.cache_clear()
    shown_version.cache_clear()
    item_of.cache_clear()


NO_FORM = {"rows": (), "places": (), "unit": "", "judgement": "", "text": ""}


def _form(faces, order, response) -> dict:
    """The controls and what has been said so far."""
    chosen = {response.get("choice"), *response.get("choices", [])}
    placed = response.get("places", {})
    texts = {entry["id"]: entry["text"] for entry in faces["entries"]}
    return {
        "order": tuple(order),
        "rows": tuple(
            Row(entry_id, texts[entry_id], entry_id in chosen, placed.get(entry_id, "")) for entry_id in order
        ),
        "places": tuple(Place(place["id"], place["text"]) for place in faces["places"]),
        "unit": faces["unit"],
        "judgement": response.get("judgement", ""),
        "text": response.get("text", ""),
    }


def _in_order(mark: Mark, order) -> Mark:
    """The parts in the order in which their entries were shown; a part that is no entry comes first."""
    place = {entry_id: index for index, entry_id in enumerate(order)}
    return replace(mark, parts=tuple(sorted(mark.parts, key=lambda part: place.get(part.id, -1))))


def tried(item: Item, *, version: QuestionVersion, response, confidence: int | None = None) -> Item:
    """The item after a try of which nothing is kept: what is missing is named, a full try is marked.

    Only for a question whose first answer is checked, or for somebody whose answers are not kept.
    """
    kind, content = KINDS[item.kind], version.content
    order = item.order if item.version_id == version.pk else kind.shuffle(content, "")
    form = _form(kind.faces(content), order, response)
    shown = replace(item, version_id=version.pk, practice=True, mark=None, confidence=confidence, **form)
    if missing := kind.missing(content, response):
        return replace(shown, problem=missing)
    return practised(shown, kind.mark(content, response), after=content["after"])


def practised(item: Item, mark: Mark, *, after: str) -> Item:
    return replace(item, practice=True, mark=_in_order(mark, item.order), after=after)


def answers_of(user_id: int) -> dict[str, list[AnswerGiven]]:
    """Everything a person has answered, by the key of the quiz and in its order, in one query."""
    given = defaultdict(list)
    answers = Answer.objects.filter(attempt__user=user_id).select_related(
        "attempt__quiz", "question", "version", "marked_with"
    )
    asked = QuizItem.objects.filter(quiz=OuterRef("attempt__quiz"), question=OuterRef("question"))
    answers = answers.annotate(position=Subquery(asked.values("position")[:1]))
    for answer in answers.order_by("attempt__quiz", F("position").asc(nulls_last=True), "pk"):
        kind, content = KINDS[answer.question.kind], answer.version.content
        marking = answer.marked_with or answer.version
        given[answer.attempt.quiz.key].append(
            AnswerGiven(
                key=answer.question.key,
                pillar=answer.question.pillar,
                stem=content["stem"],
                said=kind.words(content, answer.response),
                verdict=kind.mark(marking.content, answer.response).verdict if answer.checked_at else "",
                checked_at=answer.checked_at,
                said_how_sure=said_how_sure(answer.confidence) if answer.checked_at else "",
                regraded_at=answer.regraded_at,
            )
        )
    return dict(given)
