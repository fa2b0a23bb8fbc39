"""Everything a lead has answered and written, lesson by lesson."""

from dataclasses import dataclass, field

from courses.models import Reflection
from courses.queries.enrolment import Lead
from courses.queries.programme import LessonLine, programme_outline
from quizzes.queries.attempt import answers_of


@dataclass
class LessonAnswers:
    lesson: LessonLine
    answers: list = field(default_factory=list)
    reflections: list = field(default_factory=list)


def my_answers(lead: Lead) -> list[LessonAnswers]:
    """Two queries beside the outline's: reflections, and answers with the version they saw."""
    outline = programme_outline(lead.programme_id)
    by_lesson = {lesson.pk: LessonAnswers(lesson) for lesson in outline.lessons}
    for reflection in Reflection.objects.filter(enrolment_id=lead.enrolment_id).exclude(text="").order_by("saved_at"):
        if reflection.lesson_id in by_lesson:
            by_lesson[reflection.lesson_id].reflections.append(reflection)
    answers = answers_of(lead.user_id)
    for lesson in outline.lessons:
        by_lesson[lesson.pk].answers += answers.get(lesson.slug, [])  # a lesson's quiz has its slug as key
    return [entry for entry in by_lesson.values() if entry.answers or entry.reflections]
