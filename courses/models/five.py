from django.db import models

from cms.models import Mail
from courses.models.enrolment import Enrolment
from quizzes.models import ReviewSitting


class FiveMail(models.Model):
    """The mail of one Thursday with which one lead was sent a sitting. Of the key in its link only a digest is kept."""

    enrolment = models.ForeignKey(Enrolment, on_delete=models.CASCADE, related_name="five_mails")
    thursday = models.DateField()
    sitting = models.OneToOneField(ReviewSitting, on_delete=models.CASCADE, related_name="mail")
    mail = models.OneToOneField(Mail, on_delete=models.CASCADE, related_name="+")
    key_digest = models.CharField(max_length=64, unique=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["enrolment", "thursday"],
                name="five_mail_once_a_thursday",
                violation_error_message="This lead has had the mail of this Thursday.",
            )
        ]

    def __str__(self):
        return f"{self.enrolment_id} {self.thursday}"
