"""The folder that holds the programme as files: reads all of it, or says what is wrong in which file and line."""

from dataclasses import dataclass
from pathlib import Path

from cms.blocktext import TextError
from courses.lessonfile import PageFile, read_page
from courses.plan import MEETING_MINUTES

FOLDER = Path(__file__).resolve().parent / "content"
FILES = "files"
QUIZZES = "quizzes"
MEETINGS = "meetings"
PROGRAMME, MODULE = "programme.md", "module.md"


@dataclass(frozen=True)
class FileProblem:
    path: str
    line: int
    message: str

    def __str__(self):
        return f"{self.path}:{self.line}: {self.message}"


class ContentError(Exception):
    """The files cannot be loaded; `problems` names every file and line."""

    def __init__(self, problems: list[FileProblem]):
        self.problems = problems
        super().__init__("\n".join(str(problem) for problem in problems))


@dataclass(frozen=True)
class SourceFile:
    path: str  # relative to the folder
    text: str
    page: PageFile


@dataclass(frozen=True)
class ModuleFiles:
    source: SourceFile
    lessons: tuple[SourceFile, ...]


@dataclass(frozen=True)
class ProgrammeFiles:
    folder: Path
    source: SourceFile
    modules: tuple[ModuleFiles, ...]
    quizzes: tuple[SourceFile, ...] = ()
    meetings: tuple[SourceFile, ...] = ()

    @property
    def sources(self) -> list[SourceFile]:
        pages = [one for module in self.modules for one in (module.source, *module.lessons)]
        return [self.source, *pages, *self.quizzes, *self.meetings]


def read_folder(folder: Path = FOLDER) -> ProgrammeFiles:
    problems: list[FileProblem] = []
    programme = read_file(folder, PROGRAMME, "programme", problems)
    names = [name.strip() for name in programme.page.front.get("modules", "").split("|")] if programme else []
    modules = []
    for name in filter(None, names):
        source = read_file(folder, f"{name}/{MODULE}", "module", problems)
        paths = sorted(path for path in (folder / name).glob("*.md") if path.name != MODULE)
        lessons = [read_file(folder, f"{name}/{path.name}", "lesson", problems) for path in paths]
        if source is not None:
            modules.append(ModuleFiles(source, tuple(lesson for lesson in lessons if lesson is not None)))
    quizzes = read_loose(folder, QUIZZES, "quiz", problems)
    meetings = read_loose(folder, MEETINGS, "meeting", problems)
    if programme is not None:
        problems += missing_files(folder, programme) + crossed_problems(folder, modules, quizzes)
        problems += meeting_problems(modules, meetings)
    if problems or programme is None:
        raise ContentError(problems)
    return ProgrammeFiles(folder, programme, tuple(modules), tuple(quizzes), tuple(meetings))


def read_loose(folder: Path, name: str, kind: str, problems: list[FileProblem]) -> list[SourceFile]:
    """What stands in no module: the quizzes outside lessons, and the meetings."""
    paths = sorted((folder / name).glob("*.md"))
    found = [read_file(folder, f"{name}/{path.name}", kind, problems) for path in paths]
    return [source for source in found if source is not None]


def read_file(folder: Path, path: str, kind: str, problems: list[FileProblem]) -> SourceFile | None:
    try:
        raw = (folder / path).read_bytes()
    except FileNotFoundError:
        problems.append(FileProblem(path, 1, "This file is missing."))
        return None
    try:
        text = raw.decode("utf-8")
        return SourceFile(path, text, read_page(text, kind))
    except UnicodeDecodeError as error:
        line = raw[: error.start].count(b"\n") + 1
        problems.append(FileProblem(path, line, "This line is not UTF-8. Save the file as UTF-8."))
    except TextError as error:
        problems += [FileProblem(path, problem.line, problem.message) for problem in error.problems]
    return None


def crossed_problems(folder: Path, modules: list[ModuleFiles], quizzes: list[SourceFile]) -> list[FileProblem]:
    """What no file can know alone: slugs, question keys and files that two share or that are missing."""
    problems: list[FileProblem] = []
    slugs: dict[str, str] = {}
    keys: dict[str, str] = {}
    for module in modules:
        folder_name = module.source.path.partition("/")[0]
        check_name(module.source, folder_name, problems)
        for lesson in module.lessons:
            number, _, name = lesson.path.partition("/")[2].removesuffix(".md").partition("-")
            if not number.isdecimal():
                problems.append(FileProblem(lesson.path, 1, "The name of the file must begin with its number: 01-…"))
            check_name(lesson, name, problems)
            claim(slugs, lesson.page.slug, lesson, "The slug", problems)
            for draft in lesson.page.questions:
                claim(keys, draft.key, lesson, "The question", problems)
            problems += missing_files(folder, lesson)
    for quiz in quizzes:
        check_name(quiz, Path(quiz.path).stem, problems)
        claim(slugs, quiz.page.slug, quiz, "The slug", problems)  # the key of a lesson's quiz is the lesson's slug
        for draft in quiz.page.questions:
            claim(keys, draft.key, quiz, "The question", problems)
    return problems


def meeting_problems(modules: list[ModuleFiles], meetings: list[SourceFile]) -> list[FileProblem]:
    """A meeting names lessons and a module that there are, and its minutes fit into one sitting."""
    problems: list[FileProblem] = []
    lessons = {lesson.page.slug for module in modules for lesson in module.lessons}
    known = {"module": {module.source.page.slug for module in modules}, "lessons": lessons}
    for number, meeting in enumerate(meetings, 1):
        check_numbered(meeting, number, problems)
        for name, slugs in known.items():
            for slug in meeting.page.front[name].split(" | "):
                if slug not in slugs:
                    problems.append(FileProblem(meeting.path, line_of(meeting, name), f"There is no “{slug}”."))
        minutes = sum(int(block.fields["minutes"]) for block in meeting.page.blocks)
        least, most = MEETING_MINUTES
        if not least <= minutes <= most:
            message = f"The prompts take {minutes} minutes; those of a meeting take {least} to {most} in all."
            problems.append(FileProblem(meeting.path, 1, message))
    return problems


def check_numbered(meeting: SourceFile, number: int, problems: list[FileProblem]) -> None:
    written, _, name = Path(meeting.path).stem.partition("-")
    if written != f"{number:02}":
        problems.append(FileProblem(meeting.path, 1, f"The name of the file must begin with {number:02}-."))
    check_name(meeting, name, problems)


def line_of(source: SourceFile, name: str) -> int:
    return source.text[: source.text.index(f"\n{name}:")].count("\n") + 2


def check_name(source: SourceFile, name: str, problems: list[FileProblem]) -> None:
    if source.page.slug != name:
        problems.append(
            FileProblem(
                source.path, line_of(source, "slug"), f"The slug is “{source.page.slug}”, the name says “{name}”."
            )
        )


def claim(taken: dict[str, str], name: str, source: SourceFile, what: str, problems: list[FileProblem]) -> None:
    if name in taken:
        at = next((n for n, line in enumerate(source.text.split("\n"), 1) if line.endswith(f" {name}")), 1)
        problems.append(FileProblem(source.path, at, f"{what} “{name}” is already used in {taken[name]}."))
    else:
        taken[name] = source.path


def missing_files(folder: Path, source: SourceFile) -> list[FileProblem]:
    return [
        FileProblem(source.path, block.line, f"There is no file “{block.fields['file']}” in {FILES}/.")
        for block in source.page.blocks
        if block.kind in ("image", "download") and not is_there(folder, block.fields["file"])
    ]


def is_there(folder: Path, name: str) -> bool:
    """Only files that lie in the folder of files itself are there."""
    return Path(name).name == name and (folder / FILES / name).is_file()
