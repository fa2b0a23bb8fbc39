"""What a person sees of a quiz: its questions with their own drafts, or with the feedback once checked."""

import json
from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from functools import lru_cache

from django.db.models import F, OuterRef, Subquery

from cms.blocks import FigureBlock, TableBlock
from cms.markdown import render_author_markdown
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
    places: tuple[dict[str, str], ...]
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
    quiz_ids = list(quiz_ids)
    answers = _answers(quiz_ids, user)
    asked = QuizItem.objects.filter(quiz__in=quiz_ids).select_related("question__current").order_by("position")
    questions = defaultdict(list)
    for entry in asked:
        questions[entry.quiz_id].append(entry.question)
    items = {}
    for quiz_id in quiz_ids:
        items[quiz_id] = [
            _item(
                question,
                answers.get((quiz_id, question.pk)),
                seed=f"{user.pk if user else ''}:{question.pk}",
                again=again == question.key,
                look=look == question.key,
                quiz_id=quiz_id,
                position=position,
                count=len(questions[quiz_id]),
                action=action(question.key),
                is_kept=user is not None,
            )
            for position, question in enumerate(questions[quiz_id], 1)
        ]
    return items


def _answers(quiz_ids, user) -> dict[tuple[int, int], Answer]:
    if user is None:
        return {}
    answers = Answer.objects.filter(attempt__quiz__in=quiz_ids, attempt__user=user).select_related("attempt", "version")
    return {(answer.attempt.quiz_id, answer.question_id): answer for answer in answers}


def _item(question, answer, *, seed, again, look, **given) -> Item:
    version = answer.version if answer else question.current
    content, kind = version.content, KINDS[question.kind]
    order = (answer.order if answer else []) or kind.shuffle(content, seed)
    is_checked = bool(answer and answer.checked_at)
    practice = is_checked and again
    response = answer.response if answer and not practice else {}
    shows_mark = is_checked and not practice
    return Item(
        question_id=question.pk,
        version_id=version.pk,
        key=question.key,
        kind=question.kind,
        **given,
        **_shown(content),
        **_form(kind.faces(content), order, response),
        seq=answer.seq + 1 if answer else 1,
        saved_at=answer.saved_at if answer else None,
        checked_at=answer.checked_at if answer else None,
        corrected_at=question.current.created_at if version.pk != question.current_id else None,
        mark=_in_order(kind.mark(content, response), order) if shows_mark else None,
        after=content["after"] if shows_mark else "",
        problem=kind.missing(content, response) if look and not is_checked else "",
        practice=practice,
    )


def _shown(content) -> dict:
    """What stands above the form."""
    return {
        "stem": content["stem"],
        "revisits": content["revisits"],
        "is_scenario": bool(content["situation"] or content["exhibits"]),
        "situation": _markdown(content["situation"]),
        "exhibits": tuple(
            (_exhibit(json.dumps(exhibit)), _markdown(exhibit["after"])) for exhibit in content["exhibits"]
        ),
    }


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
        "places": tuple(faces["places"]),
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


@lru_cache(maxsize=1024)
def _markdown(text: str) -> str:
    """Kept by the text itself, so that nothing old can be shown."""
    return render_author_markdown(text) if text else ""


@lru_cache(maxsize=512)
def _exhibit(exhibit_json: str) -> str:
    exhibit = json.loads(exhibit_json)
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
