"""The check at the end of a module: each question is checked once, with feedback at once; the score comes last."""

from functools import partial

from django.shortcuts import render
from django.views.decorators.http import require_POST

from courses import access
from courses.domain.check import take_check_answer
from courses.queries.check import check_item, check_items, check_result
from courses.views.answer import Place, answered


def check(request, module):
    visit = access.get_check_or_404(request.user, module)
    return check_page(request, visit, again=request.GET.get("again", "")[:60])


def check_page(request, visit, *, again="", look="", status=200):
    items = check_items(visit, request.user, again=again, look=look)
    context = {"visit": visit, "items": items, "result": check_result(visit, request.user)}
    return render(request, "courses/check/check.html", context, status=status)


@require_POST
def answer(request, module, key):
    visit, asked = access.get_check_question_or_404(request.user, module, key)
    place = Place(
        path=visit.path,
        may_answer=True,
        show=partial(check_item, visit, request.user),
        page=partial(check_page, request, visit),
        take=partial(take_check_answer, user=request.user),
    )
    return answered(request, place, asked)


def score(request, module):
    """The foot of the page alone: htmx asks for it when a question has been checked."""
    visit = access.get_check_or_404(request.user, module)
    context = {"visit": visit, "result": check_result(visit, request.user)}
    return render(request, "courses/check/score.html", context)
