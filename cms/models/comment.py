"""What readers write under a post. The rules are in cms/domain/comment.py and cms/domain/moderation.py."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from cms.models.blog import PostPage


class Comment(models.Model):
    """Two levels: a comment begins a thread, or it stands in one."""

    class State(models.TextChoices):
        WAITING = "waiting", "waiting"
        SHOWN = "shown", "shown"
        HIDDEN = "hidden", "hidden"
        SPAM = "spam", "spam"
        REMOVED = "removed", "removed"

    class Check(models.TextChoices):
        NONE = "", "not asked"
        ASKED = "asked", "asked"
        GOOD = "good", "no spam"
        SPAM = "spam", "spam"
        BLATANT = "blatant", "blatant spam"

    post = models.ForeignKey(PostPage, on_delete=models.CASCADE, related_name="comments")
    thread = models.ForeignKey("self", null=True, blank=True, on_delete=models.CASCADE, related_name="replies")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL)
    name = models.CharField(max_length=100)
    role = models.CharField(max_length=120)
    email = models.EmailField("e-mail address", blank=True, help_text="Never shown. Blank once it is forgotten.")
    text = models.TextField(help_text="Markdown, as it was typed")
    html = models.TextField(editable=False, help_text="Written by cms/domain/comment.py alone")
    state = models.CharField(max_length=10, choices=State, default=State.WAITING)
    wants_replies = models.BooleanField("wants to hear of replies", default=False)
    key = models.UUIDField(editable=False, help_text="Given out with the form: sent twice, it is one comment")

    created_at = models.DateTimeField()
    proven_at = models.DateTimeField("address proven at", null=True, blank=True)
    shown_at = models.DateTimeField("first shown at", null=True, blank=True)
    edited_at = models.DateTimeField(null=True, blank=True)
    settled_at = models.DateTimeField(null=True, blank=True)
    settled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    reason = models.CharField(max_length=300, blank=True, help_text="Why it was hidden, removed or shown again")

    check_state = models.CharField("Akismet says", max_length=10, choices=Check, default=Check.NONE, blank=True)
    network_address = models.GenericIPAddressField(null=True, blank=True, help_text="Only while Akismet is asked")
    user_agent = models.CharField(max_length=300, blank=True, help_text="Only while Akismet is asked")

    wagtail_reference_index_ignore = True  # no page uses a comment

    class Meta:
        ordering = ["created_at", "pk"]
        permissions = [("moderate_comment", "Can moderate comments")]
        indexes = [
            models.Index(fields=["post", "thread", "state"], name="comment_of_a_post"),
            models.Index(fields=["state", "created_at"], name="comment_queue"),
            models.Index(fields=["email"], name="comment_address"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["key"], name="comment_once_a_form", violation_error_message="This comment was sent before."
            ),
            models.CheckConstraint(
                name="comment_not_its_own_thread",
                condition=Q(thread__isnull=True) | ~Q(thread=F("pk")),
                violation_error_message="A comment cannot reply to itself.",
            ),
            models.CheckConstraint(
                name="comment_shown_is_proven",
                condition=~Q(state="shown") | Q(shown_at__isnull=False, proven_at__isnull=False),
                violation_error_message="A comment is shown once its address is proven, and the time is kept.",
            ),
        ]

    def __str__(self):
        return f"{self.name}, {self.role}"

    @property
    def head_pk(self) -> int:
        """The comment that begins its thread."""
        return self.thread_id or self.pk


class CommentReport(models.Model):
    """Somebody asks a moderator to look. Who it was is kept as a digest that is of no use elsewhere."""

    class Outcome(models.TextChoices):
        OPEN = "open", "open"
        DISMISSED = "dismissed", "dismissed"
        ACTED_UPON = "acted", "acted upon"

    comment = models.ForeignKey(Comment, on_delete=models.CASCADE, related_name="reports")
    reporter = models.CharField(max_length=64, editable=False)
    reason = models.CharField(max_length=300)
    reported_at = models.DateTimeField()
    outcome = models.CharField(max_length=10, choices=Outcome, default=Outcome.OPEN)

    class Meta:
        ordering = ["reported_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["comment", "reporter"],
                name="comment_reported_once_a_person",
                violation_error_message="You have reported this comment already.",
            )
        ]

    def __str__(self):
        return self.reason
