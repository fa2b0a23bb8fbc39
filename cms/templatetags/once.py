"""What several parts of one page ask for is read once while that page is made."""

from collections.abc import Callable

from cms.domain.pagecache import kept_part


def once(holder, name: str, read: Callable):
    """`holder` lives as long as the request: the page that is shown, or the request itself."""
    kept = vars(holder).setdefault("_read_once", {})
    if name not in kept:
        kept[name] = read()
    return kept[name]


def kept(holder, name: str, read: Callable, *which):
    """The same for every visitor: read once while the page is made, and not again before the pages are forgotten.

    `which` tells apart what is read for several pages.
    """
    return once(holder, name, lambda: kept_part((name, *which), read))


def holder_of(context):
    """The page that Wagtail serves, else the request."""
    page = context.get("page")
    return page if hasattr(page, "url_path") else context.get("request")
