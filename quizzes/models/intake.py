from django.conf import settings
from django.db import models


class Intake(models.Model):
    """A file of questions that was read and waits for its editor to confirm it. Forgotten after a week."""

    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="intakes")
    at = models.DateTimeField()
    file_name = models.CharField(max_length=200)
    texts = models.JSONField(help_text="The questions in the form of the lesson files")
    report = models.JSONField(help_text="What became of each question of the file")
    taken_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-at"]

    def __str__(self):
        return self.file_name
