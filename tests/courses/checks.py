"""Builders of a module's check: eight questions, of which `a` is always the best answer."""

from dataclasses import replace

from courses.domain.check import take_check_answer
from quizzes.domain.question import put_question, put_quiz
from quizzes.formats.text import parse_fence
from quizzes.models import Quiz
from tests.courses.builders import ASKING, NOW
from tests.courses.sittings import FENCE, RIGHT, WRONG


def build_check(module="why", *, questions=8, revisits=ASKING) -> Quiz:
    """Its first question takes up a lesson."""
    asked = []
    for number in range(1, questions + 1):
        key = f"check-{module}-{number}"
        draft = parse_fence(FENCE.format(key=key))
        content = draft.content | {"revisits": revisits if number == 1 else ""}
        asked.append(put_question(draft=replace(draft, key=key, content=content), by=None, now=NOW)[0])
    return put_quiz(key=f"check-{module}", title="A check", questions=asked, now=NOW, mode=Quiz.Mode.CHECK)


def answer_check(user, position, response=RIGHT, *, module="why", check=True, now=NOW):
    quiz = Quiz.objects.get(key=f"check-{module}")
    question = quiz.items.select_related("question__current").get(position=position).question
    return take_check_answer(
        user=user,
        quiz=quiz,
        check=check,
        now=now,
        question=question,
        version=question.current,
        response=response,
        order=["a", "b", "c"],
        seq=1,
        confidence=2,
    )


def do_check(user, *, module="why", right=5, now=NOW) -> None:
    for position in range(1, Quiz.objects.get(key=f"check-{module}").items.count() + 1):
        good = position > 8 - right  # the first ones are wrong
        answer_check(user, position, RIGHT if good else WRONG, module=module, now=now)
