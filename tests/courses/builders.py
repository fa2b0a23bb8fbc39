"""Builders of the programme, its year and its people.

The small programme (programme_texts.py) has two modules of two lessons. Its cohort starts on 7 September 2026 in the
example year of the programme outline, so lessons 1 and 2 are due in week 2 and lessons 3 and 4 in week 8.
"""

from datetime import UTC, date, datetime
from itertools import count
from pathlib import Path

from courses.contentfolder import ModuleFiles, ProgrammeFiles, SourceFile, read_folder
from courses.domain.answer import take_answer
from courses.domain.enrolment import enrol
from courses.domain.meeting import save_note
from courses.domain.programme import load_programme
from courses.domain.progress import excuse_lesson, note_done_lessons, save_reflection, tick_lesson
from courses.lessonfile import read_page
from courses.models import (
    Calendar,
    ClosedDay,
    Cohort,
    LessonPage,
    LessonProgress,
    Meeting,
    ModulePage,
    ProgrammePage,
    School,
    Term,
)
from courses.queries.enrolment import current_lead
from courses.queries.lesson import Body, reading
from courses.weeks import SchoolYear
from quizzes.kinds import KINDS
from quizzes.models import QuizItem
from tests.builders import build_site, build_user
from tests.courses.programme_texts import FILES

NOW = datetime(2026, 11, 11, 10, 14, tzinfo=UTC)  # a Wednesday in week 9
STARTS_ON = date(2026, 9, 7)
NEXT_START = date(2027, 1, 11)  # of a cohort that is sold on NOW
WEEK_8, WEEK_9 = date(2026, 11, 2), date(2026, 11, 9)
TERMS_2026_27 = (
    (date(2026, 9, 2), date(2026, 10, 23)),
    (date(2026, 11, 2), date(2026, 12, 18)),
    (date(2027, 1, 4), date(2027, 2, 12)),
    (date(2027, 2, 22), date(2027, 3, 25)),
    (date(2027, 4, 12), date(2027, 5, 28)),
    (date(2027, 6, 7), date(2027, 7, 21)),
)
ASKING, READING, WRITING, COMING = "asking", "reading", "writing", "coming"
_number = count(1)


# The programme --------------------------------------------------------------------------------------------------


def write_folder(folder: Path, changes=None, **texts) -> Path:
    """The small programme as files, with other texts under the paths in `changes`; None leaves a file out."""
    for path, text in {**FILES, **(changes or {})}.items():
        target = folder / path
        if text is None:
            target.unlink(missing_ok=True)
            continue
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(text if isinstance(text, bytes) else text.encode())
    return folder


def read_small(folder: Path, changes=None) -> ProgrammeFiles:
    return read_folder(write_folder(folder, changes))


def load_small(folder: Path, changes=None, *, now=NOW, **options) -> ProgrammePage:
    load_programme(read_small(folder, changes), home=build_site(), by=None, now=now, **options)
    return ProgrammePage.objects.get()


def build_programme() -> ProgrammePage:
    """The small programme as pages, loaded once in a test."""
    existing = ProgrammePage.objects.first()
    if existing:
        return existing
    load_programme(small_files(), home=build_site(), by=None, now=NOW)
    return ProgrammePage.objects.get()


def small_files() -> ProgrammeFiles:
    """As `read_folder` reads it, without a folder."""

    def source(path, kind):
        return SourceFile(path, FILES[path], read_page(FILES[path], kind))

    modules = tuple(
        ModuleFiles(
            source(f"{name}/module.md", "module"),
            tuple(source(path, "lesson") for path in FILES if path.startswith(f"{name}/0")),
        )
        for name in ("why", "how")
    )
    return ProgrammeFiles(Path("/nowhere"), source("programme.md", "programme"), modules)


def lesson_page(slug: str) -> LessonPage:
    return LessonPage.objects.get(slug=slug)


def url_of(slug: str) -> str:
    page = lesson_page(slug)
    return f"/learn/{page.get_parent().slug}/{slug}/"


def body_of(slug: str) -> Body:
    return reading(lesson_page(slug).pk, enrolment_id=None).body


def blocks_of(slug: str) -> list[str]:
    """Ids of the lesson's reflections."""
    return [part.block for part in body_of(slug).reflections]


# The year -------------------------------------------------------------------------------------------------------


def year_2026_27(*, closed=(), terms=TERMS_2026_27, starts_on=STARTS_ON) -> SchoolYear:
    return SchoolYear(starts_on=starts_on, terms=tuple(terms), closed=frozenset(closed))


def build_calendar(*, name="", terms=TERMS_2026_27, closed=()) -> Calendar:
    calendar = Calendar.objects.create(name=name or f"Dates {next(_number)}")
    for starts_on, ends_on in terms:
        Term.objects.create(calendar=calendar, starts_on=starts_on, ends_on=ends_on)
    for day in closed:
        ClosedDay.objects.create(calendar=calendar, day=day, reason="INSET day")
    return calendar


def build_cohort(*, starts_on=STARTS_ON, calendar=None, facilitators=()) -> Cohort:
    cohort = Cohort.objects.create(
        name=f"Cohort {next(_number)}",
        programme=build_programme(),
        calendar=calendar or build_calendar(),
        starts_on=starts_on,
    )
    cohort.facilitators.set(facilitators)
    return cohort


def build_selling_cohort(*, places=5, price_pence=48_000, starts_on=NEXT_START, **fields) -> Cohort:
    """Shown to visitors, two months before its week 1."""
    cohort = build_cohort(starts_on=starts_on)
    values = {"slug": f"cohort-{cohort.pk}", "is_public": True, "places_left": places} | fields
    Cohort.objects.filter(pk=cohort.pk).update(places=places, price_pence=price_pence, **values)
    cohort.refresh_from_db()
    return cohort


# People ---------------------------------------------------------------------------------------------------------


def build_school(**fields) -> School:
    return School.objects.create(**{"name": f"School {next(_number)}", **fields})


def build_enrolment(*, cohort=None, school=None, user=None, joined_on=STARTS_ON, state="active", **person):
    enrolment = enrol(
        user=user or build_user(**person),
        school=school or build_school(),
        cohort=cohort or build_cohort(),
        joined_on=joined_on,
    )
    if state != "active":
        enrolment.state = state
        enrolment.save()
    return enrolment


def build_lead(**fields):
    """A person with a place in a cohort."""
    return build_enrolment(**fields).user


def lead_of(user):
    """The lead as views see them, read anew."""
    return current_lead(user)


# Work -----------------------------------------------------------------------------------------------------------


def asked(key: str) -> QuizItem:
    return QuizItem.objects.select_related("quiz", "question__current").get(question__key=key)


def answer_question(user, slug: str, key: str, *, check=True, now=NOW, seq=1, response=None, confidence=2):
    item = asked(key)
    kind, version = KINDS[item.question.kind], item.question.current
    return take_answer(
        lead=lead_of(user),
        lesson_pk=lesson_page(slug).pk,
        body=body_of(slug),
        user=user,
        quiz=item.quiz,
        check=check,
        now=now,
        question=item.question,
        version=version,
        response=kind.best(version.content) if response is None else response,
        order=kind.shuffle(version.content, ""),
        seq=seq,
        confidence=confidence,
    )


def answer_quiz(user, slug: str, **fields) -> None:
    for item in QuizItem.objects.filter(quiz__in=body_of(slug).quiz_ids).select_related("question"):
        answer_question(user, slug, item.question.key, **fields)


def write_reflection(user, slug: str, *, place=0, text="Nobody would miss it.", seq=1, now=NOW):
    return save_reflection(
        lead=lead_of(user),
        lesson_pk=lesson_page(slug).pk,
        body=body_of(slug),
        block=blocks_of(slug)[place],
        text=text,
        seq=seq,
        now=now,
    )


def tick(user, slug: str, *, now=NOW) -> None:
    tick_lesson(lead=lead_of(user), lesson_pk=lesson_page(slug).pk, body=body_of(slug), now=now)


def do_lesson(user, slug: str, *, now=NOW) -> None:
    """Everything that the lesson asks."""
    body = body_of(slug)
    answer_quiz(user, slug, now=now)
    for place in range(len(body.reflections)):
        write_reflection(user, slug, place=place, now=now)
    if not body.quiz_ids and not body.reflections:
        tick(user, slug, now=now)


def finish(enrolment, *slugs: str, now=NOW) -> None:
    """Notes the lessons as complete, without the work."""
    for slug in slugs:
        LessonProgress.objects.update_or_create(
            enrolment=enrolment, lesson=lesson_page(slug), defaults={"completed_at": now}
        )
    note_done_lessons(enrolment_id=enrolment.pk)


def excuse(enrolment, slug: str, *, reason="Inspection week.", by=None, now=NOW) -> LessonProgress:
    by = by or build_user()
    return excuse_lesson(enrolment=enrolment, lesson_pk=lesson_page(slug).pk, reason=reason, by=by, now=now)


def progress_of(user, slug: str) -> LessonProgress | None:
    return LessonProgress.objects.filter(enrolment__user=user, lesson__slug=slug).first()


def page(response) -> str:
    """The text of a page with its white space folded."""
    return " ".join(response.content.decode().split())


# Meetings -------------------------------------------------------------------------------------------------------


def build_meeting(*, programme=None, number=1, week=4, prompts=2, lessons=(), **fields) -> Meeting:
    programme = programme or build_programme()
    meeting = Meeting.objects.create(
        programme=programme,
        module=ModulePage.objects.child_of(programme).first(),
        number=number,
        week=week,
        **{"slug": f"meeting-{number}", "title": f"Meeting about {number}", "output": "One sentence.", **fields},
    )
    meeting.lessons.set(lesson_page(slug) for slug in lessons)
    for place in range(1, prompts + 1):
        meeting.prompts.create(number=place, text=f"What about {place}?", minutes=25)
    return meeting


def write_note(held, number, text="We looked.", *, seq=1, by, not_discussed=False, now=NOW):
    prompt = held.meeting.prompts.get(number=number)
    return save_note(held=held, prompt=prompt, text=text, not_discussed=not_discussed, seq=seq, by=by, now=now)
