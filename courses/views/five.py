"""Five a week: for a lead who is signed in, and by the link of a mail, whose rights are asked at each step."""

from contextlib import suppress
from functools import wraps

from django.contrib.auth.decorators import login_not_required
from django.shortcuts import redirect, render
from django.utils.timezone import now
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from cms.domain.mail import resume_mail, stop_mail
from cms.queries.mail import has_stopped
from courses import access
from courses.domain import five as domain
from courses.queries.five import KIND, five_page
from courses.views.help import number_in
from quizzes.domain.attempt import AnswerIncomplete
from quizzes.domain.review import NothingToAsk, SittingOver
from quizzes.forms.answer import AnswerUnreadable, read_answer


def five(request):
    return questions(request, access.get_five_or_404(request.user, now=now()))


@require_POST
def begin(request):
    lead = access.get_lead_or_404(request.user)
    with suppress(domain.NotNow, NothingToAsk):  # the page says why there are none
        domain.begin_five(lead=lead, now=now())
    return redirect("five")


@require_POST
def answer(request, position):
    visit = access.get_five_or_404(request.user, now=now())
    return take(request, visit, access.get_five_question_or_404(visit, position))


@require_POST
def mail(request):
    lead = access.get_lead_or_404(request.user)
    if request.POST.get("do") == "resume":
        resume_mail(who=lead.user_id, kind=KIND)
    else:
        stop_mail(who=lead.user_id, kind=KIND, now=now())
    return redirect("five")


def by_link(view):
    """Open to whoever holds the link, kept by nobody on the way; a link that has ended says how to go on."""

    @login_not_required
    @never_cache
    @wraps(view)
    def guarded(request, **arguments):
        try:
            return view(request, **arguments)
        except access.LinkEnded:
            return render(request, "courses/five/ended.html", status=410)

    return guarded


@by_link
def five_by_link(request, key):
    return questions(request, access.get_five_by_link_or_404(key, now=now()))


@by_link
@require_POST
def answer_by_link(request, key, position):
    visit = access.get_five_by_link_or_404(key, now=now())
    return take(request, visit, access.get_five_question_or_404(visit, position))


def questions(request, visit, *, place=0, typed=None, message="", status=200):
    """The question, or what there is to say instead of one; also the answer to a form that could not be taken."""
    page = five_page(visit, now=now(), place=place or number_in(request, "question") or 0, typed=typed)
    context = {"page": page, "visit": visit, "message": message}
    if not visit.by_link:
        context["stopped"] = has_stopped(visit.lead.user_id, KIND)
    return render(request, "courses/five/page.html", context, status=status)


def take(request, visit, asked):
    """Keeps the answer once and shows its feedback. What cannot be taken is shown again as it was given."""
    try:
        given = read_answer(request.POST, question=asked.card.question)
    except AnswerUnreadable as error:
        return questions(request, visit, place=asked.position, message=error.sentence, status=400)
    fields = {name: getattr(given, name) for name in ("version", "response", "order", "confidence")}
    try:
        domain.answer_five(lead=visit.lead, answer=asked, now=now(), **fields)
    except AnswerIncomplete:
        return questions(request, visit, place=asked.position, typed={asked.position: fields}, status=422)
    except (domain.NotNow, SittingOver):
        return redirect(visit.path)
    return redirect(f"{visit.path}?question={asked.position}")
