"""What a moderator does with a comment. Each step stands in Wagtail's log, with its reason."""

from datetime import datetime

from django.db import transaction
from wagtail.log_actions import log

from cms import tasks
from cms.domain.comment import show
from cms.domain.pagecache import forget_pages
from cms.domain.spam import tell_akismet
from cms.models import Comment, CommentReport, User
from cms.queries.comment import OPEN

SHOWN, HIDDEN, SPAM, REMOVED = (
    Comment.State.SHOWN,
    Comment.State.HIDDEN,
    Comment.State.SPAM,
    Comment.State.REMOVED,
)
LOGGED = {
    SHOWN: ("cms.comment.show", "Show", "Showed the comment"),
    HIDDEN: ("cms.comment.hide", "Hide", "Hid the comment"),
    SPAM: ("cms.comment.spam", "Mark as spam", "Marked the comment as spam"),
    REMOVED: ("cms.comment.remove", "Remove", "Removed the comment and its text"),
}


class NotProven(Exception):
    """Nobody has said yet that the address is theirs: it cannot be shown."""


class AlreadyRemoved(Exception):
    """The text is gone, so nothing more can be done with it."""


@transaction.atomic
def settle_comment(*, comment: Comment, to: Comment.State, reason: str, by: User, now: datetime) -> Comment:
    """To show a comment that is shown dismisses the reports on it."""
    comment = Comment.objects.select_for_update(of=("self",)).select_related("post", "user").get(pk=comment.pk)
    if comment.state == REMOVED:
        raise AlreadyRemoved
    if to == SHOWN and comment.proven_at is None:
        raise NotProven
    before = comment.state
    comment.settled_at, comment.settled_by, comment.reason = now, by, reason
    if to == REMOVED:
        comment.text = comment.html = comment.email = ""
    if to == SHOWN:
        show(comment, now=now, tell_author=True)
    comment.state = to
    comment.save(update_fields=["state", "settled_at", "settled_by", "reason", "text", "html", "email"])
    forget_pages()
    _settle_reports(comment)
    _teach_akismet(comment)
    log(instance=comment, action=LOGGED[to][0], user=by, data={"reason": reason, "before": before})
    return comment


def settle_comments(*, pks: list[int], to: Comment.State, by: User, now: datetime) -> int:
    """How many were settled. What is gone, not proven, removed or settled so already is left as it is."""
    settled = 0
    for comment in Comment.objects.filter(pk__in=pks).exclude(state=to):
        try:
            settle_comment(comment=comment, to=to, reason="", by=by, now=now)
        except (NotProven, AlreadyRemoved, Comment.DoesNotExist):
            continue
        settled += 1
    return settled


def _settle_reports(comment: Comment) -> None:
    outcome = CommentReport.Outcome.DISMISSED if comment.state == SHOWN else CommentReport.Outcome.ACTED_UPON
    comment.reports.filter(outcome=OPEN).update(outcome=outcome)


def _teach_akismet(comment: Comment) -> None:
    """Where a moderator knew better."""
    Check = Comment.Check  # noqa: N806
    wrongly_let_in = comment.state == SPAM and comment.check_state == Check.GOOD
    wrongly_refused = comment.state == SHOWN and comment.check_state in (Check.SPAM, Check.BLATANT)
    if wrongly_let_in or wrongly_refused:
        tasks.enqueue_on_commit(tell_akismet, comment_id=comment.pk, is_spam=wrongly_let_in)
