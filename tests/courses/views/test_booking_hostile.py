"""Hostile texts in every field of a booking: each is refused, or shown on every page and in every mail as text."""

import re
from html.parser import HTMLParser

import pytest
from django.utils.timezone import now

from courses.models import Booking
from tests.cms.xss_vectors import VECTORS
from tests.courses.booking import (
    ANSWERS,
    BOOKER,
    INVOICE,
    SCHOOL,
    build_draft,
    build_selling,
    page_of,
    send_of,
    step_of,
)

pytestmark = pytest.mark.django_db
NEVER = {"img", "image", "iframe", "object", "embed", "style", "base", "math", "video", "audio", "marquee", "xss"}


class Tags(HTMLParser):
    """The elements of a page with their attributes, as a browser would make them."""

    def __init__(self):
        super().__init__()
        self.found = []

    def handle_starttag(self, tag, attrs):
        self.found.append((tag, tuple(sorted(name for name, _ in attrs))))


def tags_of(response) -> list:
    parser = Tags()
    parser.feed(response.content.decode())
    return parser.found


def harmless(response, like) -> bool:
    """The page has the same elements and attributes as with an innocent text: nothing of the text became markup."""
    return tags_of(response) == tags_of(like)


def test_there_are_enough_vectors():
    assert len(set(VECTORS)) >= 150


@pytest.fixture
def selling(programme):
    return build_selling(places=2000)


def kept_or_refused(client, draft, step, typed) -> bool:
    response = client.post(step_of(draft, step), typed)
    assert response.status_code in (302, 422)
    return response.status_code == 302


FIELDS = [
    ("school", "name", SCHOOL),
    ("school", "town", SCHOOL),
    ("leads", "first_name_1", {"last_name_1": "L", "email_1": "a@b.example"}),
    ("leads", "last_name_1", {"first_name_1": "F", "email_1": "a@b.example"}),
    ("booker", "booker_name", BOOKER),
    ("booker", "booker_role", BOOKER),
    ("booker", "booker_phone", BOOKER),
    ("invoice", "invoice_name", INVOICE),
    ("invoice", "invoice_address", INVOICE),
    ("invoice", "po_number", INVOICE),
]


@pytest.mark.parametrize(("step", "field", "others"), FIELDS, ids=[field for _, field, _ in FIELDS])
def test_no_text_becomes_markup_on_the_pages_of_a_draft(client, selling, step, field, others):
    draft = build_draft(cohort=selling, now=now())
    client.post(step_of(draft, step), {**others, field: "Innocent"})
    same = {place: client.get(step_of(draft, place)) for place in (step, "check")}
    refused = client.post(step_of(draft, step), {**others, field: "x" * 600})
    kept = 0
    for vector in VECTORS:
        response = client.post(step_of(draft, step), {**others, field: vector})
        if response.status_code == 302:
            kept += 1
            for place, like in same.items():
                assert harmless(client.get(step_of(draft, place)), like), vector
        else:
            assert response.status_code == 422
            assert not NEVER & {tag for tag, _ in tags_of(response)}, vector
            assert not [names for _, names in tags_of(response) if any(name.startswith("on") for name in names)]
    assert refused.status_code == 422
    assert kept > 20


def test_no_text_becomes_markup_on_the_page_of_a_booking(client, selling):
    like = None
    for number, vector in enumerate(["Innocent", *VECTORS[::6]]):
        line = " ".join(re.sub(r"[\x00-\x1f\x7f-\x9f]", " ", vector).split())[:60] or "x"
        draft = build_draft(
            cohort=selling,
            now=now(),
            school=ANSWERS["school"] | {"name": f"{number} {line}", "town": line},
            leads={"people": [[line, line, "jo@larkfield.example"], ["", "", ""]]},
            booker={**BOOKER, "booker_name": line, "booker_role": line},
            invoice={**INVOICE, "invoice_name": line, "invoice_address": line, "po_number": line},
        )
        client.post(send_of(draft), {"price": "48000"})
        shown = client.get(page_of(Booking.objects.get(key=draft.key)))
        like = like or shown
        assert harmless(shown, like), vector


HEADERS = [
    "\r\nBcc: x@y.example",
    "\nSubject: other",
    "\u2028Bcc: x@y.example",
    "\x0bBcc: x",
    "\x85Bcc: x",
    "%0ABcc: x",
]


@pytest.mark.parametrize("tail", [f"{line_break}Bcc: x@y.example" for line_break in BREAKS])
def test_no_name_adds_a_header_to_a_mail(client, selling, tail, mailoutbox, django_capture_on_commit_callbacks):
    draft = build_draft(cohort=selling, now=now())
    client.post(step_of(draft, "school"), {**SCHOOL, "name": f"School{tail}"})
    client.post(step_of(draft, "booker"), {**BOOKER, "booker_name": f"Name{tail}"})
    with django_capture_on_commit_callbacks(execute=True):
        assert client.post(send_of(draft), {"price": "48000"}).status_code == 302
    assert sorted(mail.to[0] for mail in mailoutbox) == ["office@larkfield.example", "programme@touchstone.example"]
    for mail in mailoutbox:
        message = mail.message()
        assert message["Bcc"] is None
        assert len(message.get_all("Subject")) == 1
        assert message.get_all("To") == mail.to
