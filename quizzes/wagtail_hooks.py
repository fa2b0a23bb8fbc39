from wagtail import hooks
from wagtail.permissions import register_permission_policy
from wagtail.snippets.models import register_snippet

from quizzes.domain.regrade import REGRADED
from quizzes.models import Question
from quizzes.viewsets import KeepingPolicy, QuestionViewSet, QuizViewSet

register_snippet(QuizViewSet)
register_permission_policy(Question, KeepingPolicy(Question))


@hooks.register("register_admin_viewset")
def register_questions():
    return QuestionViewSet()


@hooks.register("register_log_actions")
def name_actions(actions):
    actions.register_action(REGRADED, "Mark again", "Marked first answers again by a corrected key")
