from django.conf import settings
from django.db import models
from django.db.models import F, Q

from courses.models.calendar import Calendar
from courses.models.programme import ProgrammePage
from courses.terms import default_bands


class Cohort(models.Model):
    """Schools that go through the programme together. It names its first week (decision 5).

    Places are counted in leads. Of `places`, `places_left` may be booked by anybody and `places_kept` were freed and
    are kept for the waiting list; the others are booked or offered. Only the verbs of courses/domain/booking.py and
    waiting.py change these two, in the transaction that changes the booking.
    """

    name = models.CharField(max_length=100, unique=True)
    slug = models.SlugField("address", max_length=60, unique=True, null=True, help_text="As in /book/autumn-2027/")
    programme = models.ForeignKey(ProgrammePage, on_delete=models.PROTECT, related_name="cohorts")
    calendar = models.ForeignKey(Calendar, on_delete=models.PROTECT, related_name="cohorts")
    starts_on = models.DateField("Monday of week 1")
    facilitators = models.ManyToManyField(settings.AUTH_USER_MODEL, related_name="facilitated_cohorts", blank=True)

    is_public = models.BooleanField("shown to visitors", default=False)
    places = models.PositiveSmallIntegerField("places for leads", default=0)
    places_left = models.IntegerField(default=0, editable=False)
    places_kept = models.IntegerField(default=0, editable=False)
    price_pence = models.PositiveIntegerField("price of one place, in pence without VAT", default=0)
    least_schools = models.PositiveSmallIntegerField("runs if so many schools book", default=1)
    decides_on = models.DateField("by", null=True, blank=True)
    runs_since = models.DateTimeField(
        null=True, blank=True, editable=False, help_text="When it was decided that it runs"
    )
    books_until = models.DateField("last day to book", null=True, blank=True, help_text="Empty: the day before week 1")
    bands = models.JSONField("cancellation", default=default_bands)

    class Meta:
        ordering = ["-starts_on", "name"]
        constraints = [
            models.CheckConstraint(
                name="cohort_starts_on_a_monday",
                condition=Q(starts_on__week_day=2),
                violation_error_message="Week 1 must begin on a Monday.",
            ),
            models.CheckConstraint(
                name="cohort_places_never_below_none",
                condition=Q(places_left__gte=0, places_kept__gte=0),
                violation_error_message="There are not so many places left.",
            ),
            models.CheckConstraint(
                name="cohort_places_within_all",
                condition=Q(places__gte=F("places_left") + F("places_kept")),
                violation_error_message="More places cannot be free than there are.",
            ),
        ]

    def __str__(self):
        return self.name
