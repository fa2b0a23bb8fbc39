from django.contrib.auth.models import Group
from django.urls import path
from wagtail import hooks
from wagtail.permissions import register_permission_policy

from cms.models import FailedTask, JobRun, Mail, TestimonialConsent, User
from cms.views import task
from cms.viewsets import AddOnlyPolicy, OperationsGroup, PublicGroup, ReadOnlyPolicy, SuperuserPolicy

for model in (User, Group):
    register_permission_policy(model, SuperuserPolicy(model))
for model in (Mail, FailedTask, JobRun):
    register_permission_policy(model, ReadOnlyPolicy(model))
register_permission_policy(TestimonialConsent, AddOnlyPolicy(TestimonialConsent))


@hooks.register("register_admin_viewset")
def register_operations():
    return [OperationsGroup(), PublicGroup()]


@hooks.register("register_admin_urls")
def register_task_addresses():
    return [
        path("failed-tasks/<int:pk>/run-again/", task.run_again, name="run_failed_task_again"),
        path("failed-tasks/<int:pk>/settle/", task.settle, name="settle_failed_task"),
    ]
