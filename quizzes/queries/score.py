"""What somebody has of a quiz that gives a score, never without how far it can be trusted."""

from dataclasses import dataclass

from quizzes.models import Attempt, Quiz
from quizzes.psychometrics.ladder import LADDER, Statistic, may_score, may_show
from quizzes.psychometrics.reliability import alpha, sem
from quizzes.psychometrics.responses import read_responses
from quizzes.psychometrics.uncertainty import Band, Source, score_band, times_in_ten
from quizzes.psychometrics.value import Value, no_value
from quizzes.queries.paper import marks_on, totals_of

SCORED = (Quiz.Mode.CHECK, Quiz.Mode.TEST)
MEASURED_FROM = LADDER[Statistic.SEM].least


class NoScore(Exception):
    """There is no score to print; the sentence says why."""

    def __init__(self, sentence):
        self.sentence = sentence
        super().__init__(sentence)


@dataclass(frozen=True)
class Score:
    band: Band
    people: int  # whose first answers, to the questions as they are now, tell of the error of this quiz
    alpha: Value  # of the quiz with its 95 % interval, or the reason why there is none yet
    note: str  # "rough" while these people are few

    @property
    def is_measured(self) -> bool:
        return self.band.source is Source.SEM

    @property
    def right(self) -> str:
        return f"{self.band.score:g}"

    @property
    def questions(self) -> int:
        return int(self.band.maximum)

    @property
    def level(self) -> str:
        return times_in_ten(self.band.level)


def score_of(attempt: Attempt) -> Score:
    """The score of a finished attempt at a check or a test, for `{% score_with_range %}`: three queries.

    Raises NoScore, with a sentence to show instead, for a quiz that gives none, for an attempt that is not finished
    and for fewer than 8 questions. The error is the quiz's own once 15 have finished it, a binomial one before.
    """
    if attempt.quiz.mode not in SCORED:
        raise NoScore("This quiz gives feedback and no score.")
    total = totals_of([attempt.pk]).get(attempt.pk)
    if total is None:
        raise NoScore("There is a score once every question has been answered.")
    allowed = may_score(total.questions)
    if not allowed.show:
        raise NoScore(allowed.reason)
    responses = read_responses(marks_on(attempt.quiz_id), listwise=True)
    shown = may_show(Statistic.SEM, responses.n, responses.k)
    error = sem(responses) if shown.show else no_value(shown.reason, responses.n)
    fits = error.value if responses.k == total.questions else None  # another length has another error
    return Score(
        band=score_band(round(total.right, 1), total.questions, fits or None),
        people=responses.n,
        alpha=alpha(responses) if shown.show else no_value(shown.reason, responses.n),
        note=shown.note,
    )
