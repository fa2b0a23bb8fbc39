"""Akismet, behind a setting: asked in the background, and never the reason that a comment is lost.

It is told the text, the name, the address, the network address and the browser of a first comment; the form says so.
"""

from datetime import datetime

import httpx
from akismet import USER_AGENT, CheckResponse, Config, SyncClient
from django.conf import settings

from cms import tasks
from cms.models import Comment

PATIENCE = 5.0  # seconds
NO_ADDRESS = "127.0.0.1"  # the protocol wants one, and we have forgotten it by then
VERDICTS = {
    CheckResponse.HAM: Comment.Check.GOOD,
    CheckResponse.SPAM: Comment.Check.SPAM,
    CheckResponse.DISCARD: Comment.Check.BLATANT,
}


@tasks.background
def ask_akismet(*, comment_id: int, now: datetime) -> None:
    """Raises when Akismet is away: the task is tried again, and the comment waits for a moderator meanwhile."""
    comment = Comment.objects.select_related("post").filter(pk=comment_id, check_state=Comment.Check.ASKED).first()
    if comment is None or not settings.AKISMET_KEY:
        return
    with akismet_client() as client:  # ty: ignore[invalid-context-manager]
        verdict = client.comment_check(**_what_is_sent(comment, comment.network_address or NO_ADDRESS))  # ty: ignore[invalid-argument-type]
    same = Comment.objects.filter(pk=comment.pk)
    same.update(check_state=VERDICTS[verdict], network_address=None, user_agent="")
    if verdict:
        same.filter(state=Comment.State.WAITING, settled_at=None).update(state=Comment.State.SPAM)


@tasks.background
def tell_akismet(*, comment_id: int, is_spam: bool, now: datetime) -> None:
    """A moderator decided otherwise."""
    comment = Comment.objects.select_related("post").filter(pk=comment_id).first()
    if comment is None or not settings.AKISMET_KEY:
        return
    with akismet_client() as client:  # ty: ignore[invalid-context-manager]
        submit = client.submit_spam if is_spam else client.submit_ham
        submit(**_what_is_sent(comment, NO_ADDRESS))  # ty: ignore[invalid-argument-type]


def akismet_client() -> SyncClient:
    """Used as a context, it has its key verified first and its connection closed at the end."""
    return SyncClient(config=Config(key=settings.AKISMET_KEY, url=settings.SITE_URL), http_client=http_client())


def http_client() -> httpx.Client:
    return httpx.Client(headers={"User-Agent": USER_AGENT}, timeout=PATIENCE)


def _what_is_sent(comment: Comment, network_address: str) -> dict[str, str]:
    return {
        "user_ip": network_address,
        "user_agent": comment.user_agent,
        "permalink": settings.SITE_URL + comment.post.url,
        "comment_type": "reply" if comment.thread_id else "comment",
        "comment_author": comment.name,
        "comment_author_email": comment.email,
        "comment_content": comment.text,
        "comment_date_gmt": comment.created_at.isoformat(),
        "blog_lang": "en_gb",
        "blog_charset": "UTF-8",
    }
