"""Comments as a post shows them, the moderators' queue, and the signed links of those who have no account."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.core import signing
from django.core.paginator import Page, Paginator
from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.utils.crypto import salted_hmac
from wagtail.models import ModelLogEntry

from cms.models import Comment, CommentReport, PostPage

A_PAGE = 25  # threads
LINKS_LAST = timedelta(days=7)
PUBLISH = signing.TimestampSigner(salt="cms.comment.publish")
MINE = signing.TimestampSigner(salt="cms.comment.mine")
OPEN = CommentReport.Outcome.OPEN


@dataclass(frozen=True)
class Thread:
    head: Comment
    replies: tuple[Comment, ...]


# Shown under a post -------------------------------------------------------------------------------------------


def heads_of(post: PostPage) -> QuerySet[Comment]:
    """Threads with something to show: a head that is not shown leaves its place to the replies that are."""
    shown = Comment.objects.filter(thread=OuterRef("pk"), state=Comment.State.SHOWN)
    heads = Comment.objects.filter(post=post, thread=None)
    return heads.filter(Q(state=Comment.State.SHOWN) | Exists(shown))


def threads_of(post: PostPage, *, page: str | int | None) -> Page:
    """A page of threads, the oldest first."""
    every = heads_of(post).defer("text", "email")
    few = list(every[: A_PAGE + 1])  # where one page holds them all, they need not be counted
    found = Paginator(few if len(few) <= A_PAGE else every, A_PAGE).get_page(page)
    heads, replies = list(found.object_list), defaultdict(list)
    shown = Comment.objects.filter(thread__in=[head.pk for head in heads], state=Comment.State.SHOWN)
    for reply in shown.defer("text", "email"):
        replies[reply.thread_id].append(reply)
    found.object_list = [Thread(head, tuple(replies[head.pk])) for head in heads]  # ty: ignore[invalid-assignment]
    return found


def shown_count(post: PostPage, threads: Page) -> int:
    """Of all pages of threads; what is here already is counted here."""
    if threads.has_other_pages():
        return Comment.objects.filter(post=post, state=Comment.State.SHOWN).count()
    heads = sum(thread.head.state == Comment.State.SHOWN for thread in threads.object_list)
    return heads + sum(len(thread.replies) for thread in threads.object_list)


def page_of(comment: Comment) -> int:
    """On which page of its post the thread of this comment stands."""
    head = Comment.objects.get(pk=comment.head_pk)
    before = Q(created_at__lt=head.created_at) | Q(created_at=head.created_at, pk__lt=head.pk)
    return heads_of(comment.post).filter(before).count() // A_PAGE + 1


def place_of(comment: Comment) -> str:
    """The address of a shown comment: its post, the page of threads, its anchor."""
    page = page_of(comment)
    return f"{comment.post.url}{f'?page={page}' if page > 1 else ''}#comment-{comment.pk}"


# Who wrote ----------------------------------------------------------------------------------------------------


def is_trusted(*, email: str, user_id: int | None = None, beside: Comment | None = None) -> bool:
    """Whether this person has a comment that is shown now: an address counts only where it was proven."""
    whose = Q(email=email) if email else Q(pk=None)
    if user_id:
        whose |= Q(user=user_id)
    earlier = Comment.objects.filter(whose, state=Comment.State.SHOWN)
    return earlier.exclude(pk=beside.pk if beside else None).exists()


def reporter_digest(comment: Comment, who: str) -> str:
    """Tells reports on one comment apart, and nothing else: each comment has its own."""
    return salted_hmac(f"cms.comment.report.{comment.pk}", who, algorithm="sha256").hexdigest()


# Signed links -------------------------------------------------------------------------------------------------


def publish_token(comment: Comment) -> str:
    return PUBLISH.sign(comment.pk)


def mine_token(comment: Comment) -> str:
    return MINE.sign(comment.pk)


def comment_by_token(token: str, signer: signing.TimestampSigner) -> Comment | None:
    """None for a link that is forged or older than a week, and when the comment is gone."""
    try:
        pk = int(signer.unsign(token, max_age=LINKS_LAST))
    except (signing.BadSignature, ValueError):
        return None
    return Comment.objects.select_related("post", "thread").filter(pk=pk).first()


def editable_until(comment: Comment) -> datetime:
    return comment.created_at + timedelta(minutes=settings.COMMENT_EDIT_MINUTES)


# For moderators -----------------------------------------------------------------------------------------------


def queue() -> QuerySet[Comment]:
    """Every comment whose address is proven, or that was settled; with the number of reports that are open."""
    there = Comment.objects.exclude(proven_at=None, state=Comment.State.WAITING)
    open_reports = Count("reports", filter=Q(reports__outcome=OPEN), distinct=True)
    return there.select_related("post").annotate(open_reports=open_reports)


def to_do_count() -> int:
    """Comments that wait, and those that were reported."""
    return queue().filter(Q(state=Comment.State.WAITING) | Q(open_reports__gt=0)).count()


def thread_for_moderator(comment: Comment) -> list[Comment]:
    head = comment.head_pk
    return list(Comment.objects.filter(Q(pk=head) | Q(thread=head)).order_by("thread", "created_at", "pk"))


def history_of(comment: Comment) -> list[ModelLogEntry]:
    return list(ModelLogEntry.objects.for_instance(comment).select_related("user").order_by("timestamp", "pk"))
