from django.shortcuts import redirect, render
from django.utils.timezone import localdate, now

from cms.access import may_use_admin
from courses.access import get_lead_or_404, is_facilitator
from courses.queries.enrolment import current_lead
from courses.queries.five import board_line
from courses.queries.progress import dashboard, lesson_list


def start(request):
    """Where a person lands after signing in: where their work is."""
    if current_lead(request.user):
        return redirect("learn")
    if is_facilitator(request.user):
        return redirect("facilitate")
    if may_use_admin(request.user):
        return redirect("wagtailadmin_home")
    return render(request, "courses/dashboard/no_place.html")


def this_week(request):
    lead = get_lead_or_404(request.user)
    board = dashboard(lead, today=localdate())
    return render(request, "courses/dashboard/this_week.html", {"board": board, "five": board_line(board, now=now())})


def lessons(request):
    lead = get_lead_or_404(request.user)
    return render(request, "courses/dashboard/lessons.html", {"lead": lead, **lesson_list(lead, today=localdate())})
