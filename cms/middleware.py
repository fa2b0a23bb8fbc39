"""What every request passes: copies of public pages, sign-in, the second factor of the team, and headers."""

from functools import cached_property

from csp.constants import HEADER
from csp.middleware import CSPMiddleware
from csp.utils import build_policy
from django.conf import settings
from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.http import Http404
from django.shortcuts import redirect
from django.urls import reverse
from wagtail.models import Site

from cms.access import has_second_factor, may_use_admin
from cms.domain.pagecache import forget_pages, keep_copy, kept_copy, kept_part, pages_version
from cms.views.pagecache import SAFE_METHODS, answer_with, copy_address, copy_of, may_be_kept, may_have_copy

STAFF_PATHS = ("/admin/", "/facilitate/", "/office/", "/styleguide/", "/staff/")
ADMIN_DOORS = ("/admin/login/", "/admin/logout/")  # these lead to our own pages
ADMIN_PULSE = ("preview_on_add", "preview_on_edit", "ping", "release", "wagtailadmin_dismissibles")
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


def page_cache(get_response):
    """Visitors get copies of public pages, before anything asks who they are; the headers are added outside of this."""

    def middleware(request):
        address = copy_address(request) if may_have_copy(request) else None
        if address is None:
            return get_response(request)
        version = pages_version()  # before the page is made: what changes meanwhile makes its copy unfindable
        copy = kept_copy(version=version, address=address)
        if copy is None:
            response = get_response(request)
            if not may_be_kept(request, response):
                return response
            copy = copy_of(response)
            keep_copy(version=version, address=address, copy=copy, has_query=bool(request.GET))
        return answer_with(copy, request)

    return middleware


def keep_site(get_response):
    """Wagtail asks the database for the site of each request; sites change in the admin only, which forgets them.

    For visitors: the pages of those signed in ask for no site, and need not pay for this.
    """

    def middleware(request):
        if settings.PAGE_PARTS and settings.SESSION_COOKIE_NAME not in request.COOKIES:
            found = kept_part(("site", request.get_host()), lambda: Site.find_for_request(request))
            request._wagtail_site = found  # where Wagtail itself keeps it for the length of a request
        return get_response(request)

    return middleware


def admin_forgets_pages(get_response):
    """Whatever is changed under /admin/ shows at once: publishing of every kind, moves, images, settings, cohorts.

    One rule instead of a hook a verb: Wagtail has none for workflows, for the order of pages or for its bulk actions
    on other things.
    """

    def middleware(request):
        response = get_response(request)
        changes = request.method not in SAFE_METHODS and request.path_info.startswith("/admin/")
        if changes and response.status_code < 400 and not _changes_nothing_public(request):
            forget_pages()
        return response

    return middleware


def _changes_nothing_public(request) -> bool:
    """What an open editor sends by itself every few seconds: previews, its presence, and drafts that it saves."""
    match = request.resolver_match
    saves_draft = match.namespace == "wagtailadmin_pages" and not request.accepts("text/html")
    return match.url_name in ADMIN_PULSE or (saves_draft and "action-publish" not in request.POST)


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
