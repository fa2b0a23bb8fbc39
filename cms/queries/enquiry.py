"""The office's inbox, and how fast it answers: counts with their base, never a promise."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from statistics import median

from django.db.models import Q
from django.utils.timezone import localdate

from cms.models import Enquiry, User

IN_TIME = 2  # working days
COUNTED = 20  # the latest enquiries of which the public sentence speaks
LEAST_SAID = 10  # fewer are too few to say anything to the public


def inbox():
    """What waits, the longest first; then what was answered or closed, the newest first: two lists."""
    rows = Enquiry.objects.select_related("assigned_to")
    waiting = rows.filter(answered_at=None, closed_at=None).order_by("asked_at", "pk")
    return waiting, rows.exclude(answered_at=None, closed_at=None).order_by("-asked_at", "-pk")


def people_of_the_office():
    """To whom an enquiry may be given: those who may answer it."""
    may = Q(groups__permissions__codename="change_enquiry") | Q(user_permissions__codename="change_enquiry")
    return User.objects.filter(may, is_active=True).distinct().order_by("first_name", "last_name", "pk")


def working_days(first: date, last: date) -> int:
    """Mondays to Fridays after `first`, up to and with `last`: 0 on the same day. Bank holidays count as days."""
    days = (first + timedelta(days=number) for number in range(1, (last - first).days + 1))
    return sum(day.weekday() < 5 for day in days)


@dataclass(frozen=True)
class Answering:
    """Of `asked` enquiries `in_time` were answered within two working days; `median_days` is of those answered."""

    asked: int
    in_time: int
    answered: int
    median_days: float | None

    @property
    def may_be_said(self) -> bool:
        return self.asked >= LEAST_SAID


def answering(*, now: datetime, latest: int | None = None) -> Answering:
    """How the enquiries of twelve months were answered, or the latest of them: one query.

    An enquiry that still waits counts once its two days are over, so that leaving it alone does not help. One that
    was closed without an answer needed none.
    """
    rows = Enquiry.objects.filter(asked_at__gte=now - timedelta(days=365)).order_by("-asked_at", "-pk")
    times = rows.values_list("asked_at", "answered_at", "closed_at")
    answered = [days_to_answer(asked, done, now) for asked, done, closed in times if done or not closed]
    counted = [(days, done) for days, done in answered if done or days > IN_TIME][:latest]
    took = [days for days, done in counted if done]
    return Answering(
        asked=len(counted),
        in_time=sum(days <= IN_TIME for days in took),
        answered=len(took),
        median_days=median(took) if took else None,
    )


def days_to_answer(asked: datetime, answered: datetime | None, now: datetime) -> tuple[int, bool]:
    return working_days(localdate(asked), localdate(answered or now)), answered is not None
