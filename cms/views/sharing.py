"""What search engines and other sites ask for: robots.txt, the sitemap, and the picture of a page."""

from pathlib import Path

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from cms.domain.pagecache import kept_part
from cms.ogimage import picture
from cms.queries.sharing import public_page_or_none, shared_text, sitemap_entries
from cms.views.pagecache import public_page

PRIVATE = ("account", "admin", "book", "comments", "demo", "facilitate", "five", "learn/search", "mail", "office")
PRIVATE += ("start", "styleguide")
FOLDER = "share"
A_DAY = "public, max-age=86400"  # another text has another address, but a consent may end


@login_not_required
@public_page()
@require_safe
def robots(request):
    """A demonstration is nothing to be found."""
    closed = ["/"] if settings.DEMO else [f"/{path}/" for path in PRIVATE]
    lines = [
        "User-agent: *",
        *(f"Disallow: {path}" for path in closed),
        "",
        f"Sitemap: {settings.SITE_URL}/sitemap.xml",
    ]
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")


@login_not_required
@public_page()
@require_safe
def sitemap(request):
    entries = kept_part("sitemap", lambda: tuple(sitemap_entries(request)))
    return render(request, "cms/sitemap.xml", {"entries": entries}, content_type="application/xml")


@login_not_required
@require_safe
def share_image(request, pk, key):
    """Made when it is first asked for, and only for the words that this public page has now.

    Asked again each time: the consent to a testimonial may have ended since.
    """
    page = public_page_or_none(pk)
    text = page and shared_text(page)
    if text is None or text.key != key:
        raise Http404
    name = f"{FOLDER}/{pk}-{key}.png"
    if default_storage.exists(name):
        with default_storage.open(name) as file:
            return png(file.read())
    content = picture(title=text.title, kicker=text.kicker)
    put(name, pk, content)
    return png(content)


def put(name: str, pk: int, content: bytes) -> None:
    """In place of the pictures of earlier words."""
    if default_storage.exists(FOLDER):
        for old in default_storage.listdir(FOLDER)[1]:
            if old.startswith(f"{pk}-"):
                default_storage.delete(f"{FOLDER}/{old}")
    if not default_storage.exists(name):
        default_storage.save(name, ContentFile(content, name=Path(name).name))


def png(content: bytes) -> HttpResponse:
    """Other sites may show it: that is what it is for."""
    headers = {"Cache-Control": A_DAY, "Cross-Origin-Resource-Policy": "cross-origin"}
    return HttpResponse(content, content_type="image/png", headers=headers)
