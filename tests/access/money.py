"""Papers that are opened by link, and the office's money: a quote to be accepted, and an order that is invoiced."""

from django.utils.timezone import now

from courses.domain.order import accept_quote, confirm_order
from courses.domain.quote import make_quote
from courses.models import Cohort
from courses.queries.booking import booking_token
from courses.queries.order import order_token
from courses.queries.waiting import waiting_token
from tests.courses.booking import build_booking
from tests.courses.builders import build_school

BY_LINK = (
    *("money_order", "money_quote", "money_quote_pdf", "renew_quote", "accept_quote", "change_order"),
    *("money_statement", "money_statement_pdf"),
)
OF_ACCEPTED = ("money_confirmation", "money_confirmation_pdf")
OF_DOCUMENT = ("money_document", "money_document_pdf")


def lay_money(world) -> None:
    """After lay_booking."""
    things = world.things
    things.quote = make_quote(bookings=[things.booking], now=now())
    cohort, school = Cohort.objects.get(slug="on-sale"), build_school(name="Paying School")
    paying = build_booking(cohort=cohort, school=school, now=now())
    quote = make_quote(bookings=[paying], now=now())
    things.paid_by = accept_quote(quote=quote, by_name="secret-acceptance", now=now())
    confirm_order(order=things.paid_by, by=None, now=now())
    things.paper = things.paid_by.invoices.get()


def money_arguments(world) -> dict[str, dict]:
    things = world.things
    quoted, paying = {"token": booking_token(things.booking)}, {"token": order_token(things.paid_by)}
    forged, foreign = {"token": quoted["token"] + "x"}, {"token": waiting_token(things.group)}
    number, one = {"number": things.paper.number}, {"pk": things.paid_by.pk}
    return {
        **dict.fromkeys(BY_LINK, quoted),
        **dict.fromkeys(OF_ACCEPTED, paying),
        **dict.fromkeys(OF_DOCUMENT, paying | number),
        **{f"{name}/forged": forged for name in (*BY_LINK, *OF_ACCEPTED)},
        **{f"{name}/forged": forged | number for name in OF_DOCUMENT},
        # Another booking's link does not open this one's papers
        **{f"{name}/foreign": quoted | number for name in OF_DOCUMENT},
        "money_order/foreign": foreign,
        "money_confirmation/unordered": quoted,
        "office_money_csv": {"table": "documents"},
        "office_money_csv/unknown": {"table": "people"},
        **dict.fromkeys(("office_order", "office_quote_pdf", "office_statement_pdf"), one),
        **dict.fromkeys(("office_document", "office_document_pdf"), one | number),
        "office_document/foreign": {"pk": things.quote.order_id, **number},
        "office_order_act": one | {"what": "payment"},
        "office_order_act/unknown": one | {"what": "edit"},
    }


def money_data(world) -> dict[str, dict]:
    payment = {"amount": "100", "received_on": "01/11/2026", "method": "transfer", "key": "form"}
    accept = {"by_name": "Ada Example", "po_number": "PO 7", "year_month": "", "agreed": "on"}
    details = {
        "po_number": "PO 9",
        "purchaser": "Booked School",
        "contact_name": "Finance",
        "contact_email": "finance@school.example",
        "address": "1 School Lane",
    }
    data = {"accept_quote": accept, "change_order": details, "office_order_act": payment}
    data |= {f"{name}/forged": given for name, given in data.items()}
    return data | {"office_order_act/unknown": payment, "office_together": details}
