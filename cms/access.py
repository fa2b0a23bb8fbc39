"""Who may see the staff's pages. Rights are read in the request, never from a cache."""

from allauth.account.authentication import get_authentication_records
from django.http import Http404
from django.shortcuts import get_object_or_404

from cms.models import Enquiry, FailedTask


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
