"""Who may see the staff's pages. Rights are read in the request, never from a cache."""

from allauth.account.authentication import get_authentication_records
from django.http import Http404
from django.shortcuts import get_object_or_404

from cms.models import BlogPage, Comment, Enquiry, FailedTask, PostPage
from cms.queries.blog import the_blog
from cms.queries.comment import comment_by_token


def has_second_factor(request) -> bool:
    """True when this person opened or confirmed this session with a second factor, or set one up in it."""
    return any(record.get("method") == "mfa" for record in get_authentication_records(request, request.user))


def may_use_admin(user) -> bool:
    return user.is_active and (user.is_superuser or user.has_perm("wagtailadmin.access_admin"))


def require_staff(user) -> None:
    """404 for those who may not know that staff pages exist."""
    if not may_use_admin(user):
        raise Http404


def get_failed_task_or_404(user, pk) -> FailedTask:
    """Who may see failed tasks and change them may also settle them."""
    if not (may_use_admin(user) and user.has_perm("cms.change_failedtask")):
        raise Http404
    return get_object_or_404(FailedTask, pk=pk)


def get_blog_or_404() -> BlogPage:
    blog = the_blog()
    if blog is None:
        raise Http404
    return blog


def get_post_or_404(pk) -> PostPage:
    """A post that everybody may read."""
    return get_object_or_404(PostPage.objects.live().public(), id=pk)  # as `pk`, a huge number overflows


def get_published_comment_or_404(pk) -> Comment:
    """One that was shown at some time, on a post that everybody may read; whether it still is, the caller asks."""
    comment = get_object_or_404(Comment.objects.select_related("post"), pk=pk, shown_at__isnull=False)
    get_post_or_404(comment.post_id)
    return comment


def get_shown_comment_or_404(pk) -> Comment:
    comment = get_published_comment_or_404(pk)
    if comment.state != Comment.State.SHOWN:
        raise Http404
    return comment


def get_comment_by_token_or_404(token, signer) -> Comment:
    """The signed link is the right: it went to the person who wrote, or to the address that was typed."""
    comment = comment_by_token(token, signer)
    if comment is None:
        raise Http404
    return comment


def may_moderate(user) -> bool:
    return may_use_admin(user) and user.has_perm("cms.moderate_comment")


def get_moderated_comment_or_404(user, pk) -> Comment:
    if not may_moderate(user):
        raise Http404
    return get_object_or_404(Comment, pk=pk)


def require_office(user) -> None:
    """Who may read and answer enquiries; 404 for everybody else."""
    if not user.has_perm("cms.change_enquiry"):
        raise Http404


def get_enquiry_or_404(user, pk) -> Enquiry:
    require_office(user)
    return get_object_or_404(Enquiry.objects.select_related("assigned_to", "closed_by"), pk=pk)


def team_places(user) -> list[str]:
    """For the navigation: see TEAM_PLACES in the settings."""
    places = {"admin": may_use_admin(user), "enquiries": user.has_perm("cms.change_enquiry")}
    return [place for place, may in places.items() if may]
