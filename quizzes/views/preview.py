"""A question as a learner meets it, tried by its editor before anybody else does."""

from django.shortcuts import render

from quizzes import access
from quizzes.forms.answer import AnswerUnreadable, read_answer
from quizzes.queries.attempt import tried
from quizzes.queries.preview import preview_item


def preview(request, pk):
    question = access.get_bank_question_or_404(request.user, pk)
    item, message = preview_item(question, action=request.path), ""
    if request.method == "POST":
        try:
            given = read_answer(request.POST, question=question)
        except AnswerUnreadable as unreadable:
            message = unreadable.sentence
        else:
            item = tried(item, version=given.version, response=given.response, confidence=given.confidence)
    context = {"item": item, "question": question, "message": message, "can_answer": True, "page_url": request.path}
    return render(request, "quizzes/item.html" if request.htmx else "quizzes/preview.html", context)
