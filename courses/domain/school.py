"""The one row of a school: found by its number in the register, or by what somebody typed."""

from datetime import datetime

from django.db import transaction

from courses.models import Establishment, School, SchoolUrn
from courses.queries.establishment import predecessors, successors
from courses.schoolwords import fold, fold_postcode

TAKEN = ("name", "street", "locality", "town", "county", "postcode", "region", "kind", "pupils", "trust_name")


class UnknownEstablishment(Exception):
    """The register has no such number."""


class ClosedEstablishment(Exception):
    """The school has closed, and no single school has followed it."""


@transaction.atomic
def school_of_establishment(*, urn: str, now: datetime) -> School:
    """The school with this number, made if there is none. An old number leads to the present school.

    A school of ours whose number is an old one stays the row it is: its number and its details move on, and the old
    number is kept beside it. Raises UnknownEstablishment, ClosedEstablishment.
    """
    establishment = Establishment.objects.filter(pk=urn).first()
    if establishment is None or not establishment.is_open:
        current = successors([urn]).get(urn, urn)
        establishment = Establishment.objects.filter(pk=current).first()
    if establishment is None:
        raise UnknownEstablishment
    if not establishment.is_open:
        raise ClosedEstablishment
    school = School.objects.filter(urn=establishment.pk).first() or _moved_on(establishment, now=now)
    return school or School.objects.get_or_create(urn=establishment.pk, defaults=_details(establishment))[0]


def _moved_on(establishment: Establishment, *, now: datetime) -> School | None:
    earlier = predecessors(establishment.urn)
    still_open = Establishment.objects.filter(pk__in=earlier, vanished_at=None).exclude(status="closed")
    earlier = [urn for urn in earlier if urn not in set(still_open.values_list("pk", flat=True))]
    found = School.objects.select_for_update().filter(urn__in=earlier)
    school = min(found, key=lambda one: earlier.index(one.urn), default=None)
    if school is None:
        return None
    SchoolUrn.objects.get_or_create(urn=school.urn, defaults={"school": school, "name": school.name, "until": now})
    for name, value in {"urn": establishment.urn, **_details(establishment)}.items():
        setattr(school, name, value)
    school.save()
    return school


def _details(establishment: Establishment) -> dict:
    return {"phase": establishment.school_phase, **{name: getattr(establishment, name) for name in TAKEN}}


def type_school(*, name: str, town: str, postcode: str, phase: str, now: datetime) -> School:
    """A school that the register does not have. The same name and postcode are the same school."""
    postcode = fold_postcode(postcode)
    key = f"{fold(name) or name.casefold()}|{postcode}"[:230]
    given = {"name": name, "town": town, "postcode": postcode, "phase": phase}
    return School.objects.get_or_create(typed_key=key, defaults=given)[0]
