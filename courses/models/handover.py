"""A place that passes from one lead of a school to another person of it, and the school with one lead left."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from courses.models.cohort import Cohort
from courses.models.enrolment import Enrolment
from courses.models.school import School


class HandOver(models.Model):
    """Leaver, joiner, day and reason. The joiner is an enrolment from that day on, and a name until then."""

    class State(models.TextChoices):
        ASKED = "asked", "waits for the facilitator"
        PLANNED = "planned", "planned"
        DONE = "done", "done"
        REFUSED = "refused", "refused"
        TAKEN_BACK = "taken back", "taken back"

    OPEN = (State.ASKED, State.PLANNED)
    STANDS = (*OPEN, State.DONE)

    leaver = models.ForeignKey(Enrolment, on_delete=models.CASCADE, related_name="hand_overs")
    joiner = models.OneToOneField(
        Enrolment, null=True, blank=True, on_delete=models.SET_NULL, related_name="taken_over"
    )
    first_name = models.CharField(max_length=150)
    last_name = models.CharField(max_length=150)
    email = models.EmailField()
    on = models.DateField("the leaver’s last day, and the joiner’s first")
    reason = models.CharField(max_length=300)
    state = models.CharField(max_length=10, choices=State)
    is_free = models.BooleanField(default=True)
    is_late = models.BooleanField(default=False, help_text="After Module 2: only with the facilitator’s word")
    asked_at = models.DateTimeField()
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        help_text="Empty: the booker, with their link",
    )
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    answer = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["-asked_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["leaver"],
                condition=Q(state__in=["asked", "planned", "done"]),
                name="hand_over_once_a_place",
                violation_error_message="This place has been handed over, or is about to be.",
            ),
            models.CheckConstraint(
                name="hand_over_done_has_joiner",
                condition=Q(state="done") | Q(joiner__isnull=True),
                violation_error_message="Nobody joins before the place is handed over.",
            ),
        ]

    def __str__(self):
        return f"{self.leaver_id} to {self.first_name} {self.last_name}"


class Grace(models.Model):
    """One lead of a school is left: so many school days to name another, then the facilitator decides."""

    class Decision(models.TextChoices):
        REPLACED = "replaced", "Another lead has joined"
        ALONE = "alone", "The lead goes on alone"
        PAUSE = "pause", "The school’s year is paused"
        END = "end", "The school’s year has ended"

    school = models.ForeignKey(School, on_delete=models.PROTECT, related_name="graces")
    cohort = models.ForeignKey(Cohort, on_delete=models.PROTECT, related_name="graces")
    began_on = models.DateField()
    until = models.DateField("last day of grace")
    warned_at = models.DateTimeField(null=True, blank=True)
    decision = models.CharField(max_length=8, choices=Decision, blank=True)
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )

    class Meta:
        ordering = ["until", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["school", "cohort"],
                condition=Q(decision=""),
                name="grace_once_at_a_time",
                violation_error_message="This school is in its days of grace already.",
            ),
            models.CheckConstraint(
                name="grace_decision_has_time",
                condition=Q(decision="", decided_at__isnull=True) | (~Q(decision="") & Q(decided_at__isnull=False)),
                violation_error_message="A decision has its time, and only a decision has.",
            ),
        ]

    def __str__(self):
        return f"{self.school_id} until {self.until}"
