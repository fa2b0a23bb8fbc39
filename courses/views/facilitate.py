from django.contrib import messages
from django.core.paginator import Paginator
from django.shortcuts import redirect, render
from django.utils.timezone import localdate, now
from django.views.decorators.http import require_POST

from courses import access
from courses.domain import help as help_domain
from courses.domain import invitation
from courses.domain import progress as domain
from courses.domain.bookedplace import NamedTwice
from courses.domain.enrolment import AlreadyEnrolled
from courses.domain.places import CohortFull
from courses.forms.enrolment import InviteForm
from courses.forms.help import AnswerHelpForm
from courses.forms.progress import ExcuseForm
from courses.queries.facilitate import facilitated_cohorts, facilitated_lead, schools_of
from courses.queries.help import open_help_requests
from courses.queries.office import facilitated_bookings
from courses.views.help import number_in

LEADS_A_PAGE = 60


def cohorts(request):
    access.get_facilitator_or_404(request.user)
    everyone = facilitated_cohorts(request.user, today=localdate())
    page = request.GET.get("page")
    context = {
        "cohorts": [(entry.cohort, Paginator(entry.lines, LEADS_A_PAGE).get_page(page)) for entry in everyone],
        "requests": open_help_requests(request.user),
    }
    return render(request, "courses/facilitate/cohorts.html", context)


def invite(request, pk):
    cohort = access.get_facilitated_cohort_or_404(request.user, pk)
    form = InviteForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            given = invitation.give_place(cohort=cohort, by=request.user, now=now(), **form.cleaned_data)
        except (AlreadyEnrolled, NamedTwice):
            form.add_error("email", "This person already has a place in this cohort.")
        except CohortFull:
            form.add_error(None, "No place of this cohort is left. The office can add places.")
        else:
            messages.success(request, said(given, form.cleaned_data["first_name"]))
            return redirect("facilitate")
    context = {"cohort": cohort, "form": form, "schools": schools_of(cohort)}
    return render(request, "courses/facilitate/invite.html", context, status=200 if request.method == "GET" else 422)


def said(given: invitation.Given, name: str) -> str:
    if given.is_invited:
        return f"{name} has a place. The invitation is on its way."
    return f"{name} is named in the booking {given.booking.reference}. The invitation goes when it is confirmed."


def bookings(request):
    """The bookings of own cohorts, to be read: who comes, and which names are missing. No money."""
    access.get_facilitator_or_404(request.user)
    context = {"cohorts": facilitated_bookings(request.user), "today": localdate()}
    return render(request, "courses/facilitate/bookings.html", context)


def lead(request, pk):
    enrolment = access.get_facilitated_enrolment_or_404(request.user, pk)
    context = {"enrolment": enrolment, "form": ExcuseForm(), **facilitated_lead(enrolment, today=localdate())}
    return render(request, "courses/facilitate/lead.html", context)


@require_POST
def excuse(request, pk):
    enrolment = access.get_facilitated_enrolment_or_404(request.user, pk)
    context = facilitated_lead(enrolment, today=localdate())
    lesson = context["outline"].by_pk.get(number_in(request, "lesson"))
    form = ExcuseForm(request.POST)
    if lesson is None:
        form.add_error(None, "Choose the lesson that is excused.")
    elif request.POST.get("do") == "withdraw":
        domain.withdraw_excuse(enrolment=enrolment, lesson_pk=lesson.pk)
        messages.success(request, f"“{lesson.title}” is asked again.")
        return redirect("facilitate_lead", pk=pk)
    elif form.is_valid():
        reason = form.cleaned_data["reason"]
        try:
            domain.excuse_lesson(enrolment=enrolment, lesson_pk=lesson.pk, reason=reason, by=request.user, now=now())
        except domain.TooManyExcused:
            form.add_error(None, "This lead has been excused as many lessons as the programme allows.")
        else:
            messages.success(request, f"“{lesson.title}” is excused.")
            return redirect("facilitate_lead", pk=pk)
    context |= {"enrolment": enrolment, "form": form, "chosen": lesson}
    return render(request, "courses/facilitate/lead.html", context, status=422)


def help_request(request, pk):
    found = access.get_facilitated_help_request_or_404(request.user, pk)
    form = AnswerHelpForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            help_domain.answer_help(request=found, text=form.cleaned_data["text"], by=request.user, now=now())
        except help_domain.AlreadyAnswered:
            form.add_error(None, "Somebody has answered in the meantime. Your text stands below; nothing was sent.")
        else:
            messages.success(request, f"Your answer is on its way to {found.enrolment.user.name}.")
            return redirect("facilitate")
    status = 200 if request.method == "GET" else 422
    return render(request, "courses/facilitate/help_request.html", {"help": found, "form": form}, status=status)
