"""The contact page, and the office's inbox behind it."""

from allauth.core import ratelimit
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Paginator
from django.shortcuts import redirect, render
from django.utils.timezone import now
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from cms.access import get_enquiry_or_404, require_office
from cms.accounts import account_and_address
from cms.domain import enquiry as domain
from cms.forms.enquiry import AnswerForm, AssignForm, EnquiryForm
from cms.queries.enquiry import COUNTED, IN_TIME, answering, inbox, people_of_the_office
from cms.queries.site import who_runs_this
from cms.views.pagecache import public_page

A_PAGE = 50
TOO_OFTEN = "That was a little often. Wait an hour, or write to us by e-mail: the address stands on this page."


@login_not_required
@public_page("about")
@never_cache
def contact(request):
    form = EnquiryForm(request.POST or None, initial={"topic": request.GET.get("about", "")})
    if request.method != "POST" or not form.is_valid():
        return contact_page(request, form, status=422 if request.method == "POST" else 200)
    key = account_and_address(request, form.cleaned_data["email"])
    if not ratelimit.consume(request, action="enquiry", key=key):
        form.add_error(None, TOO_OFTEN)
        return contact_page(request, form, status=429)
    domain.ask(now=now(), **form.answers)
    return redirect("contact_sent")


def contact_page(request, form, *, status):
    said = answering(now=now(), latest=COUNTED)
    context = {"form": form, "provider": who_runs_this(), "answering": said if said.may_be_said else None}
    context |= {"share_title": "Contact", "share_description": "Ask the people who run the programme."}
    return render(request, "cms/enquiry/contact.html", context | {"days": IN_TIME}, status=status)


@login_not_required
def contact_sent(request):
    return render(request, "cms/enquiry/sent.html")


def enquiries(request):
    require_office(request.user)
    waiting, done = inbox()
    context = {
        "waiting": waiting,
        "done": Paginator(done, A_PAGE).get_page(request.GET.get("page")),
        "answering": answering(now=now()),
        "days": IN_TIME,
    }
    return render(request, "cms/enquiry/inbox.html", context)


def enquiry(request, pk):
    found = get_enquiry_or_404(request.user, pk)
    form = AnswerForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        domain.answer(enquiry=found, text=form.cleaned_data["text"], by=request.user, now=now())
        messages.success(request, "The answer is on its way and is kept here.")
        return redirect("enquiry", pk)
    people = people_of_the_office()
    context = {
        "enquiry": found,
        "answers": found.answers.select_related("sent_by"),
        "form": form,
        "assign_form": AssignForm(people, initial={"to": found.assigned_to_id}),
    }
    return render(request, "cms/enquiry/enquiry.html", context, status=422 if request.method == "POST" else 200)


@require_POST
def assign(request, pk):
    found = get_enquiry_or_404(request.user, pk)
    form = AssignForm(people_of_the_office(), request.POST)
    if form.is_valid():
        domain.assign(enquiry=found, to=form.cleaned_data["to"])
    else:
        messages.error(request, "This person cannot answer enquiries. Nothing was changed.")
    return redirect("enquiry", pk)


@require_POST
def close(request, pk):
    found = get_enquiry_or_404(request.user, pk)
    try:
        domain.close(enquiry=found, by=request.user, now=now())
    except domain.AlreadyClosed:
        messages.info(request, "Somebody has closed this enquiry already.")
    else:
        messages.success(request, "The enquiry is closed.")
    return redirect("enquiries")
