from django.conf import settings
from django.db.models import Max, Q

from cms.models import JobRun


def last_runs() -> list[dict]:
    """Each job with when it last began and when it last ended without an error."""
    times = {
        row["job"]: row
        for row in JobRun.objects.order_by()
        .values("job")
        .annotate(began=Max("started_at"), ended_well=Max("finished_at", filter=Q(error="")))
    }
    return [{"job": name, "every": every, **_times(times.get(name))} for name, every, _ in settings.JOBS]


def _times(row):
    return {"began": row["began"] if row else None, "ended_well": row["ended_well"] if row else None}


def last_heartbeat():
    """When the clock last ticked, or None."""
    return JobRun.objects.filter(job="heartbeat").values_list("finished_at", flat=True).first()
