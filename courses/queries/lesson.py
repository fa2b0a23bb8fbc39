"""A lesson as it is read: its body in chunks, rendered once for each published revision."""

from dataclasses import dataclass, field
from datetime import datetime
from functools import lru_cache
from uuid import UUID

from django.db.models import FilteredRelation, Q
from django.template.loader import render_to_string

from cms.queries.prepared import Prepared
from courses.models import LessonPage
from courses.queries.enrolment import DONE_COLUMNS, NOTHING, Done


@dataclass(frozen=True)
class Chunk:
    """A stretch of finished HTML, or a place where the reader's own quiz or reflection goes."""

    kind: str  # "html", "quiz" or "reflection"
    html: str = ""
    quiz_id: int | None = None
    block: str = ""
    label: str = ""
    prompt: str = ""
    prompt_html: str = ""


@dataclass(frozen=True)
class Body:
    chunks: tuple[Chunk, ...] = ()

    @property
    def quiz_ids(self) -> tuple[int, ...]:
        return tuple(chunk.quiz_id for chunk in self.chunks if chunk.kind == "quiz" and chunk.quiz_id)

    @property
    def reflections(self) -> tuple[Chunk, ...]:
        return tuple(chunk for chunk in self.chunks if chunk.kind == "reflection")


@dataclass(frozen=True)
class MyText:
    """What a lead wrote under one prompt."""

    text: str = ""
    seq: int = 0
    saved_at: datetime | None = None


NO_TEXT = MyText()


@dataclass(frozen=True)
class Reading:
    """A published lesson, what one lead has done of it and what they wrote in it."""

    body: Body
    is_sample: bool = False
    done: Done = NOTHING
    texts: dict[str, MyText] = field(default_factory=dict)


READING_COLUMNS = (
    *("last_published_at", "is_sample"),
    *("mine__block", "mine__text", "mine__seq", "mine__saved_at"),
    *(f"my_progress__{column}" for column in DONE_COLUMNS),
)
of_lead = Prepared(
    lambda lesson_pk, enrolment_id: (
        LessonPage.objects.filter(pk=lesson_pk, live=True)
        .annotate(
            mine=FilteredRelation("reflections", condition=Q(reflections__enrolment_id=enrolment_id)),
            my_progress=FilteredRelation("progress", condition=Q(progress__enrolment_id=enrolment_id)),
        )
        .values_list(*READING_COLUMNS)
    )
)
NOBODY = 0


def reading(lesson_pk: int, *, enrolment_id: int | None) -> Reading | None:
    """The lesson as published now with this lead's part in it: one query. None when it is not published."""
    rows = of_lead.rows(lesson_pk=lesson_pk, enrolment_id=enrolment_id or NOBODY)
    if not rows:
        return None
    published_at, is_sample, *_ = rows[0]
    texts = {str(block): MyText(text, seq, saved_at) for _, _, block, text, seq, saved_at, *_ in rows if block}
    return Reading(body_of(lesson_pk, published_at), is_sample, Done(*rows[0][6:]), texts)


@lru_cache(maxsize=256)
def body_of(lesson_pk: int, published_at: datetime | None) -> Body:
    """Rendered once for each published revision and process: a newer revision is another key."""
    return build_body(LessonPage.objects.get(pk=lesson_pk))


def build_body(page: LessonPage) -> Body:
    chunks: list[Chunk] = []
    html: list[str] = []

    def close() -> None:
        if html:
            chunks.append(Chunk("html", html=render_to_string("courses/lesson/blocks.html", {"blocks": html})))
            html.clear()

    for block in page.body:
        if block.block_type == "quiz":
            close()
            if block.value is not None:
                chunks.append(Chunk("quiz", quiz_id=block.value.pk))
        elif block.block_type == "reflection":
            close()
            chunks.append(reflection_chunk(block))
        else:
            html.append(block.render())
    close()
    return Body(tuple(chunks))


def reflection_chunk(block) -> Chunk:
    return Chunk(
        "reflection",
        block=str(UUID(str(block.id))),
        label=block.value["label"] or "",
        prompt=block.value["prompt"],
        prompt_html=block.value.bound_blocks["prompt"].render(),
    )


def missing_parts(row, body: Body) -> list[str]:
    """What the lesson still asks of a lead; `row` is a progress row or a `Done`."""
    parts = []
    if body.quiz_ids and not row.quiz_done_at:
        parts.append("quiz")
    if body.reflections and not row.reflected_at:
        parts.append("reflection")
    if not body.quiz_ids and not body.reflections and not row.ticked_at:
        parts.append("tick")
    return parts
