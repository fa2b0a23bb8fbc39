"""The papers of an order by link."""

from datetime import timedelta

import pytest
from django.utils.timezone import now

from courses.models import Cohort, Invoice, Order, Quote
from courses.queries.booking import booking_token
from courses.queries.order import order_token
from tests.cms.xss_vectors import VECTORS
from tests.courses.builders import build_school, build_selling_cohort
from tests.courses.money import booking_of, build_accepted, build_invoiced, build_provider, build_quote, invoice_of

ACCEPT = {"by_name": "Ada Example", "po_number": "PO 7", "year_month": "", "agreed": "on"}
DETAILS = {
    "po_number": "PO 8",
    "purchaser": "Larkfield",
    "contact_name": "",
    "contact_email": "f@school.example",
    "address": "1 Lane\r\n\r\nTown",
}


@pytest.fixture
def selling(programme, db):
    build_provider()
    return build_selling_cohort(places=30, starts_on=now().date() + timedelta(days=(7 - now().weekday()) + 140))


@pytest.fixture
def quote(selling, school) -> Quote:
    return build_quote(selling, school=school, now=now())


def url(order: Order, page: str, *, by_booking=False) -> str:
    token = booking_token(booking_of(order)) if by_booking else order_token(order)
    return f"/booking/{token}/{page}"


def test_a_quote_is_a_page_and_a_pdf_of_our_own_name(client, quote):
    page = client.get(url(quote.order, "quote/", by_booking=True))
    assert (page.status_code, page.headers["X-Robots-Tag"]) == (200, "noindex")
    assert "no-store" in page.headers["Cache-Control"]
    file = client.get(url(quote.order, "quote.pdf", by_booking=True))
    assert file.content[:5] == b"%PDF-"
    assert file.headers["Content-Disposition"] == 'attachment; filename="q-00001.pdf"'
    assert "no-store" in file.headers["Cache-Control"]
    assert file.headers["X-Content-Type-Options"] == "nosniff"


def test_reading_changes_nothing(client, quote):
    for page in ("order/", "quote/", "quote.pdf", "accept/", "paper-details/", "statement/", "statement.pdf"):
        assert client.get(url(quote.order, page)).status_code == 200
    quote.order.refresh_from_db()
    assert (quote.order.accepted_at, Quote.objects.count(), booking_of(quote.order).state) == (None, 1, "held")


def test_a_quote_is_accepted_with_a_purchase_order_number(client, quote):
    answer = client.post(url(quote.order, "accept/"), ACCEPT)
    assert (answer.status_code, answer.url) == (302, url(quote.order, "order/"))
    quote.order.refresh_from_db()
    assert (quote.order.po_number, quote.order.accepted_by, booking_of(quote.order).state) == (
        *("PO 7", "Ada Example", "ordered"),
    )


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"by_name": ""}, "Type your name"),
        ({"agreed": ""}, "Tick this if you may order"),
        ({"po_number": "x" * 61}, "at most 60 characters"),
        ({"po_number": "a\u202eb"}, "cannot be printed"),
        ({"year_month": "13"}, "Select a valid choice"),
    ],
)
def test_what_cannot_be_accepted_is_said_and_kept(client, quote, changes, words):
    answer = client.post(url(quote.order, "accept/"), ACCEPT | changes)
    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert ('value="Ada Example"' in answer.content.decode()) == bool(changes.get("by_name", "Ada"))
    assert booking_of(quote.order).state == "held"


def test_another_price_is_said_and_a_new_quote_made(client, quote):
    order = quote.order
    booking = booking_of(order)
    booking.price_until = now().date() - timedelta(days=1)
    booking.save()
    Cohort.objects.update(price_pence=60_000)
    answer = client.post(url(order, "accept/"), ACCEPT)
    assert answer.status_code == 422
    assert "It said £960.00 without VAT; today it is £1,200.00" in answer.content.decode()
    assert client.post(url(order, "quote/renew/")).url == url(order, "quote/")
    client.post(url(order, "accept/"), ACCEPT)
    assert booking_of(order).price_pence == 60_000


def test_an_invoice_is_a_page_and_a_pdf(client, selling):
    order = build_invoiced(selling, now=now())
    number = invoice_of(order).number
    assert "Total to pay" in client.get(url(order, f"invoices/{number}/")).content.decode()
    assert client.get(url(order, f"invoices/{number}.pdf")).content[:5] == b"%PDF-"


def test_another_orders_papers_are_not_found(client, selling):
    mine, other = build_invoiced(selling, now=now()), build_invoiced(selling, now=now())
    for ending in ("/", ".pdf"):
        assert client.get(url(mine, f"invoices/{invoice_of(other).number}{ending}")).status_code == 404


def test_a_schools_link_does_not_open_the_papers_of_its_trust(client, selling):
    from courses.domain.order import join_orders
    from courses.domain.quote import Purchaser

    bookings = [booking_of(build_quote(selling, school=build_school(), now=now()).order) for _ in range(2)]
    quote = join_orders(bookings=bookings, purchaser=Purchaser("A Trust", "t@trust.example"), by=None, now=now())
    token = booking_token(bookings[0])
    for page in ("order/", "quote/", "quote.pdf", "accept/", "statement/", "paper-details/"):
        assert client.get(f"/booking/{token}/{page}").status_code == 404
        assert client.get(url(quote.order, page)).status_code == 200
    assert "paid together with others by A Trust" in client.get(f"/booking/{token}/").content.decode()


def test_details_changed_after_the_invoice_make_a_credit_note_and_a_new_one(client, selling):
    order = build_invoiced(selling, now=now())
    assert client.post(url(order, "paper-details/"), DETAILS).status_code == 302
    assert [row.kind for row in Invoice.objects.order_by("pk")] == ["INV", "CN", "INV"]
    order.refresh_from_db()
    assert (order.po_number, order.address) == ("PO 8", "1 Lane\nTown")


def test_an_order_has_a_confirmation_and_before_it_none(client, selling, quote):
    assert client.get(url(quote.order, "order.pdf")).status_code == 404
    order = build_accepted(selling, now=now())
    assert client.get(url(order, "order.pdf")).content[:5] == b"%PDF-"


@pytest.mark.parametrize("vector", VECTORS[:: len(VECTORS) // 12])
def test_what_people_typed_is_text_on_every_page(client, selling, vector):
    typed = f"<{' '.join(vector.split())[:58]}"
    order = build_invoiced(selling, now=now(), po_number=typed, invoice_name=typed, invoice_address=typed)
    paper = f"invoices/{invoice_of(order).number}/"
    for page in ("order/", "statement/", paper, "paper-details/", "confirmation/"):
        assert typed not in client.get(url(order, page)).content.decode()


def test_the_page_of_an_order_asks_the_same_of_one_paper_and_of_three(client, selling, django_assert_max_num_queries):
    order = build_invoiced(selling, now=now())
    with django_assert_max_num_queries(9):
        client.get(url(order, "order/"))
    client.post(url(order, "paper-details/"), DETAILS)
    with django_assert_max_num_queries(9):
        client.get(url(order, "order/"))
