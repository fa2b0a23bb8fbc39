"""A page of the programme as a file: front matter, then blocks. Plain Python: text in, values out, and back.

The format is described in courses/content/README.md. What `write_page` writes, `read_page` reads; a file that would
be written back differently is refused with the line at which it differs, so that a round trip keeps every byte.
"""

import re
from dataclasses import dataclass, field, replace

from cms import blocktext, charts, pipetable
from cms.blocktext import TextProblem
from quizzes.formats.text import PILLARS, Draft, parse_question, write_question

FENCE = "---"


@dataclass(frozen=True)
class BlockKind:
    """How a fence maps to a block of the page: its fields, and the name under which the block keeps its body."""

    stream_name: str
    fields: list[str]
    optional: frozenset[str] = frozenset()
    body: str = ""  # "" means that the block has no body; "*" that the body is the whole value
    choices: dict[str, tuple[str, ...]] = field(default_factory=dict)

    @property
    def required(self) -> set[str]:
        return set(self.fields) - self.optional


BLOCKS = {
    "key-idea": BlockKind("key_idea", [], body="*"),
    "evidence": BlockKind(
        "evidence",
        ["author", "year", "title", "source", "status"],
        frozenset({"source"}),
        "finding",
        {"status": ("checked", "from memory")},
    ),
    "misconception": BlockKind("misconception", ["belief"], body="answer"),
    "worked-example": BlockKind(
        "worked_example", ["title", "phase"], body="text", choices={"phase": ("primary", "secondary", "all")}
    ),
    "table": BlockKind("table", ["caption", "note"], frozenset({"note"}), "rows"),
    "figure": BlockKind(
        "figure", ["kind", "caption", "x", "y"], frozenset({"x", "y"}), "rows", {"kind": tuple(charts.KINDS)}
    ),
    "image": BlockKind("image", ["file", "alt", "caption"], frozenset({"caption"})),
    "activity": BlockKind("activity", ["title", "output"], body="text"),
    "reflection": BlockKind("reflection", ["label"], frozenset({"label"}), "prompt"),
    "download": BlockKind("download", ["file", "title"]),
    "video": BlockKind("video", ["url", "title"], body="transcript"),
    "prompt": BlockKind("prompt", ["minutes"], body="text"),
}
STREAM_NAMES = {kind.stream_name: name for name, kind in BLOCKS.items()}

FRONT_MATTER = {
    "programme": (["title", "slug", "intention", "modules"], set()),
    "module": (["title", "slug", "pillar", "question", "intention"], set()),
    "lesson": (["title", "slug", "intention", "opening", "minutes", "sample"], {"opening", "sample"}),
    "quiz": (["title", "slug", "mode"], set()),
    "meeting": (["title", "slug", "module", "week", "lessons", "also", "output"], {"also"}),
}
LONGEST = {"title": 255, "slug": 80, "intention": 300, "question": 200, "opening": 80, "also": 200, "output": 300}
ANYTHING = re.compile(".*", re.DOTALL)
SLUG = "[a-z0-9]+(?:-[a-z0-9]+)*"
WRITTEN_AS = {
    "slug": (re.compile(SLUG), "The slug holds small letters, digits and single hyphens."),
    "modules": (re.compile(rf"{SLUG}(?: \| {SLUG})*"), "The modules are slugs with “ | ” between them."),
    "pillar": (re.compile("|".join(PILLARS)), f"The pillar must be one of: {', '.join(PILLARS)}."),
    "module": (re.compile(SLUG), "The module is the slug of one module."),
    "week": (re.compile("[1-9]|[12][0-9]|3[0-9]"), "The week is a school week, 1 to 39."),
    "lessons": (re.compile(rf"{SLUG}(?: \| {SLUG})*"), "The lessons are slugs with “ | ” between them."),
    "minutes": (re.compile("[1-9][0-9]{0,2}"), "The minutes must be a whole number of at most three digits."),
    "mode": (re.compile("bank|check|test"), "The mode of a quiz outside lessons is bank, check or test."),
    "sample": (re.compile("yes"), "Write “sample: yes”, or leave the line out."),
}
ONLY_IN_LESSONS = {"activity", "reflection", "question"}
ALONE = {"quiz": "question", "meeting": "prompt"}  # pages of one kind of block, which no other page has


@dataclass(frozen=True)
class FileBlock:
    """A block by the name it has in the page's stream, with whichever of the three its kind has."""

    kind: str
    text: str = ""  # prose and key ideas: the whole block
    fields: dict[str, str] = field(default_factory=dict)  # the others, their body among them
    questions: tuple[Draft, ...] = ()  # a quiz
    line: int = 0


@dataclass(frozen=True)
class PageFile:
    kind: str  # a key of FRONT_MATTER
    front: dict[str, str]
    blocks: tuple[FileBlock, ...] = ()

    @property
    def slug(self) -> str:
        return self.front["slug"]

    @property
    def questions(self) -> tuple[Draft, ...]:
        return tuple(draft for block in self.blocks for draft in block.questions)


def read_page(text: str, kind: str) -> PageFile:
    """Raises `blocktext.TextError` with every problem found, line by line."""
    problems: list[TextProblem] = []
    lines = blocktext.read_lines(text, problems=problems)
    front, rest, first_line = read_front(lines, kind, problems)
    blocks = []
    for block in blocktext.split_blocks(rest, first_line, problems=problems):
        found = read_block(block, kind, problems)
        if found is not None:
            blocks.append(found)
    page = PageFile(kind, front, tuple(gather_questions(blocks, problems)))
    if not problems:
        check_round_trip(page, text, problems)
    if problems:
        raise blocktext.TextError(problems)
    return page


def read_front(lines: list[str], kind: str, problems: list[TextProblem]) -> tuple[dict[str, str], list[str], int]:
    if not lines or lines[0] != FENCE:
        problems.append(TextProblem(1, "The file must begin with a line --- and the front matter."))
        return {}, [], 1
    if FENCE not in lines[1:]:
        problems.append(TextProblem(1, "The front matter is never closed: a second line --- is missing."))
        return {}, [], 1
    end = lines.index(FENCE, 1)
    allowed, optional = FRONT_MATTER[kind]
    front, rest, rest_line = blocktext.read_fields(lines[1:end], 2, allowed, set(allowed) - optional, problems=problems)
    if rest:
        problems.append(TextProblem(rest_line, "The front matter holds one “name: value” a line and nothing else."))
    check_front(front, lines, problems)
    return front, lines[end + 1 :], end + 2


def check_front(front: dict[str, str], lines: list[str], problems: list[TextProblem]) -> None:
    """What a page can hold and would write back as it stands."""
    for name, value in front.items():
        pattern, message = WRITTEN_AS.get(name, (ANYTHING, ""))
        if value and not pattern.fullmatch(value):
            problems.append(TextProblem(line_of(lines, name), message))
        if len(value) > LONGEST.get(name, len(value)):
            message = f"The {name} has {len(value)} characters; at most {LONGEST[name]} are possible."
            problems.append(TextProblem(line_of(lines, name), message))


def line_of(lines: list[str], name: str) -> int:
    return next(number for number, line in enumerate(lines, 1) if line.startswith(f"{name}:"))


def read_block(block: blocktext.Block, page_kind: str, problems: list[TextProblem]) -> FileBlock | None:
    if page_kind == "module":
        problems.append(TextProblem(block.line, "A module has no text of its own."))
        return None
    if page_kind in ALONE and block.name == "":
        problems.append(TextProblem(block.line, f"A {page_kind} holds {ALONE[page_kind]}s only."))
        return None
    if block.name == "":
        return FileBlock("prose", text="\n".join(block.lines), line=block.line)
    known = known_blocks(page_kind)
    if block.name not in known:
        message = f"There is no block “{block.name}”. Known blocks: {', '.join(known)}."
        problems.append(TextProblem(block.line, message))
        return None
    if block.name == "question":
        return read_question(block, problems)
    return read_fenced(block, BLOCKS[block.name], problems)


def known_blocks(page_kind: str) -> list[str]:
    if page_kind in ALONE:
        return [ALONE[page_kind]]
    known = [name for name in [*BLOCKS, "question"] if name != "prompt"]
    return [name for name in known if page_kind != "programme" or name not in ONLY_IN_LESSONS]


def read_fenced(block: blocktext.Block, kind: BlockKind, problems: list[TextProblem]) -> FileBlock:
    values, body, body_line = blocktext.read_fields(
        block.lines, block.first_line, kind.fields, kind.required, problems=problems
    )
    text = "\n".join(body)
    if bool(text) != bool(kind.body):
        wanted = "needs a text after its fields." if kind.body else "has fields only, no text."
        problems.append(TextProblem(body_line, f"The block “{block.name}” {wanted}"))
    check_choices(block, kind, values, problems)
    check_written(block, values, problems)
    if kind.body == "*":
        return FileBlock(kind.stream_name, text=text, line=block.line)
    value = {name: values.get(name, "") for name in kind.fields} | ({kind.body: text} if kind.body else {})
    check_numbers(block, value, body_line, problems)
    return FileBlock(kind.stream_name, fields=value, line=block.line)


def check_choices(block: blocktext.Block, kind: BlockKind, values: dict[str, str], problems: list[TextProblem]) -> None:
    for name, choices in kind.choices.items():
        if name in values and values[name] not in choices:
            problems.append(TextProblem(block.first_line, f"“{name}” must be one of: {', '.join(choices)}."))


def check_written(block: blocktext.Block, values: dict[str, str], problems: list[TextProblem]) -> None:
    if block.name == "prompt" and not WRITTEN_AS["minutes"][0].fullmatch(values.get("minutes", "1")):
        problems.append(TextProblem(block.first_line, WRITTEN_AS["minutes"][1]))


def check_numbers(block: blocktext.Block, value: dict[str, str], line: int, problems: list[TextProblem]) -> None:
    try:
        if block.name == "table":
            pipetable.parse(value["rows"])
        elif block.name == "figure" and value["kind"] in charts.KINDS:
            charts.draw_rows(value["kind"], value["rows"], caption=value["caption"], x=value["x"], y=value["y"])
    except (pipetable.TableError, charts.ChartError) as error:
        problems.append(TextProblem(line, str(error)))


def read_question(block: blocktext.Block, problems: list[TextProblem]) -> FileBlock | None:
    try:
        draft = parse_question(block.lines, key=block.argument, first_line=block.first_line)
    except blocktext.TextError as error:
        problems += error.problems
        return None
    return FileBlock("question", questions=(draft,), line=block.line)


def gather_questions(blocks: list[FileBlock], problems: list[TextProblem]) -> list[FileBlock]:
    """Neighbouring questions become the one quiz of the lesson."""
    gathered: list[FileBlock] = []
    keys: set[str] = set()
    for block in blocks:
        if block.kind != "question":
            gathered.append(block)
            continue
        (draft,) = block.questions
        if draft.key in keys:
            problems.append(TextProblem(block.line, f"The question “{draft.key}” stands here a second time."))
        elif gathered and gathered[-1].kind == "quiz":
            gathered[-1] = replace(gathered[-1], questions=(*gathered[-1].questions, draft))
        elif keys:
            problems.append(TextProblem(block.line, "The questions of a lesson stand together, in one place."))
        else:
            gathered.append(replace(block, kind="quiz"))
        keys.add(draft.key)
    return gathered


def check_round_trip(page: PageFile, text: str, problems: list[TextProblem]) -> None:
    written = write_page(page)
    if written == text:
        return
    ours, theirs = text.split("\n"), written.split("\n")
    line = next((n for n, pair in enumerate(zip(ours, theirs, strict=False), 1) if pair[0] != pair[1]), len(ours))
    wanted = theirs[line - 1] if line <= len(theirs) else ""
    problems.append(
        TextProblem(line, f"This would be written back differently: “{wanted}”. Blank lines stand one at a time.")
    )


def write_page(page: PageFile) -> str:
    allowed, _ = FRONT_MATTER[page.kind]
    parts = ["\n".join([FENCE, *blocktext.write_fields(page.front, allowed), FENCE])]
    for block in page.blocks:
        parts += write_file_block(block)
    return "\n\n".join(parts) + "\n"


def write_file_block(block: FileBlock) -> list[str]:
    if block.kind == "prose":
        return [block.text]
    if block.kind == "quiz":
        return [write_question(draft) for draft in block.questions]
    name = STREAM_NAMES[block.kind]
    kind = BLOCKS[name]
    if kind.body == "*":
        return [blocktext.write_block(name, body=block.text)]
    body = block.fields[kind.body] if kind.body else ""
    return [blocktext.write_block(name, fields=block.fields, allowed=kind.fields, body=body)]
