from datetime import date, datetime

from django.db import IntegrityError, transaction
from django.utils.timezone import localdate

from courses.domain.audit import note
from courses.domain.quote import lock_order
from courses.models import Order, Payment, Reminder
from courses.money import pounds
from courses.moneymails import mail_overdue, mail_receipt
from courses.queries.invoice import Document, account_of
from courses.queries.order import orders_with_money

STEPS = (21, 7)  # days after an invoice was due; the later one first
SATURDAY = 5


class TooMuchBack(Exception):
    """More than was paid above what is billed."""


class NothingOverdue(Exception):
    """No invoice of the order is both open and late."""


def record_payment(
    *, order: Order, key: str, pence: int, received_on: date, method: str, reference: str = "", by, now: datetime
) -> Payment:
    """Part, whole or more than is open; the form `key` again gives the same payment. A receipt goes out."""
    how = {"received_on": received_on, "method": method, "reference": reference}
    return write_payment(order=order, key=key, pence=pence, by=by, now=now, **how)


def refund(
    *, order: Order, key: str, pence: int, received_on: date, method: str, reference: str = "", by, now: datetime
) -> Payment:
    """Money paid back: never more than was paid too much. Raises TooMuchBack."""
    with transaction.atomic():
        order = lock_order(order)
        own = Payment.objects.filter(key=key).first()
        if own is not None:
            return own
        if pence > account_of(order, today=localdate(now)).overpaid:
            raise TooMuchBack
        how = {"received_on": received_on, "method": method, "reference": reference}
        return write_payment(order=order, key=key, pence=-pence, by=by, now=now, **how)


def write_payment(*, order: Order, key: str, pence: int, by, now: datetime, **fields) -> Payment:
    try:
        with transaction.atomic():
            order = lock_order(order)
            payment = Payment.objects.create(
                order=order, key=key, amount_pence=pence, recorded_at=now, recorded_by=by, **fields
            )
            action = "order.payment" if pence > 0 else "order.refund"
            note(order, action, by=by, now=now, amount=pounds(abs(pence)), reference=payment.reference)
            mail_receipt(payment, now=now)
    except IntegrityError:
        own = Payment.objects.filter(key=key).first()
        if own is None:
            raise
        return own
    return payment


# Reminders ----------------------------------------------------------------------------------------------------


def remind_of_overdue(*, now: datetime) -> None:
    """7 and 21 days after an invoice was due, each once; not at weekends, when nobody reads them."""
    today = localdate(now)
    if today.weekday() >= SATURDAY:
        return
    for order in orders_with_money(today=today).filter(late__gt=0):
        for document in account_of(order, today=today).overdue:
            step = step_due(document)
            if step:
                remind(order, document, step=step, now=now)


def step_due(document: Document) -> int | None:
    """The latest step that is reached, unless it or a later one was sent."""
    sent = max((reminder.step or 0 for reminder in document.reminders), default=0)
    step = next((step for step in STEPS if document.days_late >= step), None)
    return step if step and step > sent else None


def remind_now(*, order: Order, by, now: datetime) -> int:
    """The office's own reminder of everything that is late, however often. Raises NothingOverdue."""
    overdue = account_of(order, today=localdate(now)).overdue
    if not overdue:
        raise NothingOverdue
    for document in overdue:
        remind(order, document, step=None, by=by, now=now)
    return len(overdue)


def remind(order: Order, document: Document, *, step: int | None, by=None, now: datetime) -> None:
    """Two clocks at once: the constraint lets one of them through."""
    try:
        with transaction.atomic():
            Reminder.objects.create(invoice=document.invoice, step=step, sent_at=now)
            note(order, "order.remind", by=by, now=now, number=document.invoice.number)
            mail_overdue(document, now=now)
    except IntegrityError:
        if not Reminder.objects.filter(invoice=document.invoice, step=step).exists():
            raise
