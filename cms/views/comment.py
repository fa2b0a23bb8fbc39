"""Comments are written on pages of their own, so that the post itself can be kept for everybody."""

from allauth.account.adapter import get_adapter
from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.timezone import localdate, now
from django.views.decorators.cache import never_cache

from cms import access
from cms.domain import comment as domain
from cms.forms.comment import CommentForm, EditCommentForm, ReportForm
from cms.queries.comment import MINE, PUBLISH, editable_until, mine_token, place_of, reporter_digest
from cms.queries.mail import address_digest

REMEMBERED, REMEMBERED_FOR = "commenter", 30 * 24 * 3600  # the browser of somebody who asked for it
REFUSED = {
    domain.CommentsClosed: "The post takes no more comments. What you wrote is still here, to copy.",
    domain.ReplyRefused: "The comment you reply to is not shown any more. What you wrote is still here, to copy.",
}


@login_not_required
@never_cache
def new_comment(request, pk):
    return write(request, access.get_post_or_404(pk), under=None)


@login_not_required
@never_cache
def reply_to_comment(request, pk):
    under = access.get_published_comment_or_404(pk)
    return write(request, under.post, under=under)


def posted(request):
    return request.POST if request.method == "POST" else None


def write(request, post, *, under):
    form = CommentForm(posted(request), request=request)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            written = domain.write_comment(
                post=post,
                under=under,
                author=author_of(request, data),
                text=data["text"],
                wants_replies=data["wants_replies"],
                key=data["key"],
                now=now(),
            )
        except tuple(REFUSED) as refusal:
            form.add_error(None, REFUSED[type(refusal)])
        else:
            return redirect("my_comment", mine_token(written))
    is_open = post.takes_comments_on(localdate()) and (under is None or under.state == under.State.SHOWN)
    context = {"form": form, "post": post, "under": under, "is_open": is_open, "asks_akismet": settings.AKISMET_KEY}
    return render(request, "cms/comment/write.html", context, status=422 if form.errors else 200)


def author_of(request, data) -> domain.Commenter:
    user = request.user if request.user.is_authenticated else None
    email = user.email if user else data["email"]
    return domain.Commenter(
        name=data["name"],
        role=data["role"],
        email=email,
        user=user,
        is_proven=bool(user) or is_remembered(request, email),
        network_address=get_adapter().get_client_ip(request),
        user_agent=request.headers.get("User-Agent", ""),
    )


def is_remembered(request, email) -> bool:
    kept = request.get_signed_cookie(REMEMBERED, default=None, salt=REMEMBERED, max_age=REMEMBERED_FOR)
    return kept == address_digest(email)


@login_not_required
@never_cache
def my_comment(request, token):
    """What became of it, for whoever wrote it."""
    found = access.get_comment_by_token_or_404(token, MINE)
    context = {"comment": found, "token": token, "until": editable_until(found), "may_edit": may_edit(found)}
    return render(request, "cms/comment/mine.html", context)


def may_edit(found) -> bool:
    return now() <= editable_until(found) and found.state in (found.State.SHOWN, found.State.WAITING)


@login_not_required
@never_cache
def edit_comment(request, token):
    found = access.get_comment_by_token_or_404(token, MINE)
    form = EditCommentForm(posted(request), initial={"text": found.text})
    if request.method == "POST" and form.is_valid():
        try:
            domain.edit_comment(comment=found, text=form.cleaned_data["text"], now=now())
        except domain.TooLateToEdit:
            form.add_error(None, "The time for changes is over. The comment stays as it was.")
        else:
            return redirect("my_comment", token)
    context = {"form": form, "comment": found, "token": token, "until": editable_until(found)}
    return render(request, "cms/comment/edit.html", context, status=422 if form.errors else 200)


@login_not_required
@never_cache
def publish_comment(request, token):
    """From the mail. Looking changes nothing, since mail scanners open every link."""
    found = access.get_comment_by_token_or_404(token, PUBLISH)
    if request.method != "POST":
        return render(request, "cms/comment/publish.html", {"comment": found})
    if request.POST.get("do") == "disown":
        domain.disown_comment(comment=found)
        return render(request, "cms/comment/disowned.html", {"comment": found})
    domain.prove_comment(comment=found, now=now())
    response = redirect("my_comment", mine_token(found))
    if request.POST.get("remember"):
        remember(response, found.email)
    return response


def remember(response, email):
    response.set_signed_cookie(
        REMEMBERED,
        address_digest(email),
        salt=REMEMBERED,
        max_age=REMEMBERED_FOR,
        path=reverse("comment", args=[1]).removesuffix("1/"),
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )


@login_not_required
@never_cache
def report_comment(request, pk):
    found = access.get_shown_comment_or_404(pk) if request.method == "POST" else access.get_published_comment_or_404(pk)
    form = ReportForm(posted(request), request=request)
    if request.method == "POST" and form.is_valid():
        who = f"user {request.user.pk}" if request.user.is_authenticated else get_adapter().get_client_ip(request)
        domain.report_comment(
            comment=found, reporter=reporter_digest(found, who), reason=form.cleaned_data["reason"], now=now()
        )
        return redirect(reverse("report_comment", args=[pk], query={"sent": "yes"}))
    context = {"form": form, "comment": found, "sent": "sent" in request.GET}
    return render(request, "cms/comment/report.html", context, status=422 if form.errors else 200)


@login_not_required
def comment(request, pk):
    """The lasting address of a comment."""
    return redirect(place_of(access.get_shown_comment_or_404(pk)))
