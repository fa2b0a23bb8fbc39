"""The demonstration: an invented cohort in week 6 of its year, on whatever day it is laid."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.contrib.auth.models import Group, Permission
from django.utils.timezone import make_aware

from cms.domain.account import settle_account
from cms.domain.site import put_home
from cms.models import User
from courses.contentfolder import read_folder
from courses.demonstration_blog import lay_blog
from courses.demonstration_booking import lay_booking
from courses.demonstration_establishments import lay_establishments
from courses.demonstration_five import lay_five
from courses.demonstration_meetings import lay_meetings
from courses.demonstration_money import lay_money
from courses.demonstration_public import lay_public
from courses.demonstration_tests import lay_tests
from courses.domain.answer import take_answer
from courses.domain.enrolment import enrol
from courses.domain.programme import load_programme
from courses.domain.progress import save_reflection
from courses.models import Calendar, ClosedDay, Cohort, Enrolment, ProgrammePage, School, Term
from courses.queries.enrolment import Lead, current_lead
from courses.queries.lesson import reading
from courses.queries.programme import LessonLine, programme_outline
from courses.weeks import ONE_WEEK, monday_of
from quizzes.kinds import KINDS
from quizzes.models import QuizItem

WEEK = 6
# Weeks of school in each half term, and weeks of holiday after it: the pattern of 2026-27
HALF_TERMS = ((7, 1), (7, 2), (6, 1), (5, 2), (7, 1), (7, 0))
COHORT = "Autumn cohort (invented)"


@dataclass(frozen=True)
class InventedLead:
    email: str
    first_name: str
    last_name: str
    done: int
    joined_this_week: bool = False


# Four invented schools: one lead on pace and one ahead, three on pace, one behind, and two who have just joined
SCHOOLS = (
    (
        "Larkfield Junior School (invented)",
        "Larkfield",
        School.Phase.PRIMARY,
        (
            InventedLead("lead@touchstone.example", "Nadia", "Hale", 8),
            InventedLead("colleague@touchstone.example", "Tom", "Pryce", 11),
        ),
    ),
    (
        "Holm Park Academy (invented)",
        "Holm",
        School.Phase.SECONDARY,
        (
            InventedLead("holm1@touchstone.example", "Grace", "Ofori", 9),
            InventedLead("holm2@touchstone.example", "Daniel", "Marsh", 8),
            InventedLead("holm3@touchstone.example", "Ines", "Calder", 8),
        ),
    ),
    (
        "St Brannock’s Primary School (invented)",
        "Brannock",
        School.Phase.PRIMARY,
        (
            InventedLead("brannock1@touchstone.example", "Ruth", "Penhale", 3),
            InventedLead("brannock2@touchstone.example", "Owen", "Tregear", 7),
        ),
    ),
    (
        "Westmoor School (invented)",
        "Westmoor",
        School.Phase.ALL_THROUGH,
        (
            InventedLead("westmoor1@touchstone.example", "Amina", "Shah", 1, joined_this_week=True),
            InventedLead("westmoor2@touchstone.example", "Peter", "Lowe", 0, joined_this_week=True),
        ),
    ),
)
TEAM = {
    "facilitator@touchstone.example": ("Helen", "Ward", "facilitates the cohort"),
    "editor@touchstone.example": ("Sam", "Iqbal", "writes and publishes lessons"),
    "office@touchstone.example": ("Joan", "Fell", "runs the provider’s office"),
}
OFFICE_MAY = [
    "access_admin",
    *("view_booking", "change_booking", "view_order", "change_order"),
    *("change_enquiry", "view_testimonialconsent", "add_testimonialconsent"),
    *("view_mail", "view_failedtask", "change_failedtask", "view_jobrun", "view_enrolment", "add_registerimport"),
    *(f"{verb}_{noun}" for verb in ("add", "change", "view") for noun in ("school", "cohort", "calendar")),
]
REFLECTIONS = (
    "The spring reading test, I think. I could not name a class that was taught differently after it.",
    "Our marks turn into a colour, and the colour is all anybody sees afterwards. That is where I would push.",
    "The head decides in July, but the figures arrive in September. Nobody had noticed.",
    "I would give up the ranking. It is the use that makes everybody careful with the truth.",
    "They would say that the teacher writes something down and then we start a new topic.",
    "Parents, mostly, and the secondary school. I am not sure that either of them knows what it stands for.",
    "Our deputy would miss the steps. I would miss having something short to say on parents’ evening.",
    "Somebody would want to see a graph of it by half term.",
    "The second one has, a little. We all know which pupils sit near the line.",
    "It would make Year 3 look flat, and nobody in Year 3 could do a thing about it.",
    "The half-termly writing grade. I would rather show them the writing.",
)


def lay_demonstration(*, today: date, say: Callable[[str], None]) -> None:
    """Lays everything that is missing; what is there already stays as it is."""
    say("Loading the programme")
    home = put_home()
    files = read_folder()
    load_programme(files, home=home, by=None, now=at(today, 7), keep="site")
    lay_public(today=today)
    say("Inventing people, schools and a cohort in week 6")
    lay_team()
    lay_blog(today=today)
    cohort = lay_cohort(today)
    for name, town, phase, leads in SCHOOLS:
        lay_school(name, town, phase, leads, cohort, today)
        say(f"  {name}")
    lay_tests(cohort=cohort)
    lay_five(cohort=cohort, today=today, plausible=plausible)
    lay_meetings(cohort=cohort, today=today)
    lay_establishments(say=say)
    lay_booking(today=today, say=say)
    lay_money(today=today, say=say)


def at(day: date, hour: int) -> datetime:
    return make_aware(datetime.combine(day, time(hour)))


def lay_team() -> None:
    people = {email: put_person(email, first, last) for email, (first, last, _) in TEAM.items()}
    editors, office = put_groups()
    people["editor@touchstone.example"].groups.set([editors, Group.objects.get(name="Moderators")])
    people["office@touchstone.example"].groups.set([office])


def put_person(email: str, first_name: str, last_name: str) -> User:
    user = User.objects.filter(email=email).first()
    if user is None:
        user = User.objects.create_user(email, first_name=first_name, last_name=last_name)
        settle_account(user=user)
    return user


def put_groups() -> tuple[Group, Group]:
    """Editors write pages and questions; the office reads the mail log and what failed."""
    editors = Group.objects.get(name="Editors")
    editors.permissions.add(
        *Permission.objects.filter(content_type__app_label="quizzes", codename__regex="question|quiz$"),
        *Permission.objects.filter(codename__regex="_facilitator$|(view|add)_testimonialconsent$"),
    )
    editors.permissions.add(*Permission.objects.filter(codename__regex="^(moderate_comment|(add|change)_author)$"))
    office, _ = Group.objects.get_or_create(name="Office")
    office.permissions.add(*Permission.objects.filter(codename__in=OFFICE_MAY))
    return editors, office


def lay_calendar(name: str, first_monday: date) -> Calendar:
    calendar, made = Calendar.objects.get_or_create(name=name)
    if made:
        monday = first_monday
        for weeks, holiday in HALF_TERMS:
            Term.objects.create(
                calendar=calendar, starts_on=monday, ends_on=monday + weeks * ONE_WEEK - timedelta(days=3)
            )
            monday += (weeks + holiday) * ONE_WEEK
        ClosedDay.objects.create(calendar=calendar, day=first_monday + 11 * ONE_WEEK, reason="INSET day")
    return calendar


def lay_cohort(today: date) -> Cohort:
    cohort = Cohort.objects.filter(name=COHORT).first()
    if cohort is None:
        first_monday = monday_of(today) - (WEEK - 1) * ONE_WEEK
        cohort = Cohort.objects.create(
            name=COHORT,
            programme=ProgrammePage.objects.get(),
            calendar=lay_calendar(f"Demonstration year from {first_monday:%d %B %Y}", first_monday),
            starts_on=first_monday,
        )
    cohort.facilitators.add(User.objects.get(email="facilitator@touchstone.example"))
    return cohort


def lay_school(name: str, town: str, phase: str, leads, cohort: Cohort, today: date) -> None:
    school, _ = School.objects.get_or_create(name=name, defaults={"town": town, "phase": phase})
    for invented in leads:
        user = put_person(invented.email, invented.first_name, invented.last_name)
        if Enrolment.objects.filter(user=user, cohort=cohort).exists():
            continue
        joined_on = monday_of(today) if invented.joined_this_week else cohort.starts_on
        enrol(user=user, school=school, cohort=cohort, joined_on=joined_on)
        lead = current_lead(user)
        outline = programme_outline(cohort.programme_id)
        for lesson in outline.lessons[: invented.done]:
            do_lesson(user, lead, lesson, when(cohort, lesson, joined_on, today))


def when(cohort: Cohort, lesson: LessonLine, joined_on: date, today: date) -> datetime:
    """The afternoon of the week in which the lesson was due, or an early day for those who are ahead."""
    day = cohort.starts_on + (lesson.due_week - 1) * ONE_WEEK + timedelta(days=lesson.number % 2 + 1)
    day = max(joined_on, min(day, today - timedelta(days=1)))
    return at(day, 16 if day < today else 0)  # who joined today has worked already, whatever the hour


def do_lesson(user: User, lead: Lead, lesson: LessonLine, moment: datetime) -> None:
    """Answers and writes as a lead would, through the same verbs."""
    found = reading(lesson.pk, enrolment_id=lead.enrolment_id)
    for place, item in enumerate(
        QuizItem.objects.filter(quiz__in=found.body.quiz_ids).select_related("quiz", "question__current")
    ):
        version = item.question.current
        kind = KINDS[item.question.kind]
        take_answer(
            lead=lead,
            lesson_pk=lesson.pk,
            body=found.body,
            user=user,
            quiz=item.quiz,
            check=True,
            now=moment + timedelta(minutes=place),
            question=item.question,
            version=version,
            response=plausible(kind, version.content, user.pk + place),
            confidence=1 + (user.pk + 2 * place) % 3,
            order=kind.shuffle(version.content, f"{user.pk}"),
            seq=1,
        )
    for place, part in enumerate(found.body.reflections):
        save_reflection(
            lead=lead,
            lesson_pk=lesson.pk,
            body=found.body,
            block=part.block,
            text=REFLECTIONS[(lesson.number - 1 + place) % len(REFLECTIONS)],
            seq=1,
            now=moment + timedelta(minutes=10),
        )


def plausible(kind, content: dict, number: int) -> dict:
    """Mostly the best answer; now and then, where one is chosen, another option."""
    best = kind.best(content)
    others = [entry["id"] for entry in content["entries"] if entry["id"] != best.get("choice")]
    return {**best, "choice": others[number % len(others)]} if "choice" in best and number % 3 == 0 else best
