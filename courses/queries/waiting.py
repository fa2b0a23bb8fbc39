"""The waiting list as a school and as the office see it."""

from dataclasses import dataclass

from django.core import signing
from django.db.models import Q, QuerySet, Sum

from courses.models import Booking, Cohort, WaitingGroup

SIGNER = signing.Signer(salt="courses.waiting")


def waiting_token(group: WaitingGroup) -> str:
    """Signed, and good for this one group as long as it is kept."""
    return SIGNER.sign_object(group.pk)


def read_waiting_token(token: str) -> int | None:
    try:
        return SIGNER.unsign_object(token)
    except (signing.BadSignature, ValueError):
        return None


def schools_before(group: WaitingGroup) -> int:
    earlier = Q(joined_at__lt=group.joined_at) | Q(joined_at=group.joined_at, pk__lt=group.pk)
    return WaitingGroup.objects.filter(earlier, cohort=group.cohort_id, state=WaitingGroup.State.WAITING).count()


def position_words(group: WaitingGroup) -> str:
    """A band, never a number: a number would promise an order that smaller and larger groups do not keep."""
    before = schools_before(group)
    if before < 3:
        return "among the next 3 schools"
    if before < 10:
        return "among the next 10 schools"
    return "10 or more schools are before yours"


def waiting_list(cohort: Cohort) -> QuerySet[WaitingGroup]:
    """For the office: those in the queue in its order, with their schools."""
    queued = WaitingGroup.objects.filter(cohort=cohort, state__in=WaitingGroup.QUEUED)
    return queued.select_related("school", "cohort").order_by("joined_at", "pk")


def waiting_list_ended(cohort: Cohort) -> QuerySet[WaitingGroup]:
    ended = WaitingGroup.objects.filter(cohort=cohort).exclude(state__in=WaitingGroup.QUEUED)
    return ended.select_related("school", "cohort", "booking").order_by("-ended_at", "-pk")


@dataclass(frozen=True)
class PlaceCount:
    """Where a cohort's places are. They always add up."""

    places: int
    left: int  # for anybody
    kept: int  # for the waiting list
    offered: int
    held: int
    ordered: int
    confirmed: int

    @property
    def taken(self) -> int:
        return self.offered + self.held + self.ordered + self.confirmed

    @property
    def adds_up(self) -> bool:
        return self.places == self.left + self.kept + self.taken


def count_places(cohort: Cohort) -> PlaceCount:
    """Three queries."""
    now = Cohort.objects.values("places", "places_left", "places_kept").get(pk=cohort.pk)
    booked = Booking.objects.filter(cohort=cohort).aggregate(
        **{state.value: Sum("leads", filter=Q(state=state), default=0) for state in Booking.ACTIVE}
    )
    offered = WaitingGroup.objects.filter(cohort=cohort).aggregate(all=Sum("offered_places", default=0))["all"]
    return PlaceCount(now["places"], now["places_left"], now["places_kept"], offered, **booked)
