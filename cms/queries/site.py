"""What stands round every page for visitors: who runs the site, and which of its pages there are."""

from dataclasses import dataclass

from django.contrib.contenttypes.models import ContentType
from django.db.models import Model
from wagtail.models import Page, Site

from cms.models import Provider

MENU_DEPTH = 3  # the root is 1, the home page 2


def who_runs_this() -> Provider:
    return Provider.objects.first() or Provider()


def addresses(site: Site) -> dict[str, tuple[type[Model], int]]:
    """Where each published page of the site stands, and what it is: one query."""
    root = site.root_page
    rows = root.get_descendants(inclusive=True).live().values_list("url_path", "content_type", "pk")
    return {
        url_path.removeprefix(root.url_path): (ContentType.objects.get_for_id(content_type).model_class() or Page, pk)
        for url_path, content_type, pk in rows
    }


@dataclass(frozen=True)
class Place:
    title: str
    path: str
    slug: str
    in_menu: bool


def public_places() -> tuple[Place, ...]:
    """The published pages right below the home page, in their order: one query.

    A page type may have a shorter name for the menu than its pages have for a title.
    """
    pages = Page.objects.live().filter(depth=MENU_DEPTH).order_by("path")
    return tuple(
        Place(
            title=getattr(page.specific_class, "menu_title", "") or page.title,
            path=f"/{page.url_path.split('/', 2)[2]}",
            slug=page.slug,
            in_menu=page.show_in_menus,
        )
        for page in pages
    )
