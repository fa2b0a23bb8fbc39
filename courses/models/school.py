from django.db import models

from courses.models.calendar import Calendar


class School(models.Model):
    class Phase(models.TextChoices):
        PRIMARY = "primary", "Primary"
        SECONDARY = "secondary", "Secondary"
        ALL_THROUGH = "all-through", "All-through"
        SPECIAL = "special", "Special"
        OTHER = "other", "Other"

    name = models.CharField(max_length=200)
    town = models.CharField(max_length=100, blank=True)
    phase = models.CharField(max_length=12, choices=Phase, default=Phase.OTHER)
    urn = models.CharField("URN", max_length=7, unique=True, null=True, blank=True)
    own_calendar = models.OneToOneField(
        Calendar, null=True, blank=True, on_delete=models.SET_NULL, help_text="Empty: the cohort's term dates apply."
    )

    class Meta:
        ordering = ["name"]

    def __str__(self):
        return self.name
