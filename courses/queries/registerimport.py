"""What the office reads of the register: how many schools it has, and what each import did."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Q

from courses.models import Establishment, EstablishmentLink, RegisterImport

SHOWN = 20


@dataclass(frozen=True)
class Standing:
    open: int
    closed: int
    vanished: int
    links: int
    at: datetime | None  # when schools were last imported

    @property
    def rows(self) -> list[dict]:
        return [
            {"label": "Open schools", "value": f"{self.open:,}"},
            {"label": "Closed schools", "value": f"{self.closed:,}"},
            {"label": "No longer in the file", "value": f"{self.vanished:,}"},
            {"label": "Links from an old school to its successor", "value": f"{self.links:,}"},
        ]


def standing() -> Standing:
    gone, closed = Q(vanished_at__isnull=False), Q(status=Establishment.Status.CLOSED)
    counts = Establishment.objects.aggregate(
        open=Count("pk", filter=~gone & ~closed),
        closed=Count("pk", filter=~gone & closed),
        vanished=Count("pk", filter=gone),
    )
    last = RegisterImport.objects.filter(state=RegisterImport.State.DONE, read__gt=0)
    return Standing(
        **counts,
        links=EstablishmentLink.objects.count(),
        at=last.order_by("-at").values_list("at", flat=True).first(),
    )


def recent_imports() -> list[RegisterImport]:
    return list(RegisterImport.objects.select_related("by").defer("differences")[:SHOWN])


def shown_differences(register_import: RegisterImport) -> dict:
    """For the page of one import: its figures as rows, why rows were left out, and the lists with whole counts."""
    found = register_import
    counts = {"added": found.added, "changed": found.changed, "vanished": found.vanished}
    titles = {"added": "New", "changed": "Changed", "vanished": "No longer in the file"}
    lists = [
        {"title": titles[name], "count": counts[name], "schools": found.differences.get(name, [])}
        for name in titles
        if counts[name]
    ]
    rows = [{"label": titles[name], "value": f"{counts[name]:,}"} for name in titles]
    rows.append({"label": "As before", "value": f"{found.unchanged:,}"})
    if found.links is not None:
        rows.append({"label": "Links", "value": f"{found.links:,}"})
    rows += [{"label": f"Left out: {reason}", "value": f"{count:,}"} for reason, count in found.left_out.items()]
    return {"figures": rows, "lists": lists}
