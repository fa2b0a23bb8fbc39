from datetime import UTC, date, datetime

import pytest
from django.db import IntegrityError, transaction

from cms.models import Mail
from courses.domain.booking import cancel_booking
from courses.domain.invoice import settle_order
from courses.domain.payment import NothingOverdue, TooMuchBack, refund, remind_now, remind_of_overdue
from courses.models import Payment, Reminder
from courses.queries.invoice import account_of
from courses.queries.order import orders_for_office, orders_with_money
from courses.queries.paper import statement_paper
from tests.courses.builders import NOW, build_selling_cohort
from tests.courses.money import booking_of, build_accepted, build_invoiced, build_provider, build_quote, invoice_of, pay

TODAY = date(2026, 11, 11)


def at(month: int, day: int, year: int = 2026) -> datetime:
    return datetime(year, month, day, 10, tzinfo=UTC)


@pytest.fixture
def selling(programme, db):
    build_provider()
    return build_selling_cohort(places=30)


@pytest.fixture
def invoiced(selling):
    return build_invoiced(selling)


def state(order, *, today=TODAY) -> str:
    return orders_with_money(today=today).get(pk=order.pk).state


def give_back(order, pence, *, key="back"):
    return refund(order=order, key=key, pence=pence, received_on=TODAY, method="transfer", by=None, now=NOW)


def reminders() -> list[tuple]:
    return list(Reminder.objects.order_by("pk").values_list("invoice__number", "step"))


# Payments -------------------------------------------------------------------------------------------------------


def test_an_invoice_is_paid_in_parts(invoiced):
    assert state(invoiced) == "unpaid"
    pay(invoiced, 15_200)
    assert (state(invoiced), account_of(invoiced, today=TODAY).open) == ("part_paid", 100_000)
    pay(invoiced, 100_000)
    assert (state(invoiced), account_of(invoiced, today=TODAY).documents[0].words) == ("paid", "paid")


def test_more_than_was_billed_is_said(invoiced):
    pay(invoiced, 115_201)
    assert (state(invoiced), account_of(invoiced, today=TODAY).overpaid) == ("overpaid", 1)


def test_the_same_form_sent_twice_is_one_payment(invoiced):
    assert pay(invoiced, 100, key="form") == pay(invoiced, 100, key="form")
    assert Payment.objects.count() == 1
    assert Mail.objects.filter(kind="receipt", to="finance@school.example").count() == 1


def test_a_payment_of_nothing_is_refused(invoiced):
    with pytest.raises(IntegrityError, match="payment_of_something"), transaction.atomic():
        pay(invoiced, 0)


def test_a_payment_is_never_edited(invoiced):
    pay(invoiced, 100)
    with pytest.raises(IntegrityError, match="never edited"), transaction.atomic():
        Payment.objects.update(amount_pence=1)


def test_what_was_paid_too_much_is_paid_back_and_no_more(invoiced):
    pay(invoiced, 115_300)
    with pytest.raises(TooMuchBack):
        give_back(invoiced, 101)
    give_back(invoiced, 100)
    assert give_back(invoiced, 100).amount_pence == -100  # the same form
    assert state(invoiced) == "paid"


def test_cancelled_after_a_part_was_paid_the_rest_is_paid_back(invoiced):
    pay(invoiced, 50_000)
    cancel_booking(booking=booking_of(invoiced), reason="", by=None, now=NOW)
    settle_order(order=invoiced, now=NOW)
    assert (state(invoiced), account_of(invoiced, today=TODAY).overpaid) == ("overpaid", 50_000)
    give_back(invoiced, 50_000)
    assert state(invoiced) == "credited"


# States ---------------------------------------------------------------------------------------------------------


def test_the_state_of_an_order_follows_its_bookings_papers_and_payments(selling):
    quote, accepted, invoiced = build_quote(selling), build_accepted(selling), build_invoiced(selling)
    gone = build_accepted(selling)
    cancel_booking(booking=booking_of(gone), reason="", by=None, now=NOW)
    assert [state(order) for order in (quote.order, accepted, invoiced, gone)] == [
        *("quoted", "to_confirm", "unpaid", "ended")
    ]
    due = invoice_of(invoiced).due_on
    assert (state(invoiced, today=due), state(invoiced, today=date(2026, 12, 12))) == ("unpaid", "overdue")


def test_the_filter_unpaid_shows_all_that_is_open(selling):
    unpaid, part = build_invoiced(selling), build_invoiced(selling)
    paid = build_invoiced(selling)
    pay(part, 100)
    pay(paid, 115_200)
    assert set(orders_for_office(today=TODAY, state="unpaid")) == {unpaid, part}
    assert set(orders_for_office(today=TODAY, state="part_paid")) == {part}


@pytest.mark.parametrize("search", ["Finance", "INV-00001", "po 7", "Q-00001", "School"])
def test_an_order_is_found_by_what_people_have_at_hand(selling, search):
    found = build_invoiced(selling, invoice_email="finance@x.example")
    assert list(orders_for_office(today=TODAY, search=search)) == [found]
    assert not orders_for_office(today=TODAY, search="nowhere").exists()


# Reminders ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("moment", "sent"),
    [
        (at(12, 11), []),  # due today
        (at(12, 17), []),  # 6 days late
        (at(12, 18), [("INV-00001", 7)]),
        (at(12, 19), []),  # a Saturday
        (at(12, 20), []),
        (at(12, 21), [("INV-00001", 7)]),
        (at(1, 1, 2027), [("INV-00001", 21)]),  # nobody reminded before: the later one alone
    ],
)
def test_reminders_go_7_and_21_days_after_an_invoice_was_due_and_not_at_weekends(invoiced, moment, sent):
    remind_of_overdue(now=moment)
    assert reminders() == sent


def test_each_reminder_goes_once(invoiced):
    for moment in (at(12, 18), at(12, 18), at(12, 21), at(1, 1, 2027), at(1, 4, 2027), at(3, 1, 2027)):
        remind_of_overdue(now=moment)
    assert reminders() == [("INV-00001", 7), ("INV-00001", 21)]
    assert Mail.objects.filter(kind="overdue", to="finance@school.example").count() == 2


def test_nobody_is_reminded_of_what_is_paid_or_credited(selling):
    paid, credited = build_invoiced(selling), build_invoiced(selling)
    pay(paid, 115_200)
    cancel_booking(booking=booking_of(credited), reason="", by=None, now=NOW)
    settle_order(order=credited, now=NOW)
    remind_of_overdue(now=at(12, 21))
    assert reminders() == []


def test_the_office_reminds_of_what_is_late_and_of_nothing_else(invoiced):
    with pytest.raises(NothingOverdue):
        remind_now(order=invoiced, by=None, now=NOW)
    assert remind_now(order=invoiced, by=None, now=at(12, 14)) == 1
    assert reminders() == [("INV-00001", None)]


# Statement ------------------------------------------------------------------------------------------------------


def test_a_statement_adds_up_to_what_is_open(invoiced):
    pay(invoiced, 15_200, received_on=date(2026, 11, 20), reference="BACS 1")
    paper = statement_paper(account_of(invoiced, today=date(2026, 11, 30)), today=date(2026, 11, 30))
    assert paper["entries"] == [
        ["Wednesday 11 November 2026", "Invoice INV-00001", "£1,152.00", "", "£1,152.00"],
        ["Friday 20 November 2026", "Payment by bank transfer, BACS 1", "", "£152.00", "£1,000.00"],
    ]
    assert (paper["closing_words"], paper["closing"]) == ("Open", "£1,000.00")


def test_a_statement_from_a_day_on_brings_the_balance_forward(invoiced):
    pay(invoiced, 15_200, received_on=date(2026, 11, 20))
    account = account_of(invoiced, today=date(2026, 11, 30))
    paper = statement_paper(account, first=date(2026, 11, 15), today=date(2026, 11, 30))
    assert [row[1] for row in paper["entries"]] == ["Balance brought forward", "Payment by bank transfer"]
    assert paper["entries"][0][4] == "£1,152.00"


def test_an_accounts_queries_do_not_grow_with_its_papers(selling, django_assert_num_queries):
    order = build_invoiced(selling)
    with django_assert_num_queries(3):
        account_of(order, today=TODAY)
    for _ in range(3):
        pay(order, 10)
    with django_assert_num_queries(3):
        account_of(order, today=TODAY)
