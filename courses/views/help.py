from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.timezone import now

from courses import access
from courses.domain import help as domain
from courses.forms.help import HelpForm
from courses.queries.help import my_help_requests
from courses.queries.programme import programme_outline


def ask_help(request):
    lead = access.get_lead_or_404(request.user)
    form = HelpForm(request.POST or None, initial={"lesson": request.GET.get("lesson")})
    lesson = programme_outline(lead.programme_id).by_pk.get(number_in(request, "lesson"))
    if request.method == "POST" and form.is_valid():
        domain.ask_help(lead=lead, lesson_pk=lesson and lesson.pk, text=form.cleaned_data["text"], now=now())
        messages.success(request, "Your question is with your facilitator. You will get an e-mail when it is answered.")
        return redirect("ask_help")
    context = {"form": form, "lesson": lesson, "requests": my_help_requests(lead.enrolment_id)}
    return render(request, "courses/help/ask_help.html", context, status=200 if request.method == "GET" else 422)


def number_in(request, name: str) -> int | None:
    text = request.POST.get(name) or request.GET.get(name) or ""
    return int(text) if text.isdecimal() and len(text) < 10 else None
