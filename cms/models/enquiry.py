from django.conf import settings
from django.db import models
from django.db.models import Q


class Enquiry(models.Model):
    """Somebody asked the provider's office something."""

    class Topic(models.TextChoices):
        PROGRAMME = "programme", "What the year asks and gives"
        QUOTE = "quote", "A quote or a booking"
        INVOICE = "invoice", "A purchase order or an invoice"
        TRUST = "trust", "Several schools of one trust"
        SITE = "site", "Something on this site does not work for me"
        OTHER = "other", "Something else"

    name = models.CharField(max_length=150)
    role = models.CharField(max_length=100, blank=True)
    school = models.CharField(max_length=200, blank=True)
    email = models.EmailField("e-mail address")
    topic = models.CharField(max_length=10, choices=Topic)
    text = models.TextField(max_length=5000)
    asked_at = models.DateTimeField()
    assigned_to = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    answered_at = models.DateTimeField(null=True, blank=True, help_text="Of the first answer")
    closed_at = models.DateTimeField(null=True, blank=True)
    closed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )

    class Meta:
        verbose_name_plural = "enquiries"
        ordering = ["-asked_at", "-pk"]
        indexes = [models.Index(fields=["closed_at", "asked_at"], name="enquiry_closed_asked")]
        constraints = [
            models.CheckConstraint(
                name="enquiry_answered_after_asked",
                condition=Q(answered_at__isnull=True) | Q(answered_at__gte=models.F("asked_at")),
                violation_error_message="An enquiry is answered after it was asked.",
            )
        ]

    def __str__(self):
        return f"{self.name}, {self.asked_at:%Y-%m-%d}"

    @property
    def is_waiting(self) -> bool:
        return self.answered_at is None and self.closed_at is None


class EnquiryAnswer(models.Model):
    enquiry = models.ForeignKey(Enquiry, on_delete=models.CASCADE, related_name="answers")
    text = models.TextField(max_length=5000)
    sent_at = models.DateTimeField()
    sent_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        ordering = ["sent_at", "pk"]
        constraints = [
            models.CheckConstraint(
                name="enquiry_answer_has_text",
                condition=~Q(text=""),
                violation_error_message="An answer needs a text.",
            )
        ]

    def __str__(self):
        return f"answer to {self.enquiry_id}"
