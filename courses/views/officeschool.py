"""Schools in the office: looked up, and two entries of the same school merged."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.shortcuts import redirect, render
from django.utils.timezone import now

from courses import access
from courses.domain.school import BothIn, SameSchool, merge_schools
from courses.forms.office import MergeForm
from courses.queries import school as queries

A_PAGE = 50


def schools(request):
    access.require_office_schools(request.user)
    search = request.GET.get("search", "").strip()[:100]
    page = Paginator(queries.schools_for_office(search=search), A_PAGE).get_page(request.GET.get("page"))
    context = {"page": page, "search": search, "doubles": queries.possible_doubles()}
    return render(request, "courses/office/schools.html", context)


def merge(request):
    """GET shows what would happen, POST does it."""
    access.require_office_schools(request.user)
    form = MergeForm(request.POST if request.method == "POST" else request.GET)
    if not form.is_valid():
        messages.error(request, "Choose two entries of the list: the one that stays, and the one that goes.")
        return redirect("office_schools")
    keep, drop = form.cleaned_data["keep"], form.cleaned_data["drop"]
    if request.method == "POST" and request.POST.get("do") == "merge":
        try:
            merge_schools(keep=keep, drop=drop, by=request.user, now=now())
        except SameSchool:
            form.add_error(None, "These are one entry already. Choose two.")
        except BothIn as both:
            form.add_error(None, f"Both have booked or wait in {both}. End one of them there first.")
        else:
            messages.success(request, f"The two entries are one now: {keep.name}.")
            return redirect("office_schools")
    context = {"preview": queries.merge_preview(keep=keep, drop=drop), "form": form}
    return render(request, "courses/office/merge.html", context, status=200 if form.is_valid() else 422)
