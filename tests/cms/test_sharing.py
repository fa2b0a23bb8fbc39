"""What search engines and other sites are given: the head of a page, robots.txt, the sitemap, the picture."""

import json
import re
from datetime import UTC, datetime
from io import BytesIO
from xml.etree import ElementTree

import pytest
from django.test import Client
from PIL import Image
from wagtail.models import Page, PageViewRestriction

from cms import ogimage
from cms.models import ContentPage
from cms.queries.sharing import picture_path, shared_text
from tests.builders import build_user

pytestmark = pytest.mark.django_db
SITEMAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
HOSTILE = '</script><script>alert(1)</script>"><img src=x onerror=alert(1)>'


@pytest.fixture(autouse=True)
def _here(settings, tmp_path):
    settings.SITE_URL = "https://touchstone.example"
    settings.MEDIA_ROOT = str(tmp_path)


@pytest.fixture
def about(site):
    return site.add_child(instance=ContentPage(title="About us", slug="about", introduction="Who we are."))


def head(path, client=None, **options):
    return (client or Client()).get(path, **options).content.decode().partition("</head>")[0]


def meta(html):
    return dict(re.findall(r'<meta (?:name|property)="([^"]+)"\s+content="([^"]*)"', html))


def canonical(html):
    return re.findall(r'<link rel="canonical" href="([^"]+)">', html)


def graph(html):
    found = re.findall(r'<script type="application/ld\+json">(.*?)</script>', html, re.DOTALL)
    return {node["@type"]: node for text in found for node in json.loads(text)["@graph"]}


# The head -------------------------------------------------------------------------------------------------------


def test_a_public_page_says_its_address_title_text_and_picture(about):
    html = head("/about/")
    said = meta(html)
    assert canonical(html) == ["https://touchstone.example/about/"]
    assert {name: said[name] for name in ("og:url", "og:title", "og:description", "og:type", "twitter:card")} == {
        "og:url": "https://touchstone.example/about/",
        "og:title": "About us",
        "og:description": "Who we are.",
        "og:type": "website",
        "twitter:card": "summary_large_image",
    }
    assert said["og:image"] == f"https://touchstone.example{picture_path(about)}"
    assert "robots" not in said


def test_a_page_that_editors_do_not_write_is_named_too(site):
    assert meta(head("/contact/"))["og:title"] == "Contact"


def test_the_editors_words_for_search_engines_come_first(about):
    Page.objects.filter(pk=about.pk).update(seo_title="For schools", search_description="In short.")
    said = meta(head("/about/"))
    assert (said["og:title"], said["og:description"], said["description"]) == ("For schools", "In short.", "In short.")


def test_the_address_leaves_out_the_query_and_the_host_that_was_asked(about):
    html = head("/about/?utm_source=letter&colour=red", headers={"host": "127.0.0.1"})
    assert canonical(html) == ["https://touchstone.example/about/"]


def test_the_second_page_of_a_list_is_a_page_of_its_own(about, monkeypatch):
    monkeypatch.setattr(ContentPage, "public_parameters", ("page", "tag"), raising=False)
    assert canonical(head("/about/?page=2&tag=x")) == ["https://touchstone.example/about/?page=2"]
    assert canonical(head("/about/?page=1")) == ["https://touchstone.example/about/"]
    assert canonical(head('/about/?page="><script>')) == ["https://touchstone.example/about/"]


@pytest.mark.parametrize("path", ["/account/login/", "/account/password/reset/", "/nowhere/"])
def test_a_page_that_is_not_for_everybody_is_not_to_be_found(site, path):
    html = head(path)
    assert meta(html)["robots"] == "noindex"
    assert (canonical(html), graph(html)) == ([], {})


def test_somebody_signed_in_gets_none_of_it(about):
    client = Client()
    client.force_login(build_user())
    html = head("/about/", client)
    assert (canonical(html), graph(html), "og:title" in html, "noindex" in html) == ([], {}, False, False)


def test_the_home_page_names_who_runs_the_site(site):
    found = graph(head("/"))
    assert set(found) == {"Organization", "WebSite"}
    assert found["WebSite"]["publisher"] == {"@id": found["Organization"]["@id"]}


def test_a_page_below_it_tells_its_way_from_there(about):
    steps = graph(head("/about/"))["BreadcrumbList"]["itemListElement"]
    assert [(step["position"], step["name"], step["item"]) for step in steps] == [
        (1, "Touchstone", "https://touchstone.example/"),
        (2, "About us", "https://touchstone.example/about/"),
    ]


def test_a_hostile_title_stays_text(about):
    Page.objects.filter(pk=about.pk).update(title=HOSTILE, search_description=HOSTILE)
    html = head("/about/")
    assert graph(html)["BreadcrumbList"]["itemListElement"][1]["name"] == HOSTILE
    assert "<script>alert" not in html
    assert "<img" not in html


# robots.txt and the sitemap -------------------------------------------------------------------------------------


def test_a_demonstration_is_not_to_be_found(settings, site):
    settings.DEMO = True
    lines = Client().get("/robots.txt").content.decode().splitlines()
    assert [line for line in lines if line.startswith("Disallow")] == ["Disallow: /"]


def test_robots_stay_out_of_what_is_private_and_find_the_sitemap(settings, site):
    settings.DEMO = False
    lines = Client().get("/robots.txt").content.decode().splitlines()
    assert {f"Disallow: /{path}/" for path in ("account", "admin", "book", "office", "facilitate")} <= set(lines)
    assert "Disallow: /" not in lines
    assert lines[-1] == "Sitemap: https://touchstone.example/sitemap.xml"


def listed():
    response = Client().get("/sitemap.xml")
    assert response["Content-Type"] == "application/xml"
    tree = ElementTree.fromstring(response.content)
    return {url.findtext(f"{SITEMAP}loc"): url.findtext(f"{SITEMAP}lastmod") for url in tree}


def test_the_sitemap_lists_what_is_published_for_everybody(site, about):
    site.add_child(instance=ContentPage(title="Draft", slug="draft", live=False))
    closed = site.add_child(instance=ContentPage(title="Closed", slug="closed"))
    PageViewRestriction.objects.create(page=closed, restriction_type=PageViewRestriction.LOGIN)
    Page.objects.filter(pk=about.pk).update(last_published_at=datetime(2026, 11, 5, 16, 0, tzinfo=UTC))
    assert set(listed()) == {"https://touchstone.example/", "https://touchstone.example/about/"}
    assert listed()["https://touchstone.example/about/"] == "2026-11-05T16:00:00+00:00"


def test_a_page_that_lists_nothing_of_itself_is_left_out(site, about, monkeypatch):
    monkeypatch.setattr(ContentPage, "get_sitemap_urls", lambda self, request=None: [])
    assert set(listed()) == {"https://touchstone.example/"}


@pytest.mark.parametrize("more", [1, 3])
def test_the_sitemap_costs_the_same_with_more_pages(site, more, django_assert_num_queries):
    for number in range(more):
        site.add_child(instance=ContentPage(title="More", slug=f"more-{number}"))
    Client().get("/sitemap.xml")
    with django_assert_num_queries(5):
        Client().get("/sitemap.xml")


# The picture ----------------------------------------------------------------------------------------------------


def test_the_picture_is_made_once_and_kept(about, monkeypatch):
    first = Client().get(picture_path(about))
    assert Image.open(BytesIO(first.content)).size == ogimage.SIZE
    assert first["Cache-Control"] == "public, max-age=86400"
    assert first["Cross-Origin-Resource-Policy"] == "cross-origin"
    monkeypatch.setattr("cms.views.sharing.picture", None)
    assert Client().get(picture_path(about)).content == first.content


def test_there_is_no_picture_of_words_that_no_public_page_has(about):
    key = ogimage.picture_key(title="Anything at all")
    assert Client().get(f"/share/{about.pk}-{key}.png").status_code == 404
    assert Client().get(f"/share/9999-{shared_text(about).key}.png").status_code == 404


def test_the_picture_of_a_page_that_lists_nothing_of_itself_goes_with_it(about, monkeypatch):
    """As a testimonial does from the day on which its consent has ended."""
    assert Client().get(picture_path(about)).status_code == 200
    monkeypatch.setattr(ContentPage, "get_sitemap_urls", lambda self, request=None: [])
    assert Client().get(picture_path(about)).status_code == 404


@pytest.mark.parametrize("closed", ["a draft", "for people who are signed in"])
def test_there_is_no_picture_of_a_page_that_is_not_public(about, closed):
    if closed == "a draft":
        about.unpublish()
    else:
        PageViewRestriction.objects.create(page=about, restriction_type=PageViewRestriction.LOGIN)
    assert Client().get(picture_path(about)).status_code == 404


def test_a_new_title_has_a_new_picture_and_the_old_one_goes(about, tmp_path):
    old = picture_path(about)
    Client().get(old)
    about.title = "Another title"
    about.save()
    assert Client().get(picture_path(about)).status_code == 200
    assert [path.name for path in (tmp_path / "share").iterdir()] == [picture_path(about).rpartition("/")[2]]
    assert Client().get(old).status_code == 404


@pytest.mark.parametrize(
    "title", ['#image("/etc/passwd")', "$x$ *bold* _it_ \\ #(", "", "x" * 300, "数 \u2028 é", HOSTILE]
)
def test_words_are_never_markup(title):
    assert Image.open(BytesIO(ogimage.picture(title=title, kicker=title))).size == ogimage.SIZE


def test_a_long_title_is_cut_at_a_word():
    short = ogimage.shortened("word " * 60)
    assert (len(short) <= ogimage.MOST_OF_A_TITLE, short.endswith("word…")) == (True, True)
