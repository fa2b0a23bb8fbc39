"""Pages as files: what a page of the programme would look like if it were exported now."""

import re

from wagtail.documents import get_document_model
from wagtail.images import get_image_model

from courses.lessonfile import BLOCKS, STREAM_NAMES, FileBlock, PageFile, write_page
from courses.models import LessonPage, Meeting, ModulePage, ProgrammePage
from quizzes.formats.text import Draft
from quizzes.models import Quiz, QuizItem


def page_text(page: ProgrammePage | ModulePage | LessonPage) -> str:
    """The newest draft of the page as text; for a page without drafts, what is published."""
    newest = page.get_latest_revision_as_object() if page.latest_revision_id else page
    if isinstance(newest, LessonPage):
        return write_page(PageFile("lesson", lesson_front(newest), tuple(file_blocks(newest.body))))
    if isinstance(newest, ModulePage):
        return write_page(PageFile("module", module_front(newest)))
    return write_page(PageFile("programme", programme_front(newest), tuple(file_blocks(newest.body))))


def quiz_text(quiz: Quiz) -> str:
    """A quiz that stands in no lesson, as text."""
    front = {"title": quiz.title, "slug": quiz.key, "mode": quiz.mode}
    return write_page(PageFile("quiz", front, (FileBlock("quiz", questions=quiz_drafts(quiz)),)))


def meeting_text(meeting: Meeting) -> str:
    front = {
        "title": meeting.title,
        "slug": meeting.slug,
        "module": meeting.module.slug,
        "week": str(meeting.week),
        "lessons": " | ".join(meeting.lessons.order_by("path").values_list("slug", flat=True)),
        "also": meeting.also,
        "output": meeting.output,
    }
    prompts = [
        FileBlock("prompt", fields={"minutes": str(prompt.minutes), "text": prompt.text})
        for prompt in meeting.prompts.all()
    ]
    return write_page(PageFile("meeting", front, tuple(prompts)))


def lesson_front(page: LessonPage) -> dict[str, str]:
    return {
        "title": page.title,
        "slug": page.slug,
        "intention": page.intention,
        "opening": page.opening,
        "minutes": str(page.minutes),
        "sample": "yes" if page.is_sample else "",
    }


def module_front(page: ModulePage) -> dict[str, str]:
    return {
        "title": page.title,
        "slug": page.slug,
        "pillar": page.pillar,
        "question": page.question,
        "intention": page.intention,
    }


def programme_front(page: ProgrammePage) -> dict[str, str]:
    slugs = ModulePage.objects.child_of(page).order_by("path").values_list("slug", flat=True)
    return {"title": page.title, "slug": page.slug, "intention": page.intention, "modules": " | ".join(slugs)}


def file_blocks(body) -> list[FileBlock]:
    """The blocks of a page that hold something; neighbouring texts become one."""
    blocks: list[FileBlock] = []
    for block in body:
        found = file_block(block)
        if found.kind == "prose" and blocks and blocks[-1].kind == "prose":
            blocks[-1] = FileBlock("prose", text=f"{blocks[-1].text}\n\n{found.text}")
        elif found.text or found.fields or found.questions:
            blocks.append(found)
    return blocks


def file_block(block) -> FileBlock:
    if block.block_type == "quiz":
        return FileBlock("quiz", questions=quiz_drafts(block.value))
    if block.block_type in ("prose", "key_idea"):
        return FileBlock(block.block_type, text=tidy(block.value))
    return FileBlock(block.block_type, fields=file_fields(block))


def file_fields(block) -> dict[str, str]:
    if block.block_type == "image":
        image = block.value["image"]
        alt = image.contextual_alt_text or ""
        return {"file": file_name(image), "alt": alt, "caption": block.value["caption"] or ""}
    if block.block_type == "download":
        return {"file": file_name(block.value["document"]), "title": block.value["title"]}
    kind = BLOCKS[STREAM_NAMES[block.block_type]]
    names = [*kind.fields, kind.body] if kind.body else kind.fields
    return {name: tidy(block.value[name] or "") for name in names}


def file_name(record) -> str:
    """An image or document goes by its title; whatever an editor wrote there, its file stays in the folder of files."""
    return re.sub(r"[/\\]", "-", record.title).lstrip(".") or "unnamed"


def tidy(text: str) -> str:
    """Line ends as files have them, whatever the browser sent."""
    return "\n".join(line.rstrip() for line in str(text).replace("\r\n", "\n").strip().split("\n"))


def quiz_drafts(quiz) -> tuple:
    if quiz is None:
        return ()
    items = QuizItem.objects.filter(quiz=quiz).order_by("position").select_related("question__current")
    questions = [item.question for item in items]
    return tuple(Draft(one.key, one.kind, one.pillar, one.difficulty, one.current.content) for one in questions)


def image_named(name: str):
    return get_image_model().objects.filter(title=name).order_by("pk").first()


def document_named(name: str):
    return get_document_model().objects.filter(title=name).order_by("pk").first()
