"""What a page is about, in the words of schema.org, for search engines: plain values in, JSON-LD out.

Plain Python. A value that is None or empty is left out. Required properties are those of schema.org and of Google's
rules for courses, articles, questions, trails and reviews (tests/cms/test_linkeddata.py).
"""

import json
from collections.abc import Iterable, Sequence
from datetime import date, datetime

CONTEXT = "https://schema.org"
# Inside <script> only these can end it or begin a comment; a JSON text means the same with them escaped
ESCAPES = {ord("<"): "\\u003C", ord(">"): "\\u003E", ord("&"): "\\u0026", 0x2028: "\\u2028", 0x2029: "\\u2029"}

Node = dict[str, object]


class LinkedData(str):
    """Nodes as one JSON text that is safe in a script element, whatever is in them; without nodes no text."""

    def __new__(cls, nodes: Sequence[Node]):
        text = json.dumps({"@context": CONTEXT, "@graph": list(nodes)}, ensure_ascii=False, separators=(",", ":"))
        return super().__new__(cls, text.translate(ESCAPES) if nodes else "")

    def __html__(self) -> str:
        return self


def node(kind: str, **properties: object) -> Node:
    return {"@type": kind} | {name: value for name, value in properties.items() if value not in (None, "", [], {})}


def organization(*, site_url: str, name: str, legal_name: str = "", email: str = "", telephone: str = "") -> Node:
    return {"@id": organization_id(site_url)} | node(
        "Organization",
        name=name,
        legalName=legal_name,
        url=f"{site_url}/",
        email=email,
        telephone=telephone,
    )


def organization_id(site_url: str) -> str:
    return f"{site_url}/#organization"


def website(*, site_url: str, name: str) -> Node:
    return node(
        "WebSite", name=name, url=f"{site_url}/", inLanguage="en-GB", publisher={"@id": organization_id(site_url)}
    )


def course(
    *, site_url: str, url: str, name: str, description: str, provider: str, instances: Sequence[Node], offers: object
) -> Node:
    return {"@id": f"{url}#course"} | node(
        "Course",
        name=name,
        description=description,
        url=url,
        inLanguage="en-GB",
        provider=organization(site_url=site_url, name=provider),
        hasCourseInstance=list(instances),
        offers=offers,
    )


def course_instance(
    *,
    name: str,
    starts_on: date,
    ends_on: date | None,
    hours: int,
    price_pence: int,
    places_left: int,
    may_book: bool,
    books_until: date,
    url: str,
) -> Node:
    return node(
        "CourseInstance",
        name=name,
        courseMode="Blended",
        startDate=starts_on.isoformat(),
        endDate=ends_on and ends_on.isoformat(),
        courseWorkload=f"PT{hours}H",
        offers=offer(
            price_pence=price_pence,
            places_left=places_left,
            may_book=may_book,
            books_until=books_until,
            url=url,
        ),
    )


def offer(*, price_pence: int, places_left: int, may_book: bool, books_until: date, url: str) -> Node:
    return node(
        "Offer",
        category="Paid",
        price=f"{price_pence // 100}.{price_pence % 100:02}",
        priceCurrency="GBP",
        availability=f"{CONTEXT}/{'InStock' if may_book and places_left else 'SoldOut'}",
        validThrough=books_until.isoformat(),
        url=url,
    )


def faq_page(*, url: str, questions: Iterable[tuple[str, str]]) -> Node:
    """Answers as HTML that has been cleaned."""
    asked = [
        node("Question", name=question, acceptedAnswer=node("Answer", text=answer)) for question, answer in questions
    ]
    return node("FAQPage", url=url, mainEntity=asked)


def blog_posting(
    *,
    site_url: str,
    url: str,
    title: str,
    description: str,
    published: date | datetime,
    changed: date | datetime | None,
    authors: Iterable[tuple[str, str]],
    image: str,
) -> Node:
    """Authors are pairs of name and address."""
    return node(
        "BlogPosting",
        headline=title,
        description=description,
        url=url,
        mainEntityOfPage=url,
        datePublished=published.isoformat(),
        dateModified=changed and changed.isoformat(),
        author=[node("Person", name=name, url=address) for name, address in authors],
        publisher={"@id": organization_id(site_url)},
        image=image,
        inLanguage="en-GB",
    )


def breadcrumbs(steps: Sequence[tuple[str, str]]) -> Node:
    """Pairs of title and full address, from the home page to this one."""
    items = [
        node("ListItem", position=place, name=title, item=address) for place, (title, address) in enumerate(steps, 1)
    ]
    return node("BreadcrumbList", itemListElement=items)


def review(*, course_url: str, course_name: str, author: str, text: str, said_on: date | None) -> Node:
    """Only for a testimonial whose consent is current and reaches beyond this site. No stars: nobody gave any."""
    return node(
        "Review",
        itemReviewed={"@id": f"{course_url}#course"} | node("Course", name=course_name, url=course_url),
        author=node("Person", name=author),
        reviewBody=text,
        datePublished=said_on and said_on.isoformat(),
    )
