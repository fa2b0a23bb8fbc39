from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django_tasks_db.management.commands.db_worker import Worker
from django_tasks_db.models import DBTaskResult

from cms import tasks
from cms.domain.task import AlreadySettled, run_failed_task_again, settle_failed_task
from cms.models import FailedTask, User
from tests.builders import build_user

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 11, 5, 16, 0, tzinfo=UTC)


@tasks.background
def rename(*, pk, name, now):
    User.objects.filter(pk=pk).update(first_name=name)


@tasks.background
def fail(*, now, why="no luck"):
    raise ValueError(why)


def not_for_the_queue(*, now):
    raise AssertionError("This must never be called by name.")


@pytest.fixture
def queue(settings, monkeypatch):
    """The real queue in the database. A worker renews its connections; in a test's transaction it must not."""
    monkeypatch.setattr("django_tasks_db.management.commands.db_worker.close_old_connections", lambda: None)
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend", "QUEUES": ["default"]}}


def work_at(when):
    with time_machine.travel(when, tick=False):
        Worker(
            queue_names=["*"],
            interval=0,
            batch=True,
            backend_name="default",
            startup_delay=False,
            max_tasks=None,
            worker_id=f"worker-{when:%H%M}",
            excluded_queue_names=[],
        ).run()


def enqueue_at(when, function, **arguments):
    with time_machine.travel(when, tick=False):
        tasks.enqueue(function, **arguments)


def test_without_a_queue_a_task_runs_at_once():
    ada = build_user(name="Ada Example")
    tasks.enqueue(rename, pk=ada.pk, name="Grace")
    ada.refresh_from_db()
    assert ada.first_name == "Grace"


def test_without_a_queue_a_task_that_raises_is_recorded_and_raises_nothing_here():
    enqueue_at(NOW, fail)
    assert list(FailedTask.objects.values_list("name", "arguments", "error", "attempts", "failed_at")) == [
        ("tests.cms.test_tasks.fail", {}, "ValueError: no luck", 1, NOW)
    ]


def test_only_a_function_marked_for_the_background_is_called():
    tasks.enqueue("tests.cms.test_tasks.not_for_the_queue")
    assert FailedTask.objects.get().error == "NotABackgroundTask: tests.cms.test_tasks.not_for_the_queue"


def test_a_name_that_leads_nowhere_is_recorded():
    tasks.enqueue("tests.cms.test_tasks.gone")
    assert FailedTask.objects.get().error.startswith("ImportError")


def test_with_a_queue_the_worker_runs_the_task(queue):
    ada = build_user(name="Ada Example")
    enqueue_at(NOW, rename, pk=ada.pk, name="Grace")
    ada.refresh_from_db()
    assert ada.first_name == "Ada"
    work_at(NOW)
    ada.refresh_from_db()
    assert ada.first_name == "Grace"


def test_with_a_queue_a_failing_task_is_tried_after_1_5_30_and_120_minutes_and_then_recorded(queue):
    enqueue_at(NOW, fail)
    tried, when = [], NOW
    for _ in range(5):
        work_at(when)
        (waiting,) = DBTaskResult.objects.filter(status="READY") or [None]
        tried.append(FailedTask.objects.count())
        if waiting is None:
            break
        assert DBTaskResult.objects.filter(status="READY").count() == 1
        work_at(waiting.run_after - timedelta(seconds=1))  # too early: nothing happens
        assert FailedTask.objects.count() == 0
        when = waiting.run_after
    assert when - NOW == timedelta(minutes=1 + 5 + 30 + 120)
    assert tried == [0, 0, 0, 0, 1]
    assert FailedTask.objects.get().attempts == 5


def test_a_task_whose_worker_was_killed_is_tried_again_after_an_hour(queue):
    enqueue_at(NOW, fail)
    DBTaskResult.objects.update(status="RUNNING", started_at=NOW)
    tasks.release_lost(now=NOW + timedelta(minutes=59))
    assert DBTaskResult.objects.filter(status="READY").count() == 0
    tasks.release_lost(now=NOW + timedelta(minutes=61))
    assert sorted(DBTaskResult.objects.values_list("status", flat=True)) == ["FAILED", "READY"]


def test_results_are_pruned_after_two_weeks(queue):
    ada = build_user()
    enqueue_at(NOW, rename, pk=ada.pk, name="Grace")
    work_at(NOW)
    with time_machine.travel(NOW + timedelta(days=13), tick=False):
        tasks.prune(now=NOW)
        assert DBTaskResult.objects.count() == 1
    with time_machine.travel(NOW + timedelta(days=15), tick=False):
        tasks.prune(now=NOW)
        assert DBTaskResult.objects.count() == 0


def test_pruning_without_a_queue_does_nothing():
    tasks.prune(now=NOW)
    tasks.release_lost(now=NOW)


def test_a_failed_task_can_be_run_again_and_is_settled_by_that(django_capture_on_commit_callbacks):
    ada, boss = build_user(name="Ada Example"), build_user()
    failed = FailedTask.objects.create(
        name="tests.cms.test_tasks.rename",
        arguments={"pk": ada.pk, "name": "Grace"},
        error="ValueError",
        attempts=5,
        failed_at=NOW,
    )
    with django_capture_on_commit_callbacks(execute=True):
        run_failed_task_again(failed=failed, by=boss, now=NOW)
    ada.refresh_from_db()
    failed.refresh_from_db()
    assert (ada.first_name, failed.settled_by, failed.settled_at) == ("Grace", boss, NOW)


def test_two_people_cannot_run_the_same_failed_task_again():
    boss = build_user()
    failed = FailedTask.objects.create(name="x.y", error="e", attempts=5, failed_at=NOW)
    settle_failed_task(failed=failed, by=boss, now=NOW)
    with pytest.raises(AlreadySettled):
        run_failed_task_again(failed=failed, by=boss, now=NOW)
