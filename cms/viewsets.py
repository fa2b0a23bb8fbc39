"""The team's lists. What domain verbs wrote is read here, never edited."""

from datetime import timedelta

from django.utils.text import Truncator
from django.utils.timezone import localdate, now
from django_filters import ChoiceFilter
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column, DateColumn
from wagtail.admin.views.generic import CreateView, IndexView
from wagtail.admin.viewsets.base import ViewSetGroup
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.permission_policies import ModelPermissionPolicy
from wagtail.snippets.views.snippets import SnippetViewSet

from cms.domain.testimonial import give_consent
from cms.export import harmless
from cms.models import Author, Comment, Facilitator, FailedTask, JobRun, Mail, TestimonialConsent
from cms.queries.comment import to_do_count
from cms.queries.testimonial import REMINDED_BEFORE
from cms.views import moderation


class ReadOnlyPolicy(ModelPermissionPolicy):
    """Whoever has the permission may look; nobody, not even a superuser, adds, changes or deletes by form."""

    def user_has_permission(self, user, action):
        return action == "view" and super().user_has_permission(user, action)


class ModeratorPolicy(ModelPermissionPolicy):
    """Moderators look at comments and settle them by its page; nobody writes or deletes one by form."""

    def user_has_permission(self, user, action):
        return action == "view" and user.is_active and user.has_perm("cms.moderate_comment")


class SuperuserPolicy(ModelPermissionPolicy):
    """Who may edit people or groups could give themselves every right, so only those who have them all may."""

    def user_has_permission(self, user, action):
        return user.is_active and user.is_superuser


class HarmlessExport(IndexView):
    """A workbook's cells are text; in a CSV what a spreadsheet would run as a formula is led by an apostrophe."""

    def preprocess_field_value(self, field, value, export_format):
        value = super().preprocess_field_value(field, value, export_format)
        return harmless(value) if export_format == self.FORMAT_CSV else value


class ReadOnlyViewSet(ModelViewSet):
    index_view_class = HarmlessExport
    inspect_view_enabled = True
    copy_view_enabled = False
    add_to_admin_menu = False
    list_per_page = 50
    form_fields = []


class MailFilters(WagtailFilterSet):
    state = ChoiceFilter(choices=Mail.State.choices, label="State")

    class Meta:
        model = Mail
        fields = {"kind": ["exact"], "to": ["icontains"], "created_at": ["gte", "lte"]}


class MailViewSet(ReadOnlyViewSet):
    """The text is not among the fields: a mail that waits may hold somebody's sign-in code."""

    model = Mail
    name = "mail_log"
    icon = "mail"
    menu_label = "Mail"
    list_display = [Column("subject"), "to", "kind", "get_state_display", DateColumn("created_at")]
    filterset_class = MailFilters
    list_export = ["created_at", "sent_at", "to", "kind", "why", "subject", "state", "error"]
    inspect_view_fields = ["to", "user", "kind", "why", "subject", "state", "created_at", "sent_at", "error"]
    search_fields = ["to", "subject"]


class FailedTaskViewSet(ReadOnlyViewSet):
    model = FailedTask
    name = "failed_tasks"
    icon = "warning"
    menu_label = "Failed tasks"
    list_display = ["name", "error", "attempts", DateColumn("failed_at"), DateColumn("settled_at"), "settled_by"]
    list_filter = ["settled_at", "name"]
    list_export = ["name", "arguments", "error", "attempts", "failed_at", "settled_at", "settled_by"]
    inspect_view_fields = list_export
    inspect_template_name = "cms/admin/failed_task.html"


class JobRunViewSet(ReadOnlyViewSet):
    model = JobRun
    name = "job_runs"
    icon = "history"
    menu_label = "Clock"
    list_display = ["job", "slot", DateColumn("started_at"), DateColumn("finished_at"), "error"]
    list_filter = ["job"]
    list_export = ["job", "slot", "started_at", "finished_at", "error"]
    inspect_view_fields = list_export


class AddOnlyPolicy(ReadOnlyPolicy):
    """What was recorded stays as it was recorded: a change is another record."""

    def user_has_permission(self, user, action):
        if action == "add":
            return ModelPermissionPolicy.user_has_permission(self, user, action)
        return super().user_has_permission(user, action)


class ConsentFilters(WagtailFilterSet):
    stands = ChoiceFilter(
        label="Consent",
        method="filter_stands",
        choices=[("current", "current"), ("soon", "ends in 30 days"), ("ended", "ended"), ("withdrawn", "withdrawn")],
    )

    class Meta:
        model = TestimonialConsent
        fields = ["testimonial", "scope"]

    def filter_stands(self, rows, name, value):
        today = localdate()
        current = rows.current(today)
        return {
            "current": current,
            "soon": current.filter(until__lte=today + REMINDED_BEFORE),
            "ended": rows.filter(withdrawn_at=None, until__lt=today),
            "withdrawn": rows.filter(withdrawn_at__isnull=False),
        }[value]


class RecordConsentView(CreateView):
    def get_initial(self):
        today = localdate()
        until = today.replace(year=today.year + 2) if (today.month, today.day) != (2, 29) else today + timedelta(730)
        return {"testimonial": self.request.GET.get("testimonial"), "given_on": today, "until": until}

    def save_instance(self):
        return give_consent(now=now(), **self.form.cleaned_data)


class ConsentViewSet(ModelViewSet):
    """Recorded here, withdrawn by the link that the person was sent; nobody edits what somebody else allowed."""

    model = TestimonialConsent
    name = "testimonial_consents"
    icon = "check"
    menu_label = "Consents"
    add_view_class = RecordConsentView
    index_view_class = HarmlessExport
    inspect_view_enabled = True
    copy_view_enabled = False
    add_to_admin_menu = False
    form_fields = ["testimonial", "given_by", "given_by_email", "given_on", "until", "scope", "evidence"]
    list_display = ["testimonial", "given_by", "given_on", "until", DateColumn("withdrawn_at")]
    list_export = ["testimonial", *form_fields[1:], "withdrawn_at"]
    inspect_view_fields = [*form_fields, "recorded_at", "reminded_at", "withdrawn_at"]
    filterset_class = ConsentFilters
    search_fields = ["given_by"]


class FacilitatorViewSet(SnippetViewSet):
    model = Facilitator
    icon = "user"
    menu_label = "Facilitators"
    list_display = ["name", "role", "place"]
    search_fields = ["name"]


class PublicGroup(ViewSetGroup):
    menu_label = "Public pages"
    menu_icon = "openquote"
    menu_order = 260
    items = (ConsentViewSet, FacilitatorViewSet)


class OperationsGroup(ViewSetGroup):
    menu_label = "Operations"
    menu_icon = "cogs"
    menu_order = 900
    items = (MailViewSet, FailedTaskViewSet, JobRunViewSet)


class CommentFilters(WagtailFilterSet):
    state = ChoiceFilter(choices=Comment.State.choices, label="State")

    class Meta:
        model = Comment
        fields = ["state", "post", "check_state"]


class CommentViewSet(ReadOnlyViewSet):
    """The moderators' queue: what waits or was reported first."""

    model = Comment
    name = "comments"
    icon = "comment"
    menu_label = "Comments"
    menu_order = 270
    add_to_admin_menu = True
    list_display = [
        "name",
        Column("text", label="Comment", accessor=lambda comment: Truncator(comment.text or "(removed)").chars(120)),
        Column("post", label="Post", accessor=lambda comment: comment.post.title),
        Column("get_state_display", label="State"),
        Column("open_reports", label="Reports"),
        DateColumn("created_at", label="Written"),
    ]
    filterset_class = CommentFilters
    search_fields = ["name", "role", "email", "text"]
    list_export = []
    index_view_class = moderation.CommentIndexView
    index_template_name = "cms/admin/comments.html"
    inspect_view_class = moderation.CommentInspectView
    inspect_template_name = "cms/admin/comment.html"
    inspect_view_fields = ["post", "name", "role", "email", "state", "check_state", "created_at", "edited_at"]

    @property
    def menu_item_class(self):
        class Counted(super().menu_item_class):
            def render_component(self, request):
                link, number = super().render_component(request), to_do_count()
                link.label = f"Comments ({number})" if number else "Comments"
                return link

        return Counted


class AuthorViewSet(SnippetViewSet):
    model = Author
    icon = "user"
    list_display = ["name", "role", "slug"]
