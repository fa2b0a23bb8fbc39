"""Hostile texts in every field of a booking: each is refused, or shown on every page and in every mail as text."""

from html.parser import HTMLParser

import pytest
from django.utils.timezone import now

from courses.forms import draft as forms
from courses.models import Booking, School
from tests.cms.xss_vectors import VECTORS
from tests.courses.booking import (
    ANSWERS,
    BOOKER,
    INVOICE,
    SCHOOL,
    build_booking,
    build_draft,
    build_selling,
    page_of,
    send_of,
    step_of,
)
from tests.courses.builders import build_school

pytestmark = pytest.mark.django_db
BREAKS = ["\r\n", "\n", "\u2028", "\x0b", "\x85", "%0A"]
TEXTS = ("Innocent", *VECTORS)


class Tags(HTMLParser):
    """The elements of a page with the names of their attributes, as a browser would make them."""

    def __init__(self):
        super().__init__()
        self.found = []

    def handle_starttag(self, tag, attrs):
        self.found.append((tag, tuple(sorted(name for name, _ in attrs))))


def tags_of(html: str) -> list:
    """The same as with an innocent text, if nothing of the text became markup."""
    parser = Tags()
    parser.feed(html)
    return parser.found


def one_line(text: str) -> str:
    """As the forms keep a name; they refuse what is left of control characters."""
    return "".join(character for character in " ".join(text.split()) if character.isprintable())[:60] or "x"


def lines(text: str) -> str:
    return "\n".join(filter(None, map(one_line, text.split("\n"))))


@pytest.fixture
def selling(programme):
    return build_selling()


def test_there_are_enough_vectors():
    assert len(set(VECTORS)) >= 150


def test_no_text_becomes_markup_on_the_summary_of_a_draft(client, selling):
    draft, like = build_draft(cohort=selling, now=now()), None
    for vector in TEXTS:
        line = one_line(vector)
        draft.data |= {
            "school": ANSWERS["school"] | {"name": line, "town": line, "postcode": line[:10]},
            "leads": {"people": [[line, line, "jo@larkfield.example"], ["", "", ""]]},
            "booker": {**dict.fromkeys(BOOKER, line), "booker_email": BOOKER["booker_email"]},
            "invoice": {**dict.fromkeys(INVOICE, line), "invoice_address": lines(vector)},
        }
        draft.save()
        found = tags_of(client.get(step_of(draft, "check")).content.decode())
        like = like or found
        assert found == like, vector


@pytest.mark.parametrize(
    ("make", "given"),
    [
        (forms.TypedSchoolForm, SCHOOL),
        (lambda data: forms.LeadsForm(data, numbers=[1]), {"first_name_1": "", "last_name_1": "", "email_1": ""}),
        (forms.BookerForm, BOOKER),
        (forms.InvoiceForm, INVOICE),
        (forms.FindBookingForm, {"reference": "", "email": ""}),
    ],
    ids=["school", "leads", "booker", "invoice", "find"],
)
def test_no_text_becomes_markup_in_a_form_that_is_shown_again(make, given):
    fields = [name for name in given if name not in ("how", "phase")]
    for vector in VECTORS:
        form = make({**given, **dict.fromkeys(fields, vector)})
        form.is_valid()
        elements = {tag for tag, _ in tags_of(str(form))}
        assert elements <= {"div", "label", "input", "textarea", "ul", "li", "span", "fieldset", "legend", "p"}, vector
        assert not [name for _, names in tags_of(str(form)) for name in names if name.startswith("on")], vector


def test_no_text_becomes_markup_on_the_page_of_a_booking(client, selling):
    people = [("Jo", "Lead", "jo@larkfield.example")]
    booking, like = build_booking(cohort=selling, school=build_school(), people=people, now=now()), None
    for vector in TEXTS:
        line = one_line(vector)
        School.objects.filter(pk=booking.school_id).update(name=line, town=line)
        booking.booked_places.filter(number=1).update(first_name=line, last_name=line)
        texts = dict.fromkeys(("booker_name", "booker_role", "invoice_name", "po_number"), line)
        Booking.objects.filter(pk=booking.pk).update(**texts, invoice_address=line)
        found = tags_of(client.get(page_of(booking)).content.decode())
        like = like or found
        assert found == like, vector


@pytest.mark.parametrize("line_break", BREAKS)
def test_no_name_adds_a_header_to_a_mail(client, selling, line_break, mailoutbox, django_capture_on_commit_callbacks):
    tail = f"{line_break}Bcc: x@y.example"
    draft = build_draft(cohort=selling, now=now())
    client.post(step_of(draft, "school"), {**SCHOOL, "name": f"School{tail}"})
    client.post(step_of(draft, "booker"), {**BOOKER, "booker_name": f"Name{tail}"})
    with django_capture_on_commit_callbacks(execute=True):
        assert client.post(send_of(draft), {"price": "48000"}).status_code == 302
    told = sorted(mail.to[0] for mail in mailoutbox)  # the booking to two, its quote to whoever pays and to the booker
    assert told == ["finance@larkfield.example", *["office@larkfield.example"] * 2, "programme@touchstone.example"]
    for mail in mailoutbox:
        message = mail.message()
        assert message["Bcc"] is None
        assert len(message.get_all("Subject")) == 1
        assert message.get_all("To") == mail.to
