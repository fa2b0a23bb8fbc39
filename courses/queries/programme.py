"""The outline of a programme: its modules and lessons in order. Each process keeps it for a minute."""

from dataclasses import dataclass, field
from functools import cached_property
from math import inf
from time import monotonic

from courses.models import LessonPage, ModulePage, ProgrammePage
from courses.plan import due_week

# A new title or place shows in menus after at most this long; the lesson itself shows at once (queries/lesson.py)
OUTLINE_SECONDS = 60
outlines: dict[int, tuple[float, str, "Outline"]] = {}


@dataclass(frozen=True)
class LessonLine:
    """A lesson as every list needs it: what it is called, when it is due, what it asks."""

    pk: int
    slug: str
    title: str
    intention: str
    minutes: int
    is_sample: bool
    is_written: bool
    module: int
    module_slug: str
    module_title: str
    number: int
    due_week: int

    def __hash__(self):  # lines are keys of what is drawn from them; equality still asks for every field
        return self.pk

    @property
    def code(self) -> str:
        return f"{self.module}.{self.number}"

    @property
    def path(self) -> str:
        return f"/learn/{self.module_slug}/{self.slug}/"


@dataclass(frozen=True)
class ModuleLine:
    pk: int
    slug: str
    title: str
    number: int
    pillar: str
    question: str
    intention: str
    lessons: tuple[LessonLine, ...] = ()

    def __hash__(self):
        return self.pk

    @property
    def first_week(self) -> int:
        return due_week(self.number, 1)


@dataclass(frozen=True)
class MeetingLine:
    number: int
    slug: str
    title: str
    output: str
    week: int

    @property
    def path(self) -> str:
        return f"/learn/meetings/{self.slug}/"


@dataclass(frozen=True)
class Outline:
    title: str
    modules: tuple[ModuleLine, ...] = field(default_factory=tuple)
    meetings: tuple[MeetingLine, ...] = ()

    @cached_property
    def lessons(self) -> tuple[LessonLine, ...]:
        return tuple(lesson for module in self.modules for lesson in module.lessons)

    @cached_property
    def by_slug(self) -> dict[tuple[str, str], LessonLine]:
        return {(lesson.module_slug, lesson.slug): lesson for lesson in self.lessons}

    @cached_property
    def by_pk(self) -> dict[int, LessonLine]:
        return {lesson.pk: lesson for lesson in self.lessons}

    def due_before(self, week: int) -> int:
        return sum(lesson.due_week < week for lesson in self.lessons)

    def due_in(self, week: int) -> list[LessonLine]:
        return [lesson for lesson in self.lessons if lesson.due_week == week]

    def neighbours(self, lesson: LessonLine) -> tuple[LessonLine | None, LessonLine | None]:
        place = self.lessons.index(lesson)
        before = self.lessons[place - 1] if place else None
        after = self.lessons[place + 1] if place + 1 < len(self.lessons) else None
        return before, after


def programme_outline(programme_pk: int, *, fresh: bool = False, as_of: str = "") -> Outline:
    """`as_of` is the version of the public pages: what was kept under another is made anew."""
    now = monotonic()
    built_at, version, outline = outlines.get(programme_pk, (-inf, "", None))
    is_older = bool(as_of) and version != as_of
    if fresh or outline is None or is_older or now - built_at > OUTLINE_SECONDS:
        outline = build_outline(programme_pk)
        outlines[programme_pk] = now, as_of, outline
    return outline


def build_outline(programme_pk: int) -> Outline:
    programme = ProgrammePage.objects.get(pk=programme_pk)
    modules = ModulePage.objects.child_of(programme).live().order_by("path")
    lessons = LessonPage.objects.descendant_of(programme).live().order_by("path")
    by_module: dict[str, list[LessonPage]] = {}
    for lesson in lessons:
        by_module.setdefault(lesson.path[: -LessonPage.steplen], []).append(lesson)
    return Outline(
        title=programme.title,
        modules=tuple(module_line(page, n, by_module.get(page.path, [])) for n, page in enumerate(modules, 1)),
        meetings=tuple(
            MeetingLine(*row) for row in programme.meetings.values_list("number", "slug", "title", "output", "week")
        ),
    )


def module_line(page: ModulePage, number: int, lessons: list[LessonPage]) -> ModuleLine:
    return ModuleLine(
        pk=page.pk,
        slug=page.slug,
        title=page.title,
        number=number,
        pillar=page.pillar,
        question=page.question,
        intention=page.intention,
        lessons=tuple(lesson_line(lesson, page, number, n) for n, lesson in enumerate(lessons, 1)),
    )


def lesson_line(page: LessonPage, module: ModulePage, module_number: int, number: int) -> LessonLine:
    return LessonLine(
        pk=page.pk,
        slug=page.slug,
        title=page.title,
        intention=page.intention,
        minutes=page.minutes,
        is_sample=page.is_sample,
        is_written=bool(page.body.raw_data),
        module=module_number,
        module_slug=module.slug,
        module_title=module.title,
        number=number,
        due_week=due_week(module_number, number),
    )
