"""Questions are never edited: another wording is another version, and answers keep the one they saw."""

from dataclasses import replace

from django.db import transaction

from quizzes.formats.text import Draft, write_question
from quizzes.kinds import KINDS
from quizzes.kinds.correction import carry_ids, marking_changed, used_ids
from quizzes.models import Question, QuestionVersion, Quiz, QuizItem


class QuestionInvalid(Exception):
    """The content cannot be asked; `problems` says why, in sentences."""

    def __init__(self, problems):
        self.problems = list(problems)
        super().__init__(" ".join(self.problems))


class QuestionChanged(Exception):
    """Somebody saved another version since the one that this draft was made from."""

    def __init__(self, number):
        super().__init__(
            f"Somebody saved version {number} meanwhile. "
            "Copy your text, open the question again and make your change there."
        )


@transaction.atomic
def put_question(
    *, draft: Draft, by, now, after: int | None = None, note: str = "", new_series: bool = False
) -> tuple[Question, bool]:
    """The question as the draft has it, and whether it got a new version.

    `after` is the number of the version that the draft was made from, 0 for a new question, None for a source that
    overrules all others; raises QuestionChanged when there is another one by now.

    A version whose marking differs begins a new series of statistics, and so does one that `new_series` asks for.
    Another pillar or difficulty is no new version: they say where a question belongs, not what it asks.
    """
    if draft.kind not in KINDS:
        raise QuestionInvalid([f"There is no kind “{draft.kind}”."])
    if problems := KINDS[draft.kind].problems(draft.content):
        raise QuestionInvalid(problems)
    question = Question.objects.select_for_update(of=["self"]).select_related("current").filter(key=draft.key).first()
    number = question.current.number if question and question.current else 0
    if after not in (None, number):
        raise QuestionChanged(number)
    if question is None:
        question = _create(draft)
    elif question.kind != draft.kind:
        raise QuestionInvalid(
            [f"“{draft.key}” is of the kind “{question.kind}”. A question of another kind needs another key."]
        )
    is_new = question.current is None or not is_same(draft, question.current.content)
    if is_new:
        question.current = _add_version(question, draft.content, by, now, note=note, new_series=new_series)
    if is_new or (question.pillar, question.difficulty) != (draft.pillar, draft.difficulty):
        question.pillar, question.difficulty = draft.pillar, draft.difficulty
        question.save()
    return question, is_new


def _create(draft: Draft) -> Question:
    fields = {"kind": draft.kind, "pillar": draft.pillar, "difficulty": draft.difficulty}
    question, is_mine = Question.objects.get_or_create(key=draft.key, defaults=fields)
    if not is_mine:  # somebody created it since the look above
        raise QuestionChanged(1)
    return question


def is_same(draft: Draft, content) -> bool:
    """As text, for the ids in a content are not what its author wrote."""
    return write_question(draft) == write_question(replace(draft, content=content))


def _add_version(question, content, by, now, *, note: str, new_series: bool) -> QuestionVersion:
    before, number, series = question.current, 1, 1
    if before:
        used = used_ids(question.versions.values_list("content", flat=True))
        content = carry_ids(content, before.content, used=used)
        number = before.number + 1
        series = before.series + (new_series or marking_changed(content, before.content))
    return QuestionVersion.objects.create(
        question=question,
        number=number,
        series=series,
        note=note,
        content=content,
        created_at=now,
        created_by=by,
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
