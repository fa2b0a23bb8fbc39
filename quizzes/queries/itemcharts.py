"""The charts of an analysis: people and questions on one ruler, and how many people had how many right."""

from collections import Counter

from cms.charts import HistogramChart, WrightChart, histogram, wright
from quizzes.queries.itemreport import QuizReport

PLACES = 6  # decimals by which people of one standing are told apart


def wright_map(report: QuizReport) -> WrightChart | None:
    """People are counts on the ruler, never a row each."""
    if report.rasch is None:
        return None
    people = Counter(round(one.value, PLACES) for one in report.rasch.people if one.value is not None)
    questions = [
        (str(line.asked.position), line.asked.stem, *_rounded(line.difficulty))
        for line in report.lines
        if line.difficulty.value is not None
    ]
    return wright(sorted(people.items()), questions, caption=_finding(report))


def distribution_chart(report: QuizReport) -> HistogramChart | None:
    if not report.distribution:
        return None
    counts = [count for _, count in report.distribution]
    return histogram(
        report.distribution,
        caption=f"How many questions {sum(counts)} people had right, of {report.k}.",
        x="questions right",
        head=("Right", "People"),
    )


def _rounded(figure):
    return tuple(None if number is None else round(number, 2) for number in (figure.value, figure.low, figure.high))


def _finding(report: QuizReport) -> str:
    placed = [line for line in report.lines if line.difficulty.value is not None]
    hardest = max(placed, key=lambda line: line.difficulty.value or 0.0)
    easiest = min(placed, key=lambda line: line.difficulty.value or 0.0)
    return f"Question {hardest.asked.position} was the hardest, question {easiest.asked.position} the easiest."
