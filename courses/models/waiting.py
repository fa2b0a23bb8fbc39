from django.db import models
from django.db.models import F, Q

from courses.models.booking import Booking
from courses.models.cohort import Cohort
from courses.models.school import School
from courses.terms import FEWEST_LEADS, MOST_LEADS, MOST_SKIPS


class WaitingGroup(models.Model):
    """A school that waits for places of a full cohort. Its states and moves are in courses/domain/waiting.py."""

    class State(models.TextChoices):
        WAITING = "waiting", "waiting"
        OFFERED = "offered", "offered places"
        ACCEPTED = "accepted", "accepted"
        DECLINED = "declined", "declined"
        LAPSED = "lapsed", "did not answer in time"
        LEFT = "left", "left the list"
        CLOSED = "closed", "the list closed"  # the last day to book came first

    QUEUED = (State.WAITING, State.OFFERED)

    key = models.CharField(max_length=43, unique=True, help_text="Of the form that made it")
    cohort = models.ForeignKey(Cohort, on_delete=models.PROTECT, related_name="waiting_groups")
    school = models.ForeignKey(School, on_delete=models.PROTECT, related_name="waiting_groups")
    state = models.CharField(max_length=10, choices=State, default=State.WAITING)
    leads = models.PositiveSmallIntegerField("places wanted")
    fewest = models.PositiveSmallIntegerField("the fewest that would do")
    booker_name = models.CharField(max_length=150)
    booker_role = models.CharField(max_length=100, blank=True)
    booker_email = models.EmailField()
    joined_at = models.DateTimeField()
    skips = models.PositiveSmallIntegerField(default=0, help_text="How often freed places went to a smaller group")
    priority_until = models.DateField(
        null=True, blank=True, help_text="Freed places are kept for this group until then"
    )
    offered_places = models.PositiveSmallIntegerField(default=0)
    offered_at = models.DateTimeField(null=True, blank=True)
    offer_until = models.DateField(null=True, blank=True, help_text="The last day on which the offer can be accepted")
    reminded_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    booking = models.OneToOneField(
        Booking, null=True, blank=True, on_delete=models.SET_NULL, related_name="waiting_group"
    )

    class Meta:
        ordering = ["joined_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["cohort", "school"],
                condition=Q(state__in=["waiting", "offered"]),
                name="waiting_once_a_school",
                violation_error_message="This school is on the waiting list already.",
            ),
            models.CheckConstraint(
                name="waiting_for_two_to_six",
                condition=Q(fewest__gte=FEWEST_LEADS, fewest__lte=F("leads"), leads__lte=MOST_LEADS),
                violation_error_message=f"A school waits for {FEWEST_LEADS} to {MOST_LEADS} places.",
            ),
            models.CheckConstraint(
                name="waiting_offer_is_whole",
                condition=Q(state="offered", offered_places__gt=0, offer_until__isnull=False)
                | (~Q(state="offered") & Q(offered_places=0, offer_until__isnull=True)),
                violation_error_message="An offer names its places and its last day, and nothing else does.",
            ),
            models.CheckConstraint(
                name="waiting_skipped_at_most_thrice",
                condition=Q(skips__lte=MOST_SKIPS),
                violation_error_message=f"A group is skipped {MOST_SKIPS} times at the most.",
            ),
        ]

    def __str__(self):
        return f"{self.school}, {self.leads} places"
