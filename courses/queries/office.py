"""What waits for the provider's office, a booking with its history, and a cohort that is sold."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Count, F, Q, QuerySet
from wagtail.models import ModelLogEntry

from cms.models import Enquiry, Mail
from courses.models import Booking, Cohort, HandOver, WaitingGroup
from courses.queries.booking import (
    NAMES_DUE_BEFORE,
    BookingView,
    booking_view,
    bookings_for_office,
    holds_ending,
    without_names,
)
from courses.queries.calendar import school_years
from courses.queries.cohort import last_day_to_book
from courses.queries.waiting import PlaceCount, count_places, waiting_list, waiting_list_ended

SOON = timedelta(days=7)
DECIDES_SOON = timedelta(days=14)
AT_MOST = 10  # of a kind on the first page; the rest stands in the list that it leads to
SORTS = {
    "made": ("made_at", "pk"),
    "school": ("school__name", "pk"),
    "cohort": ("cohort__starts_on", "cohort__name", "school__name", "pk"),
    "state": ("state", "held_until", "pk"),
    "places": ("leads", "pk"),
}


@dataclass(frozen=True)
class Some:
    """The first rows of a kind, and how many there are in all."""

    rows: list
    number: int


@dataclass(frozen=True)
class Front:
    to_confirm: Some
    holds: Some
    offers: Some
    names: Some
    decisions: Some
    hand_overs: Some
    enquiries: int
    failed_mails: int

    @property
    def nothing_waits(self) -> bool:
        lists = (self.to_confirm, self.holds, self.offers, self.names, self.decisions, self.hand_overs)
        return not any(some.number for some in lists) and not self.enquiries and not self.failed_mails


def front(*, today: date) -> Front:
    """What waits for somebody: at most 14 queries, whatever there is."""
    ordered = Booking.objects.filter(state=Booking.State.ORDERED).select_related("cohort", "school")
    offers = WaitingGroup.objects.filter(state=WaitingGroup.State.OFFERED).select_related("cohort", "school")
    waiting = Enquiry.objects.filter(answered_at=None, closed_at=None)
    asked = HandOver.objects.filter(state=HandOver.State.ASKED)
    return Front(
        to_confirm=some(ordered.order_by("ordered_at", "pk")),
        holds=some(holds_ending(today=today, within=SOON)),
        offers=some(offers.order_by("offer_until", "pk")),
        names=some(names_missing(today=today)),
        decisions=some(to_decide(today=today)),
        hand_overs=some(asked.select_related("leaver__user", "leaver__school", "leaver__cohort").order_by("asked_at")),
        enquiries=waiting.count(),
        failed_mails=Mail.objects.filter(state=Mail.State.FAILED).count(),
    )


def some(rows: list | QuerySet) -> Some:
    if isinstance(rows, list):
        return Some(rows[:AT_MOST], len(rows))
    first = list(rows[: AT_MOST + 1])
    return Some(first[:AT_MOST], len(first) if len(first) <= AT_MOST else rows.count())


def names_missing(*, today: date, cohort_ids=None) -> list[Booking]:
    """Bookings whose names are due: week 1 is ten school days away, or fewer. Each has `unnamed`. Three queries."""
    upcoming = without_names(cohort_ids=cohort_ids).filter(cohort__starts_on__gt=today)
    rows = list(upcoming.filter(cohort__starts_on__lte=today + timedelta(days=60)))
    # Of the year only its school days are asked, so that one start will do for all
    years = school_years(starts_on=today, calendar_ids={row.cohort.calendar_id for row in rows}) if rows else {}
    due = {
        row.cohort_id: years[row.cohort.calendar_id].days_before(row.cohort.starts_on, NAMES_DUE_BEFORE) for row in rows
    }
    return [row for row in rows if due[row.cohort_id] <= today]


def to_decide(*, today: date) -> QuerySet[Cohort]:
    """Cohorts of which it is to be said soon whether they run, with their number of `schools`."""
    open_ones = Cohort.objects.filter(runs_since=None, starts_on__gt=today, decides_on__lte=today + DECIDES_SOON)
    active = Count("bookings", filter=Q(bookings__state__in=Booking.ACTIVE))
    return open_ones.filter(is_public=True).annotate(schools=active).order_by("decides_on", "pk")


# Bookings -------------------------------------------------------------------------------------------------------


def sorted_bookings(*, cohort_id: int | None, state: str, search: str, sort: str) -> QuerySet[Booking]:
    """The newest first, unless a column is asked for; "-" before its name turns it round."""
    found = bookings_for_office(cohort_id=cohort_id, states=[state] if state else (), search=search)
    columns = SORTS.get(sort.removeprefix("-"))
    if columns is None:
        return found
    turned = sort.startswith("-")
    return found.order_by(*(F(column).desc() if turned else F(column).asc() for column in columns))


HEAD = (
    *("Reference", "State", "Cohort", "School", "Town", "Places", "Named", "Made on", "Held until"),
    *("Booker", "Booker’s e-mail", "Telephone", "PO number", "Price of a place, pence"),
)


def export_rows(bookings: QuerySet[Booking]):
    for one in bookings:
        yield (
            *(one.reference, one.get_state_display(), one.cohort.name, one.school.name, one.school.town),
            *(one.leads, one.named, f"{one.made_at:%Y-%m-%d}", f"{one.held_until or ''}"),
            *(one.booker_name, one.booker_email, one.booker_phone, one.po_number, one.price_pence),
        )


@dataclass(frozen=True)
class OfficeBooking:
    view: BookingView
    history: list[ModelLogEntry]
    move_to: list[Cohort]
    hand_overs: list[HandOver]

    @property
    def has_started(self) -> bool:
        return not self.view.may_cancel and self.view.booking.state in Booking.ACTIVE


def office_booking(booking: Booking, *, today: date) -> OfficeBooking:
    others = Cohort.objects.filter(starts_on__gt=today, places__gt=0).exclude(pk=booking.cohort_id)
    hand_overs = HandOver.objects.filter(leaver__school=booking.school_id, leaver__cohort=booking.cohort_id)
    return OfficeBooking(
        view=booking_view(booking, today=today),
        history=list(ModelLogEntry.objects.for_instance(booking).select_related("user").order_by("-timestamp", "-pk")),
        move_to=list(others.order_by("starts_on", "name")),
        hand_overs=list(hand_overs.select_related("leaver__user")),
    )


# Cohorts --------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class OfficeCohort:
    """A cohort that is sold: where its places are, who waits, and what is to be decided."""

    cohort: Cohort
    count: PlaceCount
    bookings: list[Booking]
    waiting: list[WaitingGroup]
    ended: list[WaitingGroup]
    schools: int
    last_day: date
    history: list[ModelLogEntry]
    today: date

    @property
    def has_started(self) -> bool:
        return self.today >= self.cohort.starts_on


def office_cohorts(*, today: date) -> list[tuple[Cohort, PlaceCount]]:
    """Those that sell places and have not started, the next first: four queries."""
    cohorts = list(Cohort.objects.filter(places__gt=0, starts_on__gt=today).order_by("starts_on", "name"))
    booked: dict[int, dict[str, int]] = {cohort.pk: {} for cohort in cohorts}
    rows = Booking.objects.filter(cohort__in=booked, state__in=Booking.ACTIVE).values_list("cohort", "state", "leads")
    for pk, state, leads in rows:
        booked[pk][state] = booked[pk].get(state, 0) + leads
    offered = dict.fromkeys(booked, 0)
    for pk, places in WaitingGroup.objects.filter(cohort__in=booked).values_list("cohort", "offered_places"):
        offered[pk] += places
    return [(cohort, place_count(cohort, booked[cohort.pk], offered[cohort.pk])) for cohort in cohorts]


def place_count(cohort: Cohort, booked: dict[str, int], offered: int) -> PlaceCount:
    return PlaceCount(
        cohort.places,
        cohort.places_left,
        cohort.places_kept,
        offered,
        *(booked.get(state, 0) for state in ("held", "ordered", "confirmed")),
    )


def office_cohort(cohort: Cohort, *, today: date) -> OfficeCohort:
    bookings = bookings_for_office(cohort_id=cohort.pk, states=Booking.ACTIVE).order_by("school__name", "pk")
    rows = list(bookings)
    return OfficeCohort(
        cohort=cohort,
        count=count_places(cohort),
        bookings=rows,
        waiting=list(waiting_list(cohort)),
        ended=list(waiting_list_ended(cohort)[:20]),
        schools=len(rows),
        last_day=last_day_to_book(cohort),
        history=list(ModelLogEntry.objects.for_instance(cohort).select_related("user").order_by("-timestamp", "-pk")),
        today=today,
    )


def facilitated_bookings(user) -> list[tuple[Cohort, list[Booking]]]:
    """What a facilitator needs of the bookings of own cohorts, and no money: two queries and one of places."""
    cohorts = list(Cohort.objects.filter(facilitators=user.pk))
    rows = bookings_for_office(states=Booking.ACTIVE).filter(cohort__in=cohorts).order_by("school__name", "pk")
    found = list(rows.prefetch_related("booked_places"))
    return [(cohort, [row for row in found if row.cohort_id == cohort.pk]) for cohort in cohorts]


def reminders_of(booking: Booking) -> list[tuple[str, datetime]]:
    """Who was reminded of what, and when."""
    sent = (
        ("that held places end", booking.hold_reminded_at),
        ("that names were due", booking.names_reminded_at),
        ("of names, shortly before week 1", booking.names_reminded_again_at),
    )
    return [(what, moment) for what, moment in sent if moment]
