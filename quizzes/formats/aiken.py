"""Aiken, read: a question on a line, options A. or A), then ANSWER: A."""

import re
from collections.abc import Iterator
from decimal import Decimal
from functools import partial

from quizzes.formats import building, passage
from quizzes.formats.building import Answer
from quizzes.formats.plain_file import decode
from quizzes.formats.refused import LeftOut
from quizzes.formats.report import Found, Piece

OPTION = re.compile(r"([A-Z])[.)]\s(.*)")
CRAMPED = re.compile(r"[A-Z][.)]\S")
ANSWER = re.compile(r"ANSWER:\s*([A-Za-z])\s*")


def read_aiken(data: bytes) -> Iterator[Piece]:
    lines: list[str] = []
    for line in map(str.strip, decode(data).split("\n")):
        if line:
            lines.append(line)
        if ANSWER.fullmatch(line):
            yield _piece(lines)
            lines = []
    if lines:
        yield _piece(lines)


def _piece(lines: list[str]) -> Piece:
    return Piece(passage.one_line(lines[0][:500])[:120], partial(_read_question, tuple(lines)))


def _read_question(lines: tuple[str, ...]) -> Found:
    answer = ANSWER.fullmatch(lines[-1])
    if sum(map(len, lines)) > passage.MOST_CHARACTERS:
        raise LeftOut(f"The question is longer than {passage.MOST_CHARACTERS:,} characters.")
    options = [option for option in map(OPTION.fullmatch, lines) if option]
    asked = [line for line in lines[: -1 if answer else None] if not OPTION.fullmatch(line)]
    if not answer:
        raise LeftOut("No line “ANSWER: A” ends it.")
    if not any(option[1] == answer[1].upper() for option in options):
        raise LeftOut(f"Its answer is {answer[1].upper()}, but no option has this letter.")
    if list(lines[: len(asked)]) != asked:
        raise LeftOut("Its question does not stand before its options, in lines that are no options.")
    if not asked or any(CRAMPED.match(line) for line in asked):
        raise LeftOut("Each option is a line with its letter, “.” or “)”, and a space.")
    stem = passage.plain("\n".join(asked))
    answers = [Answer(option[2], "", Decimal(100 * (option[1] == answer[1].upper()))) for option in options]
    found = Found(stem, "", {}, losses=list(stem.losses))
    found.kind, found.own = building.choice(answers, many=False, losses=found.losses)
    return found
