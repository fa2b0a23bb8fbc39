"""A school's booking, the places in it, and what somebody has typed before there is one."""

from django.db import models
from django.db.models import Q

from courses.models.cohort import Cohort
from courses.models.enrolment import Enrolment
from courses.models.school import School
from courses.terms import FEWEST_LEADS, MOST_LEADS, default_bands


class BookingDraft(models.Model):
    """What a booker has typed so far, kept under a key that stands in the address of each page of the journey."""

    key = models.CharField(max_length=43, unique=True)
    cohort = models.ForeignKey(Cohort, on_delete=models.CASCADE, related_name="+")
    data = models.JSONField(default=dict)
    started_at = models.DateTimeField()
    changed_at = models.DateTimeField()

    def __str__(self):
        return f"draft of {self.started_at:%Y-%m-%d}"


class Booking(models.Model):
    class State(models.TextChoices):
        HELD = "held", "held"
        ORDERED = "ordered", "ordered"  # a purchase order or an acceptance is here: the places no longer expire
        CONFIRMED = "confirmed", "confirmed"
        EXPIRED = "expired", "expired"
        CANCELLED = "cancelled", "cancelled"
        WITHDRAWN = "withdrawn", "withdrawn"  # the school left after the cohort had started

    ACTIVE = (State.HELD, State.ORDERED, State.CONFIRMED)

    reference = models.CharField(max_length=12, unique=True)
    key = models.CharField(max_length=43, unique=True, help_text="Of the form that made it: one form, one booking")
    cohort = models.ForeignKey(Cohort, on_delete=models.PROTECT, related_name="bookings")
    school = models.ForeignKey(School, on_delete=models.PROTECT, related_name="bookings")
    state = models.CharField(max_length=10, choices=State, default=State.HELD)
    leads = models.PositiveSmallIntegerField("places")

    # The terms when it was made: a later change of the cohort changes nothing for this school
    price_pence = models.PositiveIntegerField("price of one place, in pence without VAT")
    price_until = models.DateField("the price holds until")
    bands = models.JSONField(default=default_bands)

    booker_name = models.CharField(max_length=150)
    booker_role = models.CharField(max_length=100, blank=True)
    booker_email = models.EmailField()
    booker_phone = models.CharField(max_length=40, blank=True)
    invoice_name = models.CharField(max_length=150, blank=True)
    invoice_email = models.EmailField(blank=True)
    invoice_address = models.TextField(max_length=500, blank=True)
    po_number = models.CharField("purchase order number", max_length=60, blank=True)
    note = models.TextField(max_length=2000, blank=True)
    enquiry = models.ForeignKey(
        "cms.Enquiry", null=True, blank=True, on_delete=models.SET_NULL, related_name="bookings", editable=False
    )

    made_at = models.DateTimeField()
    held_until = models.DateField(null=True, blank=True, help_text="The last day on which held places are kept")
    ordered_at = models.DateTimeField(null=True, blank=True)
    confirmed_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    end_reason = models.CharField(max_length=300, blank=True)
    hold_reminded_at = models.DateTimeField(null=True, blank=True)
    names_reminded_at = models.DateTimeField(null=True, blank=True, help_text="When names were due")
    names_reminded_again_at = models.DateTimeField(null=True, blank=True, help_text="Shortly before week 1")
    percent_due = models.PositiveSmallIntegerField(null=True, blank=True, help_text="Of the price, at a cancellation")

    class Meta:
        ordering = ["-made_at", "-pk"]
        indexes = [models.Index(fields=["state", "held_until"], name="booking_state_held_until")]
        constraints = [
            models.UniqueConstraint(
                fields=["cohort", "school"],
                condition=Q(state__in=["held", "ordered", "confirmed"]),
                name="booking_one_active_a_school",
                violation_error_message="This school has booked places in this cohort already.",
            ),
            models.CheckConstraint(
                name="booking_of_two_to_six",
                condition=Q(leads__gte=FEWEST_LEADS, leads__lte=MOST_LEADS),
                violation_error_message=f"A school books {FEWEST_LEADS} to {MOST_LEADS} places.",
            ),
            models.CheckConstraint(
                name="booking_held_has_last_day",
                condition=~Q(state="held") | Q(held_until__isnull=False),
                violation_error_message="Held places need a last day.",
            ),
            models.CheckConstraint(
                name="booking_ended_has_time",
                condition=Q(state__in=["held", "ordered", "confirmed"], ended_at__isnull=True)
                | (~Q(state__in=["held", "ordered", "confirmed"]) & Q(ended_at__isnull=False)),
                violation_error_message="A booking has the time of its end when it has ended, and only then.",
            ),
        ]

    def __str__(self):
        return f"{self.reference} ({self.school})"


class BookedPlace(models.Model):
    """One place of a booking. Who takes it may follow; at confirmation a named place becomes an enrolment."""

    booking = models.ForeignKey(Booking, on_delete=models.CASCADE, related_name="booked_places")
    number = models.PositiveSmallIntegerField()
    first_name = models.CharField(max_length=150, blank=True)
    last_name = models.CharField(max_length=150, blank=True)
    email = models.EmailField(blank=True)
    enrolment = models.OneToOneField(
        Enrolment, null=True, blank=True, on_delete=models.SET_NULL, related_name="booked_place"
    )

    class Meta:
        ordering = ["booking", "number"]
        constraints = [
            models.UniqueConstraint(
                fields=["booking", "number"],
                name="booked_place_numbered_once",
                violation_error_message="The booking has this place already.",
            ),
            models.UniqueConstraint(
                fields=["booking", "email"],
                condition=~Q(email=""),
                name="booked_place_one_a_person",
                violation_error_message="This person has a place in the booking already.",
            ),
            models.CheckConstraint(
                name="booked_place_named_whole",
                condition=Q(first_name="", last_name="", email="")
                | (~Q(first_name="") & ~Q(last_name="") & ~Q(email="")),
                violation_error_message="A named place needs a first name, a last name and an e-mail address.",
            ),
        ]

    def __str__(self):
        return f"{self.first_name} {self.last_name}".strip() or f"place {self.number}, name to follow"
