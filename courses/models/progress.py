from django.conf import settings
from django.db import models
from django.db.models import Q

from courses.models.enrolment import Enrolment
from courses.models.programme import LessonPage


class LessonProgress(models.Model):
    """What a lead has done of a lesson. `completed_at` is a fact about that day: a part asked later changes nothing."""

    enrolment = models.ForeignKey(Enrolment, on_delete=models.CASCADE, related_name="progress")
    lesson = models.ForeignKey(LessonPage, on_delete=models.PROTECT, related_name="progress")
    quiz_done_at = models.DateTimeField(null=True, blank=True)
    reflected_at = models.DateTimeField(null=True, blank=True)
    ticked_at = models.DateTimeField(null=True, blank=True)
    completed_at = models.DateTimeField(null=True, blank=True)
    excused_at = models.DateTimeField(null=True, blank=True)
    excused_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL)
    excuse_reason = models.CharField(max_length=300, blank=True)
    before_joining = models.BooleanField(
        default=False, help_text="Excused because it fell before the lead took over the place: outside the limit"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["enrolment", "lesson"],
                name="progress_once_a_lesson",
                violation_error_message="This lesson already has a progress row for this lead.",
            ),
            models.CheckConstraint(
                name="progress_excuse_has_reason",
                condition=Q(excused_at__isnull=True, excuse_reason="")
                | (Q(excused_at__isnull=False) & ~Q(excuse_reason="")),
                violation_error_message="A lesson is excused with a reason.",
            ),
            models.CheckConstraint(
                name="progress_before_joining_is_excused",
                condition=Q(before_joining=False) | Q(excused_at__isnull=False),
                violation_error_message="What fell before the lead joined is excused.",
            ),
        ]

    def __str__(self):
        return f"{self.enrolment_id} {self.lesson_id}"


class Reflection(models.Model):
    """What a lead wrote under one prompt. It belongs to the person; nobody else reads it."""

    enrolment = models.ForeignKey(Enrolment, on_delete=models.CASCADE, related_name="reflections")
    lesson = models.ForeignKey(LessonPage, on_delete=models.PROTECT, related_name="reflections")
    block = models.UUIDField(help_text="Id of the block that asks")
    prompt = models.TextField(help_text="The prompt as it was asked")
    text = models.TextField()
    seq = models.PositiveIntegerField(default=0)
    saved_at = models.DateTimeField()

    class Meta:
        ordering = ["saved_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["enrolment", "block"],
                name="reflection_once_a_prompt",
                violation_error_message="There is already a text under this prompt.",
            )
        ]

    def __str__(self):
        return f"{self.enrolment_id} {self.block}"
