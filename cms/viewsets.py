"""The team's lists of what the machinery did. Rows are written by domain verbs: here they are read, never edited."""

from django.utils.text import Truncator
from django_filters import ChoiceFilter
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column, DateColumn
from wagtail.admin.views.generic import IndexView
from wagtail.admin.viewsets.base import ViewSetGroup
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.permission_policies import ModelPermissionPolicy
from wagtail.snippets.views.snippets import SnippetViewSet

from cms.export import harmless
from cms.models import Author, Comment, FailedTask, JobRun, Mail
from cms.queries.comment import to_do_count
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
