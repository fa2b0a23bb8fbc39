"""Everything a lead has answered and written, lesson by lesson, and the check of each module after its lessons."""

from dataclasses import dataclass, field

from courses.models import Reflection
from courses.queries.check import Check
from courses.queries.enrolment import Lead
from courses.queries.programme import LessonLine, programme_outline
from courses.queries.quiz import CHECK
from quizzes.queries.attempt import answers_of


@dataclass
class PlaceAnswers:
    place: LessonLine | Check
    answers: list = field(default_factory=list)
    reflections: list = field(default_factory=list)


def my_answers(lead: Lead) -> list[PlaceAnswers]:
    """Two queries beside the outline's: reflections, and answers with the version they saw."""
    outline = programme_outline(lead.programme_id)
    answers = answers_of(lead.user_id)
    by_lesson = {lesson.pk: PlaceAnswers(lesson, answers.get(lesson.slug, [])) for lesson in outline.lessons}
    for reflection in Reflection.objects.filter(enrolment_id=lead.enrolment_id).exclude(text="").order_by("saved_at"):
        if reflection.lesson_id in by_lesson:
            by_lesson[reflection.lesson_id].reflections.append(reflection)
    places = []
    for module in outline.modules:
        places += [by_lesson[lesson.pk] for lesson in module.lessons]
        places.append(PlaceAnswers(Check(module), answers.get(CHECK + module.slug, [])))
    return [entry for entry in places if entry.answers or entry.reflections]
