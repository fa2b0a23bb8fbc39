"""The programme as pages: loading them from files, and writing the files back."""

import difflib
import hashlib
import uuid
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from django.core.files import File
from django.db import transaction
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.models import Collection, CollectionViewRestriction, Page, PageViewRestriction

from cms.domain.pagecache import forget_pages
from cms.models import HomePage
from courses.contentfolder import (
    FILES,
    MEETINGS,
    MODULE,
    PROGRAMME,
    QUIZZES,
    ContentError,
    FileProblem,
    ModuleFiles,
    ProgrammeFiles,
    SourceFile,
)
from courses.lessonfile import FileBlock
from courses.models import LessonPage, Meeting, ModulePage, ProgrammePage
from courses.queries.programmefile import document_named, file_name, image_named, meeting_text, page_text, quiz_text
from quizzes.domain.question import QuestionInvalid, put_question, put_quiz
from quizzes.formats.text import Draft
from quizzes.models import Question, Quiz

ProgrammePart = ProgrammePage | ModulePage | LessonPage
DOWNLOADS = "Downloads of lessons"
BLOCK_IDS = uuid.UUID("6e9c3a52-7a55-4c2e-8a57-0d6f6c1f5f11")


class EditedSince(Exception):
    """Pages were edited on the site since they were last loaded; loading would overwrite that."""

    def __init__(self, changes: list["Change"]):
        super().__init__(", ".join(change.path for change in changes))
        self.changes = changes


@dataclass(frozen=True)
class Change:
    """What loading would do to one page."""

    path: str
    kind: str  # "new", "changed", "edited on the site", "moved", "same"
    difference: list[str] = field(default_factory=list)


def digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def change_of(source: SourceFile, page: ProgrammePart | None, before: Page | None = None) -> Change:
    """`before` is the page that the files put before it."""
    if page is None:
        return Change(source.path, "new")
    change = change_of_text(source, page_text(page), page.source_hash)
    return Change(source.path, "moved") if change.kind == "same" and stands_before(page, before) else change


def change_of_quiz(source: SourceFile) -> Change:
    quiz = Quiz.objects.filter(key=source.page.slug).first()
    return change_of_text(source, quiz_text(quiz), quiz.source_hash) if quiz else Change(source.path, "new")


def change_of_meeting(source: SourceFile, programme: ProgrammePage | None) -> Change:
    meeting = Meeting.objects.filter(programme=programme, slug=source.page.slug).first()
    if meeting is None:
        return Change(source.path, "new")
    change = change_of_text(source, meeting_text(meeting), meeting.source_hash)
    return Change(source.path, "changed") if change.kind == "same" and meeting.number != number_of(source) else change


def number_of(source: SourceFile) -> int:
    """As the name of the file has it."""
    return int(Path(source.path).name.partition("-")[0])


def change_of_text(source: SourceFile, now: str, loaded_hash: str) -> Change:
    """`now` is what an export would write; `loaded_hash` is of the text that was last loaded."""
    if now == source.text:
        return Change(source.path, "same")
    difference = list(
        difflib.unified_diff(now.split("\n"), source.text.split("\n"), "on the site", source.path, lineterm="", n=1)
    )
    return Change(source.path, "edited on the site" if loaded_hash != digest(now) else "changed", difference)


def stands_before(page: Page, other: Page | None) -> bool:
    return other is not None and page.path < other.path


def planned_changes(files: ProgrammeFiles, *, home: HomePage) -> list[Change]:
    """What `load_programme` would do, page by page, without doing it."""
    programme = child(home, ProgrammePage, files.source)
    changes = [change_of(files.source, programme)]
    for module in files.modules:
        page = child(programme, ModulePage, module.source)
        changes.append(change_of(module.source, page))
        lessons = [child(page, LessonPage, lesson) for lesson in module.lessons]
        changes += map(change_of, module.lessons, lessons, [None, *lessons])
    meetings = [change_of_meeting(source, programme) for source in files.meetings]
    return [*changes, *map(change_of_quiz, files.quizzes), *meetings]


def child(parent: Page | None, model, source: SourceFile):
    if parent is None:
        return None
    return model.objects.child_of(parent).filter(slug=source.page.slug).first()


@transaction.atomic
def load_programme(
    files: ProgrammeFiles, *, home: HomePage, by, now: datetime, keep: str = "", on_page=lambda path: None
) -> list[Change]:
    """Makes or updates the pages. `keep` settles pages edited on the site: "files" or "site"; "" refuses them all."""
    changes = planned_changes(files, home=home)
    edited = [change for change in changes if change.kind == "edited on the site"]
    if edited and not keep:
        raise EditedSince(edited)
    kept = {"edited on the site"} if keep == "site" else set()
    todo = {change.path for change in changes if change.kind not in {"same", "moved"} | kept}
    kept = {change.path for change in changes if change.kind in kept}
    loader = Loader(files.folder, by=by, now=now, todo=todo, kept=kept, in_order=keep != "site", on_page=on_page)
    programme = loader.put(home, None, ProgrammePage, files.source)
    before = None
    for module in files.modules:
        before = loader.put_module(programme, before, module)
    for quiz in files.quizzes:
        loader.put_loose_quiz(quiz)
    for meeting in files.meetings:
        loader.put_meeting(programme, meeting)
    forget_pages()
    return changes


class Loader:
    """One run of loading: what is the same for every page of it."""

    def __init__(self, folder: Path, *, by, now: datetime, todo: set[str], kept: set[str], in_order: bool, on_page):
        self.folder = folder
        self.by = by
        self.now = now
        self.todo = todo
        self.kept = kept  # edited on the site, and to stay so
        self.in_order = in_order  # whether pages that are there already move to where the files have them
        self.on_page = on_page

    def put_module(self, programme: Page, before: Page | None, files: ModuleFiles) -> Page:
        module = self.put(programme, before, ModulePage, files.source)
        # The restriction sits on the modules (decision 7): it keeps lessons out of public search and the sitemap
        PageViewRestriction.objects.get_or_create(page=module, restriction_type=PageViewRestriction.LOGIN)
        lesson = None
        for source in files.lessons:
            lesson = self.put(module, lesson, LessonPage, source)
        return module

    def put_loose_quiz(self, source: SourceFile) -> None:
        """A quiz that stands in no lesson."""
        key, loaded_hash = source.page.slug, digest(source.text)
        if source.path in self.kept:
            return
        if source.path not in self.todo:
            Quiz.objects.filter(key=key).exclude(source_hash=loaded_hash).update(source_hash=loaded_hash)
            return
        title, mode = source.page.front["title"], source.page.front["mode"]
        questions = [self.question(draft, source) for draft in source.page.questions]
        put_quiz(key=key, title=title, questions=questions, now=self.now, mode=mode, source_hash=loaded_hash)
        self.on_page(source.path)

    def put_meeting(self, programme: ProgrammePage, source: SourceFile) -> None:
        """What schools wrote stays: a note keeps the prompt under which it was written."""
        known = Meeting.objects.filter(programme=programme, slug=source.page.slug)
        if source.path in self.kept:
            return
        if source.path not in self.todo:
            known.exclude(source_hash=digest(source.text)).update(source_hash=digest(source.text))
            return
        front = source.page.front
        values = {
            "module": ModulePage.objects.child_of(programme).get(slug=front["module"]),
            "number": number_of(source),
            "title": front["title"],
            "week": int(front["week"]),
            "also": front.get("also", ""),
            "output": front["output"],
            "source_hash": digest(source.text),
        }
        meeting, _ = Meeting.objects.update_or_create(programme=programme, slug=front["slug"], defaults=values)
        slugs = front["lessons"].split(" | ")
        meeting.lessons.set(LessonPage.objects.descendant_of(programme).filter(slug__in=slugs))
        for number, block in enumerate(source.page.blocks, 1):
            prompt = {"text": block.fields["text"], "minutes": int(block.fields["minutes"])}
            meeting.prompts.update_or_create(number=number, defaults=prompt)
        meeting.prompts.filter(number__gt=len(source.page.blocks)).delete()
        self.on_page(source.path)

    def put(self, parent: Page, before: Page | None, model, source: SourceFile):
        """The page of this file after `before`, made or brought up to date where the plan says so."""
        page = child(parent, model, source)
        if page is not None and self.in_order and stands_before(page, before):
            page.move(before, pos="right")
            page.refresh_from_db()
        if page is not None and source.path not in self.todo:
            return self.settled(page, source)
        old = list(page.body.raw_data) if page is not None and hasattr(page, "body") else []
        page = page or model(live=False)
        self.fill(page, source, old)
        page.source_hash = digest(source.text)
        if page.pk is None:
            parent.add_child(instance=page)
            self.place(page, parent, before)
        page.save_revision(user=self.by, clean=False).publish()
        self.on_page(source.path)
        return model.objects.get(pk=page.pk)

    def settled(self, page, source: SourceFile):
        """An edit on the site that has found its way into the file is an edit no more."""
        if source.path not in self.kept and page.source_hash != digest(source.text):
            page.source_hash = digest(source.text)
            page.save(update_fields=["source_hash"], clean=False)
        return page

    def place(self, page: Page, parent: Page, before: Page | None) -> None:
        """A new page goes right behind the one before it, or to the front."""
        if before is not None and before.get_next_sibling() != page:
            page.move(before, pos="right")
        elif before is None and parent.get_first_child() != page:
            page.move(parent.get_first_child(), pos="left")
        page.refresh_from_db()

    def fill(self, page, source: SourceFile, old: list[dict]) -> None:
        front = source.page.front
        page.title, page.slug, page.intention = front["title"], front["slug"], front["intention"]
        page.draft_title = page.title
        if isinstance(page, ModulePage):
            page.pillar, page.question = front["pillar"], front["question"]
            return
        if isinstance(page, LessonPage):
            page.opening, page.minutes = front.get("opening", ""), int(front["minutes"])
            page.is_sample = "sample" in front
        page.body = type(page).body.field.stream_block.to_python(with_ids(self.raw_body(source), old, page.slug))

    def raw_body(self, source: SourceFile) -> list[dict]:
        return [{"type": block.kind, "value": self.raw_value(block, source)} for block in source.page.blocks]

    def raw_value(self, block: FileBlock, source: SourceFile):
        if block.kind == "quiz":
            questions = [self.question(draft, source) for draft in block.questions]
            title = source.page.front["title"]
            return put_quiz(key=source.page.slug, title=title, questions=questions, now=self.now).pk
        if block.kind == "image":
            image = self.image(block.fields["file"])
            alt = block.fields["alt"]
            return {
                "image": {"image": image.pk, "alt_text": alt, "decorative": False},
                "caption": block.fields["caption"],
            }
        if block.kind == "download":
            return {"document": self.document(block.fields["file"]).pk, "title": block.fields["title"]}
        return block.text or block.fields

    def question(self, draft: Draft, source: SourceFile) -> Question:
        try:
            return put_question(draft=draft, by=self.by, now=self.now)[0]
        except QuestionInvalid as error:
            line = source.text.split("\n").index(f"::: question {draft.key}") + 1
            raise ContentError([FileProblem(source.path, line, str(error))]) from error

    def image(self, name: str):
        return image_named(name) or self.stored(get_image_model()(title=name), name)

    def document(self, name: str):
        return document_named(name) or self.stored(get_document_model()(title=name, collection=for_readers()), name)

    def stored(self, record, name: str):
        with (self.folder / FILES / name).open("rb") as content:
            record.file = File(content, name=name)
            record.save()
        return record


def for_readers() -> Collection:
    """Where downloads of lessons lie: only for people who are signed in."""
    root = Collection.get_first_root_node()
    found = root.get_children().filter(name=DOWNLOADS).first() or root.add_child(instance=Collection(name=DOWNLOADS))
    CollectionViewRestriction.objects.get_or_create(collection=found, restriction_type=CollectionViewRestriction.LOGIN)
    return found


def with_ids(blocks: list[dict], old: list[dict], slug: str) -> list[dict]:
    """Gives each block the id it had before: reflections are kept under the id of the block that asked."""
    left = list(old)

    def take(fits) -> str:
        for candidate in left:
            if fits(candidate):
                left.remove(candidate)
                return candidate["id"]
        return ""

    ids = [take(lambda o, b=block: o["type"] == b["type"] and o["value"] == b["value"]) for block in blocks]
    count: dict[str, int] = {}
    for place, block in enumerate(blocks):
        count[block["type"]] = count.get(block["type"], 0) + 1
        if not ids[place] and block["type"] in ("reflection", "quiz"):
            ids[place] = take(lambda o, b=block: o["type"] == b["type"])
        if not ids[place]:
            fresh = str(uuid.uuid5(BLOCK_IDS, f"{slug} {block['type']} {count[block['type']]}"))
            ids[place] = fresh if fresh not in {*ids, *(o["id"] for o in old)} else str(uuid.uuid4())
    return [{**block, "id": ids[place]} for place, block in enumerate(blocks)]


def export_programme(programme: ProgrammePage, folder: Path) -> list[str]:
    """Writes every page as a file below `folder`, and the images and downloads they use. Returns the paths."""
    written = [write(folder, PROGRAMME, page_text(programme))]
    export_files(programme, folder / FILES)
    for module in ModulePage.objects.child_of(programme).order_by("path"):
        written.append(write(folder, f"{module.slug}/{MODULE}", page_text(module)))
        for number, lesson in enumerate(LessonPage.objects.child_of(module).order_by("path"), 1):
            written.append(write(folder, f"{module.slug}/{number:02}-{lesson.slug}.md", page_text(lesson)))
            export_files(lesson, folder / FILES)
    for quiz in Quiz.objects.exclude(mode=Quiz.Mode.LESSON):
        written.append(write(folder, f"{QUIZZES}/{quiz.key}.md", quiz_text(quiz)))
    for meeting in programme.meetings.select_related("module"):
        written.append(write(folder, f"{MEETINGS}/{meeting.number:02}-{meeting.slug}.md", meeting_text(meeting)))
    return written


def write(folder: Path, path: str, text: str) -> str:
    target = folder / path
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_text(text, encoding="utf-8", newline="\n")
    return path


def export_files(page: ProgrammePage | LessonPage, folder: Path) -> None:
    for block in page.body:
        if block.block_type == "image":
            record = block.value["image"]
        elif block.block_type == "download":
            record = block.value["document"]
        else:
            continue
        folder.mkdir(parents=True, exist_ok=True)
        with record.file.open("rb") as content:
            (folder / file_name(record)).write_bytes(content.read())
