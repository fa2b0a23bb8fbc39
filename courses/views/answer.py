"""The questions of a lesson or a check: drafts, first answers, and practice, which is never kept."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

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


@dataclass(frozen=True)
class Place:
    """A page with questions: how one of them and the whole page are shown, and what takes an answer."""

    path: str
    may_answer: bool
    show: Callable  # of a QuizItem, with `look` when its missing parts are to be named
    page: Callable  # with `look`, the key of such a question, and `status`
    take: Callable  # as take_answer, without what is known here


@login_not_required  # visitors may practise on a sample; nothing they answer is kept
@require_POST
def answer(request, module, slug, key):
    visit, asked = access.get_question_or_404(request.user, module, slug, key)
    place = lesson_place(request, visit)
    if request.user.is_anonymous and request.POST.get("do") != "practice":
        return signed_out(request, place, key)
    return answered(request, place, asked)


def lesson_place(request, visit) -> Place:
    return Place(
        path=visit.lesson.path,
        may_answer=visit.may_answer,
        show=partial(question_item, visit, request.user),
        page=partial(lesson_page, request, visit),
        take=partial(
            take_answer, lead=visit.lead, lesson_pk=visit.lesson.pk, body=visit.reading.body, user=request.user
        ),
    )


def answered(request, place, asked):
    """Takes what was sent for one question, whichever way it was asked and sent."""
    try:
        given = read_answer(request.POST, question=asked.question)
    except AnswerUnreadable as error:
        return not_taken(request, place, asked, error.sentence, 400)
    if request.POST.get("do") == "practice" or not place.may_answer:
        return practice(request, place, asked, given)
    return take(request, place, asked, given)


def take(request, place, asked, given):
    """Keeps a draft or checks the first answer, and says which, in the way that was asked for."""
    try:
        taken = place.take(
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
        return not_taken(request, place, asked, newer.message, 409, answer=newer.answer)
    except AnswerChecked as checked:
        return not_taken(request, place, asked, checked.message, 409, answer=checked.answer)
    except AnswerIncomplete as incomplete:
        return not_taken(request, place, asked, incomplete.sentence, 422, look=True)
    if saving.wants_json(request):
        return saving.saved(taken.seq, taken.saved_at)
    if request.htmx:
        response = item_response(request, place, place.show(asked))
        response["HX-Trigger"] = "answer-checked"
        return response
    return redirect(f"{place.path}#q-{asked.question.key}")


def signed_out(request, place, key):
    """A visitor's form only practises: this one was a lead's, whose session has ended. Nothing of it is shown."""
    if saving.wants_json(request) or request.htmx:
        return HttpResponse(status=401)
    return redirect_to_login(f"{place.path}#q-{key}")


def item_response(request, place, item, *, message=""):
    """One question alone, for htmx, which swaps it in whatever it says."""
    context = {"item": item, "message": message, "can_answer": True, "page_url": place.path}
    return render(request, "quizzes/item.html", context)


def not_taken(request, place, asked, message, status, *, answer=None, look=False):
    """Says why, in the way that was asked for; what is saved stays, what was typed is still in the browser."""
    if saving.wants_json(request):
        return not_saved(message, answer)
    if request.htmx:
        item = place.show(asked, look=look)
        return item_response(request, place, item, message="" if look else message)
    messages.error(request, message)
    return place.page(look=asked.question.key if look else "", status=status)


def not_saved(message, answer):
    if answer is None:
        return saving.refused(message)
    if answer.checked_at:
        return saving.already_checked(message)
    return saving.newer_exists(message, answer.seq)


def practice(request, place, asked, given):
    """Marks a try and keeps nothing. A lead practises once the first answer is checked, a visitor at once."""
    item = place.show(asked)
    if place.may_answer and not item.checked_at:
        return redirect(f"{place.path}#{item.anchor}")
    item = tried(item, version=given.version, response=given.response, confidence=given.confidence)
    if request.htmx:
        return item_response(request, place, item)
    back = f"{place.path}#{item.anchor}"
    context = {"item": item, "can_answer": True, "back": back, "page_url": place.path}
    return render(request, "quizzes/practice.html", context)
