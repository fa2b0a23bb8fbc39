"""The office's money: orders with their state, one order with everything that may be done with it, and exports."""

from collections.abc import Callable
from dataclasses import dataclass

from django.contrib import messages
from django.core.paginator import Paginator
from django.forms import Form
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.timezone import localdate, now
from django.views.decorators.http import require_POST

from cms.pdf import kept_pdf, render_pdf
from cms.views.download import csv_download, pdf_download, xlsx_download
from courses import access
from courses.domain import invoice as invoices
from courses.domain import order as orders
from courses.domain import payment as payments
from courses.domain import quote as quotes
from courses.domain.enrolment import AlreadyEnrolled
from courses.domain.places import AlreadyBooked, BookingClosed, CohortFull, NotInThisState
from courses.forms import order as forms
from courses.models import Invoice
from courses.queries import money as queries
from courses.queries.order import joinable_bookings, latest_quote
from courses.views.order import document_file, statement_of

A_PAGE = 50
REFUSALS = {
    NotInThisState: "The order is not in a state in which this can be done. Nothing was changed.",
    CohortFull: "There are not so many places left. Nothing was changed.",
    BookingClosed: "A cohort that has started takes no bookings. Nothing was changed.",
    AlreadyBooked: "The school has another booking in that cohort. Nothing was changed.",
    payments.TooMuchBack: "This is more than was paid too much. Nothing was recorded.",
    payments.NothingOverdue: "No invoice of this order is overdue. No reminder was sent.",
    invoices.TooMuchCredit: "This is more than is left of the invoice. Nothing was credited.",
    invoices.NothingLeft: "The invoice has been credited. Nothing was changed.",
}


def money(request):
    access.get_office_for_money_or_404(request.user)
    form = forms.OrderFilterForm(request.GET)
    found = queries.sorted_orders(**form.filters(), sort=request.GET.get("sort", ""), today=localdate())
    page = Paginator(found, A_PAGE).get_page(request.GET.get("page"))
    context = {"form": form, "page": page, "totals": queries.totals(found)}
    return render(request, "courses/money/orders.html", context)


def export_csv(request, table):
    access.get_office_for_money_or_404(request.user)
    sheet = queries.sheet_of(table, today=localdate())
    if sheet is None:
        raise Http404("There is no such table.")
    return csv_download(sheet, name=table)


def export_xlsx(request):
    access.get_office_for_money_or_404(request.user)
    sheets = [queries.sheet_of(table, today=localdate()) for table in queries.TABLES]
    return xlsx_download(sheets, name="money")


def together(request):
    """A trust's order: choose the bookings that are found, and who pays them."""
    access.get_office_for_money_or_404(request.user)
    search = request.GET.get("search", "").strip()[:100]
    found = joinable_bookings(search=search)
    form = forms.TrustForm(request.POST or None, bookings=found)
    if request.method == "POST" and form.is_valid() and attempt(form, join, found, by=request.user):
        messages.success(request, "The bookings are one order, and its quote is on its way to the trust.")
        return redirect("office_order", form.cleaned_data["bookings"][0].ordered.order_id)
    status = 422 if request.method == "POST" else 200
    context = {"form": form, "search": search, "found": found}
    return render(request, "courses/money/together.html", context, status=status)


def join(found, form, *, by, now):
    given = dict(form.cleaned_data)
    chosen = given.pop("bookings")
    purchaser = quotes.Purchaser(given.pop("purchaser"), **given)
    try:
        orders.join_orders(bookings=list(chosen), purchaser=purchaser, by=by, now=now)
    except orders.AlreadyInvoiced:
        form.add_error("bookings", "One of these bookings has been invoiced meanwhile.")


# One order ------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Action:
    """A form on the page, what is done with it, and what is said then."""

    form: Callable
    verb: Callable
    said: str


def plain(data, page):
    return Form(data)


def details_form(data, page):
    return forms.DetailsForm(data, initial=forms.DetailsForm.initial_of(page.order))


def pay(found, form, *, by, now):
    given = dict(form.cleaned_data)
    payments.record_payment(order=found, pence=given.pop("amount"), by=by, now=now, **given)


def pay_back(found, form, *, by, now):
    given = dict(form.cleaned_data)
    payments.refund(order=found, pence=given.pop("amount"), by=by, now=now, **given)


def credit(found, form, *, by, now):
    given = form.cleaned_data
    credited = Invoice.objects.get(order=found, number=given["invoice"], kind=Invoice.Kind.INVOICE)
    invoices.credit_invoice(invoice=credited, net_pence=given["amount"], reason=given["reason"], by=by, now=now)


def change(found, form, *, by, now):
    orders.change_order(order=found, by=by, now=now, **form.cleaned_data)


def confirm(found, form, *, by, now):
    orders.confirm_order(order=found, by=by, now=now)


def settle(found, form, *, by, now):
    invoices.settle_order(order=found, by=by, now=now)


def remind(found, form, *, by, now):
    payments.remind_now(order=found, by=by, now=now)


def renew(found, form, *, by, now):
    quotes.renew_quote(order=found, by=by, now=now)


ACTIONS = {
    "confirm": Action(plain, confirm, "The order is confirmed. The leads are invited, and the invoice is on its way."),
    "payment": Action(lambda data, page: forms.PaymentForm(data, today=page.today), pay, "The payment is recorded."),
    "refund": Action(lambda data, page: forms.RefundForm(data, today=page.today), pay_back, "The refund is recorded."),
    "details": Action(details_form, change, "The details are changed. Open invoices were credited and written anew."),
    "credit": Action(
        lambda data, page: forms.CreditForm(data, numbers=page.creditable), credit, "The credit note is issued."
    ),
    "settle": Action(plain, settle, "The papers say what the bookings owe."),
    "remind": Action(plain, remind, "The reminder is on its way."),
    "quote": Action(plain, renew, "A new quote is on its way."),
}


def order(request, pk):
    found = access.get_office_order_or_404(request.user, pk)
    return page_of(request, queries.office_order(found, today=localdate()))


@require_POST
def act(request, pk, what):
    found = access.get_office_order_or_404(request.user, pk)
    action = ACTIONS.get(what)
    if action is None:
        raise Http404("Nothing of that name can be done with an order.")
    page = queries.office_order(found, today=localdate())
    form = action.form(request.POST, page)
    if form.is_valid() and attempt(form, action.verb, found, by=request.user):
        messages.success(request, action.said)
        return redirect("office_order", pk)
    return page_of(request, page, what=what, form=form)


def attempt(form, verb, found, *, by) -> bool:
    try:
        verb(found, form, by=by, now=now())
    except AlreadyEnrolled as error:
        form.add_error(None, f"{error.name or 'A lead'} has a place in that cohort already. Nothing was changed.")
    except tuple(REFUSALS) as error:
        form.add_error(None, REFUSALS[type(error)])
    return form.is_valid()


def page_of(request, page, *, what: str = "", form=None):
    """Each form empty, but for the one that was sent and refused."""
    blank = {key: action.form(None, page) for key, action in ACTIONS.items()} | ({what: form} if form else {})
    for key, one in blank.items():
        one.auto_id = f"{key}_%s"  # several forms of the page have an amount
    context = {"page": page, "order": page.order, "forms": blank, "what": what, "refused": form}
    return render(request, "courses/money/order.html", context, status=422 if form else 200)


def document(request, pk, number):
    found, issued = access.get_office_document_or_404(request.user, pk, number)
    return render(request, "courses/money/document.html", {"order": found, "document": issued, "paper": issued.paper})


def document_pdf(request, pk, number):
    _, issued = access.get_office_document_or_404(request.user, pk, number)
    return document_file(issued)


def quote_pdf(request, pk):
    quoted = latest_quote(access.get_office_order_or_404(request.user, pk))
    if quoted is None:
        raise Http404("Nothing was quoted.")
    return pdf_download(kept_pdf(quoted.number, "quote", quoted.paper), name=quoted.number)


def statement_pdf(request, pk):
    found = access.get_office_order_or_404(request.user, pk)
    return pdf_download(render_pdf("statement", statement_of(request, found)), name=f"statement-{pk}")
