from django.db import models

from quizzes.models.question import Question


class Quiz(models.Model):
    """A list of questions in an order. What it belongs to is not its business."""

    key = models.SlugField(max_length=80, unique=True)
    title = models.CharField(max_length=200)
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
