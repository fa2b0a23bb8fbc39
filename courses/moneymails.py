"""Mails about quotes, invoices and payments: to the invoice contact, and a copy to the booker where that is another.

They carry a link, never the document itself: no amount and no address lies in a mailbox for good, what opens is
always what stands in our books, and no filter holds the mail back for its attachment.
"""

from datetime import datetime

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse

from cms.domain.mail import post_mail
from courses.models import Booking, Invoice, Order, Payment, Quote
from courses.money import pounds
from courses.queries.invoice import Document, account_of
from courses.queries.order import bookings_of, order_token


def order_link(order: Order, page: str = "money_order", **where) -> str:
    return settings.SITE_URL + reverse(page, kwargs={"token": order_token(order), **where})


def mail_payer(order: Order, kind: str, subject: str, *, link: str, now: datetime, **context) -> None:
    context |= {"order": order, "link": link}
    text = render_to_string(f"email/{kind.replace(' ', '_')}.txt", context)
    for address in addresses_of(order):
        post_mail(
            to=address,
            user=None,
            kind=kind,
            why=f"You are named for the quotes and invoices of {one_line(order.purchaser)[:120]}.",
            subject=subject,
            text=text,
            now=now,
        )


def addresses_of(order: Order) -> list[str]:
    """The booker of a school gets a copy; those of a trust's schools do not see what their trust pays."""
    bookings: list[Booking] = bookings_of(order)
    booker = [bookings[0].booker_email] if len(bookings) == 1 else []
    found = {address.lower(): address for address in (*reversed(booker), order.contact_email)}
    return [address for address in (order.contact_email, *booker) if found.pop(address.lower(), None)]


def one_line(text: str) -> str:
    return " ".join(text.split())


def mail_quote(quote: Quote, *, now: datetime) -> None:
    link = order_link(quote.order, "money_quote")
    total = pounds(quote.gross_pence)
    mail_payer(quote.order, "quote", f"Your quote {quote.number}", link=link, quote=quote, total=total, now=now)


def mail_document(document: Invoice, *, now: datetime) -> None:
    """Not the credit note of a correction: the invoice in its place says both."""
    if document.reason == Invoice.Reason.CORRECTION:
        return
    link = order_link(document.order, "money_document", number=document.number)
    is_invoice = document.kind == Invoice.Kind.INVOICE
    mail_payer(
        document.order,
        "invoice" if is_invoice else "credit note",
        f"{'Invoice' if is_invoice else 'Credit note'} {document.number}",
        link=link,
        document=document,
        notes=document.paper["notes"],
        total=pounds(abs(document.gross_pence)),
        now=now,
    )


def mail_receipt(payment: Payment, *, now: datetime) -> None:
    account = account_of(payment.order, today=payment.received_on)
    is_refund = payment.amount_pence < 0
    mail_payer(
        payment.order,
        "receipt",
        "We have paid you back" if is_refund else "Your payment has arrived",
        link=order_link(payment.order),
        payment=payment,
        is_refund=is_refund,
        amount=pounds(abs(payment.amount_pence)),
        open=pounds(account.open) if account.open else "",
        overpaid=pounds(account.overpaid) if account.overpaid else "",
        now=now,
    )


def mail_overdue(document: Document, *, now: datetime) -> None:
    invoice = document.invoice
    mail_payer(
        invoice.order,
        "overdue",
        f"Invoice {invoice.number} is overdue",
        link=order_link(invoice.order, "money_document", number=invoice.number),
        invoice=invoice,
        open=pounds(document.open),
        now=now,
    )
