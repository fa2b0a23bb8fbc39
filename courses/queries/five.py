"""Five a week: which questions come back to a lead, when, and what the page shows of them."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from hashlib import sha256

from django.db.models import Exists, OuterRef, Subquery
from django.utils.timezone import localdate

from cms.queries.mail import people_without
from courses.models import Enrolment, FiveMail, LessonPage, LessonProgress
from courses.queries.calendar import school_year, school_years
from courses.queries.enrolment import Lead, leads, present
from courses.queries.programme import LessonLine, programme_outline
from courses.queries.progress import Dashboard, calendar_of
from courses.weeks import SchoolYear
from quizzes.models import Answer, Quiz, ReviewAnswer, ReviewCard, ReviewSitting
from quizzes.queries.review import (
    Asked,
    Due,
    Tally,
    asked_in,
    first_tallies,
    next_due_on,
    questions_that_return,
    waiting,
    was_put_away,
)

KIND = "five a week"  # in the log of mails
LINK_LASTS = timedelta(days=7)
FEWEST_OTHERS = 5  # so that nobody's own answer can be read from the counts of the cohort


NUMBERS = ("No", "One", "Two", "Three", "Four", "Five")


def words(number: int) -> str:
    """“Five questions”."""
    return f"{NUMBERS[number]} question{'' if number == 1 else 's'}"


def seconds(number: int) -> int:
    """What so many questions take, as we promise it: 90 seconds for five, and never less than the share of fewer."""
    return -(-number * 18 // 5) * 5


@dataclass(frozen=True)
class Line:
    """A question of a finished sitting."""

    asked: Asked
    lesson: LessonLine | None
    tally: Tally

    @property
    def has_enough(self) -> bool:
        return self.tally.people >= FEWEST_OTHERS


@dataclass(frozen=True)
class FivePage:
    lead: Lead
    state: str  # "resting", "holiday", "question", "end", "start" or "none": each has its template
    goes_on: date | None = None
    asked: tuple[Asked, ...] = ()
    shown: Asked | None = None
    lesson: LessonLine | None = None
    lines: tuple[Line, ...] = ()
    waiting: int = 0

    @property
    def template(self) -> str:
        return f"courses/five/{self.state}.html"

    @property
    def is_last(self) -> bool:
        """Nothing is open any more."""
        return not any(one.is_open for one in self.asked)


@dataclass(frozen=True)
class FiveVisit:
    """A lead in front of their questions: signed in, or by the link of a mail, which opens one sitting only."""

    lead: Lead
    sitting: ReviewSitting | None
    path: str
    by_link: bool = False


def year_of(lead: Lead) -> SchoolYear:
    return school_year(starts_on=lead.starts_on, calendar_id=calendar_of(lead))


def lesson_of(lead: Lead, quiz_key: str) -> LessonLine | None:
    """A lesson's quiz has the lesson's slug as its key."""
    lessons = programme_outline(lead.programme_id).lessons
    return next((lesson for lesson in lessons if lesson.slug == quiz_key), None)


def module_of(programme_ids) -> Callable[[Due], str]:
    """What a card is about, as far as neighbours in a sitting go: the module of its lesson."""
    modules = {lesson.slug: lesson.module_slug for pk in programme_ids for lesson in programme_outline(pk).lessons}
    return lambda card: modules.get(card.quiz_key, "")


def five_page(visit: FiveVisit, *, now: datetime, place: int = 0, typed: dict | None = None) -> FivePage:
    """`place` is the question to be seen, from 1; without it the first open one. `typed`: see `asked_in`."""
    lead, sitting = visit.lead, visit.sitting
    today, year = localdate(now), year_of(lead)
    if lead.state != Enrolment.State.ACTIVE:
        return FivePage(lead, "resting")
    if year.is_holiday(today):
        return FivePage(lead, "holiday", goes_on=year.next_week(today))
    asked = asked_in(sitting, typed=typed) if sitting else []
    if not sitting or was_put_away(sitting, asked):
        return without_sitting(lead, year, now)
    shown = next((one for one in asked if one.item.position == place or (not place and one.is_open)), None)
    if shown:
        return FivePage(lead, "question", asked=tuple(asked), shown=shown, lesson=lesson_of(lead, shown.quiz_key))
    if any(one.is_open for one in asked):  # a place that there is not
        return five_page(visit, now=now)
    return after_sitting(lead, year, asked, now)


def without_sitting(lead: Lead, year: SchoolYear, now: datetime) -> FivePage:
    number = waiting(lead.user_id, now=now)
    state = "start" if number else "none"
    return FivePage(lead, state, waiting=number, goes_on=goes_on(lead, year, localdate(now)))


def after_sitting(lead: Lead, year: SchoolYear, asked: list[Asked], now: datetime) -> FivePage:
    others = Enrolment.objects.filter(cohort=lead.cohort_id).exclude(user=lead.user_id).values("user")
    tallies = first_tallies([one.item.question_id for one in asked], people=others)
    lines = [Line(one, lesson_of(lead, one.quiz_key), tallies.get(one.item.question_id, Tally())) for one in asked]
    return FivePage(
        lead,
        "end",
        asked=tuple(asked),
        lines=tuple(lines),
        waiting=waiting(lead.user_id, now=now),
        goes_on=goes_on(lead, year, localdate(now)),
    )


def goes_on(lead: Lead, year: SchoolYear, today: date) -> date | None:
    """The next day on which there is something to answer; a question that falls due in a holiday waits for its end."""
    due = next_due_on(lead.user_id)
    if due is None:
        return None
    if due <= today or year.is_holiday(due):
        return year.next_week(max(due, today))
    return due


def board_line(board: Dashboard, *, now: datetime) -> str:
    """What the first page says of it, where there is something to say."""
    if board.is_holiday or board.lead.state != Enrolment.State.ACTIVE:
        return ""
    number = waiting(board.lead.user_id, now=now)
    return f"{words(number)}: {seconds(number)} seconds" if number else ""


def open_counts(sittings) -> dict[int, int]:
    """How many questions are open in each sitting."""
    counts = {sitting.pk: 0 for sitting in sittings}
    for pk in ReviewAnswer.objects.filter(sitting__in=counts, answered_at=None).values_list("sitting", flat=True):
        counts[pk] += 1
    return counts


# The link in the mail -----------------------------------------------------------------------------------------------


def digest(key: str) -> str:
    """What is kept of a key: it is random and long, so that a plain digest cannot be turned back."""
    return sha256(key.encode()).hexdigest()


def mail_with(key: str) -> FiveMail | None:
    found = FiveMail.objects.filter(key_digest=digest(key))
    return found.select_related("sitting", "mail", "enrolment__user").first()


def link_opens(mailed: FiveMail, lead: Lead | None, *, now: datetime) -> bool:
    """For 7 days, while the place and the address are those to which it went, and no later sitting took over."""
    user, sitting = mailed.enrolment.user, mailed.sitting
    return (
        now < mailed.mail.created_at + LINK_LASTS
        and user.is_active
        and user.email == mailed.mail.to
        and lead is not None
        and lead.enrolment_id == mailed.enrolment_id
        and lead.state == Enrolment.State.ACTIVE
        and not (sitting.ended_at and open_counts([sitting])[sitting.pk])
    )


# For the clock ----------------------------------------------------------------------------------------------------


def finished_quizzes() -> list[tuple[int, int, int, datetime]]:
    """Person, quiz, question that is to come back and when the lesson was completed, where there is no card yet.

    Only what the person has answered in the lesson comes back: a question that came into the quiz later would be
    seen here first, and its first answer would say nothing.
    """
    quizzes = Quiz.objects.filter(mode=Quiz.Mode.LESSON, key__in=LessonPage.objects.live().values("slug"))
    returning = questions_that_return(quizzes)
    completed = LessonProgress.objects.filter(
        enrolment__user=OuterRef("attempt__user"),
        enrolment__state=Enrolment.State.ACTIVE,
        lesson__slug=OuterRef("attempt__quiz__key"),
        completed_at__isnull=False,
    )
    cards = ReviewCard.objects.filter(user=OuterRef("attempt__user"))
    answers = (
        Answer.objects.filter(question__in=returning.values(), attempt__quiz__in=returning, checked_at__isnull=False)
        .exclude(Exists(cards.filter(quiz=OuterRef("attempt__quiz"))))
        .exclude(Exists(cards.filter(question=OuterRef("question"))))
        .annotate(completed_at=Subquery(completed.order_by("completed_at").values("completed_at")[:1]))
        .filter(completed_at__isnull=False)
    )
    rows = answers.order_by("pk").values_list("attempt__user_id", "attempt__quiz_id", "question_id", "completed_at")
    return [row for row in rows if returning[row[1]] == row[2]]


def leads_to_mail(*, today: date) -> list[Lead]:
    """Active leads in a school week who have not stopped this mail, each once, in their newest cohort."""
    rows = leads(present.filter(user__is_active=True).order_by("user", "-cohort__starts_on", "pk"))
    newest = {lead.user_id: lead for lead in reversed(rows)}
    stopped = people_without(KIND)
    wanting = [lead for lead in newest.values() if lead.state == Enrolment.State.ACTIVE and lead.user_id not in stopped]
    away = on_holiday(wanting, today)
    return [lead for lead in wanting if lead.user_id not in away]


def on_holiday(everybody: list[Lead], today: date) -> set[int]:
    """Two queries for each day on which a cohort starts."""
    away = set()
    for starts_on in {lead.starts_on for lead in everybody}:
        members = [lead for lead in everybody if lead.starts_on == starts_on]
        years = school_years(starts_on=starts_on, calendar_ids={calendar_of(lead) for lead in members})
        away |= {lead.user_id for lead in members if years[calendar_of(lead)].is_holiday(today)}
    return away


def mailed_on(thursday: date, *, enrolment_ids) -> set[int]:
    """Enrolments that have had their mail of this Thursday."""
    mailed = FiveMail.objects.filter(thursday=thursday, enrolment__in=enrolment_ids)
    return set(mailed.values_list("enrolment", flat=True))


def mailed_sittings(user_ids) -> list[int]:
    """Open sittings that had their mail on an earlier Thursday."""
    sittings = ReviewSitting.objects.filter(user__in=user_ids, ended_at=None, mail__isnull=False)
    return list(sittings.values_list("pk", flat=True))
