"""The one row of a school: found by its number in the register, or by what somebody typed; two of them merged."""

from datetime import datetime

from django.db import transaction
from django.db.models import Exists, OuterRef, Subquery

from courses.domain.audit import note
from courses.domain.meeting import keep_earlier
from courses.models import (
    Booking,
    Establishment,
    EstablishmentLink,
    MeetingNote,
    School,
    SchoolMeeting,
    SchoolUrn,
    WaitingGroup,
)
from courses.queries.establishment import predecessors, successors
from courses.queries.meeting import together
from courses.schoolwords import fold, fold_postcode

TAKEN = ("name", "street", "locality", "town", "county", "postcode", "region", "kind", "pupils", "trust_name")


class UnknownEstablishment(Exception):
    """The register has no such number."""


class ClosedEstablishment(Exception):
    """The school has closed, and no single school has followed it."""


def school_of_establishment(*, urn: str, now: datetime) -> School:
    """The school with this number, made if there is none. An old number leads to the present school.

    A school of ours whose number is an old one stays the row it is: its number and its details move on, and the old
    number is kept beside it. Raises UnknownEstablishment, ClosedEstablishment.
    """
    establishment = _establishment(urn)
    if establishment is None or not establishment.is_open:
        establishment = _establishment(successors([urn]).get(urn, urn))
    if establishment is None:
        raise UnknownEstablishment
    if not establishment.is_open:
        raise ClosedEstablishment
    if establishment.school_pk:
        return School.objects.get(pk=establishment.school_pk)
    school = _moved_on(establishment, now=now) if establishment.follows_another else None
    return school or _made("urn", School(urn=establishment.pk, **_details(establishment)))


def _establishment(urn: str) -> Establishment | None:
    """With its school, if we have it, and whether it has followed another."""
    school_pk = Subquery(School.objects.filter(urn=OuterRef("pk")).values("pk"))
    follows_another = Exists(EstablishmentLink.objects.filter(new_urn=OuterRef("pk")))
    asked = Establishment.objects.annotate(school_pk=school_pk, follows_another=follows_another)
    return asked.filter(pk=urn).first()


@transaction.atomic
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
    known = School.objects.filter(typed_key=key).first()
    return known or _made("typed_key", School(typed_key=key, name=name, town=town, postcode=postcode, phase=phase))


def _made(unique: str, school: School) -> School:
    """In one statement, also when two make it at once; then it keeps the details that the first gave it."""
    return School.objects.bulk_create([school], update_conflicts=True, unique_fields=[unique], update_fields=[unique])[
        0
    ]


# Merging --------------------------------------------------------------------------------------------------------

# Every relation to School is decided here; a new one fails a test until it is. "move": its rows go to the entry that
# stays. Names are as in Django's `_meta.related_objects`: model and field.
MERGED = {
    "courses.Booking.school": "move",
    "courses.Enrolment.school": "move",
    "courses.WaitingGroup.school": "move",
    "courses.Grace.school": "move",
    "courses.InvoiceLine.school": "move",  # its words stay as they were printed
    "courses.SchoolUrn.school": "move",
    "courses.SchoolMeeting.school": "join",  # what both wrote stands in the one that stays
    "courses.MeetingSlot.school": "keep the first",
    "courses.FormOrder.school": "keep the first",  # which test a school sits first is drawn once a cohort
}
FILLED = ("street", "locality", "town", "county", "postcode", "region", "pupils", "trust_name")


class SameSchool(Exception):
    """An entry is not merged with itself."""


class BothIn(Exception):
    """Both have booked or wait in one cohort, which one of them must leave first."""

    def __init__(self, cohorts: list[str]):
        super().__init__(", ".join(cohorts))
        self.cohorts = cohorts


def relations_to_school() -> dict[str, object]:
    """Each relation that points to a school, by its name in MERGED."""
    return {
        f"{relation.related_model._meta.label}.{relation.field.name}": relation
        for relation in School._meta.related_objects
    }


@transaction.atomic
def merge_schools(*, keep: School, drop: School, by, now: datetime) -> School:
    """Everything of `drop` becomes that of `keep`, and `drop` is gone. Raises SameSchool or BothIn."""
    if keep.pk == drop.pk:
        raise SameSchool
    schools = School.objects.select_for_update().order_by("pk").in_bulk([keep.pk, drop.pk])
    keep, drop = schools[keep.pk], schools[drop.pk]
    refuse_both(keep, drop)
    counts = {name: move_rows(name, relation, keep=keep, drop=drop) for name, relation in relations_to_school().items()}
    take_over_details(keep, drop, now=now)
    moved = {name.split(".")[1]: count for name, count in counts.items() if count}
    note(keep, "school.merge", by=by, now=now, dropped=f"{drop.name} ({drop.urn or 'no URN'}, id {drop.pk})", **moved)
    return keep


def refuse_both(keep: School, drop: School) -> None:
    """An active booking or a waiting group of each in one cohort: the database allows one, and no rule says which."""
    names: list[set[str]] = []
    for school in (keep, drop):
        booked = Booking.objects.filter(school=school, state__in=Booking.ACTIVE).values_list("cohort__name")
        waits = WaitingGroup.objects.filter(school=school, state__in=WaitingGroup.QUEUED).values_list("cohort__name")
        names.append({name for (name,) in booked} | {name for (name,) in waits})
    both = sorted(names[0] & names[1])
    if both:
        raise BothIn(both)


def move_rows(name: str, relation, *, keep: School, drop: School) -> int:
    """A relation that nobody has decided is moved, so that no row is ever lost with the entry."""
    field, rows = relation.field.name, relation.related_model._default_manager.filter(**{relation.field.name: drop})
    if MERGED.get(name) == "keep the first":
        rows.filter(cohort__in=rows.model._default_manager.filter(**{field: keep}).values("cohort")).delete()
    if MERGED.get(name) == "join":
        join_meetings(keep, drop)
    return rows.update(**{field: keep})


def join_meetings(keep: School, drop: School) -> None:
    """A meeting that both have opened: what each wrote stands under the prompt, one after the other."""
    for other in SchoolMeeting.objects.filter(school=drop).prefetch_related("notes"):
        held = SchoolMeeting.objects.filter(school=keep, cohort=other.cohort_id, meeting=other.meeting_id).first()
        if held is None:
            continue
        for theirs in other.notes.all():
            ours = held.notes.filter(number=theirs.number).first()
            if ours is None:
                MeetingNote.objects.filter(pk=theirs.pk).update(held=held)
            elif theirs.text:
                keep_earlier(ours)
                joined = together(ours.text, theirs.text)
                held.notes.filter(pk=ours.pk).update(text=joined, not_discussed=False, seq=ours.seq + theirs.seq + 1)
        other.actions.update(held=held)
        other.delete()


def take_over_details(keep: School, drop: School, *, now: datetime) -> None:
    """What `keep` does not know; its own name, number and term dates stand."""
    given = {name: getattr(drop, name) for name in (*FILLED, "urn", "own_calendar")}
    other_urn = drop.urn if drop.urn and keep.urn else None
    drop.delete()  # before its number is given on: a number is one school's
    if other_urn:
        SchoolUrn.objects.get_or_create(urn=other_urn, defaults={"school": keep, "name": drop.name, "until": now})
    for name, value in given.items():
        if value and not getattr(keep, name):
            setattr(keep, name, value)
    if keep.urn:
        keep.typed_key = None  # it is one of the register now
    keep.save()
