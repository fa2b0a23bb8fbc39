from django.conf import settings
from django.db import models


class JobRun(models.Model):
    """The clock's memory: one row for each job and slot, so that a slot is never run twice."""

    job = models.CharField(max_length=60)
    slot = models.CharField(max_length=40)
    started_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True, blank=True)
    error = models.TextField(blank=True)

    class Meta:
        ordering = ["-started_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["job", "slot"],
                name="job_runs_once_a_slot",
                violation_error_message="This job has already run in this slot.",
            )
        ]

    def __str__(self):
        return f"{self.job} {self.slot}"


class FailedTask(models.Model):
    """A background task that failed for the last time, kept until somebody of the team settles it."""

    name = models.CharField("task", max_length=200)
    arguments = models.JSONField(default=dict)
    error = models.TextField()
    attempts = models.PositiveSmallIntegerField()
    failed_at = models.DateTimeField()
    settled_at = models.DateTimeField(null=True, blank=True)
    settled_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL)

    class Meta:
        verbose_name = "failed task"
        ordering = ["-failed_at"]

    def __str__(self):
        return f"{self.name}, {self.attempts} attempts"
