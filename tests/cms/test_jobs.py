from datetime import UTC, datetime, timedelta
from io import StringIO

import pytest
from django.contrib.sessions.models import Session
from django.core.management import call_command
from django.db import IntegrityError, transaction
from wagtail.models import Page

from cms.domain.job import clear_sessions, forget_old_runs, run_due_jobs, slot_of
from cms.models import ContentPage, JobRun
from cms.queries.job import last_heartbeat, last_runs

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 11, 5, 16, 0, 30, tzinfo=UTC)
ran = []


def note(*, now):
    ran.append(now)


def fail(*, now):
    raise ValueError("no luck")


@pytest.fixture(autouse=True)
def _nothing_ran():
    ran.clear()


@pytest.fixture
def jobs(settings):
    def jobs(*rows):
        settings.JOBS = [(name, every, f"tests.cms.test_jobs.{function}") for name, every, function in rows]

    return jobs


@pytest.mark.parametrize(
    ("every", "moment", "slot"),
    [
        ("minute", datetime(2026, 7, 1, 8, 59, 59, tzinfo=UTC), "2026-07-01T08:59Z"),
        ("hour", datetime(2026, 7, 1, 8, 59, 59, tzinfo=UTC), "2026-07-01T08Z"),
        ("day", datetime(2026, 7, 1, 22, 59, tzinfo=UTC), "2026-07-01"),
        ("day", datetime(2026, 7, 1, 23, 0, tzinfo=UTC), "2026-07-02"),  # midnight in London's summer
        ("day", datetime(2026, 12, 1, 23, 0, tzinfo=UTC), "2026-12-01"),
        ("day 03:00", datetime(2026, 7, 1, 1, 59, tzinfo=UTC), "2026-06-30"),
        ("day 03:00", datetime(2026, 7, 1, 2, 0, tzinfo=UTC), "2026-07-01"),
        ("day 01:30", datetime(2026, 3, 29, 0, 59, tzinfo=UTC), "2026-03-28"),  # 01:30 does not exist on this day
        ("day 01:30", datetime(2026, 3, 29, 2, 0, tzinfo=UTC), "2026-03-29"),
        ("day 01:30", datetime(2026, 10, 25, 0, 30, tzinfo=UTC), "2026-10-25"),  # 01:30 comes twice: one slot
        ("day 01:30", datetime(2026, 10, 25, 1, 30, tzinfo=UTC), "2026-10-25"),
        ("thursday 16:00", datetime(2026, 11, 5, 15, 59, tzinfo=UTC), "2026-10-29"),
        ("thursday 16:00", datetime(2026, 11, 5, 16, 0, tzinfo=UTC), "2026-11-05"),
        ("thursday 16:00", datetime(2026, 11, 11, 23, 0, tzinfo=UTC), "2026-11-05"),
    ],
)
def test_slots(every, moment, slot):
    assert slot_of(every, moment) == slot


def test_a_job_runs_once_a_slot_and_again_in_the_next(jobs):
    jobs(("note", "minute", "note"))
    for seconds in (0, 20, 40):
        run_due_jobs(now=NOW + timedelta(seconds=seconds))
    assert ran == [NOW, NOW + timedelta(seconds=40)]


def test_a_clock_that_stood_still_runs_a_job_once_not_for_every_slot_it_missed(jobs):
    jobs(("note", "hour", "note"))
    run_due_jobs(now=NOW)
    run_due_jobs(now=NOW + timedelta(hours=9))
    assert len(ran) == 2


def test_a_slot_that_another_clock_has_taken_is_left_alone(jobs):
    jobs(("note", "minute", "note"))
    JobRun.objects.create(job="note", slot=slot_of("minute", NOW), started_at=NOW)
    assert run_due_jobs(now=NOW) == []
    assert ran == []


def test_two_clocks_that_look_at_the_same_moment_are_told_apart_by_the_database(jobs, monkeypatch):
    jobs(("note", "minute", "note"))
    JobRun.objects.create(job="note", slot=slot_of("minute", NOW), started_at=NOW)
    monkeypatch.setattr("django.db.models.query.QuerySet.exists", lambda self: False)  # both looked: nothing there
    assert run_due_jobs(now=NOW) == []


def test_the_database_refuses_a_second_run_of_a_slot():
    JobRun.objects.create(job="note", slot="2026-11-05", started_at=NOW)
    with pytest.raises(IntegrityError), transaction.atomic():
        JobRun.objects.create(job="note", slot="2026-11-05", started_at=NOW)


def test_a_job_that_fails_is_recorded_and_runs_again_in_the_next_slot_only(jobs):
    jobs(("fail", "minute", "fail"))
    for seconds in (0, 20, 60):
        run_due_jobs(now=NOW + timedelta(seconds=seconds))
    errors = JobRun.objects.filter(job="fail").values_list("error", flat=True)
    assert list(errors) == ["ValueError: no luck"] * 2


def test_a_job_that_fails_does_not_keep_the_next_from_running(jobs):
    jobs(("fail", "minute", "fail"), ("note", "minute", "note"))
    run_due_jobs(now=NOW)
    assert ran == [NOW]


def test_every_tick_is_a_heartbeat(jobs):
    jobs()
    assert last_heartbeat() is None
    run_due_jobs(now=NOW)
    run_due_jobs(now=NOW + timedelta(minutes=1))
    assert last_heartbeat() == NOW + timedelta(minutes=1)


def test_each_job_is_listed_with_its_last_run(jobs):
    jobs(("fail", "minute", "fail"), ("note", "day", "note"))
    assert [row["began"] for row in last_runs()] == [None, None]
    run_due_jobs(now=NOW)
    assert [(row["job"], row["began"], row["ended_well"] is None) for row in last_runs()] == [
        ("fail", NOW, True),
        ("note", NOW, False),
    ]


def test_the_list_of_jobs_is_read_with_one_query(jobs, django_assert_num_queries):
    jobs(("a", "minute", "note"), ("b", "minute", "note"), ("c", "minute", "note"))
    with django_assert_num_queries(1):
        last_runs()


def test_the_command_prints_what_it_ran(jobs):
    jobs(("note", "minute", "note"), ("fail", "minute", "fail"))
    out = StringIO()
    call_command("run_due", stdout=out)
    lines = [line.split(": ", 1)[1] for line in out.getvalue().splitlines()]
    assert lines == ["done", "ValueError: no luck"]


def test_the_command_lists_the_jobs(jobs):
    jobs(("note", "minute", "note"))
    out = StringIO()
    call_command("run_due", list=True, stdout=out)
    assert out.getvalue() == "note (every minute): never\n"


def test_the_loop_ends_quietly_when_interrupted(jobs, monkeypatch):
    jobs(("note", "minute", "note"))

    def interrupt(seconds):
        raise KeyboardInterrupt

    monkeypatch.setattr("cms.management.commands.run_due.close_old_connections", lambda: None)
    monkeypatch.setattr("cms.management.commands.run_due.time.sleep", interrupt)
    out = StringIO()
    call_command("run_due", loop=True, stdout=out)
    assert out.getvalue().splitlines()[-1] == "Stopped."


def test_every_job_of_the_settings_can_be_run(settings):
    errors = [run.error for run in run_due_jobs(now=NOW)]
    assert errors == [""] * len(settings.JOBS)


def test_a_page_whose_hour_has_come_is_published(site, jobs, settings):
    page = site.add_child(instance=ContentPage(title="About", slug="about", live=False))
    page.go_live_at = datetime(2020, 1, 1, tzinfo=UTC)
    page.save_revision(approved_go_live_at=page.go_live_at)
    settings.JOBS = [("publish-scheduled", "minute", "cms.domain.job.publish_scheduled")]
    run_due_jobs(now=NOW)
    assert Page.objects.get(pk=page.pk).live is True


def test_expired_sessions_are_cleared_and_others_stay():
    Session.objects.create(session_key="old", session_data="", expire_date=datetime(2020, 1, 1, tzinfo=UTC))
    Session.objects.create(session_key="new", session_data="", expire_date=datetime(2099, 1, 1, tzinfo=UTC))
    clear_sessions(now=NOW)
    assert list(Session.objects.values_list("session_key", flat=True)) == ["new"]


def test_old_runs_are_forgotten_and_the_heartbeat_stays(jobs):
    jobs(("note", "minute", "note"))
    run_due_jobs(now=NOW - timedelta(days=15))
    forget_old_runs(now=NOW)
    assert list(JobRun.objects.values_list("job", flat=True)) == ["heartbeat"]
