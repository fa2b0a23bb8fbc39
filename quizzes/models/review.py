from django.conf import settings
from django.db import models
from django.db.models import Q

from quizzes.models.attempt import Confidence
from quizzes.models.question import Question, QuestionVersion
from quizzes.models.quiz import Quiz
from quizzes.spacing import GAPS


class ReviewCard(models.Model):
    """The question of a finished quiz that comes back to one person, and when."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="review_cards")
    quiz = models.ForeignKey(Quiz, on_delete=models.PROTECT, related_name="review_cards")
    question = models.ForeignKey(Question, on_delete=models.PROTECT, related_name="review_cards")
    gap = models.PositiveSmallIntegerField(default=0, help_text="Place in quizzes.spacing.GAPS")
    due_on = models.DateField()

    class Meta:
        ordering = ["due_on", "pk"]
        indexes = [models.Index(fields=["user", "due_on"], name="review_card_user_due")]
        constraints = [
            models.UniqueConstraint(
                fields=["user", "quiz"],
                name="review_card_once_a_quiz",
                violation_error_message="A question of this quiz comes back to this person already.",
            ),
            models.UniqueConstraint(
                fields=["user", "question"],
                name="review_card_once_a_question",
                violation_error_message="This question comes back to this person already.",
            ),
            models.CheckConstraint(
                name="review_card_gap_exists",
                condition=Q(gap__lt=len(GAPS)),
                violation_error_message="There is no such gap.",
            ),
        ]

    def __str__(self):
        return f"{self.user_id} {self.question_id}"


class ReviewSitting(models.Model):
    """Up to five questions laid out for one person at one moment, to be answered until it closes."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="review_sittings")
    laid_at = models.DateTimeField()
    closes_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True, help_text="Everything answered, or put away unanswered")

    class Meta:
        ordering = ["-laid_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["user"],
                condition=Q(ended_at__isnull=True),
                name="review_sitting_one_open",
                violation_error_message="This person has questions in front of them already.",
            )
        ]

    def __str__(self):
        return f"{self.user_id} {self.laid_at:%Y-%m-%d}"


class ReviewAnswer(models.Model):
    """A question of a sitting: open, then answered once. It is no first answer and counts in no statistics of items."""

    sitting = models.ForeignKey(ReviewSitting, on_delete=models.CASCADE, related_name="answers")
    card = models.ForeignKey(ReviewCard, on_delete=models.CASCADE, related_name="answers")
    position = models.PositiveSmallIntegerField()
    version = models.ForeignKey(QuestionVersion, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    order = models.JSONField(default=list, help_text="Ids of the entries in the order in which they were shown")
    response = models.JSONField(default=dict)
    confidence = models.PositiveSmallIntegerField(null=True, blank=True, choices=Confidence)
    right = models.BooleanField(null=True)
    answered_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["sitting", "position"]
        constraints = [
            models.UniqueConstraint(
                fields=["sitting", "position"],
                name="review_answer_one_a_place",
                violation_error_message="This place of the sitting is taken.",
            ),
            models.UniqueConstraint(
                fields=["sitting", "card"],
                name="review_answer_once_a_sitting",
                violation_error_message="This sitting asks the question already.",
            ),
            models.CheckConstraint(
                name="review_answer_open_or_whole",
                condition=Q(answered_at__isnull=True, version__isnull=True, right__isnull=True, confidence__isnull=True)
                | Q(answered_at__isnull=False, version__isnull=False, right__isnull=False, confidence__range=(1, 3)),
                violation_error_message="An answer has a version, a confidence and a mark; an open question has none.",
            ),
        ]

    def __str__(self):
        return f"{self.sitting_id}.{self.position}"
