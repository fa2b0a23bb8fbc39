from datetime import timedelta

import pytest
from django.db import OperationalError
from django.utils import timezone

from cms.models import JobRun
from cms.queries import health
from tests.cms import production


@pytest.fixture
def queue(settings):
    settings.TASK_QUEUE = True


def heartbeat(*, minutes_ago):
    moment = timezone.now() - timedelta(minutes=minutes_ago)
    JobRun.objects.create(job="heartbeat", slot="heartbeat", started_at=moment, finished_at=moment)


def test_the_process_answers_without_the_database(client):
    """Without the mark that opens the database, any query would fail this test."""
    response = client.get("/healthz")
    assert (response.status_code, response.content) == (200, b"ok\n")


@pytest.mark.django_db
def test_the_site_is_ready(client):
    response = client.get("/readyz")
    assert (response.status_code, response.content) == (200, b"ready\n")


@pytest.mark.django_db
def test_with_a_queue_the_clock_must_have_ticked_within_five_minutes(client, queue):
    sentence = b"The clock (run_due) has not ticked for 5 minutes.\n"
    assert (client.get("/readyz").status_code, client.get("/readyz").content) == (503, sentence)
    heartbeat(minutes_ago=6)
    assert client.get("/readyz").status_code == 503
    JobRun.objects.all().delete()
    heartbeat(minutes_ago=4)
    assert client.get("/readyz").status_code == 200


@pytest.mark.django_db
def test_without_a_queue_nobody_waits_for_the_clock(client):
    assert client.get("/readyz").status_code == 200


@pytest.mark.django_db
def test_a_migration_that_is_not_applied_is_told(client, monkeypatch):
    monkeypatch.setattr(health, "_migrated", False)
    monkeypatch.setattr(health.MigrationExecutor, "migration_plan", lambda self, targets: [("cms.9999", False)])
    response = client.get("/readyz")
    assert (response.status_code, response.content) == (503, b"Migrations have not been applied.\n")


@pytest.mark.django_db
def test_a_database_that_does_not_answer_is_told_without_its_words(client, monkeypatch):
    def refuse(*args):
        raise OperationalError('password authentication failed for user "touchstone" at 10.0.0.5')

    monkeypatch.setattr(health, "_migrated", False)
    monkeypatch.setattr(health, "MigrationExecutor", refuse)
    response = client.get("/readyz")
    assert (response.status_code, response.content) == (503, b"The database does not answer.\n")


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["/healthz", "/readyz"])
def test_the_watch_is_not_sent_to_https_and_nothing_of_it_is_kept(client, settings, monkeypatch, path):
    values = production.load(monkeypatch)
    settings.SECURE_SSL_REDIRECT = True
    settings.SECURE_REDIRECT_EXEMPT = values["SECURE_REDIRECT_EXEMPT"]
    assert client.get("/account/login/").status_code == 301
    response = client.get(path)
    assert response.status_code == 200
    assert "no-store" in response["Cache-Control"]
