from django.contrib.auth.models import Group
from django.urls import path
from wagtail import hooks
from wagtail.permissions import register_permission_policy
from wagtail.snippets.models import register_snippet

from cms.domain.moderation import LOGGED
from cms.models import Comment, FailedTask, JobRun, Mail, TestimonialConsent, User
from cms.views import moderation, task
from cms.viewsets import (
    AddOnlyPolicy,
    AuthorViewSet,
    CommentViewSet,
    ModeratorPolicy,
    OperationsGroup,
    PublicGroup,
    ReadOnlyPolicy,
    SuperuserPolicy,
)

for model in (User, Group):
    register_permission_policy(model, SuperuserPolicy(model))
for model in (Mail, FailedTask, JobRun):
    register_permission_policy(model, ReadOnlyPolicy(model))
register_permission_policy(Comment, ModeratorPolicy(Comment))
register_snippet(AuthorViewSet)
hooks.register("register_bulk_action", moderation.ShowComments)
hooks.register("register_bulk_action", moderation.MarkCommentsAsSpam)
register_permission_policy(TestimonialConsent, AddOnlyPolicy(TestimonialConsent))


@hooks.register("register_admin_viewset")
def register_operations():
    return [OperationsGroup(), PublicGroup(), CommentViewSet()]


@hooks.register("register_log_actions")
def name_actions_on_comments(actions):
    for action, label, message in LOGGED.values():
        actions.register_action(action, label, message)


@hooks.register("register_admin_urls")
def register_task_addresses():
    return [
        path("failed-tasks/<int:pk>/run-again/", task.run_again, name="run_failed_task_again"),
        path("failed-tasks/<int:pk>/settle/", task.settle, name="settle_failed_task"),
        path("comments/<int:pk>/settle/", moderation.settle, name="settle_comment"),
    ]
