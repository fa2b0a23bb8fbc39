from datetime import datetime

from django.db import transaction

from courses.domain.progress import refuse_pupil_number
from courses.emails import mail_help_answered, mail_help_asked
from courses.models import HelpRequest
from courses.queries.enrolment import Lead


class AlreadyAnswered(Exception):
    """Another facilitator has answered."""


@transaction.atomic
def ask_help(*, lead: Lead, lesson_pk: int | None, text: str, now: datetime) -> HelpRequest:
    """Puts the question on the facilitators' page and writes to them."""
    refuse_pupil_number(text)
    request = HelpRequest.objects.create(enrolment_id=lead.enrolment_id, lesson_id=lesson_pk, text=text, asked_at=now)
    mail_help_asked(request, now=now)
    return request


@transaction.atomic
def answer_help(*, request: HelpRequest, text: str, by, now: datetime) -> None:
    unanswered = HelpRequest.objects.filter(pk=request.pk, answered_at__isnull=True)
    if not unanswered.update(answer=text, answered_at=now, answered_by=by):
        raise AlreadyAnswered
    request.refresh_from_db()
    mail_help_answered(request, now=now)
