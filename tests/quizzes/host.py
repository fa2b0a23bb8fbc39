"""A page that holds a quiz, as small as can be: addresses, views and a template for the tests of the interface."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils import timezone

from cms.urls import urlpatterns as site_urls
from cms.views import saving
from quizzes.domain.attempt import (
    AnswerChecked,
    AnswerIncomplete,
    AnswerOlder,
    check_answer,
    save_answer,
    start_attempt,
)
from quizzes.forms.answer import read_answer
from quizzes.models import QuizItem
from quizzes.queries.attempt import quiz_items, tried

outage = {"is_on": False}  # a test switches it on: the server answers, but not usefully


def items_for(request, quiz_id, **asked):
    return quiz_items(quiz_id=quiz_id, user=request.user, action=lambda key: f"/host/{quiz_id}/{key}/", **asked)


def show(request, quiz_id):
    items = items_for(request, quiz_id, again=request.GET.get("again", ""), look=request.GET.get("look", ""))
    return render(request, "host.html", {"items": items, "page_url": f"/host/{quiz_id}/"})


def answer(request, quiz_id, key):
    if outage["is_on"]:
        return HttpResponse("Out of order", status=503)
    asked = QuizItem.objects.select_related("quiz", "question__current").get(quiz=quiz_id, question__key=key)
    form = read_answer(request.POST, question=asked.question)
    if request.POST.get("do") == "practice":
        item = tried(item_for(request, asked), version=form.version, response=form.response, confidence=form.confidence)
        return render(request, "quizzes/item.html", {"item": item, "page_url": f"/host/{quiz_id}/"})
    write = check_answer if request.POST.get("do") == "check" else save_answer
    attempt = start_attempt(quiz=asked.quiz, user=request.user, now=timezone.now())
    look = ""
    try:
        stored = write(attempt=attempt, question=asked.question, now=timezone.now(), **vars(form))
    except AnswerOlder as newer:
        return saving.newer_exists(newer.message, newer.answer.seq)
    except AnswerChecked as checked:
        return saving.already_checked(checked.message)
    except AnswerIncomplete:
        look = key
    if saving.wants_json(request):
        return saving.saved(stored.seq, stored.saved_at)
    if request.htmx:
        item = item_for(request, asked, look=look)
        return render(request, "quizzes/item.html", {"item": item, "page_url": f"/host/{quiz_id}/"})
    return redirect(f"/host/{quiz_id}/?look={look}#q-{key}")


def item_for(request, asked, **shown):
    items = items_for(request, asked.quiz_id, **shown)
    return next(item for item in items if item.question_id == asked.question_id)


urlpatterns = [path("host/<int:quiz_id>/", show), path("host/<int:quiz_id>/<slug:key>/", answer), *site_urls]

TEMPLATE = """\
{% extends "base.html" %}
{% load django_htmx %}
{% block title %}A quiz{% endblock %}
{% block css %}<link rel="stylesheet" href="{% static "css/quiz.css" %}">{% endblock %}
{% block main %}
<h1>A lesson</h1>
<h2>A part</h2>
<div data-user="{{ user.pk }}">{% include "quizzes/quiz.html" %}</div>
{% for item in items %}
<input type="hidden" form="{{ item.anchor }}-form" name="csrfmiddlewaretoken" value="{{ csrf_token }}">
{% endfor %}
{% endblock %}
{% block scripts %}
{% htmx_script version=4 %}
<script type="module" src="{% static "js/autosave.js" %}"></script>
<script type="module" src="{% static "js/quiz.js" %}"></script>
{% endblock %}
"""
