from django.conf import settings
from django.db import models


class Answer(models.Model):
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE)
    question = models.SlugField()
    response = models.JSONField()
    seq = models.PositiveIntegerField()
    saved_at = models.DateTimeField()

    def __str__(self):
        return f"{self.user_id} {self.question} {self.seq}"
