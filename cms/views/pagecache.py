"""Which requests may be answered with a copy, and which answers may become one.

A list of what may, not of what may not: a view says `@public_page()`, and a page that Wagtail serves to somebody
without a session is what everybody may read. Everything else is made anew, however harmless it looks.
"""

import gzip
from collections.abc import Callable
from hashlib import sha256
from urllib.parse import parse_qsl, urlencode

from django.conf import settings
from django.contrib.messages.storage.cookie import CookieStorage
from django.contrib.staticfiles.storage import staticfiles_storage
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.cache import get_conditional_response, patch_vary_headers

from cms.domain.pagecache import Copy

SAFE_METHODS = ("GET", "HEAD", "OPTIONS", "TRACE")
KEPT_TYPES = ("text/html", "text/plain", "text/xml", "application/xml", "application/rss+xml", "application/atom+xml")
KEPT_VARY = {"cookie", "accept-encoding"}  # without a session a cookie changes nothing; both encodings are kept
TRACKING = ("fbclid", "gclid", "mc_cid", "mc_eid", "msclkid", "utm_campaign", "utm_content", "utm_medium")
TRACKING += ("utm_source", "utm_term")
MOST_PARAMETERS = 4
MOST_QUERY = 200  # characters
REVALIDATE = "public, max-age=0, must-revalidate"  # a browser asks each time, so that what is published shows at once


def public_page(*parameters: str) -> Callable:
    """The view says the same to everybody who is not signed in; `parameters` are those of the query that it reads.

    A page model names them in `public_parameters`. A request with another parameter is answered and not kept.
    """

    def mark(view):
        view.public_parameters = parameters
        return view

    return mark


def may_have_copy(request: HttpRequest) -> bool:
    private = {settings.SESSION_COOKIE_NAME, CookieStorage.cookie_name} & request.COOKIES.keys()
    asks_apart = {"HTTP_AUTHORIZATION", "HTTP_HX_REQUEST"} & request.META.keys()
    return settings.PAGE_CACHE and request.method in ("GET", "HEAD") and not private and not asks_apart


def copy_address(request: HttpRequest) -> str | None:
    """All that an answer may depend on, the day in the site's time zone too. None where the query is not orderly."""
    query = shared_query(request.META.get("QUERY_STRING", ""))
    if query is None:
        return None
    release = getattr(staticfiles_storage, "manifest_hash", "")  # a copy names the styles of its release
    parts = (request.scheme, request.get_host(), request.path, query, timezone.localdate().isoformat(), release)
    return sha256("\n".join(parts).encode()).hexdigest()


def shared_query(raw: str) -> str | None:
    """In one order and without what only follows people about."""
    if not raw:
        return ""
    pairs = [pair for pair in parse_qsl(raw, keep_blank_values=True) if pair[0] not in TRACKING]
    names = {name for name, _ in pairs}
    if len(raw) > MOST_QUERY or len(pairs) > MOST_PARAMETERS or len(names) < len(pairs):
        return None
    return urlencode(sorted(pairs))


def may_be_kept(request: HttpRequest, response: HttpResponse) -> bool:
    parameters = public_parameters(request, response)
    return (
        parameters is not None
        and request.method == "GET"
        and request.GET.keys() <= set(parameters)
        and response.status_code == 200
        and not response.streaming
        and response.headers.get("Content-Type", "").partition(";")[0] in KEPT_TYPES
        and "Cache-Control" not in response.headers
        and not response.cookies
        and not _varies(response)
        and not _has_secret(request, response)
    )


def public_parameters(request: HttpRequest, response: HttpResponse) -> tuple[str, ...] | None:
    return public_parameters_of(request, (getattr(response, "context_data", None) or {}).get("page"))


def public_parameters_of(request: HttpRequest, page=None) -> tuple[str, ...] | None:
    """None where nobody said that the answer is for all. A preview has no address and so no view."""
    match = request.resolver_match
    if match is None:
        return None
    if match.view_name == "wagtail_serve":
        return None if page is None else getattr(page, "public_parameters", ())
    return getattr(match.func, "public_parameters", None)


def _varies(response) -> bool:
    return not {name.strip().lower() for name in response.headers.get("Vary", "").split(",") if name} <= KEPT_VARY


def _has_secret(request, response) -> bool:
    """A form token or a nonce, which are one person's, or a policy of the page's own, which the copy would lose."""
    has_nonce = "_csp_nonce" in vars(request) or any(name.startswith("_csp_") for name in vars(response))
    return has_nonce or b"csrfmiddlewaretoken" in response.content or "CSRF_COOKIE_NEEDS_UPDATE" in request.META


def copy_of(response: HttpResponse) -> Copy:
    patch_vary_headers(response, ["Accept-Encoding", "Cookie"])
    return Copy(
        headers=tuple((name, value) for name, value in response.items() if name not in ("Content-Length", "ETag")),
        body=response.content,
        packed=gzip.compress(response.content, mtime=0),
        etag=f'W/"{sha256(response.content).hexdigest()[:32]}"',
    )


def answer_with(copy: Copy, request: HttpRequest) -> HttpResponse:
    """The copy, or "not modified" to a browser that has it. Packed once, not for each visitor."""
    is_packed = "gzip" in request.META.get("HTTP_ACCEPT_ENCODING", "")
    headers = dict(copy.headers) | {"Cache-Control": REVALIDATE, "ETag": copy.etag}
    if is_packed:
        headers["Content-Encoding"] = "gzip"
    response = HttpResponse(copy.packed if is_packed else copy.body, headers=headers)
    response.headers["Content-Length"] = str(len(response.content))
    return get_conditional_response(request, etag=copy.etag, response=response)
