"""The questions of a lesson: drafts, first answers, and practice, which is never kept."""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.views import redirect_to_login
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import now
from django.views.decorators.http import require_POST

from cms.views import saving
from courses import access
from courses.domain.answer import take_answer
from courses.queries.lessonview import question_item
from courses.views.lesson import lesson_page
from quizzes.domain.attempt import AnswerChecked, AnswerIncomplete, AnswerOlder
from quizzes.forms.answer import AnswerUnreadable, read_answer
from quizzes.queries.attempt import tried


@login_not_required  # visitors may practise on a sample; nothing they answer is kept
@require_POST
def answer(request, module, slug, key):
    visit, asked = access.get_question_or_404(request.user, module, slug, key)
    if request.user.is_anonymous and request.POST.get("do") != "practice":
        return signed_out(request, visit, key)
    try:
        given = read_answer(request.POST, question=asked.question)
    except AnswerUnreadable as error:
        return not_taken(request, visit, asked, error.sentence, 400)
    if request.POST.get("do") == "practice" or not visit.may_answer:
        return practice(request, visit, asked, given)
    return take(request, visit, asked, given)


def take(request, visit, asked, given):
    """Keeps a draft or checks the first answer, and says which, in the way that was asked for."""
    try:
        taken = take_answer(
            lead=visit.lead,
            lesson_pk=visit.lesson.pk,
            body=visit.reading.body,
            user=request.user,
            quiz=asked.quiz,
            check=request.POST.get("do") != "save",
            now=now(),
            question=asked.question,
            version=given.version,
            response=given.response,
            order=given.order,
            seq=given.seq,
            confidence=given.confidence,
        )
    except AnswerOlder as newer:
        return not_taken(request, visit, asked, newer.message, 409, answer=newer.answer)
    except AnswerChecked as checked:
        return not_taken(request, visit, asked, checked.message, 409, answer=checked.answer)
    except AnswerIncomplete as incomplete:
        return not_taken(request, visit, asked, incomplete.sentence, 422, look=True)
    if saving.wants_json(request):
        return saving.saved(taken.seq, taken.saved_at)
    if request.htmx:
        response = item_response(request, visit, question_item(visit, request.user, asked))
        response["HX-Trigger"] = "answer-checked"
        return response
    return redirect(f"{visit.lesson.path}#q-{asked.question.key}")


def signed_out(request, visit, key):
    """A visitor's form only practises: this one was a lead's, whose session has ended. Nothing of it is shown."""
    if saving.wants_json(request) or request.htmx:
        return HttpResponse(status=401)
    return redirect_to_login(f"{visit.lesson.path}#q-{key}")


def item_response(request, visit, item, *, message=""):
    """One question alone, for htmx, which swaps it in whatever it says."""
    context = {"item": item, "message": message, "can_answer": True, "page_url": visit.lesson.path}
    return render(request, "quizzes/item.html", context)


def not_taken(request, visit, asked, message, status, *, answer=None, look=False):
    """Says why, in the way that was asked for; what is saved stays, what was typed is still in the browser."""
    if saving.wants_json(request):
        return not_saved(message, answer)
    if request.htmx:
        item = question_item(visit, request.user, asked, look=look)
        return item_response(request, visit, item, message="" if look else message)
    messages.error(request, message)
    return lesson_page(request, visit, look=asked.question.key if look else "", status=status)


def not_saved(message, answer):
    if answer is None:
        return saving.refused(message)
    if answer.checked_at:
        return saving.already_checked(message)
    return saving.newer_exists(message, answer.seq)


def practice(request, visit, asked, given):
    """Marks a try and keeps nothing. A lead practises once the first answer is checked, a visitor at once."""
    item = question_item(visit, request.user, asked)
    if visit.may_answer and not item.checked_at:
        return redirect(f"{visit.lesson.path}#{item.anchor}")
    item = tried(item, version=given.version, response=given.response, confidence=given.confidence)
    if request.htmx:
        return item_response(request, visit, item)
    back = f"{visit.lesson.path}#{item.anchor}"
    context = {"item": item, "can_answer": True, "back": back, "page_url": visit.lesson.path}
    return render(request, "quizzes/practice.html", context)
