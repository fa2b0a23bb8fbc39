"""What the figures of a question say, in words. An adjective needs more people than a count does."""

from quizzes.psychometrics.ladder import Statistic, may_show
from quizzes.queries.figure import Figure, plain

VERY_HARD, VERY_EASY = 0.2, 0.9
LOW_CORRELATION = 0.1
RASCH_FITS = (0.7, 1.3)
HOW_MANY = ((0.2, "Very few people"), (0.4, "Fewer than half"), (0.6, "About half"), (0.9, "Most people"))
EVERYBODY = "Nearly everybody"


def facility_words(facility: Figure, *, right: int, part_marks: bool) -> str:
    """“Most people got this right (34 of 41).” `right` got everything right."""
    n = facility.n
    if not facility.known:
        return people_words(n)
    if part_marks:
        share = plain(facility.value or 0.0)
        return f"People got {share} of the mark on average; {right} of {n} got every part right."
    if not may_show(Statistic.FACILITY_WORDS, n).show:
        return f"{right} of {n} people got this right."
    return f"{_how_many(facility.value or 0.0, right, n)} got this right ({right} of {n})."


def _how_many(share: float, right: int, n: int) -> str:
    if right in (0, n):
        return "Everybody" if right else "Nobody"
    return next((words for below, words in HOW_MANY if share < below), EVERYBODY)


def people_words(n: int) -> str:
    """Below the least number: how many, and from when there is more."""
    if not n:
        return "Nobody’s answer counts yet; shown from 5."
    return f"{n} {'person has' if n == 1 else 'people have'} answered; shown from 5."


def correlation_words(correlation: Figure) -> str:
    """Only what the whole interval bears out."""
    if not correlation.known or correlation.low is None or correlation.high is None:
        return ""
    if correlation.low > 0:
        return "People who did well on the rest tended to do well here."
    if correlation.high < 0:
        return "People who did well on the rest tended to do worse here."
    return "It cannot be told yet whether people who did well on the rest do well here."


def difficulty_tag(facility: Figure) -> str:
    if not facility.known or not may_show(Statistic.FACILITY_WORDS, facility.n).show:
        return ""
    share = facility.value or 0.0
    return "very hard" if share < VERY_HARD else "very easy" if share > VERY_EASY else ""


def look_tag(correlation: Figure) -> str:
    """From 20 people “worth another look”, and from 50 what to do; never more than a reason to read the question."""
    if correlation.value is None or correlation.value >= LOW_CORRELATION:
        return ""
    if not may_show(Statistic.ITEM_FLAG, correlation.n).show:
        return "worth another look"
    return "check the key first" if correlation.value < 0 else "look at it"


def fit_tag(infit: Figure, outfit: Figure) -> str:
    low, high = RASCH_FITS
    strange = [fit for fit in (infit, outfit) if fit.value is not None and not low <= fit.value <= high]
    return "fits the Rasch model less well" if strange else ""


def band_words(*, score: int, questions: int, low: int, high: int, level: str) -> str:
    return f"A total of {score} on these {questions} questions is best read as {low} to {high} ({level})."


def left_out_words(practised: int, elsewhere: int) -> str:
    """Which answers do not count, and why."""
    parts = []
    if practised == 1:
        parts.append("1 answer is left out: its person had practised this question before.")
    elif practised:
        parts.append(f"{practised} answers are left out: their people had practised this question before.")
    if elsewhere == 1:
        parts.append("1 answer belongs to another key or meaning of this question and is not counted here.")
    elif elsewhere:
        parts.append(f"{elsewhere} answers belong to another key or meaning of this question and are not counted here.")
    return " ".join(parts)
