"""Scenarios to practise, one a page. Nothing is scored and no answer is kept."""

from django.shortcuts import redirect, render
from django.utils.timezone import now

from courses import access
from quizzes.domain.practice import note_practised
from quizzes.forms.answer import AnswerUnreadable, read_answer
from quizzes.models import Question
from quizzes.queries.attempt import tried


def pillars(request):
    return render(request, "courses/practice/pillars.html", {"practice": access.get_practice_or_404(request.user)})


def pillar(request, pillar):
    _, shelf = access.get_shelf_or_404(request.user, pillar)
    return redirect("practise", pillar=pillar, key=shelf.first.key)


def practise(request, pillar, key):
    practice, exercise = access.get_exercise_or_404(request.user, pillar, key)
    if request.method != "POST":
        return exercise_page(request, practice, exercise, exercise.item)
    question = Question.objects.select_related("current").get(pk=exercise.scenario.question_id)
    try:
        given = read_answer(request.POST, question=question)
    except AnswerUnreadable as error:
        return exercise_page(request, practice, exercise, exercise.item, message=error.sentence, status=400)
    item = tried(exercise.item, version=given.version, response=given.response, confidence=given.confidence)
    if item.mark and practice.lead:
        note_practised(user=request.user, question=question, now=now())
    return exercise_page(request, practice, exercise, item)


def exercise_page(request, practice, exercise, item, *, message="", status=200):
    """The whole page, or the scenario alone for htmx, which swaps it in whatever it says."""
    context = {
        "practice": practice,
        "exercise": exercise,
        "item": item,
        "page_url": exercise.path,
        "message": message,
    }
    template = "quizzes/item.html" if request.htmx else "courses/practice/practise.html"
    return render(request, template, context, status=status)
