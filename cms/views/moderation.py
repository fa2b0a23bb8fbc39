"""The moderators' queue in the admin: the list, the page of one comment, and what is done with many at once."""

from functools import cached_property

from django.contrib import messages
from django.db.models import Case, Q, Value, When
from django.shortcuts import redirect
from django.utils.timezone import now
from django.views.decorators.http import require_POST
from wagtail.admin.ui.tables import BulkActionsCheckboxColumn
from wagtail.admin.views import generic
from wagtail.admin.views.bulk_action import BulkAction

from cms.access import get_moderated_comment_or_404, may_moderate
from cms.domain.moderation import AlreadyRemoved, NotProven, settle_comment, settle_comments
from cms.forms.comment import SettleForm
from cms.models import Comment
from cms.queries.comment import history_of, queue, thread_for_moderator

DONE = {
    "shown": "The comment is shown.",
    "hidden": "The comment is hidden.",
    "spam": "The comment is marked as spam.",
    "removed": "The comment and its text are removed.",
}


@require_POST
def settle(request, pk):
    comment = get_moderated_comment_or_404(request.user, pk)
    form = SettleForm(request.POST)
    if form.is_valid():
        to, reason = form.cleaned_data["to"], form.cleaned_data["reason"]
        try:
            settle_comment(comment=comment, to=Comment.State(to), reason=reason, by=request.user, now=now())
        except NotProven:
            messages.error(request, "Nobody has said yet that this address is theirs, so it cannot be shown.")
        except AlreadyRemoved:
            messages.error(request, "This comment was removed before. Its text is gone.")
        else:
            messages.success(request, DONE[to])
    else:
        messages.error(request, " ".join(error for errors in form.errors.values() for error in errors))
    return redirect("comments:inspect", pk)


class CommentIndexView(generic.IndexView):
    def get_base_queryset(self):
        """What a moderator has to look at stands first, the oldest of it on top."""
        to_do = Case(When(Q(state=Comment.State.WAITING) | Q(open_reports__gt=0), then=Value(0)), default=Value(1))
        return queue().annotate(to_do=to_do)

    def order_queryset(self, queryset):
        if "ordering" in self.request.GET:
            return super().order_queryset(queryset)
        return queryset.order_by("to_do", "-created_at", "-pk")

    @cached_property
    def columns(self):
        return [BulkActionsCheckboxColumn("bulk_actions", obj_type="comment"), *super().columns]

    def _get_title_column(self, *args, **kwargs):
        return super()._get_title_column(*args, **kwargs, get_title_id=lambda comment: f"comment_{comment.pk}_title")


class CommentInspectView(generic.InspectView):
    def get_context_data(self, **kwargs):
        return {
            **super().get_context_data(**kwargs),
            "thread": thread_for_moderator(self.object),
            "history": history_of(self.object),
            "reports": self.object.reports.all(),
        }


class SettleComments(BulkAction):
    """Foreign ids among the chosen are passed over; whoever may not moderate changes nothing."""

    models = [Comment]
    template_name = "cms/admin/settle_comments.html"
    to = Comment.State.SHOWN

    def check_perm(self, comment):
        return may_moderate(self.request.user)

    def get_execution_context(self):
        return {"user": self.request.user, "to": self.to}

    @classmethod
    def execute_action(cls, objects, user=None, to=None, **kwargs):
        return settle_comments(pks=[comment.pk for comment in objects], to=to, by=user, now=now()), 0

    def get_success_message(self, num_parent_objects, num_child_objects):
        done = "shown" if self.to == Comment.State.SHOWN else "marked as spam"
        return f"{num_parent_objects} comment{'' if num_parent_objects == 1 else 's'} {done}."


class ShowComments(SettleComments):
    display_name = "Show"
    action_type = "show"
    aria_label = "Show the chosen comments"


class MarkCommentsAsSpam(SettleComments):
    display_name = "Mark as spam"
    action_type = "spam"
    aria_label = "Mark the chosen comments as spam"
    classes = {"serious"}
    to = Comment.State.SPAM
