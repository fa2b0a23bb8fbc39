"""The clock: jobs that are due run once a slot, however many clocks tick.

A slot is a name that two clocks agree on without speaking to each other: a minute or an hour of UTC, or a day of
the site's time zone. Only the latest slot of a job is ever run, so a clock that stood still does not catch up with
a flood. A job that fails is recorded and runs again in its next slot.
"""

import logging
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.apps import apps
from django.conf import settings
from django.contrib.sessions.models import Session
from django.core.management import call_command
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.module_loading import import_string

from cms.models import JobRun

HEARTBEAT = "heartbeat"
RUNS_KEPT_FOR = timedelta(days=14)
WEEKDAYS = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]

logger = logging.getLogger(__name__)


def slot_of(every: str, now: datetime) -> str:
    """`every` is "minute", "hour", "day 03:00" or "thursday 16:00"; days and times are those of the site."""
    if every == "minute":
        return now.astimezone(UTC).strftime("%Y-%m-%dT%H:%MZ")
    if every == "hour":
        return now.astimezone(UTC).strftime("%Y-%m-%dT%HZ")
    day_name, _, at = every.partition(" ")
    zone = ZoneInfo(settings.TIME_ZONE)
    day = now.astimezone(zone).date()
    if datetime.combine(day, time.fromisoformat(at or "00:00"), tzinfo=zone).astimezone(UTC) > now.astimezone(UTC):
        day -= timedelta(days=1)
    if day_name != "day":
        day -= timedelta(days=(day.weekday() - WEEKDAYS.index(day_name)) % 7)
    return day.isoformat()


def run_due_jobs(*, now) -> list[JobRun]:
    """Run every job whose slot nobody has taken yet, and note that the clock is alive."""
    runs = [run for name, every, path in settings.JOBS if (run := _run_job(name, slot_of(every, now), path, now))]
    JobRun.objects.update_or_create(
        job=HEARTBEAT,
        slot=HEARTBEAT,
        defaults={"finished_at": now},
        create_defaults={"started_at": now, "finished_at": now},
    )
    return runs


def _run_job(name, slot, path, now):
    run = _take_slot(name, slot, now)
    if run is None:
        return None
    try:
        import_string(path)(now=now)
    except Exception as error:
        logger.exception("Job %s failed", name)
        run.error = f"{type(error).__name__}: {error}"[:2000]
    run.finished_at = timezone.now()
    run.save(update_fields=["finished_at", "error"])
    return run


def _take_slot(name, slot, now):
    """None when another clock has it: the unique constraint decides."""
    if JobRun.objects.filter(job=name, slot=slot).exists():
        return None
    try:
        with transaction.atomic():
            return JobRun.objects.create(job=name, slot=slot, started_at=now)
    except IntegrityError:
        return None


def publish_scheduled(*, now) -> None:
    """Pages whose hour has come go live; those whose time is over go."""
    call_command("publish_scheduled", verbosity=0)


def clear_sessions(*, now) -> None:
    call_command("clearsessions", verbosity=0)
    devices = apps.get_model("usersessions", "UserSession").objects
    devices.exclude(session_key__in=Session.objects.values("session_key")).delete()


def forget_old_runs(*, now) -> None:
    JobRun.objects.exclude(job=HEARTBEAT).filter(started_at__lt=now - RUNS_KEPT_FOR).delete()
