"""Questions in the admin: saving goes through the domain, which makes a new version."""

from django.utils import timezone
from wagtail.admin.views import generic

from quizzes.domain.question import put_question
from quizzes.queries.bank import versions_as_text


class SavesByDomain:
    def save_instance(self):
        question, _ = put_question(draft=self.form.cleaned_data["text"], by=self.request.user, now=timezone.now())
        return question


class QuestionCreateView(SavesByDomain, generic.CreateView):
    pass


class QuestionEditView(SavesByDomain, generic.EditView):
    pass


class QuestionIndexView(generic.IndexView):
    def get_base_queryset(self):
        return super().get_base_queryset().select_related("current")


class QuestionInspectView(generic.InspectView):
    def get_context_data(self, **kwargs):
        return {**super().get_context_data(**kwargs), "versions": versions_as_text(self.object)}
