"""The eight meetings of the programme, and what the leads of one school write, agree and do in them."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from courses.models.cohort import Cohort
from courses.models.programme import LessonPage, ModulePage, ProgrammePage
from courses.models.school import School

LONGEST_NOTE = 5_000


class Meeting(models.Model):
    """One of the programme's meetings, as its file describes it."""

    programme = models.ForeignKey(ProgrammePage, on_delete=models.CASCADE, related_name="meetings")
    module = models.ForeignKey(ModulePage, on_delete=models.PROTECT, related_name="meetings")
    number = models.PositiveSmallIntegerField()
    slug = models.SlugField(max_length=80)
    title = models.CharField(max_length=200)
    week = models.PositiveSmallIntegerField(help_text="The school week for which it is planned")
    lessons = models.ManyToManyField(LessonPage, related_name="+", help_text="What each lead has done before it")
    also = models.CharField("also needed before it", max_length=200, blank=True)
    output = models.CharField(max_length=300, help_text="What it leaves behind")
    source_hash = models.CharField(max_length=64, blank=True, editable=False)

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(
                fields=["programme", "slug"],
                name="meeting_named_once",
                violation_error_message="The programme has a meeting of this name already.",
            )
        ]

    def __str__(self):
        return f"Meeting {self.number}: {self.title}"


class MeetingPrompt(models.Model):
    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="prompts")
    number = models.PositiveSmallIntegerField()
    text = models.TextField()
    minutes = models.PositiveSmallIntegerField()

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(
                fields=["meeting", "number"],
                name="meeting_prompt_numbered_once",
                violation_error_message="The meeting has this prompt already.",
            )
        ]

    def __str__(self):
        return f"{self.meeting_id}.{self.number}"


class SchoolMeeting(models.Model):
    """A meeting as one school of a cohort holds it: its notes and actions are the school's, whoever wrote them."""

    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="held")
    school = models.ForeignKey(School, on_delete=models.PROTECT, related_name="meetings")
    cohort = models.ForeignKey(Cohort, on_delete=models.PROTECT, related_name="meetings")
    opened_at = models.DateTimeField()
    completed_at = models.DateTimeField(null=True, blank=True)
    completed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    no_action_because = models.CharField(max_length=300, blank=True)
    shared_at = models.DateTimeField(null=True, blank=True, help_text="Since when the facilitators may read the notes")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["meeting", "school", "cohort"],
                name="school_meeting_once",
                violation_error_message="The school has opened this meeting already.",
            )
        ]

    def __str__(self):
        return f"{self.meeting_id} of {self.school_id}"


class MeetingNote(models.Model):
    """What the school wrote under one prompt, with the prompt as it was asked."""

    held = models.ForeignKey(SchoolMeeting, on_delete=models.CASCADE, related_name="notes")
    number = models.PositiveSmallIntegerField("prompt")
    prompt = models.TextField()
    text = models.TextField(max_length=LONGEST_NOTE, blank=True)
    not_discussed = models.BooleanField(default=False)
    seq = models.PositiveIntegerField(default=0, help_text="Counts the saves: who has not seen the last one is told")
    saved_at = models.DateTimeField()
    saved_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(
                fields=["held", "number"],
                name="meeting_note_once_a_prompt",
                violation_error_message="There is a note under this prompt already.",
            )
        ]

    def __str__(self):
        return f"{self.held_id}.{self.number}"


class EarlierNote(models.Model):
    """A note as it stood before somebody else wrote over it: nobody's words are lost."""

    note = models.ForeignKey(MeetingNote, on_delete=models.CASCADE, related_name="earlier")
    text = models.TextField(max_length=LONGEST_NOTE)
    saved_at = models.DateTimeField()
    saved_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        ordering = ["-saved_at", "-pk"]

    def __str__(self):
        return f"{self.note_id} at {self.saved_at:%Y-%m-%d %H:%M}"


class MeetingAction(models.Model):
    """What somebody of the school does by a day."""

    class State(models.TextChoices):
        OPEN = "open", "to do"
        DONE = "done", "done"
        CHANGED = "changed", "done in another way"
        DROPPED = "dropped", "dropped"

    held = models.ForeignKey(SchoolMeeting, on_delete=models.CASCADE, related_name="actions")
    what = models.CharField(max_length=300)
    who = models.CharField(max_length=100)
    due_on = models.DateField()
    state = models.CharField(max_length=10, choices=State, default=State.OPEN)
    reason = models.CharField(max_length=300, blank=True)
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    settled_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["due_on", "pk"]
        constraints = [
            models.CheckConstraint(
                name="meeting_action_settled_with_time",
                condition=Q(state="open", settled_at=None) | (~Q(state="open") & Q(settled_at__isnull=False)),
                violation_error_message="An action that is settled says when, and no other does.",
            ),
            models.CheckConstraint(
                name="meeting_action_dropped_with_reason",
                condition=~Q(state__in=["changed", "dropped"]) | ~Q(reason=""),
                violation_error_message="What was changed or dropped needs a reason.",
            ),
        ]

    def __str__(self):
        return self.what


class MeetingSlot(models.Model):
    """When the leads of a school meet, week by week: it stands in everybody's calendar in the weeks of meetings."""

    class Weekday(models.IntegerChoices):
        MONDAY = 0, "Monday"
        TUESDAY = 1, "Tuesday"
        WEDNESDAY = 2, "Wednesday"
        THURSDAY = 3, "Thursday"
        FRIDAY = 4, "Friday"

    school = models.ForeignKey(School, on_delete=models.CASCADE, related_name="meeting_slots")
    cohort = models.ForeignKey(Cohort, on_delete=models.CASCADE, related_name="+")
    weekday = models.PositiveSmallIntegerField(choices=Weekday)
    starts_at = models.TimeField()
    minutes = models.PositiveSmallIntegerField(default=60)
    place = models.CharField(max_length=100, blank=True)
    changes = models.PositiveIntegerField(default=0, help_text="How often it was changed: calendars ask for it")
    changed_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["school", "cohort"],
                name="meeting_slot_once_a_school",
                violation_error_message="The school has a time for its meetings already.",
            ),
            models.CheckConstraint(
                name="meeting_slot_has_length",
                condition=Q(minutes__gte=30) & Q(minutes__lte=120),
                violation_error_message="A meeting lasts 30 to 120 minutes.",
            ),
        ]

    def __str__(self):
        return f"{self.get_weekday_display()} {self.starts_at:%H:%M}"


class CalendarFeed(models.Model):
    """The secret address under which a person's own calendar fetches the dates; a new one ends the old."""

    user = models.OneToOneField(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="calendar_feed")
    key = models.CharField(max_length=43, unique=True)
    made_at = models.DateTimeField()

    def __str__(self):
        return f"feed of {self.user_id}"
