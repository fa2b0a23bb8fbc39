"""The analysis as tables to take away: figures with interval and n, and in words why one is missing. No persons."""

from collections.abc import Iterable, Iterator

from cms.export import Row, Sheet
from quizzes.kinds import KINDS
from quizzes.queries.analysis import Sample, answers_in, wordings_of
from quizzes.queries.figure import Figure
from quizzes.queries.itemreport import ItemLine, QuizReport
from quizzes.queries.optionreport import OptionReport, option_report

MOODLE = ("facility", "discrimination index", "discriminative efficiency", "effective weight")
FEW = "Shown from 5 people."


def _head(name: str) -> tuple[str, str, str, str]:
    return name, f"{name}, from", f"{name}, to", f"{name}, note"


ITEM_HEAD = (
    *("Place", "Key", "Question", "Kind", "Series", "People", "All of it right"),
    *_head("Facility"),
    "People who answered everything",
    *_head("Correlation with the rest"),
    *_head("Alpha without it"),
    *_head("Upper-lower index"),
    *(f"Moodle: {name} (per cent)" for name in MOODLE),
    "Moodle, note",
    *_head("Rasch difficulty (logits)"),
    *("Infit", "Outfit", "Fit, note"),
    *("Left out: practised before", "Left out: other series", "Worth knowing"),
)
QUIZ_HEAD = ("Statistic", "Value", "From", "To", "People", "Note")
OPTION_HEAD = (
    *("Place", "Key", "Question", "Option", "Right", "People who chose it", "People"),
    *_head("Share"),
    *_head("Correlation with the rest"),
    *_head("Mean total of those who chose it"),
    *("Most others", "Worth knowing"),
)
SURE_HEAD = ("Place", "Key", "Question", "How sure", "All of it right", "People")


def item_sheet(report: QuizReport) -> Sheet:
    return Sheet("Questions", ITEM_HEAD, (_item_row(line, report.n) for line in report.lines))


def quiz_sheet(report: QuizReport) -> Sheet:
    figures = [
        ("Alpha", report.alpha),
        ("Lambda-2", report.lambda2),
        ("Standard error of measurement (questions)", report.sem),
        *((f"Moodle: {name}", figure) for name, figure in report.moodle),
    ]
    return Sheet("Quiz", QUIZ_HEAD, [_quiz_row(name, figure) for name, figure in figures])


def option_sheet(sample: Sample) -> Sheet:
    """Two queries."""
    return Sheet("Options", OPTION_HEAD, _option_rows(option_reports(sample)))


def sure_sheet(sample: Sample) -> Sheet:
    return Sheet("How sure", SURE_HEAD, _sure_rows(option_reports(sample)))


def all_sheets(report: QuizReport) -> list[Sheet]:
    found = option_reports(report.sample)
    return [
        item_sheet(report),
        quiz_sheet(report),
        Sheet("Options", OPTION_HEAD, _option_rows(found)),
        Sheet("How sure", SURE_HEAD, _sure_rows(found)),
    ]


Reports = list[tuple[tuple, OptionReport]]


def option_reports(sample: Sample) -> Reports:
    """Place, key and stem of each question with what people chose: two queries for all of them."""
    places = range(len(sample.asked))
    answers = answers_in(sample, places)
    wordings = wordings_of(one.question_id for one in sample.asked)
    return [
        (
            (asked.position, asked.key, asked.stem),
            option_report(sample, place, answers[place], wordings[asked.question_id]),
        )
        for place, asked in enumerate(sample.asked)
    ]


# Rows -------------------------------------------------------------------------------------------------------------


def _item_row(line: ItemLine, n: int) -> Row:
    asked = line.asked
    return (
        *(asked.position, asked.key, asked.stem, str(KINDS[asked.kind].label), asked.series, line.n, line.right),
        *line.facility.cells,
        n,
        *line.correlation.cells,
        *line.alpha_if_dropped.cells,
        *line.index.cells,
        *(figure.cells[0] for figure in line.moodle),
        _note(line.moodle),
        *line.difficulty.cells,
        *(line.infit.cells[0], line.outfit.cells[0], _note((line.infit, line.outfit))),
        *(line.practised, line.elsewhere, "; ".join(line.tags)),
    )


def _note(figures: Iterable[Figure]) -> str:
    return next((figure.note or figure.reason for figure in figures if figure.note or figure.reason), "")


def _quiz_row(name: str, figure: Figure) -> Row:
    value, low, high, note = figure.cells
    return name, value, low, high, figure.n, note


def _option_rows(found: Reports) -> Iterator[Row]:
    for question, report in found:
        if not report.lines:
            row = (*question, FEW, "", None, report.n)
            yield *row, *(None for _ in OPTION_HEAD[len(row) :])
        for line in report.lines:
            yield (
                *(*question, line.text, "yes" if line.is_key else "", line.count, report.n),
                *(*line.share.cells, *line.correlation.cells, *line.mean_total.cells),
                *(line.usual, "; ".join(line.tags)),
            )


def _sure_rows(found: Reports) -> Iterator[Row]:
    for question, report in found:
        for said in report.said_rows:
            yield *question, *said
