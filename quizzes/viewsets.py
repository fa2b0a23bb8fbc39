from wagtail.admin.panels import FieldPanel
from wagtail.admin.ui.tables import Column
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.permission_policies import ModelPermissionPolicy
from wagtail.snippets.views.snippets import SnippetViewSet

from quizzes.forms.question import QuestionForm
from quizzes.models import Question, Quiz
from quizzes.views import question as views


class QuizViewSet(SnippetViewSet):
    model = Quiz
    icon = "help"
    panels = [FieldPanel("key"), FieldPanel("title")]
    list_display = ["title", "key"]


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
        "kind",
        "get_pillar_display",
        Column("stem", label="Question", accessor=lambda question: question.current.content["stem"]),
    ]
    list_filter = ["kind", "pillar", "difficulty"]
    search_fields = ["key"]
    list_per_page = 50
    index_view_class = views.QuestionIndexView
    add_view_class = views.QuestionCreateView
    edit_view_class = views.QuestionEditView
    inspect_view_class = views.QuestionInspectView

    def get_form_class(self, for_update=False):
        return QuestionForm
