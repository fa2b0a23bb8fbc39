"""What a person sees of a quiz: its questions with their own drafts, or with the feedback once checked."""

import json
from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from functools import lru_cache
from typing import Any, NamedTuple

from django.db.models import F, OuterRef, Subquery, TextField
from django.db.models.functions import Cast

from cms.blocks import FigureBlock, TableBlock
from cms.markdown import render_author_markdown
from cms.queries.prepared import Prepared
from quizzes.kinds import KINDS, Mark
from quizzes.models import Answer, QuestionVersion, QuizItem

EXHIBIT_BLOCKS = {"table": TableBlock(), "figure": FigureBlock()}


@dataclass(frozen=True)
class Row:
    """An entry as it stands in a form, and what was said about it."""

    id: str
    text: str
    chosen: bool
    place: str


@dataclass(frozen=True)
class Place:
    """Where an entry may be put: a right side, a position, a group."""

    id: str
    text: str


@dataclass(frozen=True)
class Item:
    """One question as it may be shown to one person: keys and feedback are in it only when `mark` is."""

    quiz_id: int
    question_id: int
    version_id: int
    key: str
    kind: str
    position: int
    count: int
    stem: str
    revisits: str
    is_scenario: bool
    situation: str  # HTML
    exhibits: tuple[tuple[str, str], ...]  # HTML of the table or figure, HTML of the text after it
    order: tuple[str, ...]
    rows: tuple[Row, ...]
    places: tuple[Place, ...]
    unit: str
    judgement: str
    text: str
    seq: int  # the number of the next save
    saved_at: datetime | None
    checked_at: datetime | None
    corrected_at: datetime | None
    mark: Mark | None
    after: str
    action: str  # where the form is sent
    is_kept: bool  # whether answers are kept: not those of visitors, who may only try
    problem: str = ""  # what is still to be answered, when that was asked for
    practice: bool = False

    def __hash__(self):  # an item is the key of what is drawn from it; equality still asks for every field
        return hash((self.version_id, self.seq, self.order))

    @property
    def has_form(self) -> bool:
        return self.mark is None

    @property
    def anchor(self) -> str:
        return f"q-{self.key}"

    @property
    def template(self) -> str:
        return f"quizzes/kind/{self.kind}.html"

    @property
    def order_value(self) -> str:
        return ",".join(self.order)


@dataclass(frozen=True)
class AnswerGiven:
    """What a person answered, for the page of all their answers. A draft has no verdict yet."""

    key: str
    pillar: str
    stem: str
    said: str
    verdict: str
    checked_at: datetime | None


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
        .values_list("question_id", "question__key", "question__kind", "question__current_id")
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


NOTHING = Given()


def _quiz(quiz_id: int, user, *, action: Callable[[str], str], again: str, look: str) -> list[Item]:
    asked = asked_in.rows(quiz_id=quiz_id)
    rows = given_by.rows(quiz_id=quiz_id, user_id=user.pk) if user is not None else []
    given = {row[0]: Given(*row) for row in rows}
    return [
        _item(
            kind,
            given.get(question_id, NOTHING),
            current_id,
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
        for position, (question_id, key, kind, current_id) in enumerate(asked, 1)
    ]


@lru_cache(maxsize=4096)
def _item(kind_name: str, answer: Given, current_id: int, *, seed: str, again: bool, look: bool, **given) -> Item:
    """A function of what is asked and what was given, and of versions, which never change: worked out once."""
    version_id = answer.version_id or current_id
    kind, version = KINDS[kind_name], shown_version(version_id)
    order = json.loads(answer.order) or kind.shuffle(version.content, seed)
    is_checked = answer.checked_at is not None
    practice = is_checked and again
    response = {} if practice else json.loads(answer.response)
    shows_mark = is_checked and not practice
    return Item(
        version_id=version_id,
        kind=kind_name,
        **given,
        **version.above,
        **(_form(version.faces, order, response) if not shows_mark else {**NO_FORM, "order": tuple(order)}),
        seq=answer.seq + 1,
        saved_at=answer.saved_at,
        checked_at=answer.checked_at,
        corrected_at=shown_version(current_id).created_at if version_id != current_id else None,
        mark=_in_order(kind.mark(version.content, response), order) if shows_mark else None,
        after=version.content["after"] if shows_mark else "",
        problem=kind.missing(version.content, response) if look and not is_checked else "",
        practice=practice,
    )


@dataclass(frozen=True)
class Shown:
    """What everybody sees of a version before answering it."""

    content: dict[str, Any]
    created_at: datetime
    above: dict[str, Any]
    faces: dict[str, Any]


@lru_cache(maxsize=2048)
def shown_version(version_id: int) -> Shown:
    """Versions never change, so each is read and prepared once."""
    version = QuestionVersion.objects.select_related("question").get(pk=version_id)
    content = version.content
    return Shown(content, version.created_at, _above(content), KINDS[version.question.kind].faces(content))


def forget_versions() -> None:
    """For tests, whose rolled-back databases give the same ids to other versions."""
    shown_version.cache_clear()
    _item.cache_clear()


def _above(content) -> dict:
    """What stands above the form."""
    return {
        "stem": content["stem"],
        "revisits": content["revisits"],
        "is_scenario": bool(content["situation"] or content["exhibits"]),
        "situation": _markdown(content["situation"]),
        "exhibits": tuple((_exhibit(exhibit), _markdown(exhibit["after"])) for exhibit in content["exhibits"]),
    }


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


def tried(item: Item, *, version: QuestionVersion, response) -> Item:
    """The item after a try of which nothing is kept: what is missing is named, a full try is marked.

    Only for a question whose first answer is checked, or for somebody whose answers are not kept.
    """
    kind, content = KINDS[item.kind], version.content
    order = item.order if item.version_id == version.pk else kind.shuffle(content, "")
    shown = replace(
        item, version_id=version.pk, practice=True, mark=None, **_form(kind.faces(content), order, response)
    )
    if missing := kind.missing(content, response):
        return replace(shown, problem=missing)
    return practised(shown, kind.mark(content, response), after=content["after"])


def practised(item: Item, mark: Mark, *, after: str) -> Item:
    return replace(item, practice=True, mark=_in_order(mark, item.order), after=after)


def _markdown(text: str) -> str:
    return render_author_markdown(text) if text else ""


def _exhibit(exhibit: dict[str, str]) -> str:
    block = EXHIBIT_BLOCKS[exhibit["type"]]
    return block.render(block.to_python({name: exhibit[name] for name in block.child_blocks}))


def answers_of(user_id: int) -> dict[str, list[AnswerGiven]]:
    """Everything a person has answered, by the key of the quiz and in its order, in one query."""
    given = defaultdict(list)
    answers = Answer.objects.filter(attempt__user=user_id).select_related("attempt__quiz", "question", "version")
    asked = QuizItem.objects.filter(quiz=OuterRef("attempt__quiz"), question=OuterRef("question"))
    answers = answers.annotate(position=Subquery(asked.values("position")[:1]))
    for answer in answers.order_by("attempt__quiz", F("position").asc(nulls_last=True), "pk"):
        kind, content = KINDS[answer.question.kind], answer.version.content
        given[answer.attempt.quiz.key].append(
            AnswerGiven(
                key=answer.question.key,
                pillar=answer.question.pillar,
                stem=content["stem"],
                said=kind.words(content, answer.response),
                verdict=kind.mark(content, answer.response).verdict if answer.checked_at else "",
                checked_at=answer.checked_at,
            )
        )
    return dict(given)
