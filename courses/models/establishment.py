"""The national register of schools as it was last imported. Heads' names are in the file and never in these tables."""

from uuid import uuid4

from django.conf import settings
from django.db import models
from django.db.models import Q

from courses.models.school import School


class Establishment(models.Model):
    """A school of the register. Only an import writes these rows."""

    class Status(models.TextChoices):
        OPEN = "open", "open"
        CLOSING = "closing", "open, but proposed to close"
        PROPOSED = "proposed", "proposed to open"
        CLOSED = "closed", "closed"

    urn = models.CharField("URN", max_length=7, primary_key=True)
    dfe_number = models.CharField("DfE number", max_length=8, blank=True, db_index=True)  # 305/2001
    name = models.CharField(max_length=200)
    street = models.CharField(max_length=200, blank=True)
    locality = models.CharField(max_length=200, blank=True)
    town = models.CharField(max_length=100, blank=True)
    county = models.CharField(max_length=100, blank=True)
    postcode = models.CharField(max_length=8, blank=True)
    outward = models.CharField("first part of the postcode", max_length=4, blank=True, db_index=True)
    region = models.CharField(max_length=60, blank=True)
    phase = models.CharField(max_length=30, blank=True)  # as the register says it, spelled one way
    type_name = models.CharField("type", max_length=100, blank=True)
    school_phase = models.CharField(max_length=12, choices=School.Phase)
    kind = models.CharField(max_length=12, choices=School.Kind)
    status = models.CharField(max_length=10, choices=Status)
    opened_on = models.DateField(null=True, blank=True)
    closed_on = models.DateField(null=True, blank=True)
    low_age = models.PositiveSmallIntegerField(null=True, blank=True)
    high_age = models.PositiveSmallIntegerField(null=True, blank=True)
    pupils = models.PositiveIntegerField(null=True, blank=True)
    trust_code = models.CharField(max_length=10, blank=True)
    trust_name = models.CharField(max_length=200, blank=True)
    changed_on = models.DateField("changed in the register", null=True, blank=True)
    digest = models.CharField(max_length=32, help_text="Of the row as it was read: tells whether the next one differs")
    vanished_at = models.DateTimeField(null=True, blank=True, help_text="Since when the register no longer has it")

    class Meta:
        ordering = ["name", "urn"]
        constraints = [
            models.CheckConstraint(
                name="establishment_urn_is_a_number",
                condition=Q(urn__regex=r"^[0-9]{5,7}$"),
                violation_error_message="A URN has five to seven digits.",
            )
        ]

    def __str__(self):
        return f"{self.name} ({self.urn})"

    @property
    def is_open(self) -> bool:
        return self.status != self.Status.CLOSED and self.vanished_at is None


class EstablishmentLink(models.Model):
    """One school became another, as the register's own file of links says. Neither need be in our table."""

    old_urn = models.CharField(max_length=7, db_index=True)
    new_urn = models.CharField(max_length=7, db_index=True)
    said = models.CharField(max_length=100, help_text="The register's words for it")
    since = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["old_urn", "new_urn"]
        constraints = [
            models.UniqueConstraint(
                fields=["old_urn", "new_urn"],
                name="establishment_link_once",
                violation_error_message="This link is there already.",
            ),
            models.CheckConstraint(
                name="establishment_link_leads_elsewhere",
                condition=~Q(old_urn=models.F("new_urn")),
                violation_error_message="A school does not become itself.",
            ),
        ]

    def __str__(self):
        return f"{self.old_urn} became {self.new_urn}"


class EstablishmentWord(models.Model):
    """The index of the search: a word, and the URNs of the schools that have it. Written anew by each import.

    Of the schools whose name begins with the word, one more row says so, under the word with a caret before it.
    Words are folded: plain small letters and digits (courses/schoolwords.py).
    """

    word = models.CharField(max_length=60)
    is_open = models.BooleanField()
    urns = models.TextField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["word", "is_open"],
                name="establishment_word_once",
                violation_error_message="The word is in the index already.",
            )
        ]
        # LIKE 'gree%' finds its rows by this one in PostgreSQL, whatever the language of the database
        indexes = [models.Index(fields=["word"], name="establishment_word_begins", opclasses=["varchar_pattern_ops"])]

    def __str__(self):
        return self.word


def own_name(register_import, name: str) -> str:
    """Never the name that the file had where it came from."""
    return f"register/{uuid4().hex}.upload"


class RegisterImport(models.Model):
    """One import: what came, how far it has got, and what it changed. The file itself is deleted when it ends."""

    class State(models.TextChoices):
        WAITING = "waiting", "waiting"
        RUNNING = "running", "running"
        DONE = "done", "done"
        REFUSED = "refused", "refused"
        STOPPED = "stopped", "stopped"

    GOING_ON = (State.WAITING, State.RUNNING)

    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField()
    file_name = models.CharField(max_length=120)
    size = models.PositiveBigIntegerField()
    upload = models.FileField(upload_to=own_name, blank=True)
    allows_fewer = models.BooleanField("many schools may be missing from it", default=False)
    state = models.CharField(max_length=10, choices=State, default=State.WAITING)
    percent = models.PositiveSmallIntegerField(default=0)
    read = models.PositiveIntegerField(default=0)
    added = models.PositiveIntegerField(default=0)
    changed = models.PositiveIntegerField(default=0)
    unchanged = models.PositiveIntegerField(default=0)
    vanished = models.PositiveIntegerField(default=0)
    links = models.PositiveIntegerField(null=True, blank=True, help_text="Empty: the file held no links")
    left_out = models.JSONField(default=dict, help_text="Reason: how many rows")
    differences = models.JSONField(default=dict, help_text="The first of the schools that are new, changed or gone")
    sentence = models.CharField("why it was refused", max_length=500, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = "import of the register"
        verbose_name_plural = "imports of the register"
        ordering = ["-at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                models.Value(1),
                condition=Q(state__in=["waiting", "running"]),
                name="register_import_one_at_a_time",
                violation_error_message="An import is going on already.",
            ),
            models.CheckConstraint(
                name="register_import_ended_has_time",
                condition=Q(state__in=["waiting", "running"], ended_at__isnull=True)
                | (~Q(state__in=["waiting", "running"]) & Q(ended_at__isnull=False)),
                violation_error_message="An import has the time of its end when it has ended, and only then.",
            ),
            models.CheckConstraint(
                name="register_import_refused_says_why",
                condition=~Q(state="refused") | ~Q(sentence=""),
                violation_error_message="An import that was refused says why.",
            ),
        ]

    def __str__(self):
        return f"{self.file_name}, {self.at:%Y-%m-%d}"

    @property
    def is_going_on(self) -> bool:
        return self.state in self.GOING_ON
