from datetime import datetime

from django.apps import apps
from django.conf import settings
from django.db.models import Max, Q
from wagtail.models import DraftStateMixin, Page, Revision

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


def publishing_is_due(now: datetime) -> bool:
    """Whether a page or a snippet goes live or goes at its hour."""
    snippets = [model for model in apps.get_models() if issubclass(model, DraftStateMixin)]
    of_their_own = [Page, *(model for model in snippets if not issubclass(model, Page))]
    return Revision.objects.filter(approved_go_live_at__lt=now).exists() or any(
        model.objects.filter(live=True, expire_at__lt=now).exists() for model in of_their_own
    )
