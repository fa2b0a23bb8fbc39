"""Every address of the site, and whose it is: ours, or one that Wagtail or allauth brings."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from django.urls import URLPattern, get_resolver

OUR_VIEWS = ("cms.", "courses.", "quizzes.")
BROUGHT = ("wagtail.", "allauth.")
WAGTAILS_PAGES = "wagtail_serve"
PARAMETER = re.compile(r"<(?:\w+:)?(\w+)>")
REGEX_GROUP = re.compile(r"\(\?P(<\w+>)[^()]*\)")


@dataclass(frozen=True)
class Address:
    route: str
    name: str
    namespace: str
    urlconf: str  # the module that declares it
    view: str  # the module that answers

    @property
    def key(self) -> str:
        """The name; the route where there is none."""
        return ":".join(part for part in (self.namespace, self.name) if part) or self.route

    @property
    def is_ours(self) -> bool:
        """Whatever Wagtail or allauth does not bring, and single views of ours in their midst.

        A viewset of ours is not: its addresses are Wagtail's pattern, so it is judged with the rest of the admin.
        """
        is_single_view = self.view.startswith(OUR_VIEWS) and not self.namespace
        if self.name == WAGTAILS_PAGES:  # our view asks Wagtail's, which asks who may read the page
            return False
        return is_single_view or not self.urlconf.startswith(BROUGHT)

    @property
    def parameters(self) -> list[str]:
        return PARAMETER.findall(self.route)

    def path(self, arguments: Mapping[str, object]) -> str:
        plain = REGEX_GROUP.sub(r"\1", self.route).replace("^", "").replace("$", "").replace("\\.", ".")
        return "/" + PARAMETER.sub(lambda found: str(arguments[found[1]]), plain)


def addresses(urlconf=None) -> list[Address]:
    return list(_walk(get_resolver(urlconf), "", (), ""))


def _walk(resolver, route: str, namespaces: tuple[str, ...], urlconf: str) -> Iterator[Address]:
    # A test's own list of patterns has no module: what it declares is then judged like ours
    urlconf = getattr(resolver.urlconf_module, "__name__", urlconf)
    for entry in resolver.url_patterns:
        here = route + str(entry.pattern)
        if isinstance(entry, URLPattern):
            yield Address(here, entry.name or "", ":".join(namespaces), urlconf, entry.callback.__module__)
        else:
            inside = (*namespaces, entry.namespace) if entry.namespace else namespaces
            yield from _walk(entry, here, inside, urlconf)


def our_addresses(urlconf=None) -> list[Address]:
    return [address for address in addresses(urlconf) if address.is_ours]
