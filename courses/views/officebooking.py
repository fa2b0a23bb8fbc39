"""One booking in the office: everything about it, and each thing that may be done with it."""

from collections.abc import Callable
from dataclasses import dataclass

from django.contrib import messages
from django.forms import Form
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.timezone import localdate, now
from django.views.decorators.http import require_POST

from courses import access
from courses.domain import bookedplace, booking, office, places
from courses.domain.enrolment import AlreadyEnrolled
from courses.forms import office as forms
from courses.queries import office as queries

REFUSALS = {
    places.NotInThisState: "The booking is not in a state in which this can be done. Nothing was changed.",
    places.CohortFull: "There are not so many places left. Nothing was changed.",
    places.BookingClosed: "A cohort that has started takes no bookings. Nothing was changed.",
    places.AlreadyBooked: "The school has a booking in that cohort already. Nothing was changed.",
    places.TooMany: "A school books six places at the most. Nothing was changed.",
    places.TooFew: "A school keeps two places at least. Nothing was changed.",
    booking.HasStarted: "The cohort has started: the school withdraws instead. Nothing was changed.",
    booking.NotStarted: "The cohort has not started: the booking is cancelled instead. Nothing was changed.",
    bookedplace.PlaceTaken: "Somebody is enrolled in this place: hand it over instead.",
    bookedplace.PlacesNamed: "Only places without a name can be given back. Nothing was changed.",
    office.DayOutside: "Give a day from today on and before the cohort starts.",
    office.SameCohort: "The booking is in this cohort already.",
}


@dataclass(frozen=True)
class Action:
    """A form on the page, what is done with it, and what is said then."""

    form: Callable
    verb: Callable
    said: str


def plain(data, page):
    return Form(data)


def by_verb(verb, *names: str) -> Callable:
    """A verb that wants these fields of the form."""

    def call(booking, form, **who):
        return verb(booking=booking, **{name: form.cleaned_data[name] for name in names}, **who)

    return call


def confirm(booking_, form, *, by, now):
    booking.confirm_booking(booking=booking_, by=by, now=now)


def order(booking_, form, *, by, now):
    booking.order_places(booking=booking_, po_number=form.cleaned_data["po_number"], by=by, now=now)


def cancel(booking_, form, *, by, now):
    percent = 0 if form.cleaned_data["waive"] else None
    reason = form.cleaned_data["reason"]
    booking.cancel_booking(booking=booking_, reason=reason, percent=percent, by=by, now=now)


def name(booking_, form, *, by, now):
    given = dict(form.cleaned_data)
    place = booking_.booked_places.filter(number=given.pop("number")).first()
    if place is None:
        raise Http404("The booking has no such place.")
    bookedplace.name_place(place=place, by=by, now=now, **given)


ACTIONS = {
    "confirm": Action(plain, confirm, "The booking is confirmed. The leads who are named are invited."),
    "order": Action(lambda data, page: forms.OrderForm(data), order, "The places are ordered and no longer expire."),
    "cancel": Action(
        lambda data, page: forms.CancelByOfficeForm(data, today=page.view.cost_percent),
        cancel,
        "The booking is cancelled. The booker and the leads are told.",
    ),
    "withdraw": Action(
        lambda data, page: forms.EndForm(data),
        by_verb(office.withdraw_school, "reason"),
        "The school has withdrawn. The booker, the leads and the facilitators are told.",
    ),
    "extend": Action(
        lambda data, page: forms.ExtendForm(data), by_verb(office.extend_hold, "until"), "The places are held longer."
    ),
    "add": Action(
        lambda data, page: forms.AddPlaceForm(data), by_verb(bookedplace.add_places, "leads"), "The places are added."
    ),
    "give-back": Action(
        lambda data, page: forms.AddPlaceForm(data),
        by_verb(bookedplace.give_back_places, "leads"),
        "The places are given back.",
    ),
    "name": Action(lambda data, page: forms.PlaceNameForm(data), name, "The place has a name."),
    "move": Action(
        lambda data, page: forms.MoveForm(data, cohorts=page.move_to),
        by_verb(office.move_booking, "cohort"),
        "The booking is moved. Tell the booker.",
    ),
    "resend": Action(plain, by_verb(office.resend_link), "The link is on its way to the booker."),
    "remark": Action(
        lambda data, page: forms.RemarkForm(data),
        by_verb(office.make_remark, "text"),
        "The note is kept in the history.",
    ),
}


def show(request, pk):
    found = access.get_office_booking_or_404(request.user, pk)
    return page_of(request, found, queries.office_booking(found, today=localdate()))


@require_POST
def act(request, pk, what):
    found = access.get_office_booking_or_404(request.user, pk)
    action = ACTIONS.get(what)
    if action is None:
        raise Http404("Nothing of that name can be done with a booking.")
    page = queries.office_booking(found, today=localdate())
    form = action.form(request.POST, page)
    if form.is_valid() and attempt(action, found, form, by=request.user):
        messages.success(request, action.said)
        return redirect("office_booking", pk)
    return page_of(request, found, page, what=what, form=form)


def attempt(action: Action, found, form, *, by) -> bool:
    try:
        action.verb(found, form, by=by, now=now())
    except AlreadyEnrolled as error:
        form.add_error(None, f"{error.name or 'This person'} has a place in that cohort already. Nothing was changed.")
    except bookedplace.NamedTwice:
        form.add_error("email", "This person has a place in the booking already.")
    except tuple(REFUSALS) as error:
        form.add_error(None, REFUSALS[type(error)])
    else:
        return True
    return False


def page_of(request, found, page, *, what: str = "", form=None):
    """Each form empty, but for the one that was sent and refused."""
    blank = {key.replace("-", "_"): action.form(None, page) for key, action in ACTIONS.items()}
    blank |= {what.replace("-", "_"): form} if form else {}
    blank["order"].initial.setdefault("po_number", found.po_number)
    context = {
        "booking": found,
        "page": page,
        "view": page.view,
        "forms": blank,
        "what": what,
        "refused": form,
        "reminders": queries.reminders_of(found),
    }
    return render(request, "courses/office/booking.html", context, status=422 if form else 200)
