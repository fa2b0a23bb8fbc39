from django.conf import settings
from django.db import models

from courses.models.calendar import Calendar
from courses.models.programme import ProgrammePage


class Cohort(models.Model):
    """Schools that go through the programme together. It names its first week (decision 5)."""

    name = models.CharField(max_length=100, unique=True)
    programme = models.ForeignKey(ProgrammePage, on_delete=models.PROTECT, related_name="cohorts")
    calendar = models.ForeignKey(Calendar, on_delete=models.PROTECT, related_name="cohorts")
    starts_on = models.DateField("Monday of week 1")
    facilitators = models.ManyToManyField(settings.AUTH_USER_MODEL, related_name="facilitated_cohorts", blank=True)

    class Meta:
        ordering = ["-starts_on", "name"]
        constraints = [
            models.CheckConstraint(
                name="cohort_starts_on_a_monday",
                condition=models.Q(starts_on__week_day=2),
                violation_error_message="Week 1 must begin on a Monday.",
            )
        ]

    def __str__(self):
        return self.name
