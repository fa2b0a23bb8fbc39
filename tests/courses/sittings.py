"""Builders of the two test forms and of leads who sit them.

A form has eight questions, two of each pillar; `a` is always the best answer of a question, and its feedback begins
with KEYFEEDBACK.
"""

from dataclasses import replace
from datetime import UTC, datetime

from courses.domain.diagnostic import hand_in_test, save_test_answer, start_test
from courses.models import Form
from courses.queries.diagnostic import lead_desk, sitting_of
from quizzes.domain.question import put_question, put_quiz
from quizzes.formats.text import parse_fence
from quizzes.models import Pillar, Quiz
from tests.courses.builders import NOW, lead_of

IN_W37 = datetime(2027, 7, 5, 9, 0, tzinfo=UTC)
PILLARS = [pillar for pillar in Pillar.values for _ in range(2)]
RIGHT, WRONG = {"choice": "a"}, {"choice": "b"}
FENCE = """\
::: question stand-in
kind: single
pillar: purpose
stem: What is asked under {key}?

(*) A good answer to {key}
    KEYFEEDBACK of {key}.
( ) Hardly an answer to {key}
    WRONGFEEDBACK of {key}.
( ) No answer to {key}
    WRONGFEEDBACK of {key}, again.
:::"""


def build_forms(pillars=PILLARS) -> dict[str, Quiz]:
    return {form: build_form(form, pillars) for form in Form.values}


def build_form(form: str, pillars=PILLARS) -> Quiz:
    questions = []
    for number, pillar in enumerate(pillars, 1):
        key = f"{form[-1]}-d{number:02}"
        draft = replace(parse_fence(FENCE.format(key=key)), key=key, pillar=pillar)
        questions.append(put_question(draft=draft, by=None, now=NOW)[0])
    return put_quiz(key=form, title=form, questions=questions, now=NOW, mode=Quiz.Mode.TEST)


def desk_on(user, moment=NOW):
    return lead_desk(lead_of(user), today=moment.date())


def start(user, test="pre-test", *, now=NOW):
    return start_test(lead=lead_of(user), occasion=test, user=user, now=now)


def answer(user, test, position, response=RIGHT, *, seq=1, now=NOW):
    sitting = sitting_of(lead_of(user), test)
    item = sitting.attempt.quiz.items.select_related("question__current").get(position=position)
    return save_test_answer(
        lead=lead_of(user),
        sitting=sitting,
        now=now,
        question=item.question,
        version=item.question.current,
        response=response,
        order=["c", "a", "b"],
        seq=seq,
    )


def hand_in(user, test="pre-test", *, now=NOW):
    return hand_in_test(lead=lead_of(user), sitting=sitting_of(lead_of(user), test), now=now)


def sit(user, test="pre-test", *, right=4, blank=0, now=None):
    """Starts, answers the first `right` questions well and the others badly, leaves the last blank, and hands in."""
    now = now or (NOW if test == "pre-test" else IN_W37)
    count = start(user, test, now=now).attempt.quiz.items.count()
    for position in range(1, count + 1 - blank):
        answer(user, test, position, RIGHT if position <= right else WRONG, now=now)
    return hand_in(user, test, now=now)
