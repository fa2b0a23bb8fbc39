"""What people chose or wrote at one question, and how that goes with the rest of the quiz."""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from quizzes.kinds import KINDS
from quizzes.kinds.number import parse_number
from quizzes.kinds.text import plain as plain_text
from quizzes.models import Confidence
from quizzes.psychometrics.ladder import FEWEST_IN_A_GROUP, Statistic, may_score, may_show
from quizzes.psychometrics.options import UNUSED_BELOW, distractor_table
from quizzes.psychometrics.uncertainty import Said, calibration, wilson
from quizzes.queries.analysis import Given, Sample, Wording
from quizzes.queries.figure import Figure, shown

BLANK, OTHER = "Left blank", "Something else"
TOO_FEW_CHOSE = f"Chosen by fewer than {FEWEST_IN_A_GROUP} people."
CHOOSING = ("single", "reasons", "multiple")
PLACING = ("match", "order", "group")


@dataclass(frozen=True)
class OptionLine:
    """An option, a typed answer or a blank. `usual` is the wrong place most people put the entry, of placed entries."""

    text: str
    is_key: bool
    count: int
    share: Figure
    correlation: Figure
    mean_total: Figure
    tags: tuple[str, ...] = ()
    usual: str = ""


@dataclass(frozen=True)
class OptionReport:
    """`n` people answered or left a blank. Empty of lines below 5 people."""

    n: int
    kind: str
    lines: tuple[OptionLine, ...]
    judged: int | None  # of true-or-false questions: how many judged rightly
    said: tuple[Said, ...]  # how sure people said they were, where anybody did
    unsaid: int

    @property
    def is_placing(self) -> bool:
        return self.kind in PLACING

    @property
    def people_words(self) -> str:
        return f"{self.n} people"

    @property
    def says_how_right(self) -> bool:
        """Only when no level was used by a few: one that is hidden could be had from the others and the total."""
        return all(one.n == 0 or one.n >= FEWEST_IN_A_GROUP for one in self.said)

    @property
    def said_rows(self) -> list[tuple[str, int | None, int]]:
        """Each level, how many of those people were right, and how many they are."""
        return [
            (str(Confidence(one.confidence).label), one.right if self.says_how_right else None, one.n)
            for one in self.said
        ]

    @property
    def has_totals(self) -> bool:
        return not self.is_placing and any(line.mean_total.known for line in self.lines)

    @property
    def has_correlations(self) -> bool:
        return any(line.correlation.known for line in self.lines)


def option_report(sample: Sample, place: int, answers: Sequence[Given], wording: Wording) -> OptionReport:
    """Without a query. Nothing is counted of fewer than 5 people."""
    asked, n = sample.asked[place], len(answers)
    if n < FEWEST_IN_A_GROUP:
        return OptionReport(n, asked.kind, (), None, (), 0)
    content = wording.content(asked.series)
    table = _Table(sample, place, answers, wording, content)
    right = [sample.marks[one.row, place] == 1.0 for one in answers]
    sure = calibration([one.confidence for one in answers], right)
    return OptionReport(
        n=n,
        kind=asked.kind,
        lines=tuple(LINES[asked.kind](table)),
        judged=_judged(answers, content) if asked.kind == "reasons" else None,
        said=sure.said if sure.unsaid < n else (),
        unsaid=sure.unsaid,
    )


def _judged(answers: Sequence[Given], content: dict) -> int:
    truth = str(content["statement_is"]).lower()
    return sum(one.response.get("judgement") == truth for one in answers)


class _Table:
    """The answers to one question beside the totals of those who answered everything."""

    def __init__(self, sample: Sample, place: int, answers: Sequence[Given], wording: Wording, content: dict[str, Any]):
        self.answers, self.content = answers, content
        self.kind, self.series, self.wording = sample.asked[place].kind, sample.asked[place].series, wording
        self.n = len(answers)
        self.no_total = may_score(len(sample.asked)).reason
        complete = sample.complete
        self.full = [one for one in answers if complete[one.row]]
        rows = [one.row for one in self.full]
        self.marks = sample.marks[rows, place]
        self.totals = sample.marks[rows].sum(axis=1) if rows else np.zeros(0)

    def name(self, entry_id: str, among: str = "entries") -> str:
        return self.wording.name(entry_id, self.series, among=among)

    def line(self, text: str, chosen: Callable[[dict], bool], *, is_key=False, usual="") -> OptionLine:
        """How many did this, and how they did on the rest."""
        count = sum(chosen(one.response) for one in self.answers)
        choices = [chosen(one.response) or None for one in self.full]
        beside = distractor_table(choices, [True], True, self.marks, self.totals).options[0]
        correlation = shown(Statistic.OPTION_CORRELATION, beside.correlation)
        mean_total = shown(Statistic.FACILITY, beside.mean_total, n=len(self.full), decimals=1)
        few = Figure(count, reason=TOO_FEW_CHOSE) if count < FEWEST_IN_A_GROUP else None
        return OptionLine(
            text=text,
            is_key=is_key,
            count=count,
            share=shown(Statistic.FACILITY, wilson(count, self.n)),
            correlation=few if few and correlation.known else correlation,
            mean_total=Figure(count, reason=self.no_total) if self.no_total else few or mean_total,
            usual=usual,
        )

    def is_blank(self, response: dict) -> bool:
        return not response

    def blanks(self) -> list[OptionLine]:
        """Always last, and only where somebody left one."""
        line = self.line(BLANK, self.is_blank)
        return [line] if line.count else []


# Kinds that choose ------------------------------------------------------------------------------------------------


def _choosing(table: _Table) -> list[OptionLine]:
    """Every option the series offers, then those that only an earlier wording did and somebody chose."""
    keys = {entry["id"] for entry in table.content["entries"] if entry.get("key")}
    offered = [entry["id"] for entry in table.content["entries"]]
    gone = sorted({one for given in table.answers for one in _chosen(given.response)} - set(offered))
    doubted = _doubted(table, [*offered, *gone], keys)
    lines = []
    for entry_id in (*offered, *gone):
        text = table.name(entry_id) + ("" if entry_id in offered else " (no longer offered)")
        is_key = entry_id in keys
        line = table.line(text, lambda response, id_=entry_id: id_ in _chosen(response), is_key=is_key)
        lines.append(replace(line, tags=() if is_key else _tags(line, table.n, entry_id in doubted)))
    return [*lines, *table.blanks()]


def _chosen(response: dict) -> list[str]:
    return response.get("choices") or [one for one in [response.get("choice")] if one]


def _doubted(table: _Table, options: list[str], keys: set[str]) -> set:
    """Wrong options that go with doing well, and better than the key does. Where several are right, none is the key."""
    if table.kind == "multiple" or not may_show(Statistic.CHECK_KEY, len(table.full)).show:
        return set()
    choices = [one.response.get("choice") for one in table.full]
    return set(distractor_table(choices, options, min(keys), table.marks, table.totals).rivals)


def _tags(line: OptionLine, n: int, doubted: bool) -> tuple[str, ...]:
    unused = line.count < UNUSED_BELOW * n and may_show(Statistic.UNUSED_OPTION, n).show
    rival = doubted and line.count >= FEWEST_IN_A_GROUP
    return tuple(words for words, holds in (("hardly anybody uses this", unused), ("check the key", rival)) if holds)


# Kinds that put entries into places -------------------------------------------------------------------------------


def _placing(table: _Table) -> list[OptionLine]:
    """Each entry: how many put it rightly, and where most of the others put it."""
    lines = []
    for entry in table.content["entries"]:
        id_, place = entry["id"], entry["place"]
        line = table.line(
            entry["text"],
            lambda response, id_=id_, place=place: response.get("places", {}).get(id_) == place,
            is_key=True,
            usual=_usual(table, id_, place),
        )
        lines.append(line)
    return [*lines, *table.blanks()]


def _usual(table: _Table, entry_id: str, right: str) -> str:
    placed = Counter(one.response.get("places", {}).get(entry_id) for one in table.answers)
    wrong = sorted((-count, place) for place, count in placed.items() if place not in (None, right))
    if not wrong:
        return "Nobody put it elsewhere."
    count, place = -wrong[0][0], wrong[0][1]
    name = place if table.kind == "order" else table.name(place, "places")
    return f"{count} put it in place {name}." if table.kind == "order" else f"{count} put it with “{name}”."


# Kinds that are typed ---------------------------------------------------------------------------------------------


def _typed(table: _Table) -> list[OptionLine]:
    """The answer, the wrong answers its author foresaw, others that five people or more gave, and the rest in one."""
    kind, read = KINDS[table.kind], _reader(table)

    def is_right(response: dict) -> bool:
        return bool(response) and kind.mark(table.content, response).right

    foreseen = {read(entry["text"]): entry["text"] for entry in table.content["entries"]}
    wrong = [one.response["text"] for one in table.answers if one.response.get("text") and not is_right(one.response)]
    given = Counter(read(text) for text in wrong)
    common = {
        key: min(text for text in wrong if read(text) == key) for key, n in given.items() if n >= FEWEST_IN_A_GROUP
    }
    named = {**common, **foreseen}
    lines = [table.line(str(kind.best(table.content)["text"]), is_right, is_key=True)]
    for key, text in sorted(named.items(), key=lambda pair: (-given[pair[0]], pair[1])):
        lines.append(table.line(text, lambda response, key=key: _wrote(response, read, is_right) == key))
    others = table.line(OTHER, lambda response: _wrote(response, read, is_right) not in (None, *named))
    return [*lines, *([others] if others.count else []), *table.blanks()]


def _reader(table: _Table) -> Callable[[str], Any]:
    """What makes two typed answers the same."""
    if table.kind == "text":
        return plain_text
    unit = table.content["unit"]
    return lambda text: parse_number(text, unit) if parse_number(text, unit) is not None else text


def _wrote(response: dict, read: Callable, is_right: Callable) -> Any:
    """The wrong answer, in the form in which answers are compared; None for a right answer and for a blank."""
    text = response.get("text")
    return None if not text or is_right(response) else read(text)


LINES: dict[str, Callable[[_Table], list[OptionLine]]] = {
    **dict.fromkeys(CHOOSING, _choosing),
    **dict.fromkeys(PLACING, _placing),
    "number": _typed,
    "text": _typed,
}
