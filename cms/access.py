"""Who may see the staff's pages. Rights are read in the request, never from a cache."""

from django.http import Http404


def has_second_factor(request) -> bool:
    """True when this session was opened or confirmed with a second factor."""
    methods = request.session.get("account_authentication_methods", [])
    return any(method.get("method") == "mfa" for method in methods)


def may_use_admin(user) -> bool:
    return user.is_active and (user.is_superuser or user.has_perm("wagtailadmin.access_admin"))


def require_staff(user) -> None:
    """404 for those who may not know that staff pages exist."""
    if not may_use_admin(user):
        raise Http404
