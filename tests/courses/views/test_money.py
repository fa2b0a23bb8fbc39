"""The office's money."""

from datetime import timedelta
from io import BytesIO

import pytest
from django.contrib.auth.models import Group
from django.utils.timezone import now
from openpyxl import load_workbook

from courses.demonstration import put_groups
from courses.models import Booking, Invoice, Order, Payment
from tests.builders import build_user
from tests.courses.builders import build_school, build_selling_cohort
from tests.courses.money import booking_of, build_accepted, build_invoiced, build_provider, build_quote, pay

PAYMENT = {
    "amount": "£1,152.00",
    "received_on": "01/11/2026",
    "method": "transfer",
    "reference": "BACS 1",
    "key": "form",
}
HOSTILE = ["=HYPERLINK(1)", "+1", "-1", "@SUM(1)", "＝1", "\t=1"]


@pytest.fixture
def selling(programme, db):
    build_provider()
    return build_selling_cohort(places=30, starts_on=now().date() + timedelta(days=(7 - now().weekday()) + 140))


@pytest.fixture
def office(client, db):
    put_groups()
    user = build_user(name="Olive Office")
    user.groups.set([Group.objects.get(name="Office")])
    client.force_login(user)
    return client


def act(client, order, what, **data):
    return client.post(f"/office/money/{order.pk}/{what}/", data)


def test_the_list_shows_orders_their_state_and_sums(office, selling):
    order, other = build_invoiced(selling, now=now()), build_quote(selling, now=now()).order
    pay(order, 15_200, now=now())
    html = office.get("/office/money/").content.decode()
    assert "2 orders: £1,152.00 billed, £152.00 paid, £0.00 overdue, VAT included." in " ".join(html.split())
    assert ("part paid" in html, other.purchaser in html) == (True, True)
    assert other.purchaser not in office.get("/office/money/?state=part_paid").content.decode()


def test_an_empty_list_says_what_to_do(office, selling):
    assert "No order is like that" in office.get("/office/money/?search=nowhere").content.decode()


@pytest.mark.parametrize("state", ["", "unpaid"])
def test_the_list_asks_the_same_of_one_order_and_of_three(office, selling, state, django_assert_num_queries):
    build_invoiced(selling, now=now())
    office.get("/office/money/")
    with django_assert_num_queries(8):
        office.get(f"/office/money/?state={state}")
    build_invoiced(selling, now=now()), build_invoiced(selling, now=now())
    with django_assert_num_queries(8):
        office.get(f"/office/money/?state={state}")


def test_the_page_of_an_order_stays_within_its_queries(office, selling, django_assert_max_num_queries):
    order = build_invoiced(selling, now=now())
    with django_assert_max_num_queries(13):
        assert office.get(f"/office/money/{order.pk}/").status_code == 200


def test_an_order_is_confirmed_and_invoiced(office, selling):
    order = build_accepted(selling, now=now())
    assert act(office, order, "confirm").status_code == 302
    assert (booking_of(order).state, order.invoices.count()) == ("confirmed", 1)
    assert act(office, order, "confirm").status_code == 302
    assert order.invoices.count() == 1


def test_a_payment_sent_twice_is_recorded_once(office, selling):
    order = build_invoiced(selling, now=now())
    for _ in range(2):
        assert act(office, order, "payment", **PAYMENT).status_code == 302
    payment = Payment.objects.get()
    assert (payment.amount_pence, payment.recorded_by.name, payment.reference) == (115_200, "Olive Office", "BACS 1")


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"amount": ""}, "Type the amount in pounds"),
        ({"amount": "abc"}, "Type the amount in pounds"),
        ({"amount": "0"}, "at least a penny"),
        ({"amount": "-5"}, "at least a penny"),
        ({"amount": "1.005"}, "pounds and pence"),
        ({"amount": "1000001"}, "at the most"),
        ({"amount": "NaN"}, "Type the amount in pounds"),
        ({"received_on": "31/12/2099"}, "still to come"),
        ({"received_on": "soon"}, "day/month/year"),
        ({"method": "gold"}, "Select a valid choice"),
    ],
)
def test_a_payment_that_cannot_be_is_refused_and_kept(office, selling, changes, words):
    order = build_invoiced(selling, now=now())
    answer = act(office, order, "payment", **PAYMENT | changes)
    assert (answer.status_code, Payment.objects.count()) == (422, 0)
    assert words in answer.content.decode()
    assert "BACS 1" in answer.content.decode()


def test_more_than_was_paid_too_much_is_not_paid_back(office, selling):
    order = build_invoiced(selling, now=now())
    pay(order, 115_300, now=now())
    assert act(office, order, "refund", **PAYMENT | {"amount": "1.01"}).status_code == 422
    assert act(office, order, "refund", **PAYMENT | {"amount": "1.00"}).status_code == 302
    assert sorted(Payment.objects.values_list("amount_pence", flat=True)) == [-100, 115_300]


def test_a_stated_sum_is_credited_with_its_reason(office, selling):
    order = build_invoiced(selling, now=now())
    number = order.invoices.get().number
    data = {"invoice": number, "amount": "100", "reason": "The school withdrew"}
    assert act(office, order, "credit", **data | {"reason": ""}).status_code == 422
    assert act(office, order, "credit", **data | {"invoice": "INV-99999"}).status_code == 422
    assert act(office, order, "credit", **data).status_code == 302
    credit = Invoice.objects.get(kind="CN")
    assert (credit.net_pence, credit.note, credit.credits.number) == (-10_000, "The school withdrew", number)


def test_bookings_of_a_trust_become_one_order(office, selling):
    bookings = [booking_of(build_quote(selling, school=build_school(name=f"Ash {n}"), now=now()).order) for n in "ab"]
    assert "Ash a" in office.get("/office/money/together/?search=Ash").content.decode()
    data = {
        "purchaser": "A Trust",
        "contact_email": "t@trust.example",
        "address": "1 Road",
        "po_number": "",
        "contact_name": "",
        "bookings": [booking.pk for booking in bookings],
    }
    assert office.post("/office/money/together/?search=Ash", data | {"bookings": []}).status_code == 422
    answer = office.post("/office/money/together/?search=Ash", data)
    order = Order.objects.get(purchaser="A Trust")
    assert (answer.status_code, answer.url) == (302, f"/office/money/{order.pk}/")
    assert order.ordered_bookings.count() == 2


def test_a_booking_that_was_not_found_is_not_joined(office, selling):
    hidden = booking_of(build_invoiced(selling, now=now()))
    data = {"purchaser": "A Trust", "contact_email": "t@t.example", "address": "1 Road", "bookings": [hidden.pk]}
    assert office.post("/office/money/together/?search=a", data).status_code == 422
    assert Booking.objects.get(pk=hidden.pk).ordered.order.purchaser != "A Trust"


@pytest.mark.parametrize("number", HOSTILE)
def test_no_cell_of_an_export_is_a_formula(office, selling, number):
    build_invoiced(selling, now=now(), po_number=number, invoice_name=number)
    for table in ("orders", "documents"):
        text = b"".join(office.get(f"/office/money/{table}.csv")).decode()
        assert f",{number}" not in text
    book = load_workbook(BytesIO(office.get("/office/money/money.xlsx").content))
    assert {cell.data_type for sheet in book for row in sheet for cell in row} <= {"s", "n", "inlineStr"}


def test_amounts_are_numbers_in_the_workbook(office, selling):
    build_invoiced(selling, now=now())
    book = load_workbook(BytesIO(office.get("/office/money/money.xlsx").content))
    assert [cell.value for cell in book["Invoices and credit notes"][2]][-4:] == [960, "20 %", 192, 1152]


def test_the_booking_and_the_front_page_lead_to_the_money(office, selling):
    order = build_invoiced(selling, now=now())
    assert f"/office/money/{order.pk}/" in office.get(f"/office/bookings/{booking_of(order).pk}/").content.decode()
    assert "Nothing is overdue" in office.get("/office/").content.decode()
