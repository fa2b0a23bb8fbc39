"""The words of schema.org: what search engines require is there, and no text breaks out of its script element."""

import json
from datetime import date

import pytest

from cms import linkeddata
from cms.linkeddata import LinkedData
from tests.cms.xss_vectors import VECTORS

SITE = "https://touchstone.example"
# Required by Google's rules for each kind (developers.google.com/search/docs/appearance/structured-data)
REQUIRED = {
    "Organization": {"name", "url"},
    "WebSite": {"name", "url"},
    "Course": {"name", "description", "provider", "hasCourseInstance", "offers"},
    "CourseInstance": {"courseMode", "courseWorkload"},
    "Offer": {"category", "price", "priceCurrency", "availability"},
    "FAQPage": {"mainEntity"},
    "Question": {"name", "acceptedAnswer"},
    "Answer": {"text"},
    "BlogPosting": {"headline", "datePublished", "author", "image"},
    "BreadcrumbList": {"itemListElement"},
    "ListItem": {"position", "name", "item"},
    "Review": {"itemReviewed", "author", "reviewBody"},
    "Person": {"name"},
}


def instance(**changes):
    values = {
        "name": "Autumn 2027",
        "starts_on": date(2027, 9, 6),
        "ends_on": date(2028, 7, 14),
        "hours": 18,
        "price_pence": 49_500,
        "places_left": 12,
        "may_book": True,
        "books_until": date(2027, 9, 5),
        "url": f"{SITE}/programme/",
    }
    return linkeddata.course_instance(**(values | changes))


def course(**changes):
    one = instance()
    values = {
        "site_url": SITE,
        "url": f"{SITE}/programme/",
        "name": "Programme",
        "description": "A year.",
        "provider": "Touchstone",
        "instances": [one],
        "offers": [one["offers"]],
    }
    return linkeddata.course(**(values | changes))


def post(title="Why", text="Because."):
    return linkeddata.blog_posting(
        site_url=SITE,
        url=f"{SITE}/blog/why/",
        title=title,
        description=text,
        published=date(2026, 11, 5),
        changed=None,
        authors=[(title, f"{SITE}/blog/by/ada/")],
        image=f"{SITE}/share/1-x.png",
    )


def every_kind(text="Words."):
    return [
        linkeddata.organization(site_url=SITE, name=text),
        linkeddata.website(site_url=SITE, name=text),
        course(name=text),
        linkeddata.faq_page(url=f"{SITE}/faq/", questions=[(text, text)]),
        post(text, text),
        linkeddata.breadcrumbs([(text, f"{SITE}/"), (text, f"{SITE}/blog/")]),
        linkeddata.review(
            course_url=f"{SITE}/programme/", course_name=text, author=text, text=text, said_on=date(2026, 5, 1)
        ),
    ]


def nodes_of(value):
    if isinstance(value, dict):
        yield value
        for inner in value.values():
            yield from nodes_of(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from nodes_of(inner)


def test_every_kind_has_what_search_engines_require():
    graph = json.loads(LinkedData(every_kind()))
    assert graph["@context"] == "https://schema.org"
    found = [node for node in nodes_of(graph["@graph"]) if "@type" in node]
    assert {node["@type"] for node in found} == set(REQUIRED)
    only_named = [
        node for node in found if node["@type"] == "Course" and node.keys() == {"@id", "@type", "name", "url"}
    ]
    missing = {(node["@type"], *(REQUIRED[node["@type"]] - node.keys())) for node in found if node not in only_named}
    assert [entry for entry in missing if len(entry) > 1] == []


def test_a_cohort_tells_its_dates_price_and_places():
    assert instance() == {
        "@type": "CourseInstance",
        "name": "Autumn 2027",
        "courseMode": "Blended",
        "startDate": "2027-09-06",
        "endDate": "2028-07-14",
        "courseWorkload": "PT18H",
        "offers": {
            "@type": "Offer",
            "category": "Paid",
            "price": "495.00",
            "priceCurrency": "GBP",
            "availability": "https://schema.org/InStock",
            "validThrough": "2027-09-05",
            "url": "https://touchstone.example/programme/",
        },
    }


@pytest.mark.parametrize("changes", [{"may_book": False}, {"places_left": 0}])
def test_a_cohort_that_is_full_or_closed_is_not_offered(changes):
    assert instance(**changes)["offers"]["availability"] == "https://schema.org/SoldOut"


def test_what_is_not_known_is_left_out():
    assert "endDate" not in instance(ends_on=None)
    assert "dateModified" not in post()
    assert "hasCourseInstance" not in course(instances=[], offers=[])


@pytest.mark.parametrize("vector", ["</script><script>alert(1)</script>", "<!--<script>", "\u2028\u2029", *VECTORS])
def test_no_text_breaks_out_of_its_script_element(vector):
    text = LinkedData(every_kind(str(vector)))
    assert not set("<>&\u2028\u2029") & set(text)
    assert json.loads(text)["@graph"][0]["name"] == str(vector) or not str(vector)


def test_nothing_to_say_is_nothing_at_all():
    assert LinkedData([]) == ""
