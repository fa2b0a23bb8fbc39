from django.conf import settings
from django.db import models
from django.db.models import Q

from courses.models.enrolment import Enrolment
from courses.models.programme import LessonPage


class HelpRequest(models.Model):
    """A lead asks, the facilitators of the cohort read and answer."""

    enrolment = models.ForeignKey(Enrolment, on_delete=models.CASCADE, related_name="help_requests")
    lesson = models.ForeignKey(LessonPage, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    text = models.TextField(max_length=2000)
    asked_at = models.DateTimeField()
    answer = models.TextField(max_length=5000, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    answered_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        ordering = ["-asked_at"]
        constraints = [
            models.CheckConstraint(
                name="help_answered_has_text",
                condition=Q(answered_at__isnull=True, answer="") | (Q(answered_at__isnull=False) & ~Q(answer="")),
                violation_error_message="An answer needs a text.",
            )
        ]

    def __str__(self):
        return f"{self.enrolment_id} {self.asked_at:%Y-%m-%d}"
