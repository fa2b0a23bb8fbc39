"""GIFT, Moodle's text format, read. Facts of the format: docs.moodle.org, “GIFT format”."""

import re
from collections.abc import Iterator
from decimal import Decimal
from functools import partial

from quizzes.formats import building, passage
from quizzes.formats.building import Answer
from quizzes.formats.carried import OURS_HEAD, digest_of
from quizzes.formats.html_text import read_html
from quizzes.formats.plain_file import decode
from quizzes.formats.refused import LeftOut
from quizzes.formats.report import Carried, Found, Piece

ESCAPED = {r"\:": "\x01", r"\#": "\x02", r"\=": "\x03", r"\{": "\x04", r"\}": "\x05", r"\~": "\x06", r"\n": "\x07"}
MEANT = str.maketrans(dict(zip("\x01\x02\x03\x04\x05\x06\x07\x0e", ":#={}~\n\\", strict=True)))
CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f]")
FORMAT = re.compile(r"\[(html|markdown|plain|moodle)\]")
WEIGHT = re.compile(r"%(-*[0-9]{1,3}(?:\.[0-9]{0,10})?)%")
CATEGORY = re.compile(r"\$CATEGORY:(.*)")
IDENTIFIED = re.compile(r"\[id:([^\]\x00-\x1f]{1,100})\]")
TAGGED = re.compile(r"\[tag:([^\]\x00-\x1f]{1,100})\]")
TRUE, FALSE = ("T", "TRUE"), ("F", "FALSE")
OURS_TEXT = "|"
NO_GROUPS = "It names a category; questions have none here. Tags can take its place."


def read_gift(data: bytes) -> Iterator[Piece]:
    for number, lines in _chunks(decode(data)):
        category = next(filter(None, map(CATEGORY.match, lines)), None)  # Moodle writes a comment before it
        if category:
            yield Piece(passage.one_line(f"Category {category[1]}")[:120], partial(_refuse, NO_GROUPS))
        comments = [line[2:].strip() for line in lines if line.startswith("//")]
        native = "\n".join(line for line in lines if not line.startswith("//") and not CATEGORY.match(line))
        if native:
            read = partial(_read_question, native, " ".join(comments))
            yield Piece(_title(native) or f"Line {number}", read, _carried(comments), digest_of(native))


def _refuse(reason: str) -> Found:
    raise LeftOut(reason)


def _chunks(text: str) -> Iterator[tuple[int, list[str]]]:
    """What stands between blank lines: line numbers and lines without white space around them."""
    lines: list[str] = []
    for number, line in enumerate([*map(str.strip, text.split("\n")), ""], 1):
        if line:
            lines.append(line)
        elif lines:
            yield number - len(lines), lines
            lines = []


def _title(native: str) -> str:
    named = re.match(r"::(.*?)::", native[:1000], re.DOTALL)
    return passage.one_line(named[1].replace("\\", ""))[:120] if named else passage.one_line(native[:80])


def _carried(comments: list[str]) -> Carried | None:
    for number, comment in enumerate(comments):
        if comment.startswith(OURS_HEAD):
            lines = [line[1:].removeprefix(" ") for line in comments[number + 1 :] if line.startswith(OURS_TEXT)]
            return Carried("\n".join(lines), comment.removeprefix(OURS_HEAD).strip())
    return None


def _read_question(native: str, comments: str) -> Found:
    if len(native) > passage.MOST_CHARACTERS:
        raise LeftOut(f"The question is longer than {passage.MOST_CHARACTERS:,} characters.")
    text = CONTROL.sub("", native.replace("\t", " ")).replace("\\\\", "\x0e")
    for escaped, stand_in in ESCAPED.items():
        text = text.replace(escaped, stand_in)
    title = ""
    if text.startswith("::") and "::" in text[2:]:
        title, _, text = text[2:].partition("::")
    asked, answers = _split(text.strip())
    answers, _, general = answers.rpartition("####") if "####" in answers else (answers, "", "")
    default = FORMAT.match(asked.strip())
    words = Words(default[1] if default else "moodle")
    found = Found(words.passage(asked), "", {}, title=passage.one_line(title.translate(MEANT)))
    found.after = words.lines(general)
    found.kind, found.own = _read_answers(answers.strip(), words, found.losses)
    found.losses += [*found.passage.losses, *words.losses]
    identified = IDENTIFIED.search(comments)
    found.key = identified[1] if identified else ""
    found.tags = TAGGED.findall(comments)
    return found


def _split(text: str) -> tuple[str, str]:
    """The question with a gap where its answers stood, and the answers."""
    before, opened, rest = text.partition("{")
    answers, closed, behind = rest.partition("}")
    if not opened and "}" not in text:
        raise LeftOut("It is a description without a question.")
    if not opened or not closed:
        raise LeftOut("A brace is missing: answers stand between { and }, without a blank line in them.")
    if "{" in behind or "}" in behind or "{" in answers:
        raise LeftOut("There are more braces than one pair; GIFT holds one gap a question.")
    return (f"{before} ____ {behind}" if behind.strip() else before), answers


class Words:
    """Texts of one question: what is escaped and in which markup it stands."""

    def __init__(self, default: str):
        self.default, self.losses = default, []

    def passage(self, text: str) -> passage.Passage:
        text = text.strip()
        named = FORMAT.match(text)
        markup = named[1] if named else self.default
        text = text[named.end() :] if named else text
        meant = (text.replace("\x07", "<br>") if markup == "moodle" else text).translate(MEANT)
        if markup == "plain":
            return passage.plain(meant)
        return passage.markdown(meant) if markup == "markdown" else read_html(meant)

    def lines(self, text: str) -> str:
        read = self.passage(text)
        self.losses += [loss for loss in read.losses if loss not in self.losses]
        return read.lines()

    def split(self, text: str) -> tuple[str, str]:
        """A text and its feedback."""
        said, _, feedback = text.partition("#")
        return self.lines(said), self.lines(feedback)


def _read_answers(text: str, words: Words, losses: list[str]):
    if not text:
        raise LeftOut("It asks for an essay, which cannot be marked here.")
    if text.startswith(">"):
        return _read_order(text[1:], words, losses)
    if text.startswith("#"):
        return _read_numbers(text[1:], words, losses)
    if "~" in text:
        return _read_options(text, words, losses)
    if text.startswith("=") and "->" in text:
        return _read_pairs(text, words, losses)
    if text.partition("#")[0].strip() in (*TRUE, *FALSE):
        return _read_truth(text, words, losses)
    answers = [_answer(part, words, Decimal(100)) for part in _parts(text, "=")]
    return building.short_text(answers, losses=losses)


def _parts(text: str, sign: str) -> list[str]:
    parts = [part for part in map(str.strip, text.split(sign)) if part]
    building.check_count(parts)
    return parts


def _answer(text: str, words: Words, share: Decimal) -> Answer:
    weight = WEIGHT.match(text)
    if weight:
        share, text = building.share_of(weight[1].replace("--", "")), text[weight.end() :]
    return Answer(*words.split(text), share)


def _read_options(text, words, losses):
    parts = _parts(text.replace("=", "~="), "~")
    answers = [_answer(part.removeprefix("="), words, Decimal(100 if part.startswith("=") else 0)) for part in parts]
    return building.choice(answers, many="=" not in text, losses=losses)


def _read_truth(text, words, losses):
    said, wrong, right = (*map(str.strip, text.split("#", 2)), "", "")[:3]
    is_true = said in TRUE
    true, false = (right, wrong) if is_true else (wrong, right)
    answers = [
        Answer("True", words.lines(true), Decimal(100 * is_true)),
        Answer("False", words.lines(false), Decimal(100 * (not is_true))),
    ]
    return building.choice(answers, many=False, losses=losses)


def _read_pairs(text, words, losses):
    pairs, spare = [], []
    for part in _parts(text, "="):
        left, arrow, right = part.partition("->")
        if not arrow:
            raise LeftOut("One of its pairs has no -> between the two sides.")
        if left.strip():
            pairs.append((words.lines(left), words.lines(right), ""))
        else:
            spare.append(words.lines(right))
    return building.into_places(pairs, spare=spare, losses=losses)


def _read_order(text, words, losses):
    """The way of Moodle’s ordering questions: how it is shown, then an item a line."""
    _, *items = text.split("\n")
    building.check_count(items)
    return building.ordered([(words.lines(item), "") for item in items if item.strip()], losses=losses)


def _read_numbers(text, words, losses):
    text, _, otherwise = text.partition("~")
    answers = []
    for part in _parts(text, "="):
        answer = _answer(part, words, Decimal(100))
        low, dots, high = answer.text.partition("..")
        value, _, tolerance = answer.text.partition(":")
        if dots:
            value, tolerance = building.middle(low, high)
        answers.append(Answer(value.strip(), answer.feedback, answer.share, tolerance.strip() or "0"))
    if otherwise:
        answers.append(Answer("*", words.lines(otherwise.lstrip("#")), Decimal(0)))
    return building.number(answers, losses=losses)
