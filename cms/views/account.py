"""What allauth's own pages lack: the page behind the link in a mail, and two guards round its views."""

import time
from functools import wraps

from allauth.account import views as account_views
from allauth.account.authentication import get_authentication_records
from allauth.account.internal.flows.login import record_authentication
from allauth.account.stages import LoginByCodeStage, LoginStageController
from allauth.mfa.totp import views as totp_views
from allauth.mfa.webauthn import views as webauthn_views
from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from cms.access import has_second_factor
from cms.queries.account import open_devices, second_factors


@login_not_required
@never_cache
@require_safe
def code_from_mail(request):
    """Fills in the code and waits for a press of the button: opening this page signs nobody in and uses up nothing."""
    if request.user.is_authenticated:
        return redirect(settings.LOGIN_REDIRECT_URL)
    asked_here = LoginStageController.enter(request, LoginByCodeStage.key) is not None
    values = {
        "code": request.GET.get("code", "")[:20],
        "next": _own_address(request, request.GET.get("next", "")),
        "asked_here": asked_here,
    }
    return render(request, "account/code_from_mail.html", values)


@never_cache
def account(request):
    """What guards this account, in one list."""
    values = {
        "factors": second_factors(request.user),
        "devices": len(open_devices(request.user)),
        "required": settings.SECOND_FACTOR_REQUIRED,
    }
    return render(request, "account/home.html", values)


@never_cache
def second_factor(request):
    """The factors of this person, and why this page came up when the team's pages asked for one."""
    values = {
        "factors": second_factors(request.user),
        "next": _own_address(request, request.GET.get("next", "")),
        "given": has_second_factor(request),
        "required": settings.SECOND_FACTOR_REQUIRED,
    }
    return render(request, "account/second_factor.html", values)


def signed_in_recently(view):
    """Somebody with neither a password nor a second factor confirms a change by having signed in just now.

    Everybody else is asked by allauth itself.
    """

    @wraps(view)
    def wrapped(request, *args, **kwargs):
        if request.user.has_usable_password() or second_factors(request.user).any or _signed_in_just_now(request):
            return view(request, *args, **kwargs)
        return render(request, "account/sign_in_again.html", {"next": request.path}, status=403)

    return wrapped


def counts_as_second_factor(view):
    """Who has just set up a factor has shown it: this session need not ask for it again."""

    @wraps(view)
    def wrapped(request, *args, **kwargs):
        before = second_factors(request.user).keys
        response = view(request, *args, **kwargs)
        for pk, kind in second_factors(request.user).keys - before:
            record_authentication(request, request.user, "mfa", id=pk, type=kind, reauthenticated=True)
        return response

    return wrapped


def forgets_second_factor(view):
    """Who removes a factor has it no more in this session either."""

    @wraps(view)
    def wrapped(request, *args, **kwargs):
        response = view(request, *args, **kwargs)
        if not second_factors(request.user).any:
            records = request.session.get("account_authentication_methods", [])
            request.session["account_authentication_methods"] = [r for r in records if r.get("method") != "mfa"]
        return response

    return wrapped


change_email = signed_in_recently(account_views.email)
set_password = signed_in_recently(account_views.password_set)
activate_totp = signed_in_recently(counts_as_second_factor(totp_views.activate_totp))
deactivate_totp = forgets_second_factor(totp_views.deactivate_totp)
add_webauthn = signed_in_recently(counts_as_second_factor(webauthn_views.add_webauthn))
remove_webauthn = forgets_second_factor(webauthn_views.remove_webauthn)


def _signed_in_just_now(request) -> bool:
    records = get_authentication_records(request, request.user)
    return bool(records) and time.time() - records[-1]["at"] < settings.ACCOUNT_REAUTHENTICATION_TIMEOUT


def _own_address(request, url) -> str:
    safe = url_has_allowed_host_and_scheme(url, {request.get_host()}, require_https=request.is_secure())
    return url if safe else ""
