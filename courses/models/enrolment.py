from django.conf import settings
from django.db import models

from courses.models.cohort import Cohort
from courses.models.school import School


class Enrolment(models.Model):
    """A lead of a school in a cohort."""

    class State(models.TextChoices):
        ACTIVE = "active", "active"
        PAUSED = "paused", "paused"
        FINISHED = "finished", "finished"
        LEFT = "left", "left"

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="enrolments")
    school = models.ForeignKey(School, on_delete=models.PROTECT, related_name="enrolments")
    cohort = models.ForeignKey(Cohort, on_delete=models.PROTECT, related_name="enrolments")
    joined_on = models.DateField()
    state = models.CharField(max_length=10, choices=State, default=State.ACTIVE)
    # Derived from the progress rows and written with them in one transaction, so that no page must read them all
    done_lessons = models.JSONField(default=list, editable=False, help_text="Ids of lessons complete or excused")
    catch_up = models.JSONField(
        default=list, editable=False, help_text="Ids of earlier lessons that who took over a place does, in order"
    )

    class Meta:
        ordering = ["school__name", "user__last_name"]
        constraints = [
            models.UniqueConstraint(
                fields=["user", "cohort"],
                name="enrolment_once_a_cohort",
                violation_error_message="This person is already enrolled in the cohort.",
            )
        ]

    def __str__(self):
        return f"{self.user} ({self.school})"
