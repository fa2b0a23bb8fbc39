"""A booking by its signed link: what it is, what comes next, and what the booker may change."""

from contextlib import suppress

from allauth.core import ratelimit
from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.timezone import localdate, now

from cms.models import Provider
from courses import access
from courses.domain import naming
from courses.domain.bookedplace import TooMany, add_places
from courses.domain.booking import HasStarted, cancel_booking
from courses.domain.places import BookingClosed, CohortFull, NotInThisState
from courses.forms.booking import AddPlacesForm, CancelForm
from courses.forms.draft import FindBookingForm, LeadsForm
from courses.queries.bookingpage import booking_page
from courses.views.draft import by_link


@by_link
def booking(request, token):
    booking = access.get_booking_by_token_or_404(token)
    return render(request, "courses/booking/booking.html", page_of(request, booking, token))


def page_of(request, booking, token) -> dict:
    page = booking_page(booking, provider=Provider.for_request(request), today=localdate())
    return {"page": page, "booking": booking, "token": token, "back": reverse("booking", args=[token])}


@by_link
def names(request, token):
    booking = access.get_booking_by_token_or_404(token)
    context = page_of(request, booking, token)
    if not context["page"].may_name:
        return redirect("booking", token)
    open_places = [place for place in context["page"].view.places if not place.enrolment_id]
    form = LeadsForm(
        request.POST or None,
        numbers=[place.number for place in open_places],
        named=[place.number for place in open_places if place.email],
        initial=LeadsForm.initial_of_places(open_places),
    )
    if request.method == "POST" and form.is_valid():
        try:
            naming.name_places(booking=booking, people=form.people(), by=None, now=now())
        except naming.PersonTaken as refused:
            form.add_error(f"email_{refused.number}", str(refused))
        else:
            messages.success(request, "The names are saved.")
            return redirect("booking", token)
    context["form"] = form
    return render(request, "courses/booking/names.html", context, status=422 if request.method == "POST" else 200)


@by_link
def places(request, token):
    booking = access.get_booking_by_token_or_404(token)
    context = page_of(request, booking, token)
    form = AddPlacesForm(request.POST or None, most=context["page"].most_to_add)
    if request.method == "POST" and form.is_valid():
        try:
            add_places(booking=booking, leads=form.cleaned_data["leads"], by=None, now=now())
        except (BookingClosed, CohortFull, NotInThisState, TooMany):
            form.add_error("leads", "These places have just gone. Nothing has changed.")
        else:
            messages.success(request, "The places are added to your booking.")
            return redirect("booking", token)
    context["form"] = form
    return render(request, "courses/booking/places.html", context, status=422 if request.method == "POST" else 200)


@by_link
def cancel(request, token):
    booking = access.get_booking_by_token_or_404(token)
    context = page_of(request, booking, token)
    if not context["page"].view.may_cancel:
        return redirect("booking", token)
    form = CancelForm(request.POST or None, percent=context["page"].view.cost_percent)
    if request.method == "POST" and form.is_valid():
        with suppress(HasStarted, NotInThisState):  # its page says what has happened
            cancel_booking(booking=booking, reason=form.cleaned_data["reason"], by=None, now=now())
        return redirect("booking", token)
    context["form"] = form
    return render(request, "courses/booking/cancel.html", context, status=422 if request.method == "POST" else 200)


@by_link
def find(request):
    """The same answer, whether there is such a booking or not: the link goes to the booker alone."""
    form = FindBookingForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        reference, email = form.cleaned_data["reference"], form.cleaned_data["email"]
        if not ratelimit.consume(request, action="find_booking", key=reference):
            return render(request, "429.html", status=429)
        naming.mail_link_again(reference=reference, email=email)
        return render(request, "courses/booking/link_sent.html", {"email": email})
    status = 422 if request.method == "POST" else 200
    return render(request, "courses/booking/find.html", {"form": form}, status=status)
