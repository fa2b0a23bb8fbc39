"""Builders of bookings and of schools that wait, through the verbs."""

from itertools import count

from courses.domain.booking import confirm_booking, hold_places, order_places
from courses.domain.waiting import join_waiting_list
from courses.models import Booking, Cohort, WaitingGroup
from courses.queries.waiting import count_places
from tests.courses.builders import NOW, build_school

_number = count(1)
WHO = {"booker_name": "Ada Example", "booker_email": "ada@school.example"}


def hold(cohort, school=None, *, key="", leads=2, now=NOW, **changes) -> Booking:
    school = school or build_school()
    given = {"hold_days": 14, "price_days": 30, **WHO, **changes}
    return hold_places(key=key or f"key {next(_number)}", cohort=cohort, school=school, leads=leads, now=now, **given)


def named(number: int) -> list[tuple[str, str, str]]:
    """So many people whom nobody else has named."""
    return [("Jo", f"Lead {n}", f"jo{n}@school.example") for n in (next(_number) for _ in range(number))]


def order(cohort, school=None, *, now=NOW, **changes) -> Booking:
    return order_places(booking=hold(cohort, school, now=now, **changes), po_number="PO 1", now=now)


def confirm(cohort, school=None, *, now=NOW, **changes) -> Booking:
    return confirm_booking(booking=order(cohort, school, now=now, **changes), by=None, now=now)


def wait(cohort, school=None, *, key="", leads=2, fewest=None, now=NOW, **changes) -> WaitingGroup:
    given = {"key": key or f"key {next(_number)}", "leads": leads, "fewest": fewest or leads, **WHO, **changes}
    return join_waiting_list(cohort=cohort, school=school or build_school(), now=now, **given)


def free(cohort: Cohort, leads: int, *, now=NOW) -> None:
    """As many new places as if somebody had cancelled."""
    from courses.domain.cohort import change_places

    cohort.refresh_from_db()
    change_places(cohort=cohort, places=cohort.places + leads, by=None, now=now)


def counts(cohort) -> tuple[int, int, int]:
    """Places left, kept for the waiting list, and offered; that they add up is always asked."""
    found = count_places(cohort)
    assert found.adds_up, found
    return found.left, found.kept, found.offered


def state_of(row) -> str:
    return type(row).objects.get(pk=row.pk).state
