"""What the team may do with a task that failed for the last time."""

from django.db import transaction

from cms import tasks
from cms.models import FailedTask


class AlreadySettled(Exception):
    """Somebody was quicker: the task was settled or run again."""


@transaction.atomic
def settle_failed_task(*, failed, by, now) -> None:
    """The team has dealt with it; the row stays as a record."""
    settled = FailedTask.objects.filter(pk=failed.pk, settled_at=None).update(settled_at=now, settled_by=by)
    if not settled:
        raise AlreadySettled


@transaction.atomic
def run_failed_task_again(*, failed, by, now) -> None:
    """Settle it and enqueue it afresh; if it fails once more, a new row says so."""
    settle_failed_task(failed=failed, by=by, now=now)
    tasks.enqueue_on_commit(failed.name, **failed.arguments)
