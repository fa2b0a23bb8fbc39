"""Questions are never edited: another wording is another version, and answers keep the one they saw."""

from django.db import transaction

from quizzes.formats.text import Draft
from quizzes.kinds import KINDS
from quizzes.models import Question, QuestionVersion, Quiz, QuizItem


class QuestionInvalid(Exception):
    """The content cannot be asked; `problems` says why, in sentences."""

    def __init__(self, problems):
        self.problems = list(problems)
        super().__init__(" ".join(self.problems))


@transaction.atomic
def put_question(*, draft: Draft, by, now) -> tuple[Question, bool]:
    """The question as the draft has it, and whether it got a new version.

    Another pillar or difficulty is no new version: they say where a question belongs, not what it asks.
    """
    if draft.kind not in KINDS:
        raise QuestionInvalid([f"There is no kind “{draft.kind}”."])
    if problems := KINDS[draft.kind].problems(draft.content):
        raise QuestionInvalid(problems)
    question = Question.objects.select_for_update(of=["self"]).select_related("current").filter(key=draft.key).first()
    if question is None:
        question = Question.objects.create(
            key=draft.key, kind=draft.kind, pillar=draft.pillar, difficulty=draft.difficulty
        )
    elif question.kind != draft.kind:
        raise QuestionInvalid(
            [f"“{draft.key}” is of the kind “{question.kind}”. A question of another kind needs another key."]
        )
    is_new = question.current is None or question.current.content != draft.content
    if is_new:
        question.current = _add_version(question, draft.content, by, now)
    if is_new or (question.pillar, question.difficulty) != (draft.pillar, draft.difficulty):
        question.pillar, question.difficulty = draft.pillar, draft.difficulty
        question.save()
    return question, is_new


def _add_version(question, content, by, now) -> QuestionVersion:
    number = question.current.number + 1 if question.current else 1
    return QuestionVersion.objects.create(
        question=question, number=number, content=content, created_at=now, created_by=by
    )


@transaction.atomic
def put_quiz(*, key, title, questions, now, mode=Quiz.Mode.LESSON, source_hash: str = "") -> Quiz:
    """The quiz with these questions in this order; only what differs is written.

    A question that is no longer asked leaves the quiz; the answers given to it stay with the person.
    """
    wanted = {"title": title, "mode": mode, "source_hash": source_hash}
    quiz, _ = Quiz.objects.select_for_update().get_or_create(key=key, defaults=wanted)
    if any(getattr(quiz, name) != value for name, value in wanted.items()):
        Quiz.objects.filter(pk=quiz.pk).update(**wanted)
        quiz.refresh_from_db()
    items = {item.question_id: item for item in quiz.items.all()}
    wanted = {question.pk: position for position, question in enumerate(questions, 1)}
    QuizItem.objects.filter(pk__in=[item.pk for pk, item in items.items() if pk not in wanted]).delete()
    for pk, position in wanted.items():
        if pk not in items:
            QuizItem.objects.create(quiz=quiz, question_id=pk, position=position)
        elif items[pk].position != position:
            items[pk].position = position
            items[pk].save()
    return quiz
