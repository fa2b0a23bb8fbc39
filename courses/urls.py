from django.urls import path

from courses.views import answer, answers, calendar, check, dashboard, diagnostic, facilitate, help, lesson, search

urlpatterns = [
    path("start/", dashboard.start, name="start"),
    path("learn/", dashboard.this_week, name="learn"),
    path("learn/lessons/", dashboard.lessons, name="lessons"),
    path("learn/search/", search.lesson_search, name="lesson_search"),
    path("learn/answers/", answers.my_answers, name="my_answers"),
    path("learn/help/", help.ask_help, name="ask_help"),
    path("learn/dates/", calendar.term_dates, name="term_dates"),
    path("learn/dates/closed/", calendar.add_closed_day, name="add_closed_day"),
    path("learn/dates/closed/<int:pk>/remove/", calendar.remove_closed_day, name="remove_closed_day"),
    path("learn/checks/<slug:module>/", check.check, name="check"),
    path("learn/checks/<slug:module>/answer/<slug:key>/", check.answer, name="check_answer"),
    path("learn/checks/<slug:module>/score/", check.score, name="check_score"),
    path("learn/tests/", diagnostic.tests, name="tests"),
    path("learn/tests/<slug:test>/", diagnostic.paper, name="test_paper"),
    path("learn/tests/<slug:test>/start/", diagnostic.start, name="start_test"),
    path("learn/tests/<slug:test>/answer/<slug:key>/", diagnostic.answer, name="test_answer"),
    path("learn/tests/<slug:test>/hand-in/", diagnostic.hand_in, name="hand_in_test"),
    path("learn/tests/<slug:test>/review/", diagnostic.review, name="test_review"),
    path("learn/<slug:module>/<slug:slug>/", lesson.read, name="lesson"),
    path("learn/<slug:module>/<slug:slug>/answer/<slug:key>/", answer.answer, name="answer"),
    path("learn/<slug:module>/<slug:slug>/reflect/<uuid:block>/", lesson.reflect, name="reflect"),
    path("learn/<slug:module>/<slug:slug>/done/", lesson.tick, name="tick_lesson"),
    path("learn/<slug:module>/<slug:slug>/parts/", lesson.parts, name="lesson_parts"),
    path("facilitate/", facilitate.cohorts, name="facilitate"),
    path("facilitate/cohorts/<int:pk>/invite/", facilitate.invite, name="invite_lead"),
    path("facilitate/leads/<int:pk>/", facilitate.lead, name="facilitate_lead"),
    path("facilitate/leads/<int:pk>/excuse/", facilitate.excuse, name="excuse_lesson"),
    path("facilitate/help/<int:pk>/", facilitate.help_request, name="help_request"),
]
