"""What a new key would do to the answers that were marked by an older one, before anything is done."""

import hashlib
from dataclasses import dataclass

from django.db.models import F, Sum
from django.db.models.functions import Coalesce

from quizzes.kinds import KINDS
from quizzes.kinds.base import known_ids
from quizzes.kinds.correction import marking_changed
from quizzes.models import Answer, Question, Quiz


@dataclass(frozen=True)
class Move:
    """One person's answer under the key that marked it and under the new one; scores from 0 to 1."""

    answer_id: int
    person: str
    quiz: str
    said: str
    before: float
    after: float | None  # None when it cannot be marked by the new key
    total_before: float | None  # of a whole check, in questions; nobody’s total of a test is shown to the team

    @property
    def change(self) -> float:
        return 0.0 if self.after is None else self.after - self.before

    @property
    def total_after(self) -> float | None:
        return None if self.total_before is None else self.total_before + self.change


@dataclass(frozen=True)
class Regrade:
    version_id: int
    moves: tuple[Move, ...]

    @property
    def rising(self) -> list[Move]:
        return [move for move in self.moves if move.change > 0]

    @property
    def falling(self) -> list[Move]:
        return [move for move in self.moves if move.change < 0]

    @property
    def same(self) -> list[Move]:
        return [move for move in self.moves if move.after is not None and not move.change]

    @property
    def unmarkable(self) -> list[Move]:
        return [move for move in self.moves if move.after is None]

    @property
    def digest(self) -> str:
        """Names exactly this preview: what is applied must be what was shown."""
        shown = (self.version_id, [(move.answer_id, move.before, move.after) for move in self.moves])
        return hashlib.sha256(repr(shown).encode()).hexdigest()


def regrade_of(question: Question) -> Regrade:
    """The first answers marked by a key that gives other scores than the current one; two queries."""
    current = question.current
    answers = list(marked_before(question))
    contents = {answer.marking.pk: answer.marking.content for answer in answers}
    outdated = {pk for pk, content in contents.items() if marking_changed(current.content, content)}
    answers = [answer for answer in answers if answer.marking.pk in outdated]
    totals = totals_of({answer.attempt_id for answer in answers if answer.attempt.quiz.mode == Quiz.Mode.CHECK})
    return Regrade(current.pk, tuple(_move(question, answer, totals) for answer in answers))


def marked_before(question: Question):
    """Checked first answers under an earlier series; each gets `marking`, the version whose key gave its score."""
    answers = Answer.objects.filter(question=question, checked_at__isnull=False)
    answers = answers.annotate(series=Coalesce(F("marked_with__series"), F("version__series")))
    answers = answers.filter(series__lt=question.current.series)
    answers = answers.select_related("version", "marked_with", "attempt__user", "attempt__quiz")
    for answer in answers.order_by("attempt__user__last_name", "attempt__user__first_name", "pk"):
        answer.marking = answer.marked_with or answer.version
        yield answer


def totals_of(attempt_ids: set[int]) -> dict[int, float]:
    if not attempt_ids:
        return {}
    scored = Answer.objects.filter(attempt__in=attempt_ids, checked_at__isnull=False)
    return dict(scored.values_list("attempt").annotate(total=Sum("score")).values_list("attempt", "total"))


def _move(question: Question, answer: Answer, totals: dict[int, float]) -> Move:
    kind, content = KINDS[question.kind], question.current.content
    return Move(
        answer_id=answer.pk,
        person=answer.attempt.user.name,
        quiz=answer.attempt.quiz.title,
        said=kind.words(answer.version.content, answer.response),
        before=answer.score,
        after=_score_by(content, kind, answer),
        total_before=totals.get(answer.attempt_id),
    )


def _score_by(content, kind, answer: Answer) -> float | None:
    """By another content than it was given to; None where that asks something else. A blank stays worth nothing."""
    if kind.missing(answer.version.content, answer.response):
        return 0.0
    return kind.mark(content, answer.response).score if _says(answer, content) else None


def _says(answer: Answer, content) -> bool:
    """Whether what was answered is still there, and nothing came since that every answer must decide on."""
    response, there = answer.response, known_ids(content["entries"])
    chosen = {response["choice"]} if "choice" in response else set(response.get("choices", ()))
    placed = response.get("places", {})
    if not chosen | placed.keys() <= there:
        return False
    if "places" in content and not set(placed.values()) <= known_ids(content["places"]):
        return False
    decides_on_all = "choices" in response or "places" in response
    return not decides_on_all or there <= known_ids(answer.version.content["entries"])
