"""What every request passes: sign-in, the second factor of the team, and headers."""

from functools import cached_property

from csp.constants import HEADER
from csp.middleware import CSPMiddleware
from csp.utils import build_policy
from django.conf import settings
from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.http import Http404
from django.shortcuts import redirect
from django.urls import reverse

from cms.access import has_second_factor, may_use_admin

STAFF_PATHS = ("/admin/", "/facilitate/", "/office/", "/styleguide/", "/staff/")
ADMIN_DOORS = ("/admin/login/", "/admin/logout/")  # these lead to our own pages
ADMIN_CSP = {
    "script-src": ["'unsafe-inline'"],
    "style-src": ["'unsafe-inline'"],
    "img-src": ["blob:"],
    "frame-src": ["'self'"],
    "worker-src": ["'self'"],
}


class ContentSecurityPolicy(CSPMiddleware):
    """django-csp's, with the policy of a page that asks for nothing special built once and not on every answer."""

    @cached_property
    def plain_policy(self):
        return build_policy()

    def process_response(self, request, response):
        asks = "_csp_nonce" in vars(request) or any(name.startswith("_csp_") for name in vars(response))
        if asks or HEADER in response or settings.DEBUG:
            return super().process_response(request, response)
        response.headers[HEADER] = self.plain_policy
        return response


class SignInRequired(LoginRequiredMiddleware):
    """Django's rule, but Wagtail guards its own views: public pages stay public, lessons keep their two gates."""

    def process_view(self, request, view_func, view_args, view_kwargs):
        if view_func.__module__.startswith("wagtail."):
            return None
        return super().process_view(request, view_func, view_args, view_kwargs)


def second_factor_required(get_response):
    """Staff pages want a second factor in this session, where the site's setting says so."""

    def middleware(request):
        if (
            settings.SECOND_FACTOR_REQUIRED
            and request.path_info.startswith(STAFF_PATHS)
            and request.user.is_authenticated
            and not has_second_factor(request)
        ):
            return redirect(reverse("mfa_index", query={"next": request.path}))
        return get_response(request)

    return middleware


def admin_for_the_team(get_response):
    """Somebody signed in who may not use the admin finds nothing there; Wagtail would send them round in a circle."""

    def middleware(request):
        closed = request.path_info.startswith("/admin/") and request.path_info not in ADMIN_DOORS
        if closed and request.user.is_authenticated and not may_use_admin(request.user):
            raise Http404
        return get_response(request)

    return middleware


def response_headers(get_response):
    """Headers that no setting covers; /admin/ may run Wagtail's own inline scripts (decision 18)."""

    def middleware(request):
        response = get_response(request)
        response.headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        response.headers.setdefault(
            "Permissions-Policy", "camera=(), geolocation=(), microphone=(), payment=(), usb=()"
        )
        if request.path_info.startswith("/admin/"):
            # A preview carries the header of the page it shows, which no frame may hold: the outer one decides
            response.headers.pop("Content-Security-Policy", None)
            response._csp_update = ADMIN_CSP
            response._csp_replace = {"frame-ancestors": ["'self'"]}
            response.headers["X-Frame-Options"] = "SAMEORIGIN"
        if _is_personal(request, response):
            response.headers.setdefault("Cache-Control", "no-store, private")
        return response

    return middleware


def _is_personal(request, response) -> bool:
    """Told by the cookies alone, so that a page for everybody asks the database nothing about its reader."""
    cookie = settings.SESSION_COOKIE_NAME
    return cookie in request.COOKIES or cookie in response.cookies
