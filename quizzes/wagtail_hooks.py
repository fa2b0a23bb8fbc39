from wagtail import hooks
from wagtail.permissions import register_permission_policy
from wagtail.snippets.models import register_snippet

from quizzes.models import Question
from quizzes.viewsets import KeepingPolicy, QuestionViewSet, QuizViewSet

register_snippet(QuizViewSet)
register_permission_policy(Question, KeepingPolicy(Question))


@hooks.register("register_admin_viewset")
def register_questions():
    return QuestionViewSet()
