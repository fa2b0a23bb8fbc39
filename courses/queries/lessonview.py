"""What the lesson page shows to one reader: the body with their own answers and texts in their places."""

from dataclasses import dataclass
from datetime import datetime

from courses.queries.enrolment import Lead
from courses.queries.lesson import NO_TEXT, Chunk, Reading, missing_parts
from courses.queries.programme import LessonLine, Outline
from quizzes.queries.attempt import Asked, asked_question, items_of_quizzes
from quizzes.queries.item import Item


@dataclass(frozen=True)
class Visit:
    """Somebody in front of a lesson: a lead who may answer, or a reader (team, or anybody for a sample)."""

    lesson: LessonLine
    outline: Outline
    reading: Reading
    lead: Lead | None = None

    @property
    def may_answer(self) -> bool:
        return self.lead is not None


@dataclass(frozen=True)
class Typed:
    """What somebody typed under a prompt and could not save."""

    block: str
    text: str
    error: str


@dataclass(frozen=True)
class QuizChunk:
    items: tuple[Item, ...]
    kind: str = "quiz"


@dataclass(frozen=True)
class ReflectionChunk:
    block: str
    label: str
    prompt_html: str
    action: str = ""
    text: str = ""
    seq: int = 1  # the number of the next save
    saved_at: datetime | None = None
    error: str = ""
    kind: str = "reflection"


@dataclass(frozen=True)
class Part:
    name: str
    words: str
    anchor: str
    is_done: bool


@dataclass(frozen=True)
class Parts:
    parts: tuple[Part, ...] = ()
    new: tuple[str, ...] = ()
    needs_tick: bool = False


def lesson_chunks(
    visit: Visit, user, *, again: str = "", look: str = "", typed: Typed | None = None
) -> list[Chunk | QuizChunk | ReflectionChunk]:
    """The body in order; quizzes cost two queries together, reflections are in the visit already."""
    body = visit.reading.body
    quizzes = items_of_quizzes(
        quiz_ids=body.quiz_ids,
        user=user if visit.may_answer else None,
        action=lambda key: f"{visit.lesson.path}answer/{key}/",
        again=again,
        look=look,
    )
    chunks: list[Chunk | QuizChunk | ReflectionChunk] = []
    for chunk in body.chunks:
        if chunk.quiz_id is not None:
            chunks.append(QuizChunk(tuple(quizzes[chunk.quiz_id])))
        elif chunk.kind == "reflection":
            chunks.append(reflection_chunk(chunk, visit, typed))
        else:
            chunks.append(chunk)
    return chunks


def reflection_chunk(chunk: Chunk, visit: Visit, typed: Typed | None) -> ReflectionChunk:
    if not visit.may_answer:
        return ReflectionChunk(chunk.block, chunk.label, chunk.prompt_html)
    mine = visit.reading.texts.get(chunk.block, NO_TEXT)
    unsaved = typed if typed and typed.block == chunk.block else None
    return ReflectionChunk(
        block=chunk.block,
        label=chunk.label,
        prompt_html=chunk.prompt_html,
        action=f"{visit.lesson.path}reflect/{chunk.block}/",
        text=unsaved.text if unsaved else mine.text,
        seq=mine.seq + 1,
        saved_at=mine.saved_at,
        error=unsaved.error if unsaved else "",
    )


def lesson_parts(reading: Reading) -> Parts:
    """The checklist of a lesson for one lead, and what was added since they finished."""
    body, done, missing = reading.body, reading.done, missing_parts(reading.done, reading.body)
    parts = []
    if body.quiz_ids:
        words = "every question checked" if done.quiz_done_at else "check your answer to every question once"
        parts.append(Part("Quiz", words, "quiz", bool(done.quiz_done_at)))
    if body.reflections:
        parts.append(reflection_part(reading))
    return Parts(
        parts=tuple(parts),
        new=tuple(missing) if done.completed_at else (),
        needs_tick="tick" in missing and bool(body.chunks) and not done.completed_at,
    )


def reflection_part(reading: Reading) -> Part:
    asked = [part.block for part in reading.body.reflections]
    unwritten = [block for block in asked if not (block in reading.texts and reading.texts[block].text.strip())]
    anchor = f"reflection-{(unwritten or asked)[0]}"
    if reading.done.reflected_at:
        return Part("Reflection", "saved", anchor, True)
    if len(asked) == 1:
        return Part("Reflection", "write a few lines and save them", anchor, False)
    return Part("Reflections", f"{len(asked) - len(unwritten)} of {len(asked)} saved", anchor, False)


def asked_item(visit: Visit, key: str) -> Asked | None:
    """The question with this key, if the lesson asks it now."""
    return asked_question(quiz_ids=visit.reading.body.quiz_ids, key=key)


def question_item(visit: Visit, user, asked: Asked, *, look: bool = False) -> Item:
    """One question of the lesson as this reader sees it now."""
    key = asked.question.key
    items = items_of_quizzes(
        quiz_ids=[asked.quiz_id],
        user=user if visit.may_answer else None,
        action=lambda one: f"{visit.lesson.path}answer/{one}/",
        look=key if look else "",
    )
    return next(item for item in items[asked.quiz_id] if item.key == key)
