"""Plain records of the programme in the admin. Enrolments follow rules, so they are only looked at here."""

from wagtail.admin.panels import FieldPanel, InlinePanel
from wagtail.admin.viewsets.base import ViewSetGroup
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.snippets.views.snippets import SnippetViewSet

from cms.viewsets import ReadOnlyViewSet
from courses.forms.cohort import CohortForm
from courses.models import Calendar, Cohort, Enrolment, School


class CalendarViewSet(SnippetViewSet):
    model = Calendar
    icon = "calendar-alt"
    menu_label = "Term dates"
    panels = [
        FieldPanel("name"),
        InlinePanel("terms", [FieldPanel("starts_on"), FieldPanel("ends_on")], heading="Half terms", label="Half term"),
        InlinePanel(
            "closed_days", [FieldPanel("day"), FieldPanel("reason")], heading="Closed days", label="Closed day"
        ),
    ]
    list_display = ["name"]
    search_fields = ["name"]


class SchoolViewSet(ModelViewSet):
    model = School
    icon = "home"
    form_fields = ["name", "town", "phase", "urn"]
    list_display = ["name", "town", "phase", "urn"]
    search_fields = ["name", "town", "urn"]
    list_filter = ["phase"]
    copy_view_enabled = False


class CohortViewSet(ModelViewSet):
    model = Cohort
    icon = "group"
    list_display = ["name", "starts_on", "is_public", "places", "places_left", "calendar"]
    copy_view_enabled = False

    def get_form_class(self, for_update=False):
        return CohortForm


class EnrolmentViewSet(ReadOnlyViewSet):
    model = Enrolment
    icon = "user"
    list_display = ["user", "school", "cohort", "joined_on", "state"]
    list_filter = ["cohort", "state"]
    list_export = ["user", "school", "cohort", "joined_on", "state"]
    inspect_view_fields = list_export


class ProgrammeGroup(ViewSetGroup):
    menu_label = "Programme"
    menu_icon = "calendar-alt"
    menu_order = 250
    items = (CohortViewSet, SchoolViewSet, EnrolmentViewSet, CalendarViewSet)
