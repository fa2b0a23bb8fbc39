"""The cohorts that are sold: where their places are, who waits, and what the office decides."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.timezone import localdate, now
from django.views.decorators.http import require_POST

from courses import access
from courses.domain.booking import HasStarted
from courses.domain.cohort import change_places, decide_cohort
from courses.domain.places import NotInThisState, TooFew
from courses.domain.waiting import leave_list
from courses.forms.office import PlacesOfCohortForm
from courses.queries import office as queries


def cohorts(request):
    access.require_office(request.user)
    return render(request, "courses/office/cohorts.html", {"cohorts": queries.office_cohorts(today=localdate())})


def cohort(request, pk):
    found = access.get_office_cohort_or_404(request.user, pk)
    return page_of(request, found, PlacesOfCohortForm(initial={"places": found.places}))


def page_of(request, found, form, *, status=200):
    context = {"page": queries.office_cohort(found, today=localdate()), "cohort": found, "form": form}
    return render(request, "courses/office/cohort.html", context, status=status)


@require_POST
def places(request, pk):
    found = access.get_office_cohort_or_404(request.user, pk)
    form = PlacesOfCohortForm(request.POST)
    if form.is_valid():
        try:
            change_places(cohort=found, places=form.cleaned_data["places"], by=request.user, now=now())
        except TooFew:
            form.add_error("places", "More places than that are taken. Only free ones can be taken away.")
        else:
            messages.success(request, "The number of places is changed. New ones go to the waiting list first.")
            return redirect("office_cohort", pk)
    return page_of(request, found, form, status=422)


@require_POST
def decide(request, pk):
    """That it runs at once; that it does not run, with the name of the cohort typed: it ends every booking."""
    found = access.get_office_cohort_or_404(request.user, pk)
    runs = request.POST.get("do") == "runs"
    if not runs and request.POST.get("name", "").strip() != found.name:
        messages.error(request, "Type the name of the cohort as it stands, to say that it does not run.")
        return redirect("office_cohort", pk)
    try:
        decide_cohort(cohort=found, runs=runs, by=request.user, now=now())
    except HasStarted:
        messages.error(request, "The cohort has started: this cannot be decided any more.")
    else:
        sentence = "It is decided: the cohort runs." if runs else "The cohort does not run. Every booker is told."
        messages.success(request, sentence)
    return redirect("office_cohort", pk)


@require_POST
def take_off_list(request, pk):
    group = access.get_office_group_or_404(request.user, pk)
    try:
        leave_list(group=group, by=request.user, now=now())
    except NotInThisState:
        messages.error(request, f"{group.school} no longer waits: the offer was accepted or has ended.")
    else:
        messages.success(request, f"{group.school} is no longer on the waiting list.")
    return redirect("office_cohort", group.cohort_id)
