"""From how many people which statistic may be shown, and how: one table.

Source: the class-size simulations behind the design (20 questions, alpha about .78): at 28 people a useless question
looks fine in 16 % of classes, at 50 in 8 %, at 100 in 4 %; a reliability of .70 is known to +-.17 at 28.
"""

from dataclasses import dataclass
from enum import StrEnum


class Statistic(StrEnum):
    """Everything a screen may ask about. The value is how a sentence names it."""

    DISTRIBUTION = "the distribution of scores"
    FACILITY = "the facility of a question"
    FACILITY_WORDS = "calling a question easy or hard"
    ITEM_CORRELATION = "how a question goes with the rest of the paper"
    ITEM_FLAG = "flagging a question"
    UPPER_LOWER = "the upper-lower index"
    OPTION_CORRELATION = "the correlation of an option"
    UNUSED_OPTION = "calling an option unused"
    CHECK_KEY = "doubting a key"
    ALPHA = "reliability"
    ALPHA_IF_DROPPED = "reliability without a question"
    SEM = "the standard error of a score"
    BOUNDARY = "how safe a boundary is"
    RETEST = "what a repeated test says of reliability"
    GAIN = "an average change"
    AGREEMENT_SHARE = "how often two markers agree"
    AGREEMENT = "coefficients of agreement"
    JUDGED_ORDER = "an order from comparative judgement"
    JUDGE_FIT = "how a judge fits the others"
    RASCH = "a Rasch analysis"
    RASCH_FIT = "the fit of a question to the Rasch model"
    DIF = "whether a question works differently for two groups"


class Base(StrEnum):
    """What n counts: "30 people", "10 in each group"."""

    PEOPLE = "people"
    PER_GROUP = "people in each group"
    SCRIPTS = "scripts marked by both"
    PER_SCRIPT = "judgements of each script"
    PER_JUDGE = "judgements by the judge"


@dataclass(frozen=True, slots=True)
class Rung:
    """Shown from `least` on; with `note` beside it ("rough") below `plain_from`; with `items` questions at least."""

    least: int
    note: str = ""
    plain_from: int = 0
    base: Base = Base.PEOPLE
    items: int = 1


@dataclass(frozen=True, slots=True)
class Permission:
    """Whether to show; `note` goes beside the value; `reason` is the sentence that stands in its place."""

    show: bool
    note: str = ""
    reason: str = ""


ROUGH = "rough"
LOOK_AGAIN = "worth another look"
ILLUSTRATION = "an illustration only"
WEAK = "weak evidence"
FEWEST_IN_A_GROUP = 5  # figures of fewer people could be traced to one of them
FEWEST_ITEMS_OF_A_SCORE = 8  # no score or sub-score is made of fewer questions

LADDER = {
    Statistic.DISTRIBUTION: Rung(5),
    Statistic.FACILITY: Rung(5),
    Statistic.GAIN: Rung(10, base=Base.PER_GROUP),
    Statistic.AGREEMENT_SHARE: Rung(10, base=Base.SCRIPTS),
    Statistic.JUDGED_ORDER: Rung(10, base=Base.PER_SCRIPT),
    Statistic.ALPHA: Rung(15, ROUGH, 30, items=3),
    Statistic.SEM: Rung(15, ROUGH, 30, items=3),
    Statistic.FACILITY_WORDS: Rung(20),
    Statistic.ITEM_CORRELATION: Rung(20, LOOK_AGAIN, 50),
    Statistic.JUDGE_FIT: Rung(20, base=Base.PER_JUDGE),
    Statistic.OPTION_CORRELATION: Rung(30),
    Statistic.CHECK_KEY: Rung(30),
    Statistic.BOUNDARY: Rung(30),
    Statistic.RETEST: Rung(30),
    Statistic.AGREEMENT: Rung(30, base=Base.SCRIPTS),
    Statistic.UNUSED_OPTION: Rung(40),
    Statistic.ITEM_FLAG: Rung(50),
    Statistic.UPPER_LOWER: Rung(50),
    Statistic.ALPHA_IF_DROPPED: Rung(50, items=3),
    Statistic.RASCH: Rung(50, ILLUSTRATION, 100),
    Statistic.DIF: Rung(50, WEAK, 200, Base.PER_GROUP),
    Statistic.RASCH_FIT: Rung(200),
}


def may_show(statistic: Statistic, n: int, items: int | None = None) -> Permission:
    """May this be shown at n (people, or what the rung counts), on a paper of so many items (if that is known)?"""
    rung = LADDER[statistic]
    if n < rung.least:
        return Permission(False, reason=_too_few(statistic, rung, n))
    if items is not None and items < rung.items:
        return Permission(False, reason=f"Needs at least {rung.items} questions; this paper has {items}.")
    return Permission(True, note=rung.note if n < rung.plain_from else "")


def may_score(items: int) -> Permission:
    """May a score be made of so many questions?"""
    if items < FEWEST_ITEMS_OF_A_SCORE:
        reason = f"A score of fewer than {FEWEST_ITEMS_OF_A_SCORE} questions says too little; this has {items}."
        return Permission(False, reason=reason)
    return Permission(True)


def _too_few(statistic: Statistic, rung: Rung, n: int) -> str:
    needs = f"Needs {rung.least} {rung.base}; there are {n}."
    if rung.least == FEWEST_IN_A_GROUP:
        return f"{needs} Fewer could be traced to one of them."
    return f"{needs} With fewer, {statistic} is mostly chance."
