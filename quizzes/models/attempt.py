from django.conf import settings
from django.db import models
from django.db.models import Q

from quizzes.models.question import Question, QuestionVersion
from quizzes.models.quiz import Quiz


class Confidence(models.IntegerChoices):
    """How sure a person says they are before the answer is shown. It never changes a score."""

    GUESS = 1, "A guess"
    FAIRLY = 2, "Fairly sure"
    VERY = 3, "Very sure"


class Attempt(models.Model):
    """One person's first answers to one quiz."""

    quiz = models.ForeignKey(Quiz, on_delete=models.PROTECT, related_name="attempts")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="attempts")
    started_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["quiz", "user"],
                name="attempt_once_a_quiz_and_person",
                violation_error_message="This quiz has already been started.",
            )
        ]

    def __str__(self):
        return f"{self.user_id} on {self.quiz_id}"


class Answer(models.Model):
    """A draft until it is checked; then the first answer, which never changes.

    `seq` counts the saves: a save with a number not above it came late and is refused. `version` is what the person
    saw; after a regrade `marked_with` is the later version whose key gave the score.
    """

    attempt = models.ForeignKey(Attempt, on_delete=models.CASCADE, related_name="answers")
    question = models.ForeignKey(Question, on_delete=models.PROTECT, related_name="answers")
    version = models.ForeignKey(QuestionVersion, on_delete=models.PROTECT, related_name="answers")
    order = models.JSONField(default=list, help_text="Ids of the entries in the order in which they were shown")
    response = models.JSONField(default=dict)
    seq = models.PositiveIntegerField(default=0)
    saved_at = models.DateTimeField()
    checked_at = models.DateTimeField(null=True, blank=True)
    score = models.FloatField(null=True, blank=True)
    confidence = models.PositiveSmallIntegerField(null=True, blank=True, choices=Confidence)
    marked_with = models.ForeignKey(QuestionVersion, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    regraded_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["attempt", "question"],
                name="answer_once_a_question",
                violation_error_message="This question already has an answer.",
            ),
            models.CheckConstraint(
                name="answer_score_0_to_1",
                condition=Q(score__isnull=True) | Q(score__gte=0, score__lte=1),
                violation_error_message="A score lies between 0 and 1.",
            ),
            models.CheckConstraint(
                name="answer_checked_has_score",
                condition=Q(checked_at__isnull=True, score__isnull=True)
                | Q(checked_at__isnull=False, score__isnull=False),
                violation_error_message="A checked answer has a score, a draft has none.",
            ),
            models.CheckConstraint(
                name="answer_confidence_1_to_3",
                condition=Q(confidence__isnull=True) | Q(confidence__range=(1, 3)),
                violation_error_message="Confidence is 1, 2 or 3.",
            ),
            models.CheckConstraint(
                name="answer_regraded_with_a_version",
                condition=Q(marked_with__isnull=True, regraded_at__isnull=True)
                | Q(marked_with__isnull=False, regraded_at__isnull=False),
                violation_error_message="A regraded answer names the version that marks it.",
            ),
        ]

    def __str__(self):
        return f"{self.attempt_id} {self.question_id}"


class Practised(models.Model):
    """Somebody practised a question before giving a first answer to it: that answer says nothing about the question."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="practised")
    question = models.ForeignKey(Question, on_delete=models.CASCADE, related_name="practised")
    first_at = models.DateTimeField()

    class Meta:
        verbose_name_plural = "practised questions"
        constraints = [
            models.UniqueConstraint(
                fields=["user", "question"],
                name="practised_once_a_question",
                violation_error_message="This practice is already noted.",
            )
        ]

    def __str__(self):
        return f"{self.user_id} {self.question_id}"
