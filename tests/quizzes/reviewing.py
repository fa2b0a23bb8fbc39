"""Builders for questions that come back: cards, sittings and answers in them."""

from datetime import UTC, date, datetime

from quizzes.domain.review import Learnt, answer_card, begin_sitting, deal_cards
from quizzes.kinds import KINDS
from quizzes.models import Confidence, ReviewAnswer, ReviewCard
from tests.quizzes.builders import build_quiz, order_of, question_of

NOON = datetime(2026, 11, 11, 12, tzinfo=UTC)  # a Wednesday
TODAY = NOON.date()


def build_card(user, *, kind="single", due_on=TODAY, gap=0, quiz=None) -> ReviewCard:
    quiz = quiz or build_quiz([kind])
    deal_cards(learnt=[Learnt(user.pk, quiz.pk, question_of(quiz).pk, date(2026, 9, 1))])
    ReviewCard.objects.filter(user=user, quiz=quiz).update(due_on=due_on, gap=gap)
    return ReviewCard.objects.get(user=user, quiz=quiz)


def build_cards(user, number, **fields) -> list[ReviewCard]:
    return [build_card(user, **fields) for _ in range(number)]


def sit(user, *, now=NOON, topic=None):
    return begin_sitting(user_id=user.pk, topic=topic or (lambda card: ""), now=now)


def asked(sitting, position=1) -> ReviewAnswer:
    return ReviewAnswer.objects.select_related("card__question__current").get(sitting=sitting, position=position)


def response_to(question, *, right: bool) -> dict:
    content = question.current.content
    best = KINDS[question.kind].best(content)
    if right:
        return best
    wrong = [entry["id"] for entry in content["entries"] if entry["id"] != best.get("choice")]
    return best | {"choice": wrong[0]}


def reply(answer, *, right=True, confidence: int | None = Confidence.FAIRLY, now=NOON, **given) -> ReviewAnswer:
    question = answer.card.question
    fields = {
        "version": question.current,
        "response": response_to(question, right=right),
        "order": order_of(question),
        "confidence": confidence,
    }
    answer_card(answer=answer, now=now, **fields | given)
    answer.refresh_from_db()
    return answer


def reply_to_all(sitting, **given) -> None:
    for position in range(1, sitting.answers.count() + 1):
        reply(asked(sitting, position), **given)
