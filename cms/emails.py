"""Mails to those who comment. Each says why it came."""

from datetime import datetime

from django.conf import settings
from django.db.models import Q
from django.template.loader import render_to_string
from django.urls import reverse

from cms.domain.mail import on_one_line, post_mail
from cms.models import Comment
from cms.queries.comment import publish_token
from cms.queries.mail import address_digest, has_stopped, stop_token

ALL_REPLIES = "replies to your comments"


def replies_kind(thread_pk: int) -> str:
    """What is stopped by the link in a notice: this thread alone."""
    return f"replies in the thread of comment {thread_pk}"


def address_of(path: str) -> str:
    return settings.SITE_URL + path


def mail_publish(comment: Comment, *, now: datetime) -> None:
    """To the address that was typed, whoever typed it: nothing is shown before its owner says so."""
    link = address_of(reverse("publish_comment", args=[publish_token(comment)]))
    post_mail(
        to=comment.email,
        user=None,
        kind="publish a comment",
        why="Somebody, most likely you, wrote a comment on our site and gave this address.",
        subject="Publish my comment",
        text=render_to_string("email/publish_comment.txt", {"comment": comment, "link": link}),
        now=now,
    )


def mail_shown(comment: Comment, *, now: datetime) -> None:
    if not comment.email:
        return
    link = address_of(reverse("comment", args=[comment.pk]))
    post_mail(
        to=comment.email,
        user=comment.user,
        kind="comment shown",
        why="You wrote a comment on our site.",
        subject=on_one_line(f"Your comment on “{comment.post.title}” is shown"),
        text=render_to_string("email/comment_shown.txt", {"comment": comment, "link": link}),
        now=now,
    )


def mail_replies(reply: Comment, *, now: datetime) -> None:
    """To the others of this thread, and of no other, who asked to hear of replies and have not stopped them."""
    link = address_of(reverse("comment", args=[reply.pk]))
    for other in _others_in_thread(reply):
        who = other.user_id or address_digest(other.email)
        kind = replies_kind(reply.head_pk)
        if has_stopped(who, kind) or has_stopped(who, ALL_REPLIES):
            continue
        stop_all = address_of(reverse("stop_mail", args=[stop_token(who, ALL_REPLIES)]))
        post_mail(
            to=other.user.email if other.user else other.email,
            user=other.user,
            kind=kind,
            why="You wrote in this thread and asked to hear of replies.",
            subject=on_one_line(f"{reply.name} replied on “{reply.post.title}”"),
            text=render_to_string(
                "email/comment_reply.txt", {"reply": reply, "link": link, "stop_all": stop_all, "mine": other}
            ),
            can_stop=True,
            now=now,
        )


def _others_in_thread(reply: Comment) -> list[Comment]:
    """One comment of each person."""
    thread = Comment.objects.filter(
        Q(pk=reply.head_pk) | Q(thread=reply.head_pk), state=Comment.State.SHOWN, wants_replies=True
    )
    others = thread.exclude(pk=reply.pk).exclude(email="").exclude(email=reply.email).exclude(user__is_active=False)
    if reply.user_id:
        others = others.exclude(user=reply.user_id)
    return list({other.email: other for other in others.select_related("user")}.values())
