"""The pre-test and the post-test: which form a school sits first, and who sat what."""

from django.db import models

from courses.models.cohort import Cohort
from courses.models.enrolment import Enrolment
from courses.models.school import School
from quizzes.models import Attempt


class Form(models.TextChoices):
    """The two parallel forms; the value is the key of the quiz."""

    A = "form-a", "Form A"
    B = "form-b", "Form B"

    @property
    def other(self) -> "Form":
        return Form.B if self is Form.A else Form.A


class Occasion(models.TextChoices):
    PRE = "pre-test", "Pre-test"
    POST = "post-test", "Post-test"


class FormOrder(models.Model):
    """The form that a school sits before, drawn once: with half of the schools the other way round, what a form's
    difficulty does can be told from what teaching does."""

    cohort = models.ForeignKey(Cohort, on_delete=models.CASCADE, related_name="form_orders")
    school = models.ForeignKey(School, on_delete=models.CASCADE, related_name="form_orders")
    first = models.CharField(max_length=8, choices=Form)
    drawn_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["cohort", "school"],
                name="form_order_once_a_school",
                violation_error_message="The order of the forms has been drawn for this school.",
            )
        ]

    def __str__(self):
        return f"{self.school_id} sits {self.first} first"


class Sitting(models.Model):
    """A lead's one go at the pre-test or the post-test. The attempt holds the answers, and when it was handed in."""

    enrolment = models.ForeignKey(Enrolment, on_delete=models.CASCADE, related_name="sittings")
    occasion = models.CharField(max_length=10, choices=Occasion)
    attempt = models.OneToOneField(Attempt, on_delete=models.CASCADE, related_name="sitting")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["enrolment", "occasion"],
                name="sitting_once_an_occasion",
                violation_error_message="This test has been started already.",
            )
        ]

    def __str__(self):
        return f"{self.enrolment_id} {self.occasion}"
