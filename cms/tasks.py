"""Work outside the request. The only module that knows the task library (Django 6 brings its own).

A function marked `@background` takes JSON arguments by name and `now`; `enqueue(function, ...)` runs it in the
worker, or at once where no worker runs. A function that raises is tried again later; after the last try, or at
once where nothing can be put off, a FailedTask waits for somebody of the team. Nothing is raised into the
visitor's request.
"""

from datetime import timedelta
from functools import partial

from django.conf import settings
from django.core.management import call_command
from django.db import transaction
from django.utils import timezone
from django.utils.module_loading import import_string
from django_tasks import task

from cms.models import FailedTask

LOST_AFTER = timedelta(hours=1)  # a worker that was killed leaves its task "running" for ever


class NotABackgroundTask(Exception):
    """The name does not lead to a function that was marked for this: never call what a row merely names."""


def background(function):
    function.is_background_task = True
    return function


def enqueue(function, **arguments) -> None:
    """`function` itself, or its dotted path."""
    run.enqueue(function if isinstance(function, str) else _path(function), arguments, 1)


def enqueue_on_commit(function, **arguments) -> None:
    """After the transaction, so that the worker finds its rows. A queue that is down never fails the request."""
    transaction.on_commit(partial(enqueue, function, **arguments), robust=True)


@task()
def run(path, arguments, attempt):
    now = timezone.now()
    try:
        function = import_string(path)
        if not getattr(function, "is_background_task", False):
            raise NotABackgroundTask(path)
        function(**arguments, now=now)
    except Exception as error:
        _put_off_or_record(path, arguments, attempt, error, now)
        raise


def release_lost(*, now) -> None:
    """Try again what a killed worker had begun."""
    if not _has_queue():
        return
    from django_tasks_db.models import DBTaskResult

    lost = DBTaskResult.objects.running().filter(task_path=_path(run.func), started_at__lt=now - LOST_AFTER)
    for row in lost:
        error = RuntimeError("The worker stopped before the task was done.")
        row.set_failed(error)
        _put_off_or_record(*row.args_kwargs["args"], error, now)


def prune(*, now) -> None:
    """Forget the results of tasks after two weeks; FailedTask rows stay until settled."""
    if _has_queue():
        call_command("prune_db_task_results", queue_name="*", verbosity=0)


def _put_off_or_record(path, arguments, attempt, error, now):
    waits = settings.TASK_RETRY_MINUTES
    if run.get_backend().supports_defer and attempt <= len(waits):
        later = run.using(run_after=now + timedelta(minutes=waits[attempt - 1]))
        later.enqueue(path, arguments, attempt + 1)
    else:
        FailedTask.objects.create(
            name=path,
            arguments=arguments,
            error=f"{type(error).__name__}: {error}"[:2000],
            attempts=attempt,
            failed_at=now,
        )


def _has_queue() -> bool:
    return run.get_backend().supports_defer


def _path(function) -> str:
    return f"{function.__module__}.{function.__qualname__}"
