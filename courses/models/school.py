from django.db import models
from django.db.models import Q

from courses.models.calendar import Calendar


class School(models.Model):
    """A school that books or takes part. It stays the same row when the register gives it a new number."""

    class Phase(models.TextChoices):
        PRIMARY = "primary", "Primary"
        SECONDARY = "secondary", "Secondary"
        ALL_THROUGH = "all-through", "All-through"
        SPECIAL = "special", "Special"
        OTHER = "other", "Other"

    class Kind(models.TextChoices):
        """Who runs it: that decides its financial year, and how it gets VAT back."""

        MAINTAINED = "maintained", "Maintained by a local authority"
        ACADEMY = "academy", "Academy or free school"
        INDEPENDENT = "independent", "Independent"
        OTHER = "other", "Other"

    name = models.CharField(max_length=200)
    street = models.CharField(max_length=200, blank=True)
    locality = models.CharField(max_length=200, blank=True)
    town = models.CharField(max_length=100, blank=True)
    county = models.CharField(max_length=100, blank=True)
    postcode = models.CharField(max_length=12, blank=True)
    region = models.CharField(max_length=60, blank=True)
    phase = models.CharField(max_length=12, choices=Phase, default=Phase.OTHER)
    kind = models.CharField("run by", max_length=12, choices=Kind, default=Kind.OTHER)
    pupils = models.PositiveIntegerField(null=True, blank=True)
    trust_name = models.CharField("trust", max_length=200, blank=True)
    urn = models.CharField("URN", max_length=7, unique=True, null=True, blank=True)
    typed_key = models.CharField(
        max_length=230, unique=True, null=True, blank=True, editable=False, help_text="Name and postcode, if typed"
    )
    own_calendar = models.OneToOneField(
        Calendar, null=True, blank=True, on_delete=models.SET_NULL, help_text="Empty: the cohort's term dates apply."
    )

    class Meta:
        ordering = ["name"]
        constraints = [
            models.CheckConstraint(
                name="school_typed_or_of_the_register",
                condition=Q(typed_key__isnull=True) | Q(urn__isnull=True),
                violation_error_message="A school is typed by hand or taken from the register, not both.",
            )
        ]

    def __str__(self):
        return self.name


class SchoolUrn(models.Model):
    """A number that the school had before: as a rule until it became an academy."""

    school = models.ForeignKey(School, on_delete=models.CASCADE, related_name="earlier_urns")
    urn = models.CharField("URN", max_length=7, unique=True)
    name = models.CharField("name at that time", max_length=200)
    until = models.DateTimeField("we used it until")

    class Meta:
        ordering = ["-until"]

    def __str__(self):
        return f"{self.urn}, until {self.until:%Y-%m-%d}"
