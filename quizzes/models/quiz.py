from django.db import models

from quizzes.models.question import Question


class Quiz(models.Model):
    """A list of questions in an order. What it belongs to is not its business."""

    class Mode(models.TextChoices):
        LESSON = "lesson", "Lesson: feedback at once, no score"
        BANK = "bank", "Bank: for practice only"
        CHECK = "check", "Check: feedback at once, a score at the end"
        TEST = "test", "Test: handed in whole, nothing shown until it is released"

    key = models.SlugField(max_length=80, unique=True)
    title = models.CharField(max_length=200)
    mode = models.CharField(max_length=8, choices=Mode, default=Mode.LESSON)
    source_hash = models.CharField(max_length=64, blank=True, editable=False)  # of the file it was last loaded from
    questions = models.ManyToManyField(Question, through="QuizItem", related_name="quizzes")

    class Meta:
        verbose_name_plural = "quizzes"
        ordering = ["key"]

    def __str__(self):
        return self.title


class QuizItem(models.Model):
    quiz = models.ForeignKey(Quiz, on_delete=models.CASCADE, related_name="items")
    question = models.ForeignKey(Question, on_delete=models.PROTECT, related_name="items")
    position = models.PositiveSmallIntegerField()

    class Meta:
        ordering = ["quiz", "position"]
        constraints = [
            models.UniqueConstraint(
                fields=["quiz", "question"],
                name="quiz_asks_a_question_once",
                violation_error_message="This question is already in the quiz.",
            )
        ]

    def __str__(self):
        return f"{self.quiz_id}.{self.position}"
