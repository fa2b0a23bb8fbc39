"""The papers of an order, for whoever pays and for the booker: by link, without signing in. GET changes nothing."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.timezone import localdate, now
from django.views.decorators.http import require_POST

from cms.pdf import kept_pdf, render_pdf
from cms.views.download import pdf_download
from courses import access
from courses.domain import order as domain
from courses.domain import quote as quote_domain
from courses.domain.places import AlreadyBooked, BookingClosed, CohortFull, NotInThisState
from courses.forms.order import AcceptForm, DetailsForm, StatementForm
from courses.models import Order
from courses.queries.booking import read_booking_token
from courses.queries.invoice import account_of
from courses.queries.order import bookings_of, latest_quote
from courses.queries.paper import confirmation_paper, statement_paper
from courses.views.draft import by_link

REFUSALS = {
    CohortFull: "The places are no longer held, and there are not so many left. Nothing was ordered.",
    BookingClosed: "Booking for this cohort has closed. Nothing was ordered.",
    AlreadyBooked: "The school has another booking in this cohort. Nothing was ordered.",
    NotInThisState: "This booking has ended or went to another order. Nothing was ordered.",
}


@by_link
def order(request, token):
    found = access.get_order_by_token_or_404(token)
    context = {"quote": latest_quote(found), "bookings": bookings_of(found)}
    return page(request, "order", found, token, account=account_of(found, today=localdate()), **context)


def page(request, name: str, found: Order, token: str, *, status: int = 200, **context):
    """`back` is the booking's own page for those who came from there."""
    back = reverse("booking", args=[token]) if read_booking_token(token) is not None else ""
    context |= {"order": found, "token": token, "back": back, "today": localdate()}
    return render(request, f"courses/order/{name}.html", context, status=status)


@by_link
def quote(request, token):
    found, quoted = access.get_quoted_order_by_token_or_404(token)
    return page(request, "quote", found, token, quote=quoted, paper=quoted.paper)


@by_link
def quote_pdf(request, token):
    _, quoted = access.get_quoted_order_by_token_or_404(token)
    return pdf_download(kept_pdf(quoted.number, "quote", quoted.paper), name=quoted.number)


@by_link
@require_POST
def renew(request, token):
    found = access.get_order_by_token_or_404(token)
    try:
        quote_domain.renew_quote(order=found, now=now())
    except NotInThisState:
        messages.info(request, "The order has been accepted: its price is agreed.")
        return redirect("money_order", token)
    messages.success(request, "This is the quote at the price of today.")
    return redirect("money_quote", token)


@by_link
def accept(request, token):
    found, quoted = access.get_quoted_order_by_token_or_404(token)
    if found.accepted_at or found.joined_to_id:
        return redirect("money_order", token)
    form = AcceptForm(request.POST or None, initial={"po_number": found.po_number})
    outdated = None
    if request.method == "POST" and form.is_valid():
        outdated = try_to_accept(form, quoted)
        if form.is_valid() and not outdated:
            messages.success(request, "The places are ordered. We confirm them and send the invoice.")
            return redirect("money_order", token)
    status = 422 if request.method == "POST" else 200
    context = {"quote": quoted, "paper": quoted.paper, "form": form, "outdated": outdated}
    return page(request, "accept", found, token, status=status, **context)


def try_to_accept(form, quoted) -> domain.QuoteOutdated | None:
    given = {name: form.cleaned_data[name] for name in ("by_name", "po_number", "year_month")}
    try:
        domain.accept_quote(quote=quoted, now=now(), **given)
    except domain.QuoteOutdated as error:
        return error
    except tuple(REFUSALS) as error:
        form.add_error(None, REFUSALS[type(error)])
    return None


@by_link
def details(request, token):
    found = access.get_order_by_token_or_404(token)
    if found.joined_to_id:
        raise Http404("The order was joined to another.")
    form = DetailsForm(request.POST or None, initial=DetailsForm.initial_of(found))
    if request.method == "POST" and form.is_valid():
        try:
            written = domain.change_order(order=found, by=None, now=now(), **form.cleaned_data)
        except domain.AskTheOffice:
            form.add_error(None, "Part of this has been paid, or it was changed three times. Write to us, please.")
        else:
            messages.success(request, said_of(written))
            return redirect("money_order", token)
    status = 422 if request.method == "POST" else 200
    return page(
        request, "details", found, token, status=status, form=form, account=account_of(found, today=localdate())
    )


def said_of(written) -> str:
    if not written:
        return "The details are saved."
    return f"The details are saved. In place of the old papers there is now {written[-1].number}."


@by_link
def document(request, token, number):
    found, issued = access.get_document_by_token_or_404(token, number)
    return page(request, "document", found, token, document=issued, paper=issued.paper)


@by_link
def document_pdf(request, token, number):
    _, issued = access.get_document_by_token_or_404(token, number)
    return document_file(issued)


def document_file(issued):
    template = "invoice" if issued.due_on else "credit-note"
    return pdf_download(kept_pdf(issued.number, template, issued.paper), name=issued.number)


@by_link
def confirmation(request, token):
    found = accepted_or_404(token)
    return page(request, "confirmation", found, token, paper=confirmation_paper(found))


@by_link
def confirmation_pdf(request, token):
    return pdf_download(render_pdf("order", confirmation_paper(accepted_or_404(token))), name="order")


def accepted_or_404(token) -> Order:
    found = access.get_order_by_token_or_404(token)
    if not found.accepted_at:
        raise Http404("Nothing was ordered.")
    return found


@by_link
def statement(request, token):
    found = access.get_order_by_token_or_404(token)
    return page(request, "statement", found, token, paper=statement_of(request, found))


@by_link
def statement_pdf(request, token):
    found = access.get_order_by_token_or_404(token)
    return pdf_download(render_pdf("statement", statement_of(request, found)), name="statement")


def statement_of(request, found: Order) -> dict:
    """From ?first= on, where it is a day."""
    form = StatementForm(request.GET)
    first = form.cleaned_data["first"] if form.is_valid() else None
    return statement_paper(account_of(found, today=localdate()), first=first, today=localdate())
