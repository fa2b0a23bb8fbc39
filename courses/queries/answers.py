"""Everything a lead has answered and written, lesson by lesson."""

from dataclasses import dataclass, field

from courses.models import Reflection
from courses.queries.enrolment import Lead
from courses.queries.programme import LessonLine, programme_outline
from quizzes.models import Quiz
from quizzes.queries.attempt import answers_of


@dataclass
class LessonAnswers:
    lesson: LessonLine
    answers: list = field(default_factory=list)
    reflections: list = field(default_factory=list)


def my_answers(lead: Lead) -> list[LessonAnswers]:
    """Three queries beside the outline's: reflections, quizzes, and answers with the version they saw."""
    outline = programme_outline(lead.programme_id)
    by_lesson = {lesson.pk: LessonAnswers(lesson) for lesson in outline.lessons}
    for reflection in Reflection.objects.filter(enrolment_id=lead.enrolment_id).exclude(text="").order_by("saved_at"):
        if reflection.lesson_id in by_lesson:
            by_lesson[reflection.lesson_id].reflections.append(reflection)
    # A lesson's quiz carries the lesson's slug as its key
    slugs = {lesson.slug: lesson.pk for lesson in outline.lessons}
    quizzes = dict(Quiz.objects.filter(key__in=slugs).values_list("pk", "key"))
    for answer in answers_of(user=lead.user_id, quiz_ids=quizzes):
        by_lesson[slugs[quizzes[answer.quiz_id]]].answers.append(answer)
    return [entry for entry in by_lesson.values() if entry.answers or entry.reflections]
