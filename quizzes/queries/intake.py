"""An upload beside the bank as it stands now: what each of its questions would do."""

import hashlib
from dataclasses import dataclass

from django.db.models import Count

from quizzes.formats.text import Draft, parse_fence, write_question
from quizzes.kinds.correction import carry_ids, marking_changed, used_ids
from quizzes.models import Intake, Question
from quizzes.queries.bank import draft_of
from quizzes.queries.history import DiffLine, diff_lines


@dataclass(frozen=True)
class Planned:
    """One question of an upload. `version` is the number that it would follow, 0 for a new question.

    `answers` counts those to all versions, drafts among them.
    """

    draft: Draft
    what: str  # "new", "changed", "same", "refused"
    version: int = 0
    answers: int = 0
    new_series: bool = False
    difference: tuple[DiffLine, ...] = ()
    problem: str = ""

    @property
    def key(self) -> str:
        return self.draft.key

    @property
    def text(self) -> str:
        return write_question(self.draft)

    @property
    def can_be_taken(self) -> bool:
        return self.what in ("new", "changed")


def planned(intake: Intake) -> list[Planned]:
    """In the order of the file; two queries however many questions there are."""
    drafts = [parse_fence(text) for text in intake.texts]
    there = Question.objects.select_related("current").prefetch_related("versions").annotate(given=Count("answers"))
    by_key = {question.key: question for question in there.filter(key__in=[draft.key for draft in drafts])}
    return [_plan(draft, by_key.get(draft.key)) for draft in drafts]


def digest_of(plans: list[Planned]) -> str:
    """Names what was shown: confirming applies exactly this."""
    shown = [(plan.key, plan.what, plan.version, plan.text) for plan in plans]
    return hashlib.sha256(repr(shown).encode()).hexdigest()


def _plan(draft: Draft, question: Question | None) -> Planned:
    if question is None:
        return Planned(draft, "new")
    if question.kind != draft.kind:
        problem = f"The bank has a question “{draft.key}” of the kind “{question.kind}”. Give this one another key."
        return Planned(draft, "refused", problem=problem)
    before, after = write_question(draft_of(question)), write_question(draft)
    if before == after:
        return Planned(draft, "same", version=question.current.number)
    used = used_ids(version.content for version in question.versions.all())
    carried = carry_ids(draft.content, question.current.content, used=used)
    return Planned(
        draft,
        "changed",
        version=question.current.number,
        answers=question.given,
        new_series=marking_changed(carried, question.current.content),
        difference=tuple(diff_lines(before, after)),
    )
