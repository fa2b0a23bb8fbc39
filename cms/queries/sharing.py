"""The public pages as search engines and other sites see them: which there are, and in what words."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlsplit

from django.conf import settings
from wagtail.models import Page, Site

from cms.ogimage import picture_key

DESCRIPTION = "A year for assessment leads: fewer, better assessments."
DESCRIBED_BY = ("search_description", "introduction", "intention", "promise")


@dataclass(frozen=True)
class SharedText:
    title: str
    description: str
    kicker: str  # the small line over the title in the picture

    @property
    def key(self) -> str:
        return picture_key(title=self.title, kicker=self.kicker)


@dataclass(frozen=True)
class Entry:
    url: str
    changed_at: datetime | None


def shared_text(page: Page) -> SharedText:
    """A page type may have a `shared_kicker`, such as the kind of page that it is."""
    given = (getattr(page, name, "") for name in DESCRIBED_BY)
    description = next((text for text in given if text), DESCRIPTION)
    title = page.seo_title or (getattr(page, "promise", "") or page.title)
    return SharedText(title=title, description=description, kicker=getattr(page, "shared_kicker", ""))


def picture_path(page: Page) -> str:
    return f"/share/{page.pk}-{shared_text(page).key}.png"


def public_pages():
    """Published and for everybody, in the order of the tree."""
    root = Site.objects.select_related("root_page").get(is_default_site=True).root_page
    return root.get_descendants(inclusive=True).live().public().order_by("path")


def public_page_or_none(pk: int) -> Page | None:
    """None also where a page lists nothing of itself: a testimonial without consent."""
    found = public_pages().filter(pk=pk).first()
    page = found and found.specific
    return page if page and page.get_sitemap_urls() else None


def sitemap_entries(request=None) -> Iterator[Entry]:
    """What each page lists of itself, at the address that the site has for its visitors."""
    for page in public_pages().defer_streamfields().specific():
        for entry in page.get_sitemap_urls(request):
            yield Entry(settings.SITE_URL + urlsplit(entry["location"]).path, entry.get("lastmod"))
