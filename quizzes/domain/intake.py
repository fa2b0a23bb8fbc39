"""Questions from a file of another system: read, shown, and taken into the bank whole or not at all."""

from dataclasses import asdict
from datetime import datetime, timedelta

from django.db import transaction

from quizzes.domain.question import QuestionChanged, put_question
from quizzes.formats.exchange import Defaults, read_questions
from quizzes.formats.text import write_question
from quizzes.models import Intake, Question
from quizzes.queries.intake import Planned, digest_of, planned

KEPT_FOR = timedelta(days=7)


class IntakeOutdated(Exception):
    """The bank changed since the upload was shown, or the upload has been taken already."""


def receive_questions(*, data: bytes, name: str, format: str, defaults: Defaults, by, now: datetime) -> Intake:
    """Reads a file and keeps what was found until its editor confirms it. Raises ImportRefused."""
    found = read_questions(data, format=format, name=name, defaults=defaults)
    return Intake.objects.create(
        by=by,
        at=now,
        file_name=name[-200:],
        texts=[write_question(draft) for draft in found.drafts],
        report=[asdict(line) for line in found.report],
    )


@transaction.atomic
def take_questions(
    *, intake: Intake, keys: list[str], digest: str, tags: list[str], by, now: datetime
) -> list[Question]:
    """The chosen questions of an upload as `digest` names it: all of them or, if anything fails, none."""
    intake = Intake.objects.select_for_update().get(pk=intake.pk)
    plans = planned(intake)
    if intake.taken_at or digest_of(plans) != digest:
        raise IntakeOutdated
    taken = []
    for plan in plans:
        if plan.can_be_taken and plan.key in keys:
            question = _put(plan, by=by, now=now, note=f"From the file {intake.file_name}"[:200])
            question.tags.add(*tags)
            taken.append(question)
    intake.taken_at = now
    intake.save(update_fields=["taken_at"])
    return taken


def _put(plan: Planned, **given) -> Question:
    try:
        return put_question(draft=plan.draft, after=plan.version, **given)[0]
    except QuestionChanged as changed:
        raise IntakeOutdated from changed


def forget_old_intakes(*, now: datetime) -> None:
    Intake.objects.filter(at__lt=now - KEPT_FOR).delete()
