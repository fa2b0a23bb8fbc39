"""Schools as the office looks them up: by name, and those that may be two entries of one school."""

from collections import defaultdict
from dataclasses import dataclass

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from courses.models import Booking, Enrolment, School
from courses.schoolwords import fold, fold_postcode


def schools_for_office(*, search: str = "") -> QuerySet[School]:
    """With the numbers of `bookings_made` and `leads_enrolled`."""
    found = School.objects.annotate(
        bookings_made=Count("bookings", distinct=True), leads_enrolled=Count("enrolments", distinct=True)
    )
    if search:
        words = Q(name__icontains=search) | Q(town__icontains=search) | Q(urn=search)
        found = found.filter(words | Q(postcode__iexact=fold_postcode(search)))
    return found.order_by("name", "pk")


@dataclass(frozen=True)
class Double:
    """Entries that look like one school, and what they have in common."""

    schools: tuple[School, ...]
    why: str

    @property
    def ways(self) -> tuple[tuple[School, School], ...]:
        """Of two entries: which stays, and which goes."""
        return (self.schools, self.schools[::-1]) if len(self.schools) == 2 else ()


def possible_doubles() -> list[Double]:
    """Entries with the same postcode or the same folded name, of those that have booked or take part: one query.

    Two schools may share a site, or a name in two towns: a person decides.
    """
    booked = Booking.objects.filter(school=OuterRef("pk"))
    enrolled = Enrolment.objects.filter(school=OuterRef("pk"))
    schools = schools_for_office().filter(Exists(booked) | Exists(enrolled))
    by_postcode, by_name = defaultdict(list), defaultdict(list)
    for school in schools:
        if school.postcode:
            by_postcode[fold_postcode(school.postcode)].append(school)
        by_name[fold(school.name)].append(school)
    alike = {tuple(some): "the same name" for some in by_name.values() if len(some) > 1}
    alike |= {tuple(some): "the same postcode" for some in by_postcode.values() if len(some) > 1}
    return [Double(schools, why) for schools, why in alike.items()]


@dataclass(frozen=True)
class MergePreview:
    """What would happen: how many rows of the entry that goes would move, by what they are."""

    keep: School
    drop: School
    counts: tuple[tuple[str, int], ...]


def merge_preview(*, keep: School, drop: School) -> MergePreview:
    """A query for each relation to School."""
    counts = [
        (
            str(relation.related_model._meta.verbose_name_plural),
            relation.related_model._default_manager.filter(**{relation.field.name: drop}).count(),
        )
        for relation in School._meta.related_objects
    ]
    return MergePreview(keep, drop, tuple((name, count) for name, count in counts if count))
