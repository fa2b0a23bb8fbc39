from django.shortcuts import redirect
from django.urls import reverse
from wagtail import hooks
from wagtail.admin import messages
from wagtail.admin.menu import MenuItem
from wagtail.permissions import register_permission_policy

from cms.viewsets import ReadOnlyPolicy
from courses.domain.audit import ACTIONS
from courses.models import Enrolment, LessonPage, LessonProgress
from courses.viewsets import ProgrammeGroup

register_permission_policy(Enrolment, ReadOnlyPolicy(Enrolment))


@hooks.register("register_admin_viewset")
def programme_records():
    return ProgrammeGroup()


@hooks.register("register_log_actions")
def name_actions(actions):
    for action, (label, message) in ACTIONS.items():
        actions.register_action(f"courses.{action}", label, message)


class AnalysisItem(MenuItem):
    def is_shown(self, request):
        return request.user.has_perm("quizzes.change_question")


@hooks.register("register_reports_menu_item")
def analysis_among_the_reports():
    return AnalysisItem("Analysis of questions", reverse("analysis"), icon_name="table")


class RegisterItem(MenuItem):
    def is_shown(self, request):
        return request.user.has_perm("courses.add_registerimport")


@hooks.register("register_reports_menu_item")
def register_among_the_reports():
    return RegisterItem("Register of schools", reverse("register"), icon_name="upload")


@hooks.register("before_delete_page")
def keep_lessons_that_leads_have_done(request, page):
    """The database would refuse it; this says so in words."""
    lessons = LessonPage.objects.descendant_of(page, inclusive=True)
    if request.method == "POST" and LessonProgress.objects.filter(lesson__in=lessons).exists():
        messages.error(request, "Leads have worked on this lesson: unpublish it instead. Nothing was deleted.")
        return redirect("wagtailadmin_explore", page.get_parent().pk)
    return None
