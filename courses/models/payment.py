from django.conf import settings
from django.db import models
from django.db.models import Q

from courses.models.invoice import Invoice
from courses.models.order import Order


class Payment(models.Model):
    """Money that came in, or below nothing, that was paid back. It settles the order's oldest invoices first."""

    class Method(models.TextChoices):
        TRANSFER = "transfer", "bank transfer"
        CARD = "card", "card"
        CHEQUE = "cheque", "cheque"
        OTHER = "other", "other"

    order = models.ForeignKey(Order, on_delete=models.PROTECT, related_name="payments")
    key = models.CharField(max_length=43, unique=True, help_text="Of the form that recorded it: one form, one payment")
    amount_pence = models.IntegerField()
    received_on = models.DateField()
    method = models.CharField(max_length=10, choices=Method, default=Method.TRANSFER)
    reference = models.CharField(max_length=100, blank=True)
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    wagtail_reference_index_ignore = True

    class Meta:
        ordering = ["received_on", "pk"]
        constraints = [
            models.CheckConstraint(
                name="payment_of_something",
                condition=~Q(amount_pence=0),
                violation_error_message="A payment is of at least a penny.",
            )
        ]

    def __str__(self):
        return f"{self.amount_pence} pence on {self.received_on}"


class Reminder(models.Model):
    """That an invoice was late, said once 7 and once 21 days after it was due, and whenever the office wishes."""

    invoice = models.ForeignKey(Invoice, on_delete=models.CASCADE, related_name="reminders")
    step = models.PositiveSmallIntegerField("days after", null=True, blank=True, help_text="Empty: sent by the office")
    sent_at = models.DateTimeField()
    wagtail_reference_index_ignore = True

    class Meta:
        ordering = ["sent_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["invoice", "step"],
                name="reminder_once_a_step",
                violation_error_message="This reminder has been sent.",
            )
        ]

    def __str__(self):
        return f"{self.invoice} on {self.sent_at:%Y-%m-%d}"
