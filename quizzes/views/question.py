"""Questions in the admin: saving goes through the domain, which makes a new version."""

from functools import cached_property

from django.db.models import Count
from django.urls import reverse
from django.utils import timezone
from wagtail.admin.views import generic
from wagtail.admin.widgets.button import Button

from quizzes.domain.question import QuestionChanged, put_question
from quizzes.forms.question import MEANING, CorrectionForm
from quizzes.queries.history import usage_of, versions_as_text
from quizzes.queries.regrade import regrade_of


class SavesByDomain:
    def form_valid(self, form):
        try:
            return super().form_valid(form)
        except QuestionChanged as changed:
            form.add_error("text", str(changed))
            self.produced_error_message = self.get_error_message()
            return self.form_invalid(form)

    def save_instance(self):
        given = self.form.cleaned_data
        question, _ = put_question(
            draft=given["text"],
            by=self.request.user,
            now=timezone.now(),
            after=given["number"] or 0,
            note=given.get("note", ""),
            new_series=given.get("effect") == MEANING,
        )
        question.tags.set(given["tags"])
        return question


class QuestionCreateView(SavesByDomain, generic.CreateView):
    pass


class ShowsPreview:
    """The way to the question as a learner meets it."""

    @cached_property
    def header_more_buttons(self):
        url = reverse("question:preview", args=[self.object.pk])
        return [*super().header_more_buttons, Button("Preview as a learner", url=url, icon_name="view", priority=5)]


class QuestionEditView(ShowsPreview, SavesByDomain, generic.EditView):
    def get_form_class(self):
        return CorrectionForm

    def get_success_url(self):
        """Whoever corrects a key sees next whose score it would move; whoever mends a word has moved none."""
        is_new_series = self.object.current.series > self.form.instance.current.series
        if is_new_series and regrade_of(self.object).moves:
            return reverse("question:regrade", args=[self.object.pk])
        return super().get_success_url()


class QuestionIndexView(generic.IndexView):
    def get_base_queryset(self):
        questions = super().get_base_queryset().select_related("current").prefetch_related("quizzes", "tags")
        return questions.annotate(given=Count("answers", distinct=True))

    @cached_property
    def header_more_buttons(self):
        query = self.request.GET.urlencode()
        return [
            *super().header_more_buttons,
            Button("Import questions", url=reverse("question:upload"), icon_name="upload", priority=30),
            Button("Export these", url=f"{reverse('question:export')}?{query}", icon_name="download", priority=40),
            Button("Clues to the key", url=reverse("question:clues"), icon_name="warning", priority=50),
        ]


class QuestionInspectView(ShowsPreview, generic.InspectView):
    def get_context_data(self, **kwargs):
        return {
            **super().get_context_data(**kwargs),
            "versions": versions_as_text(self.object),
            "usage": usage_of(self.object),
            "regrade": regrade_of(self.object),
        }
