from django.shortcuts import redirect
from wagtail import hooks
from wagtail.admin import messages
from wagtail.permissions import register_permission_policy

from cms.viewsets import ReadOnlyPolicy
from courses.models import Enrolment, LessonPage, LessonProgress
from courses.viewsets import ProgrammeGroup

register_permission_policy(Enrolment, ReadOnlyPolicy(Enrolment))


@hooks.register("register_admin_viewset")
def programme_records():
    return ProgrammeGroup()


@hooks.register("before_delete_page")
def keep_lessons_that_leads_have_done(request, page):
    """The database would refuse it; this says so in words."""
    lessons = LessonPage.objects.descendant_of(page, inclusive=True)
    if request.method == "POST" and LessonProgress.objects.filter(lesson__in=lessons).exists():
        messages.error(request, "Leads have worked on this lesson: unpublish it instead. Nothing was deleted.")
        return redirect("wagtailadmin_explore", page.get_parent().pk)
    return None
