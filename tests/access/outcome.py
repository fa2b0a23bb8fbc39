"""What came of a request, in the words of the table, and what it changed."""

from contextlib import contextmanager
from urllib.parse import urlsplit

import pytest
from django.apps import apps
from django.db import connection, transaction
from django.urls import reverse

NOT_COMPARED = {"sessions.Session", "contenttypes.ContentType", "auth.Permission"}
WRITES = ("INSERT", "UPDATE", "DELETE")


def outcome(response) -> str:
    if response.status_code not in (301, 302, 303):
        return str(response.status_code)
    target = urlsplit(response["Location"])
    if target.netloc not in ("", "testserver", "localhost"):
        return f"away to {target.netloc}"
    pages = {reverse("account_login"): "in", reverse("mfa_index"): "2f"}
    return pages.get(target.path, "go")


def body(response) -> str:
    content = b"".join(response.streaming_content) if response.streaming else response.content
    return content.decode(errors="replace")


def stored(statements: list[str] | None = None) -> dict[str, list[str]]:
    """Every row of every table, so that nothing can change unseen; or of those tables that these statements name."""
    return {
        model._meta.label: sorted(map(repr, model._base_manager.values_list()))
        for model in apps.get_models(include_auto_created=True)
        if model._meta.label not in NOT_COMPARED and model._meta.managed and not model._meta.proxy
        if statements is None or any(f'"{model._meta.db_table}"' in statement for statement in statements)
    }


class Watched:
    """What was stored before; `changed` names the tables that differ, and looks only when something was written."""

    def __init__(self, before):
        self.before = before
        self.statements = []

    def __call__(self, execute, sql, params, many, context):
        if sql.lstrip().upper().startswith(WRITES):
            self.statements.append(sql)
        return execute(sql, params, many, context)

    def changed(self) -> list[str]:
        if not self.statements:
            return []
        after = stored(self.statements)
        return [label for label, rows in after.items() if rows != self.before[label]]


@contextmanager
def undone(before: dict[str, list[str]]):
    """What happens inside is watched, and rolled back at the end."""
    watched = Watched(before)
    with transaction.atomic():
        with connection.execute_wrapper(watched):
            yield watched
        transaction.set_rollback(True)


def stands(reason: str, *, raises=AssertionError):
    """Marks a fault that is known and not yet mended. Who mends it takes the mark away: the test then says so."""
    return pytest.mark.xfail(strict=True, raises=raises, reason=reason)
