from courses.models import WaitingGroup


class AlreadyWaiting(Exception):
    """The school is on the list."""


class PlacesThere(Exception):
    """There are enough places to book."""


class OfferOver(Exception):
    """The offer has ended."""


RULE = ("Freed places go to the first school that they are enough for.",)


def join_waiting_list(*, key, cohort, school, leads, fewest, now, **who) -> WaitingGroup:
    return WaitingGroup.objects.get_or_create(
        key=key,
        defaults={"cohort": cohort, "school": school, "leads": leads, "fewest": fewest, "joined_at": now, **who},
    )[0]


def accept_offer(*, group, now): ...


def decline_offer(*, group, now): ...


def leave_list(*, group, now): ...
