"""What several parts of one page ask for is read once while that page is made."""

from collections.abc import Callable


def once(holder, name: str, read: Callable):
    """`holder` lives as long as the request: the page that is shown, or the request itself."""
    kept = vars(holder).setdefault("_read_once", {})
    if name not in kept:
        kept[name] = read()
    return kept[name]


def holder_of(context):
    """The page that Wagtail serves, else the request."""
    page = context.get("page")
    return page if hasattr(page, "url_path") else context.get("request")
