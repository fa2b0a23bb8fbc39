"""Invented first answers of the many invented leads, for looking at full screens: drawn from a model, always the same.

A person's chance of a right answer follows their standing and the difficulty of the question, as in the Rasch model.
"""

import math
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from datetime import date
from random import Random

from courses.demonstration import COHORT, at
from courses.models import Cohort, Enrolment, Form, FormOrder, Occasion, Sitting
from courses.queries.check import CHECK
from courses.queries.lesson import reading
from courses.queries.programme import Outline, programme_outline
from courses.weeks import ONE_WEEK
from quizzes.kinds import KINDS
from quizzes.models import Answer, Attempt, Quiz, QuizItem
from quizzes.queries.confidence import asks_confidence

EMAIL = "lead"  # of lead17.1@touchstone.example: the invented leads of --large
PLACES = {1: -1.2, 2: -0.4, 3: 0.4, None: -0.4}  # logits, by the difficulty that the author gave
BLANK = 0.02  # of the questions of a test
A_BATCH = 2000


def lay_answers(*, today: date, say: Callable[[str], None]) -> None:
    """For everybody of --large who has none yet: the quizzes of finished lessons, a module check, a pre-test."""
    cohort = Cohort.objects.get(name=COHORT)
    people = list(
        Enrolment.objects.filter(cohort=cohort, user__email__regex=rf"^{EMAIL}\d+\.\d@")
        .exclude(user__attempts__isnull=False)
        .order_by("pk")
    )
    if not people:
        return
    say(f"Inventing the answers of {len(people)} leads")
    outline = programme_outline(cohort.programme_id)
    lay_orders(cohort, people)
    attempts = list(start_all(people, quizzes_of(outline), cohort, today))
    Attempt.objects.bulk_create(attempts, batch_size=A_BATCH)
    items = defaultdict(list)
    for item in QuizItem.objects.select_related("question__current").order_by("position"):
        items[item.quiz_id].append(item)
    answers = [answer for attempt in attempts for answer in answers_of(attempt, items[attempt.quiz_id])]
    Answer.objects.bulk_create(answers, batch_size=A_BATCH)
    lay_sittings(people, attempts)


def quizzes_of(outline: Outline) -> list[tuple[int | None, Quiz]]:
    """The first module's quizzes with the lesson that each belongs to, and its check."""
    module = outline.modules[0]
    found: list[tuple[int | None, Quiz]] = []
    for lesson in module.lessons:
        lesson_reading = reading(lesson.pk, enrolment_id=None)
        quizzes = Quiz.objects.filter(pk__in=lesson_reading.body.quiz_ids if lesson_reading else ())
        found += [(lesson.pk, quiz) for quiz in quizzes]
    return [*found, *((None, quiz) for quiz in Quiz.objects.filter(key=CHECK + module.slug))]


def lay_orders(cohort: Cohort, people: list[Enrolment]) -> None:
    """Every other school sits form A first."""
    schools = sorted({one.school_id for one in people})
    forms = list(Form)
    orders = [
        FormOrder(cohort=cohort, school_id=school, first=forms[place % 2], drawn_at=at(cohort.starts_on, 9))
        for place, school in enumerate(schools)
    ]
    FormOrder.objects.bulk_create(orders, ignore_conflicts=True)


def start_all(people: list[Enrolment], quizzes, cohort: Cohort, today: date) -> Iterator[Attempt]:
    """An attempt for everything that a person has finished."""
    first = dict(FormOrder.objects.filter(cohort=cohort).values_list("school_id", "first"))
    forms = {quiz.key: quiz for quiz in Quiz.objects.filter(key__in=Form.values)}
    moment = at(min(cohort.starts_on + ONE_WEEK, today), 0)
    for person in people:
        done = [quiz for lesson_pk, quiz in quizzes if lesson_pk is None or lesson_pk in person.done_lessons]
        for quiz in [*done, *(forms[key] for key in [first[person.school_id]] if key in forms)]:
            yield Attempt(quiz=quiz, user_id=person.user_id, started_at=moment, finished_at=moment)


def lay_sittings(people: list[Enrolment], attempts: Iterable[Attempt]) -> None:
    enrolments = {one.user_id: one.pk for one in people}
    Sitting.objects.bulk_create(
        Sitting(enrolment_id=enrolments[attempt.user_id], occasion=Occasion.PRE, attempt=attempt)
        for attempt in attempts
        if attempt.quiz.mode == Quiz.Mode.TEST
    )


# One paper --------------------------------------------------------------------------------------------------------


def draws(name: str) -> Random:
    """The same row of draws for the same name."""
    return Random(name)  # noqa: S311 - no secret, but an invented answer


def answers_of(attempt: Attempt, items: list[QuizItem]) -> Iterator[Answer]:
    standing = draws(f"standing {attempt.user_id}").gauss(0.4, 1.0)
    for item in items:
        draw = draws(f"{attempt.user_id} {item.question.key}")
        yield answer_of(attempt, item, standing, draw)


def answer_of(attempt: Attempt, item: QuizItem, standing: float, draw: Random) -> Answer:
    question, version = item.question, item.question.current
    kind, content = KINDS[question.kind], version.content
    place = PLACES[question.difficulty] + draws(question.key).gauss(0, 0.6)
    chance = 1 / (1 + math.exp(place - standing))
    is_blank = attempt.quiz.mode == Quiz.Mode.TEST and draw.random() < BLANK
    response = {} if is_blank else kind.best(content) if draw.random() < chance else wrong(question.kind, content, draw)
    sure = min(3, max(1, round(2 + 0.5 * (standing - place) + draw.gauss(0, 0.7))))
    return Answer(
        attempt=attempt,
        question=question,
        version=version,
        response=response,
        seq=1,
        saved_at=attempt.started_at,
        checked_at=attempt.finished_at,
        score=0.0 if is_blank else kind.mark(content, response).score,
        confidence=sure if asks_confidence(content, attempt.quiz.mode) else None,
    )


def wrong(kind: str, content: dict, draw: Random) -> dict:
    """A plausible slip: another option, one decision turned round, two entries swapped, a foreseen wrong answer."""
    best = KINDS[kind].best(content)
    ids = [entry["id"] for entry in content["entries"]]
    if kind in ("single", "reasons"):
        others = [id_ for id_ in ids if id_ != best["choice"]]
        weights = [draws(f"{content['stem']}{id_}").random() + 0.15 for id_ in others]
        return {**best, "choice": draw.choices(others, weights)[0]}
    if kind == "multiple":
        turned = sorted(set(best["choices"]) ^ {draw.choice(ids)})
        return {"choices": turned or [next(id_ for id_ in ids if id_ not in best["choices"])]}
    if kind in ("match", "order"):
        one, other = draw.sample(ids, 2)
        places = best["places"]
        return {"places": {**places, one: places[other], other: places[one]}}
    if kind == "group":
        one = draw.choice(ids)
        elsewhere = [place["id"] for place in content["places"] if place["id"] != best["places"][one]]
        return {"places": {**best["places"], one: draw.choice(elsewhere)}}
    foreseen = [entry["text"] for entry in content["entries"]] or ["0" if kind == "number" else "not sure"]
    return {"text": draw.choice(foreseen)}
