from django.conf import settings
from django.db import models
from taggit.managers import TaggableManager


class Pillar(models.TextChoices):
    PURPOSE = "purpose", "Purpose"
    VALIDITY = "validity", "Validity"
    RELIABILITY = "reliability", "Reliability"
    VALUE = "value", "Value"


class Question(models.Model):
    """A question through all its versions. Its kind never changes: another kind is another question."""

    key = models.SlugField(max_length=60, unique=True)
    kind = models.CharField(max_length=12)
    pillar = models.CharField(max_length=12, choices=Pillar)
    difficulty = models.PositiveSmallIntegerField(null=True, blank=True)
    current = models.ForeignKey("QuestionVersion", null=True, on_delete=models.PROTECT, related_name="+")
    tags = TaggableManager(blank=True)

    class Meta:
        ordering = ["key"]
        constraints = [
            models.CheckConstraint(
                name="question_difficulty_1_to_3",
                condition=models.Q(difficulty__isnull=True) | models.Q(difficulty__range=(1, 3)),
                violation_error_message="Difficulty is 1, 2 or 3.",
            )
        ]

    def __str__(self):
        return self.key


class QuestionVersion(models.Model):
    """What a question said from one moment on. Never edited: answers point at the version they saw.

    Versions of one series share their statistics: a mended word goes on with the series, another key begins the next.
    """

    question = models.ForeignKey(Question, on_delete=models.CASCADE, related_name="versions")
    number = models.PositiveSmallIntegerField()
    series = models.PositiveSmallIntegerField(default=1)
    note = models.CharField(max_length=200, blank=True, help_text="What was corrected")
    content = models.JSONField()
    created_at = models.DateTimeField()
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL)

    class Meta:
        ordering = ["question", "number"]
        constraints = [
            models.UniqueConstraint(
                fields=["question", "number"],
                name="question_version_number_once",
                violation_error_message="This question already has a version with this number.",
            )
        ]

    def __str__(self):
        return f"{self.question} v{self.number}"
