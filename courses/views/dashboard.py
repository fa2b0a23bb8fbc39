from django.shortcuts import redirect, render
from django.utils.timezone import localdate, now

from cms.access import may_use_admin
from courses.access import get_lead_or_404, get_record_or_404, is_facilitator, may_run_office
from courses.queries.enrolment import current_lead, last_lead
from courses.queries.five import board_line
from courses.queries.handover import joining_of
from courses.queries.progress import dashboard, lesson_list


def start(request):
    """Where a person lands after signing in: where their work is."""
    if current_lead(request.user):
        return redirect("learn")
    if is_facilitator(request.user):
        return redirect("facilitate")
    if may_run_office(request.user):
        return redirect("office")
    if may_use_admin(request.user):
        return redirect("wagtailadmin_home")
    return render(request, "courses/dashboard/no_place.html", {"left": last_lead(request.user)})


def this_week(request):
    lead = get_lead_or_404(request.user)
    board = dashboard(lead, today=localdate())
    context = {"board": board, "five": board_line(board, now=now()), "joining": joining_of(lead)}
    return render(request, "courses/dashboard/this_week.html", context)


def lessons(request):
    lead = get_lead_or_404(request.user)
    return render(request, "courses/dashboard/lessons.html", {"lead": lead, **lesson_list(lead, today=localdate())})


def record(request):
    """What a lead has done, for themselves: it stays open to those who left."""
    lead = get_record_or_404(request.user)
    return render(request, "courses/dashboard/record.html", {"lead": lead, **lesson_list(lead, today=localdate())})
