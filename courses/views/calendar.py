from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.timezone import localdate
from django.views.decorators.http import require_POST

from courses import access
from courses.domain import calendar as domain
from courses.forms.calendar import ClosedDayForm
from courses.queries.calendar import calendar_records, school_dates


def term_dates(request):
    lead = access.get_lead_or_404(request.user)
    context = {"lead": lead, "form": ClosedDayForm(), "dates": school_dates(lead, today=localdate())}
    return render(request, "courses/calendar/term_dates.html", context)


@require_POST
def add_closed_day(request):
    lead = access.get_lead_or_404(request.user)
    form = ClosedDayForm(request.POST)
    if form.is_valid():
        school, template = calendar_records(lead)
        try:
            domain.close_day(school=school, template=template, **form.cleaned_data)
        except domain.OutsideTerms:
            form.add_error("day", "This day is a weekend or lies in a holiday: it costs you nothing already.")
        except domain.AlreadyClosed:
            form.add_error("day", "This day is already marked as closed.")
        else:
            messages.success(request, "The day is closed for your school. Your plan follows.")
            return redirect("term_dates")
    context = {"lead": lead, "form": form, "dates": school_dates(lead, today=localdate())}
    return render(request, "courses/calendar/term_dates.html", context, status=422)


@require_POST
def remove_closed_day(request, pk):
    lead = access.get_lead_or_404(request.user)
    closed = access.get_closed_day_or_404(lead, pk)
    closed.delete()
    messages.success(request, "The day counts as a school day again.")
    return redirect("term_dates")
