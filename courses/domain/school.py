from datetime import datetime

from courses.models import School


def school_of_establishment(*, urn: str, now: datetime) -> School:
    return School.objects.get_or_create(urn=urn, defaults={"name": f"School {urn}"})[0]


def type_school(*, name: str, town: str, postcode: str, phase: str, now: datetime) -> School:
    return School.objects.get_or_create(name=name, town=town, defaults={"phase": phase})[0]
