"""Numbers without a gap: each series is one row, and whoever takes the next number holds that row until the document
is written or everything is undone."""

from django.db.models import F

from courses.models import NumberSeries

QUOTES, INVOICES, CREDITS = "Q", "INV", "CN"
DIGITS = 5


def next_number(series: str) -> tuple[int, str]:
    """Inside the transaction that writes the document: 42, "INV-00042". Credit notes before invoices, where one
    transaction writes both, so that two never wait for each other."""
    row = NumberSeries.objects.filter(code=series)
    if not row.update(last=F("last") + 1):
        NumberSeries.objects.get_or_create(code=series)
        row.update(last=F("last") + 1)
    last = row.values_list("last", flat=True).get()
    return last, f"{series}-{last:0{DIGITS}}"
