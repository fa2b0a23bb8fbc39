"""Writing, proving, changing and reporting a comment.

Who is believed. A comment of somebody without an account is kept, and a mail goes to the address that was typed: only
its owner can publish it. A first comment then waits for a moderator. Whoever has a comment that is shown is trusted,
and the next one shows as soon as the address is proven: by the link in the mail, by being signed in with that address,
or by a browser that its owner asked us to remember. Typing the address of a trusted person gains nothing.
"""

import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models import Max
from django.utils.timezone import localdate

from cms import tasks
from cms.domain.pagecache import forget_pages
from cms.domain.spam import ask_akismet
from cms.emails import mail_publish, mail_replies, mail_shown
from cms.markdown import render_person_markdown
from cms.models import Comment, CommentReport, PostPage, User
from cms.queries.comment import OPEN, editable_until, is_trusted

MOST_LINKS = 2  # a comment with more waits for a moderator, whoever wrote it
LINK = re.compile(r"https?://|www\.|\]\(", re.IGNORECASE)
REPORTS_THAT_HIDE = 3  # from different people
UNPROVEN_KEPT_FOR = timedelta(days=7)
SPAM_KEPT_FOR = timedelta(days=30)
NETWORK_ADDRESS_KEPT_FOR = timedelta(hours=4)  # longer than the last try to reach Akismet
ADDRESS_KEPT_FOR = timedelta(days=730)
SHOWN, WAITING = Comment.State.SHOWN, Comment.State.WAITING


class CommentsClosed(Exception):
    """The post takes no more comments."""


class ReplyRefused(Exception):
    """What is replied to is not shown, or not any more."""


class TooLateToEdit(Exception):
    """The time for changes is over, or a moderator has settled the comment."""


@dataclass(frozen=True)
class Commenter:
    name: str
    role: str
    email: str
    user: User | None = None
    is_proven: bool = False
    network_address: str | None = None
    user_agent: str = ""


def count_links(text: str) -> int:
    return len(LINK.findall(text.replace("](http", "](")))


# Writing ------------------------------------------------------------------------------------------------------


def write_comment(
    *,
    post: PostPage,
    under: Comment | None,
    author: Commenter,
    text: str,
    wants_replies: bool,
    key: UUID,
    now: datetime,
) -> Comment:
    """`under` is the comment replied to; a reply to a reply stands in the same thread. Sent twice, it is one."""
    sent_before = Comment.objects.filter(key=key).first()
    if sent_before:
        return sent_before
    if not post.takes_comments_on(localdate(now)):
        raise CommentsClosed
    if under and (under.state != SHOWN or under.post_id != post.pk):
        raise ReplyRefused
    comment = Comment(
        post=post,
        thread_id=under.head_pk if under else None,
        user=author.user,
        name=author.name,
        role=author.role,
        email=author.email,
        text=text,
        html=render_person_markdown(text),
        wants_replies=wants_replies,
        key=key,
        created_at=now,
        proven_at=now if author.is_proven else None,
    )
    try:
        with transaction.atomic():
            return _save_new(comment, author=author, now=now)
    except IntegrityError:  # the same form came by two ways at once
        return Comment.objects.get(key=key)


def _save_new(comment: Comment, *, author: Commenter, now: datetime) -> Comment:
    trusted = is_trusted(email=comment.email, user_id=comment.user_id)
    asks = bool(settings.AKISMET_KEY) and not trusted
    if asks:
        comment.check_state = Comment.Check.ASKED
        comment.network_address, comment.user_agent = author.network_address, author.user_agent[:300]
    comment.save()
    if asks:
        tasks.enqueue_on_commit(ask_akismet, comment_id=comment.pk)
    if comment.proven_at is None:
        mail_publish(comment, now=now)
    elif trusted:
        _show_at_once(comment, now=now)
    return comment


def prove_comment(*, comment: Comment, now: datetime) -> Comment:
    """The owner of the address says that the comment is theirs. Said twice, it is said once."""
    with transaction.atomic():
        comment = Comment.objects.select_for_update(of=("self",)).select_related("post", "user").get(pk=comment.pk)
        if comment.proven_at is None:
            comment.proven_at = now
            comment.save(update_fields=["proven_at"])
            if comment.state == WAITING and is_trusted(email=comment.email):
                _show_at_once(comment, now=now)
    return comment


def disown_comment(*, comment: Comment) -> None:
    """The owner of the address never wrote this: it goes, unless it was proven before."""
    Comment.objects.filter(pk=comment.pk, proven_at=None).delete()


def _show_at_once(comment: Comment, *, now: datetime) -> None:
    """What somebody trusted wrote; much that it links to, or that Akismet refused, a moderator reads first."""
    if count_links(comment.text) <= MOST_LINKS:
        show(comment, now=now)


def show(comment: Comment, *, now: datetime, tell_author: bool = False) -> None:
    """For the verbs of this noun: the first time, the others of the thread hear of it."""
    is_first_time = comment.shown_at is None
    comment.state, comment.shown_at = SHOWN, comment.shown_at or now
    comment.save(update_fields=["state", "shown_at"])
    forget_pages()
    if is_first_time and tell_author:
        mail_shown(comment, now=now)
    if is_first_time and comment.thread_id:
        mail_replies(comment, now=now)


# Changing and reporting ---------------------------------------------------------------------------------------


@transaction.atomic
def edit_comment(*, comment: Comment, text: str, now: datetime) -> Comment:
    """Within the first minutes. What nobody vouches for any more waits for a moderator again."""
    comment = Comment.objects.select_for_update(of=("self",)).select_related("post").get(pk=comment.pk)
    if now > editable_until(comment) or comment.state not in (SHOWN, WAITING):
        raise TooLateToEdit
    comment.text, comment.html = text, render_person_markdown(text)
    if comment.shown_at:
        comment.edited_at = now
    if comment.state == SHOWN and not _may_stay(comment):
        comment.state = WAITING
    comment.save(update_fields=["text", "html", "edited_at", "state"])
    forget_pages()
    return comment


def _may_stay(comment: Comment) -> bool:
    trusted = is_trusted(email=comment.email, user_id=comment.user_id, beside=comment)
    return trusted and count_links(comment.text) <= MOST_LINKS


@transaction.atomic
def report_comment(*, comment: Comment, reporter: str, reason: str, now: datetime) -> None:
    """A reported comment stays until a moderator looks; after three reports it waits for one."""
    comment = Comment.objects.select_for_update().get(pk=comment.pk)
    CommentReport.objects.get_or_create(
        comment=comment, reporter=reporter, defaults={"reason": reason, "reported_at": now}
    )
    if comment.state == SHOWN and comment.reports.filter(outcome=OPEN).count() >= REPORTS_THAT_HIDE:
        comment.state = WAITING
        comment.save(update_fields=["state"])
        forget_pages()


# The clock ----------------------------------------------------------------------------------------------------


def tidy_comments(*, now: datetime) -> None:
    """What nobody proved goes after a week, spam after a month, a network address after some hours."""
    old = Comment.objects.filter(network_address__isnull=False, created_at__lt=now - NETWORK_ADDRESS_KEPT_FOR)
    old.update(network_address=None, user_agent="")
    Comment.objects.filter(proven_at=None, state=WAITING, created_at__lt=now - UNPROVEN_KEPT_FOR).delete()
    Comment.objects.filter(state=Comment.State.SPAM, created_at__lt=now - SPAM_KEPT_FOR, replies__isnull=True).delete()


def forget_old_commenters(*, now: datetime) -> None:
    """An address goes 24 months after the last comment that came from it; what was written stays."""
    last = Comment.objects.exclude(email="").order_by().values("email").annotate(last=Max("created_at"))
    old = list(last.filter(last__lt=now - ADDRESS_KEPT_FOR).values_list("email", flat=True))
    Comment.objects.filter(email__in=old).update(email="", wants_replies=False)
