from django.db import models
from django.db.models import F, Q
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel


class Calendar(ClusterableModel):
    """Term dates: a template for many schools, or one school's own."""

    name = models.CharField(max_length=100, unique=True)

    class Meta:
        ordering = ["name"]

    def __str__(self):
        return self.name


class Term(models.Model):
    """A half term: a run of days from first to last, weekends aside, on which school is open."""

    calendar = ParentalKey(Calendar, on_delete=models.CASCADE, related_name="terms")
    starts_on = models.DateField()
    ends_on = models.DateField()

    class Meta:
        ordering = ["starts_on"]
        constraints = [
            models.CheckConstraint(
                name="term_ends_after_it_starts",
                condition=Q(ends_on__gte=F("starts_on")),
                violation_error_message="A half term must end on or after the day it starts.",
            ),
            models.UniqueConstraint(
                fields=["calendar", "starts_on"],
                name="term_starts_once",
                violation_error_message="This calendar already has a half term that starts on this day.",
            ),
        ]

    def __str__(self):
        return f"{self.starts_on} to {self.ends_on}"


class ClosedDay(models.Model):
    """A day inside a half term on which pupils or the programme are away: INSET, a bank holiday, a blackout."""

    calendar = ParentalKey(Calendar, on_delete=models.CASCADE, related_name="closed_days")
    day = models.DateField()
    reason = models.CharField(max_length=100)

    class Meta:
        ordering = ["day"]
        constraints = [
            models.UniqueConstraint(
                fields=["calendar", "day"],
                name="closed_day_once",
                violation_error_message="This day is already marked as closed.",
            )
        ]

    def __str__(self):
        return f"{self.day}: {self.reason}"
