"""Is the site ready to serve? Each check answers with a sentence when it is not."""

from datetime import timedelta

from django.conf import settings
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor

from cms.queries.job import last_heartbeat

CLOCK_MAY_BE_SILENT_FOR = timedelta(minutes=5)
_migrated = False  # a process never loses a migration: once found, the costly look is not repeated


def what_is_wrong(*, now) -> list[str]:
    try:
        return [sentence for check in (_migrations, _clock) if (sentence := check(now))]
    except DatabaseError:
        return ["The database does not answer."]


def _migrations(now):
    global _migrated
    if not _migrated:
        executor = MigrationExecutor(connection)
        _migrated = not executor.migration_plan(executor.loader.graph.leaf_nodes())
    return "" if _migrated else "Migrations have not been applied."


def _clock(now):
    heartbeat = last_heartbeat()
    if not settings.TASK_QUEUE or (heartbeat and now - heartbeat < CLOCK_MAY_BE_SILENT_FOR):
        return ""
    return "The clock (run_due) has not ticked for 5 minutes."
