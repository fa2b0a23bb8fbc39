"""What the head of a page says to search engines and to sites that link to it."""

from django import template
from django.conf import settings
from django.template.loader import render_to_string

from cms.queries.sharing import picture_path, shared_text
from cms.templatetags.ui import component
from cms.views.pagecache import public_parameters_of

register = template.Library()


@register.simple_tag(takes_context=True)
def head_sharing(context):
    """Nothing for somebody signed in; "noindex" where a page is not for everybody."""
    request, page = context.get("request"), context.get("page")
    user = getattr(request, "user", None)
    if request is None or (user and user.is_authenticated) or getattr(request, "is_preview", False):
        return ""
    parameters = public_parameters_of(request, page)
    if parameters is None or context.get("no_index"):
        return component("components/head_sharing.html", is_public=False)
    words = {"is_public": True, "canonical": canonical(request, parameters), **_words(context, page)}
    return render_to_string("components/head_sharing.html", words)


def _words(context, page) -> dict:
    """Of the page; a view without one may give share_title and share_description."""
    if hasattr(page, "get_sitemap_urls"):
        text = shared_text(page)
        words = {
            "title": text.title,
            "description": text.description,
            "picture": settings.SITE_URL + picture_path(page),
        }
    else:
        words = {"title": context.get("share_title", ""), "description": context.get("share_description", "")}
    return words | {"is_article": hasattr(page, "posted_on")}


def canonical(request, parameters) -> str:
    """Without what follows people about or filters the same list; the second page of a list is another page."""
    number = request.GET.get("page", "") if "page" in parameters else ""
    query = f"?page={number}" if number.isdecimal() and int(number) > 1 else ""
    return f"{settings.SITE_URL}{request.path}{query}"
