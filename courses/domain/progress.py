"""What a lead does in a lesson. A lesson is complete when every part it asks for today has been done (decision 3)."""

from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.db.models import Q

from cms.pupils import holds_pupil_number
from courses.models import Enrolment, LessonProgress, Reflection
from courses.queries.enrolment import Lead
from courses.queries.lesson import Body, missing_parts


class PupilNumber(Exception):
    """The text holds something shaped like a unique pupil number."""


class TextOlder(Exception):
    """A later text is already saved."""

    def __init__(self, seq: int, saved_at: datetime):
        super().__init__(seq)
        self.seq = seq
        self.saved_at = saved_at


class NothingToTick(Exception):
    """The lesson asks for more than a tick."""


class TooManyExcused(Exception):
    """The lead has been excused as many lessons as the programme allows."""


def refuse_pupil_number(text: str) -> None:
    if holds_pupil_number(text):
        raise PupilNumber


@transaction.atomic
def save_reflection(*, lead: Lead, lesson_pk: int, body: Body, block: str, text: str, seq: int, now: datetime) -> int:
    """Keeps a text unless a later one is there. Returns the number under which it was saved."""
    refuse_pupil_number(text)
    prompt = next(part.prompt for part in body.reflections if part.block == block)
    mine, made = Reflection.objects.get_or_create(
        enrolment_id=lead.enrolment_id,
        block=block,
        defaults={"lesson_id": lesson_pk, "prompt": prompt, "text": text, "seq": seq, "saved_at": now},
    )
    if not made:
        newer = Reflection.objects.filter(pk=mine.pk, seq__lt=seq)
        if not newer.update(text=text, prompt=prompt, seq=seq, saved_at=now) and mine.text != text:
            raise TextOlder(mine.seq, mine.saved_at)
    if text.strip() and reflections_done(lead=lead, body=body):
        settle(lead=lead, lesson_pk=lesson_pk, body=body, now=now, reflected=True)
    return seq


def reflections_done(*, lead: Lead, body: Body) -> bool:
    asked = [part.block for part in body.reflections]
    texts = Reflection.objects.filter(enrolment_id=lead.enrolment_id, block__in=asked).values_list("text", flat=True)
    return sum(bool(text.strip()) for text in texts) == len(asked)


@transaction.atomic
def note_quiz_done(*, lead: Lead, lesson_pk: int, body: Body, now: datetime) -> None:
    settle(lead=lead, lesson_pk=lesson_pk, body=body, now=now, quiz_done=True)


@transaction.atomic
def tick_lesson(*, lead: Lead, lesson_pk: int, body: Body, now: datetime) -> None:
    if body.quiz_ids or body.reflections or not body.chunks:
        raise NothingToTick
    settle(lead=lead, lesson_pk=lesson_pk, body=body, now=now, ticked=True)


def settle(
    *,
    lead: Lead,
    lesson_pk: int,
    body: Body,
    now: datetime,
    quiz_done: bool = False,
    reflected: bool = False,
    ticked: bool = False,
) -> LessonProgress:
    """Notes what was done and, once nothing is missing, the moment at which the lesson was complete."""
    row, _ = LessonProgress.objects.select_for_update().get_or_create(
        enrolment_id=lead.enrolment_id, lesson_id=lesson_pk
    )
    row.quiz_done_at = row.quiz_done_at or (now if quiz_done else None)
    row.reflected_at = row.reflected_at or (now if reflected else None)
    row.ticked_at = row.ticked_at or (now if ticked else None)
    if row.completed_at is None and not missing_parts(row, body):
        row.completed_at = now
    row.save()
    note_done_lessons(enrolment_id=lead.enrolment_id)
    return row


def note_done_lessons(*, enrolment_id: int) -> None:
    """Brings the enrolment's list of finished lessons up to its progress rows; within the caller's transaction."""
    enrolment = Enrolment.objects.select_for_update(of=["self"]).get(pk=enrolment_id)
    counting = LessonProgress.objects.filter(enrolment_id=enrolment_id)
    counting = counting.filter(Q(completed_at__isnull=False) | Q(excused_at__isnull=False))
    done_lessons = sorted(counting.values_list("lesson_id", flat=True))
    if enrolment.done_lessons != done_lessons:
        Enrolment.objects.filter(pk=enrolment_id).update(done_lessons=done_lessons)


@transaction.atomic
def excuse_lesson(*, enrolment, lesson_pk: int, reason: str, by, now: datetime) -> LessonProgress:
    """A facilitator excuses a lesson, with a reason, up to the programme's limit for each lead."""
    # The lead's row is locked, so that two facilitators cannot pass the limit together
    Enrolment.objects.select_for_update().get(pk=enrolment.pk)
    excused = LessonProgress.objects.filter(enrolment=enrolment, excused_at__isnull=False, before_joining=False)
    if excused.exclude(lesson_id=lesson_pk).count() >= settings.MAX_EXCUSED:
        raise TooManyExcused
    row, _ = LessonProgress.objects.get_or_create(enrolment=enrolment, lesson_id=lesson_pk)
    row.excused_at, row.excused_by, row.excuse_reason, row.before_joining = now, by, reason, False
    row.save()
    note_done_lessons(enrolment_id=enrolment.pk)
    return row


@transaction.atomic
def withdraw_excuse(*, enrolment, lesson_pk: int) -> None:
    LessonProgress.objects.filter(enrolment=enrolment, lesson_id=lesson_pk).update(
        excused_at=None, excused_by=None, excuse_reason="", before_joining=False
    )
    note_done_lessons(enrolment_id=enrolment.pk)
