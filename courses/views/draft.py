"""Booking as a school: the start page, one question group a page, and the sending. Nobody signs in.

The key in the address is all that a draft needs, so the address itself resumes it.
"""

from functools import partial, wraps

from allauth.core import ratelimit
from allauth.decorators import rate_limit
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.timezone import localdate, now
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from cms.models import Provider
from courses import access
from courses.domain import draft as domain
from courses.domain.places import AlreadyBooked, BookingClosed, CohortFull
from courses.domain.school import ClosedEstablishment, UnknownEstablishment
from courses.domain.waiting import THE_RULE, AlreadyWaiting, PlacesThere
from courses.forms import draft as forms
from courses.forms.establishment import UNLISTED, FinderForm, finder_of
from courses.models import Booking, Cohort, WaitingGroup
from courses.queries.booking import booking_token, names_due
from courses.queries.cohort import open_cohorts
from courses.queries.draft import price_of, start_page, summary_rows
from courses.queries.establishment import find_establishment
from courses.queries.waiting import waiting_token

REFUSALS = {
    CohortFull: "full",
    AlreadyBooked: "booked",
    BookingClosed: "closed",
    AlreadyWaiting: "waiting",
    PlacesThere: "places",
    ClosedEstablishment: "school",
    UnknownEstablishment: "school",
}


def by_link(view):
    """Open to whoever holds the link, kept by nobody on the way, and found by no search engine."""

    @login_not_required
    @never_cache
    @wraps(view)
    def guarded(request, **arguments):
        response = view(request, **arguments)
        response.headers["X-Robots-Tag"] = "noindex"
        return response

    return guarded


@by_link
def book(request, slug):
    cohort = Cohort.objects.filter(slug=slug, is_public=True).first()
    if cohort is None or cohort.starts_on <= localdate():
        return no_cohort(request)
    page = start_page(cohort, provider=Provider.for_request(request), today=localdate())
    return render(request, "courses/draft/start.html", {"page": page, "cohort": page.cohort, "rule": THE_RULE})


def no_cohort(request):
    context = {"cohorts": open_cohorts(today=localdate())}
    return render(request, "courses/draft/no_cohort.html", context, status=404)


@by_link
@rate_limit(action="start_booking")
@require_POST
def start(request, slug):
    cohort = Cohort.objects.filter(slug=slug, is_public=True, starts_on__gt=localdate()).first()
    if cohort is None:
        return no_cohort(request)
    draft = domain.start_draft(cohort=cohort, waits=cohort.places_left < 2, now=now())
    return redirect("draft", draft.key)


@by_link
def draft(request, key):
    view = access.get_draft_or_404(key)
    return redirect(page_of_sent(view.draft) or address(view, view.next_step))


@by_link
def step(request, key, step):
    view = access.get_draft_or_404(key, step)
    sent = page_of_sent(view.draft)
    if sent:
        return redirect(sent)
    if view.cohort.state == "closed":
        return refused(request, view, "closed", status=200)
    if step == "check":
        return check(request, view)
    if step == "school" and not is_typed(request, view):
        return school(request, view)
    form = form_of(request, view, step)
    if request.method == "POST" and form.is_valid():
        domain.keep_step(draft=view.draft, step=step, answers=form.answers(), now=now())
        return redirect(address(view, view.next_step))
    context = {"view": view, "step": step, "form": form}
    template = "school_typed" if step == "school" else step
    if step == "leads":
        context["names_due"] = names_due(view.draft.cohort)
    return render(request, f"courses/draft/{template}.html", context, status=422 if request.method == "POST" else 200)


def is_typed(request, view) -> bool:
    """The school is typed by hand: asked for, or done before and not asked to search."""
    if request.method == "POST":
        return request.POST.get("how") == "typed"
    known = view.draft.data.get("school", {})
    return "typed" in request.GET or (bool(known) and not known["urn"] and "q" not in request.GET)


def school(request, view):
    """A school of the register; one that is not listed is typed next."""
    form = FinderForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        found = find_establishment(form.cleaned_data["urn"])
        if found is None:
            return redirect(f"{address(view, 'school')}?typed=1")
        answers = {name: getattr(found, name) for name in ("urn", "name", "town", "postcode")}
        domain.keep_step(draft=view.draft, step="school", answers=answers, now=now())
        return redirect(address(view, view.next_step))
    known = view.draft.data.get("school", {})
    finder = finder_of(request, form, chosen=known["urn"] or UNLISTED if known else "")
    context = {"view": view, "step": "school", "form": form, "finder": finder}
    return render(request, "courses/draft/school.html", context, status=422 if request.method == "POST" else 200)


def form_of(request, view, step):
    makers = {
        "school": forms.TypedSchoolForm,
        "places": partial(forms.PlacesForm, left=None if view.waits else view.cohort.places_left, short=is_short(view)),
        "leads": partial(forms.LeadsForm, numbers=range(1, view.leads + 1)),
        "booker": forms.BookerForm,
        "invoice": forms.InvoiceForm,
    }
    if request.method == "POST":
        return makers[step](request.POST)
    known = view.draft.data.get(step, {})
    initial = forms.LeadsForm.initial_of(known) if step == "leads" else known
    return makers[step](initial=initial or first_guess(view, step))


def is_short(view) -> bool:
    return view.waits or view.cohort.state in ("few", "full")


def first_guess(view, step) -> dict:
    """What is most likely right, to be changed where it is not."""
    if step == "places":
        return {"leads": 2}
    if step == "invoice":
        school, booker = view.draft.data.get("school", {}), view.draft.data.get("booker", {})
        lines = (school.get("name"), school.get("street"), school.get("town"), school.get("postcode"))
        return {
            "invoice_address": "\n".join(filter(None, lines)),
            "invoice_email": booker.get("booker_email", ""),
        }
    return {}


def check(request, view, *, status=200):
    """All that was typed, the terms with their dates, and the one button that sends it."""
    if view.next_step != "check":
        return redirect(address(view, view.next_step))
    context = {
        "view": view,
        "step": "check",
        "price": price_of(view.cohort.price_pence, view.leads, Provider.for_request(request)),
        "page": start_page(view.draft.cohort, provider=Provider.for_request(request), today=view.today),
        "rows": [row | {"url": address(view, row["step"])} for row in summary_rows(view)],
        "old_price": view.draft.data.get("price_pence"),
        "too_many": not view.waits and view.leads > view.cohort.places_left,
    }
    return render(request, "courses/draft/check.html", context, status=status)


@by_link
@require_POST
def send(request, key):
    """Books once, however often it is sent: the draft's key is the booking's."""
    view = access.get_draft_or_404(key)
    sent = page_of_sent(view.draft)
    if sent:
        return redirect(sent)
    try:
        return redirect(send_by(request, view))
    except domain.DraftUnfinished:
        return redirect("draft", key)
    except domain.PriceChanged:
        return check(request, view, status=409)
    except tuple(REFUSALS) as refusal:
        fresh = access.get_draft_or_404(key)  # with the places of now
        return refused(request, fresh, REFUSALS[type(refusal)])


def send_by(request, view) -> str:
    if view.waits:
        return page_of_group(domain.wait_by_draft(draft=view.draft, now=now()))
    booking = domain.send_draft(draft=view.draft, price_pence=int_in(request.POST.get("price")), now=now())
    return page_of_booking(booking)


def refused(request, view, reason, *, status=409):
    """A page that says why, and the ways on. What was typed is kept."""
    context = {"view": view, "refusal": f"courses/draft/refused/{reason}.html"}
    context["cohorts"] = open_cohorts(today=view.today)
    return render(request, "courses/draft/refused.html", context, status=status)


@by_link
@require_POST
def turn(request, key):
    """To the waiting list, back to booking, or to another number of places."""
    view = access.get_draft_or_404(key)
    leads = int_in(request.POST.get("leads"))
    leads = leads if forms.FEWEST_LEADS <= leads <= forms.MOST_LEADS else None
    domain.turn_draft(draft=view.draft, waits=request.POST.get("waits") == "1", leads=leads, now=now())
    return redirect("draft", key)


@by_link
@require_POST
def mail_link(request, key):
    view = access.get_draft_or_404(key)
    form = forms.MailLinkForm(request.POST)
    if not form.is_valid():
        return render(request, "courses/draft/mail_link.html", {"view": view, "form": form}, status=422)
    email = form.cleaned_data["email"]
    if not ratelimit.consume(request, action="mail_draft", key=email.lower()):
        return render(request, "429.html", status=429)
    domain.mail_draft(draft=view.draft, email=email, now=now())
    messages.success(request, "The link to this booking is on its way by e-mail.")
    return redirect("draft", key)


# Addresses ------------------------------------------------------------------------------------------------------


def address(view, step) -> str:
    return reverse("draft_step", args=[view.key, step])


def page_of_sent(draft) -> str:
    """Where a draft leads that has been sent."""
    if draft.booking_pk:
        return page_of_booking(Booking(pk=draft.booking_pk))
    return page_of_group(WaitingGroup(pk=draft.group_pk)) if draft.group_pk else ""


def page_of_booking(booking) -> str:
    return reverse("booking", args=[booking_token(booking)])


def page_of_group(group) -> str:
    return reverse("waiting", args=[waiting_token(group)])


def int_in(text) -> int:
    return int(text) if text and text.isdecimal() and len(text) < 10 else 0
