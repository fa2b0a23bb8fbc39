"""Who may see the staff's pages. Rights are read in the request, never from a cache."""

from allauth.account.authentication import get_authentication_records
from django.http import Http404
from django.shortcuts import get_object_or_404

from cms.models import FailedTask


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


def team_places(user) -> list[str]:
    """For the navigation: see TEAM_PLACES in the settings."""
    return ["admin"] if may_use_admin(user) else []
