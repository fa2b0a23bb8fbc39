"""The plan of the year: in which school week each lesson is due, and what that says about a lead.

Plain Python. The weeks are those of the programme outline, 1.3: week 1 is for joining, week 14 for catching up.
"""

from dataclasses import dataclass

YEAR_WEEKS = 39
MODULE_STARTS = (2, 8, 15, 21)
LESSONS_A_WEEK = 2
MEETING_WEEKS = (4, 7, 11, 14, 18, 21, 27, 36)  # programme outline, part 3
MEETING_MINUTES = (45, 60)
NEW_FOR_SCHOOL_DAYS = 10  # no state is shown in a lead's first ten school days
QUIET_WEEKS = (1, 2, 30)  # nor in weeks 1, 2 and 30
# Of what fell before somebody took over a place, these lessons are still asked (outline 1.4), by number of module
CATCH_UP = {1: (1, 3, 4, 9, 11), 2: (1, 3, 4, 8)}
LATE_FROM_MODULE = 3  # once it has begun, nobody joins without the facilitator's word


def due_week(module: int, lesson: int) -> int:
    """School week in which lesson number `lesson` of module number `module` (both from 1) is due."""
    return MODULE_STARTS[min(module, len(MODULE_STARTS)) - 1] + (lesson - 1) // LESSONS_A_WEEK


def check_week(module: int) -> int:
    """School week of a module's check: that of its eleventh lesson."""
    return due_week(module, 11)


def is_caught_up(module: int, lesson: int) -> bool:
    """Whether who joins later still does this lesson."""
    return lesson in CATCH_UP.get(module, ())


def catch_up_week(place: int, *, joined_in: int) -> int:
    """School week in which number `place` (from 0) of the list is due: one a week, beside the two of the plan."""
    return joined_in + 1 + place


def joins_late(week: int) -> bool:
    return week >= MODULE_STARTS[LATE_FROM_MODULE - 1]


@dataclass(frozen=True)
class Pace:
    """Where a lead stands: `done` lessons complete or excused of `total`, `expected` lessons due before this week."""

    done: int
    total: int
    expected: int
    behind_from: int
    state: str  # "new", "quiet", "paused", "finished", "left", "behind", "on pace" or "ahead"

    @property
    def lag(self) -> int:
        return max(0, self.expected - self.done)


def pace(
    *,
    done: int,
    total: int,
    expected: int,
    due_by_now: int,
    week: int,
    school_days_in: int,
    enrolment_state: str,
    behind_from: int,
) -> Pace:
    """`due_by_now` also counts this week's lessons: more than that done is "ahead"."""
    if enrolment_state != "active":
        state = enrolment_state
    elif done >= total:
        state = "finished"
    elif school_days_in <= NEW_FOR_SCHOOL_DAYS:
        state = "new"
    elif week in QUIET_WEEKS:
        state = "quiet"
    elif expected - done >= behind_from:
        state = "behind"
    elif done > due_by_now:
        state = "ahead"
    else:
        state = "on pace"
    return Pace(done=done, total=total, expected=expected, behind_from=behind_from, state=state)
