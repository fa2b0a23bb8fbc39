from django.conf import settings
from django.db import models


class Mail(models.Model):
    """One row for every mail: to whom, what and why. The text is kept only until the mail has gone."""

    class State(models.TextChoices):
        WAITING = "waiting", "waiting to be sent"
        SENT = "sent", "sent"
        FAILED = "failed", "could not be sent"

    to = models.EmailField()
    user = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL)
    kind = models.CharField(max_length=60)
    why = models.CharField(max_length=200)
    subject = models.CharField(max_length=200)
    text = models.TextField(blank=True)
    html = models.TextField(blank=True)
    state = models.CharField(max_length=10, choices=State, default=State.WAITING)
    created_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True, blank=True)
    error = models.CharField(max_length=300, blank=True)
    can_stop = models.BooleanField(default=False, help_text="The person may have no more mails of this kind")
    wagtail_reference_index_ignore = True  # no page uses a mail, and Wagtail would ask five queries at each

    class Meta:
        verbose_name = "mail"
        ordering = ["-created_at", "-pk"]
        indexes = [models.Index(fields=["state", "created_at"], name="mail_state_created")]
        constraints = [
            models.CheckConstraint(
                name="mail_sent_has_time",
                condition=~models.Q(state="sent") | models.Q(sent_at__isnull=False),
                violation_error_message="A sent mail needs the time at which it went.",
            )
        ]

    def __str__(self):
        return f"{self.subject} to {self.to}"


class MailStop(models.Model):
    """A person wants no more mails of one kind. Who has no account is known by a digest of the address."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.CASCADE, related_name="mail_stops"
    )
    address_digest = models.CharField(max_length=64, blank=True)
    kind = models.CharField(max_length=60)
    stopped_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["user", "kind"],
                name="mail_stop_once_a_kind",
                violation_error_message="This person has stopped these mails already.",
            ),
            models.UniqueConstraint(
                fields=["address_digest", "kind"],
                condition=~models.Q(address_digest=""),
                name="mail_stop_once_an_address",
                violation_error_message="These mails to this address are stopped already.",
            ),
            models.CheckConstraint(
                name="mail_stop_of_one_person",
                condition=models.Q(user__isnull=False, address_digest="")
                | (models.Q(user__isnull=True) & ~models.Q(address_digest="")),
                violation_error_message="A stop belongs to a person or to an address.",
            ),
        ]

    def __str__(self):
        return f"{self.user_id or self.address_digest[:8]} {self.kind}"
