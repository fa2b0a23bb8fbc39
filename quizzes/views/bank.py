"""The bank as a whole: its rules, and questions on their way out to other systems."""

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe
from wagtail.admin.forms.search import SearchForm

from quizzes import access
from quizzes.clues import clue_problems
from quizzes.formats.exchange import write_questions
from quizzes.forms.bank import ExportForm, QuestionFilters
from quizzes.models import Question
from quizzes.queries.bank import bank_problems, draft_of, found


def crumbs(question, label):
    """The way to a page of the bank."""
    trail = [{"url": reverse("question:index"), "label": "Questions"}]
    if question:
        trail.append({"url": reverse("question:inspect", args=[question.pk]), "label": question.key})
    return [*trail, {"url": "", "label": label}]


def chosen_drafts(request):
    """The questions that the list shows with this search and these filters."""
    questions = Question.objects.select_related("current")
    search = SearchForm(request.GET)
    if search.is_valid() and search.cleaned_data["q"]:
        questions = found(questions, search.cleaned_data["q"])
    filters = QuestionFilters(request.GET, queryset=questions, request=request)
    return [draft_of(question) for question in filters.qs.distinct()]


@require_safe
def export(request):
    """First what could not be carried, then the file."""
    access.get_editor_or_404(request.user)
    form = ExportForm(request.GET if "format" in request.GET else None)
    exported, drafts = None, chosen_drafts(request)
    if form.is_valid():
        exported = write_questions(drafts, format=form.cleaned_data["format"])
        if "download" in request.GET:
            return download(exported)
    context = {
        "form": form,
        "count": len(drafts),
        "exported": exported,
        "losses": [line for line in exported.report if line.reasons] if exported else [],
        "download_url": f"?{request.GET.urlencode()}&download=1",
        "kept": [(name, value) for name, value in request.GET.items() if name not in ("format", "download")],
        "breadcrumbs_items": crumbs(None, "Export"),
        "header_title": "Export questions",
        "header_icon": "download",
    }
    return render(request, "quizzes/admin/export.html", context)


def download(exported):
    headers = {"Content-Disposition": f'attachment; filename="{exported.file_name}"'}
    return HttpResponse(exported.data, content_type=exported.content_type, headers=headers)


@require_safe
def clues(request):
    access.get_editor_or_404(request.user)
    drafts = [draft_of(question) for question in Question.objects.select_related("current")]
    context = {
        "problems": [*bank_problems(drafts), *clue_problems(drafts)],
        "count": len(drafts),
        "breadcrumbs_items": crumbs(None, "Clues"),
        "header_title": "Clues to the key",
        "header_icon": "warning",
    }
    return render(request, "quizzes/admin/clues.html", context)
