from django.urls import path
from django.utils.text import Truncator
from wagtail.admin.panels import FieldPanel, ObjectList
from wagtail.admin.ui.tables import Column
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.permission_policies import ModelPermissionPolicy
from wagtail.snippets.views.snippets import SnippetViewSet

from quizzes.forms.bank import QuestionFilters
from quizzes.forms.question import QuestionForm
from quizzes.forms.quiz import QuizForm
from quizzes.kinds import KINDS
from quizzes.models import Question, Quiz
from quizzes.queries.bank import SEARCHED
from quizzes.views import bank, intake, preview, regrade
from quizzes.views import question as views
from quizzes.views import quiz as quiz_views


class QuizViewSet(SnippetViewSet):
    model = Quiz
    icon = "help"
    edit_handler = ObjectList(
        [FieldPanel(name) for name in ("title", "key", "mode", "asked")],
        base_form_class=QuizForm,
    )
    add_view_class = quiz_views.QuizCreateView
    edit_view_class = quiz_views.QuizEditView
    list_display = ["title", "key", "get_mode_display"]
    list_filter = ["mode"]


class KeepingPolicy(ModelPermissionPolicy):
    """Questions are corrected, never deleted: quizzes ask them and answers point at them."""

    def user_has_permission(self, user, action):
        return action != "delete" and super().user_has_permission(user, action)


class QuestionViewSet(ModelViewSet):
    """Each question as its text; saving makes a version, looking shows all of them."""

    model = Question
    icon = "form"
    menu_label = "Questions"
    menu_order = 260
    add_to_admin_menu = True
    copy_view_enabled = False
    inspect_view_enabled = True
    inspect_view_fields = ["key", "kind", "pillar", "difficulty"]
    inspect_template_name = "quizzes/admin/question.html"
    list_display = [
        "key",
        Column(
            "stem", label="Question", accessor=lambda question: Truncator(question.current.content["stem"]).chars(90)
        ),
        Column("kind", accessor=lambda question: KINDS[question.kind].label),
        Column("get_pillar_display", label="Pillar", sort_key="pillar"),
        Column("difficulty", sort_key="difficulty"),
        Column("asked", label="Asked in", accessor=lambda question: ", ".join(map(str, question.quizzes.all()))),
        Column("given", label="Answers", sort_key="given"),
        Column("tags", label="Tags", accessor=lambda question: ", ".join(map(str, question.tags.all()))),
    ]
    ordering = "key"
    filterset_class = QuestionFilters
    search_fields = SEARCHED
    list_per_page = 50
    index_view_class = views.QuestionIndexView
    add_view_class = views.QuestionCreateView
    edit_view_class = views.QuestionEditView
    inspect_view_class = views.QuestionInspectView

    def get_form_class(self, for_update=False):
        return QuestionForm

    def get_urlpatterns(self):
        return [
            *super().get_urlpatterns(),
            path("preview/<int:pk>/", preview.preview, name="preview"),
            path("regrade/<int:pk>/", regrade.regrade, name="regrade"),
            path("import/", intake.upload, name="upload"),
            path("import/<int:pk>/", intake.intake, name="intake"),
            path("export/", bank.export, name="export"),
            path("clues/", bank.clues, name="clues"),
        ]
