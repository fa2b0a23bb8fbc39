"""The office's first page, its list of bookings, and a booking that comes by telephone."""

import secrets

from django.contrib import messages
from django.core.paginator import Paginator
from django.shortcuts import redirect, render
from django.utils.timezone import localdate, now

from cms.access import get_enquiry_or_404
from cms.export import Sheet
from cms.views.download import csv_download, xlsx_download
from courses import access
from courses.domain import office as domain
from courses.domain.places import AlreadyBooked, BookingClosed, CohortFull
from courses.domain.school import ClosedEstablishment, UnknownEstablishment, school_of_establishment, type_school
from courses.forms.draft import TypedSchoolForm
from courses.forms.establishment import FinderForm, finder_of
from courses.forms.office import BookingFilterForm, TelephoneForm
from courses.models import Cohort
from courses.queries import office as queries

A_PAGE = 50


def front(request):
    access.require_office(request.user)
    return render(request, "courses/office/front.html", {"front": queries.front(today=localdate())})


def bookings(request):
    access.require_office(request.user)
    form, found = listed(request)
    page = Paginator(found, A_PAGE).get_page(request.GET.get("page"))
    return render(request, "courses/office/bookings.html", {"form": form, "page": page})


def listed(request):
    form = BookingFilterForm(request.GET)
    return form, queries.sorted_bookings(**form.filters(), sort=request.GET.get("sort", ""))


def bookings_csv(request):
    access.require_office(request.user)
    return csv_download(sheet_of(request), name="bookings")


def bookings_xlsx(request):
    access.require_office(request.user)
    return xlsx_download([sheet_of(request)], name="bookings")


def sheet_of(request) -> Sheet:
    return Sheet("Bookings", queries.HEAD, queries.export_rows(listed(request)[1]))


# By telephone ---------------------------------------------------------------------------------------------------


def telephone(request):
    access.require_office(request.user)
    return book_for_school(request)


def quote_enquiry(request, pk):
    access.require_office(request.user)
    return book_for_school(request, get_enquiry_or_404(request.user, pk))


def book_for_school(request, enquiry=None):
    """One page for everything; the key in the form makes a second click find the first one's booking."""
    cohorts = Cohort.objects.filter(places__gt=0, starts_on__gt=localdate()).order_by("starts_on", "name")
    post = request.POST or None
    form = TelephoneForm(post, cohorts=cohorts, initial=known_of(enquiry) | {"key": secrets.token_urlsafe(32)})
    finder, typed = FinderForm(post), TypedSchoolForm(post if request.POST.get("urn") == "unlisted" else None)
    if request.method == "POST" and all([form.is_valid(), finder.is_valid(), not typed.is_bound or typed.is_valid()]):
        booking = take(request, form, urn=finder.cleaned_data["urn"], typed=typed, enquiry=enquiry)
        if booking:
            messages.success(request, f"{booking.reference}: the places are held. The booker gets the quote by e-mail.")
            return redirect("office_booking", booking.pk)
    asked = enquiry.school if enquiry else ""
    context = {"form": form, "finder": finder_of(request, finder, asked=asked), "typed": typed, "cohorts": cohorts}
    context["enquiry"] = enquiry
    return render(request, "courses/office/telephone.html", context, status=422 if request.method == "POST" else 200)


def known_of(enquiry) -> dict[str, str]:
    if enquiry is None:
        return {}
    return {"booker_name": enquiry.name, "booker_role": enquiry.role, "booker_email": enquiry.email}


def take(request, form, *, urn: str, typed, enquiry):
    given, moment = form.cleaned_data, now()
    try:
        school = school_of_establishment(urn=urn, now=moment) if urn else type_school(**typed.cleaned_data, now=moment)
        return domain.book_for_school(school=school, enquiry=enquiry, by=request.user, now=moment, **given)
    except CohortFull:
        form.add_error("leads", "There are not so many places left in this cohort. Choose fewer, or another cohort.")
    except AlreadyBooked as other:
        form.add_error(None, f"This school has booked places in this cohort already: {other.booking.reference}.")
    except BookingClosed:
        form.add_error("cohort", "This cohort has started. Choose another.")
    except (ClosedEstablishment, UnknownEstablishment):
        form.add_error(None, "This school has closed or is not in the register. Search for it again.")
    return None
