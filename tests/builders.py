"""Builders of test data: each makes one thing with sensible defaults and takes what matters as arguments."""

from itertools import count

from wagtail.models import Page, Site

from cms.models import HomePage, User

_number = count(1)


def build_user(*, email="", name="Ada Example", **fields):
    first, _, last = name.partition(" ")
    email = email or f"person{next(_number)}@example.org"
    return User.objects.create_user(email, first_name=first, last_name=last, **fields)


def build_site():
    """The home page under the root, as the default site. Wagtail's migration leaves a welcome page: it goes."""
    existing = HomePage.objects.first()
    if existing:
        return existing
    root = Page.objects.get(depth=1)
    for page in root.get_children():
        page.delete()
    root = Page.objects.get(depth=1)
    home = root.add_child(instance=HomePage(title="Touchstone", slug="home", promise="Fewer, better assessments."))
    Site.objects.update_or_create(
        is_default_site=True,
        defaults={"hostname": "localhost", "port": 80, "root_page": home, "site_name": "Touchstone"},
    )
    return home
