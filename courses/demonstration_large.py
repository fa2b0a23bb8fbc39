"""Many invented schools beside the four, for looking at full screens and for measuring."""

from collections.abc import Callable
from datetime import date, timedelta

from cms.models import User
from courses.demonstration import COHORT, at
from courses.demonstration_tests import lay_many_tests
from courses.domain.progress import note_done_lessons
from courses.models import Cohort, Enrolment, LessonProgress, School
from courses.queries.programme import programme_outline

TOWNS = ("Ashby", "Brook", "Carr", "Dene", "Elm", "Fell", "Grange", "Heath", "Ings", "Kirk")
KINDS = ("Primary School", "Junior School", "Academy", "High School", "Community School")


def lay_large(*, schools: int, today: date, say: Callable[[str], None]) -> None:
    """`schools` schools of two leads in the demonstration's cohort; what is there already stays."""
    cohort = Cohort.objects.get(name=COHORT)
    lessons = programme_outline(cohort.programme_id).lessons
    say(f"Inventing {schools} more schools")
    for number in range(1, schools + 1):
        name = f"{TOWNS[number % 10]}{TOWNS[number // 10 % 10].lower()} {KINDS[number % 5]} {number} (invented)"
        school, made = School.objects.get_or_create(name=name, defaults={"phase": School.Phase.OTHER})
        if made:
            lay_leads(school, number, cohort, lessons, today)
        if number % 50 == 0:
            say(f"  {number} schools")
    lay_many_tests(cohort=cohort)


def lay_leads(school: School, number: int, cohort: Cohort, lessons, today: date) -> None:
    for place in (1, 2):
        user = User.objects.create_user(
            f"lead{number}.{place}@touchstone.example", first_name=f"Lead {place}", last_name=f"of school {number}"
        )
        enrolment = Enrolment.objects.create(user=user, school=school, cohort=cohort, joined_on=cohort.starts_on)
        done = (number * 7 + place * 3) % 12
        moment = at(today - timedelta(days=1), 16)
        LessonProgress.objects.bulk_create(
            LessonProgress(
                enrolment=enrolment, lesson_id=lesson.pk, quiz_done_at=moment, reflected_at=moment, completed_at=moment
            )
            for lesson in lessons[:done]
        )
        note_done_lessons(enrolment_id=enrolment.pk)
