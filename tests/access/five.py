"""A question that comes back to one lead of the world, with the link of a mail, and one to another who may begin."""

from datetime import timedelta

from django.utils.timezone import localdate, now

from cms.models import Mail
from courses.models import FiveMail
from courses.queries.five import digest
from quizzes.domain.review import Learnt, begin_sitting, deal_cards

KEY = "key-of-the-five-questions-of-the-lead"
RETURNING = "reasons"  # the open question of the lesson: nobody but editors may see its feedback


def lay_five(world) -> None:
    today = localdate()
    question = world.questions[RETURNING]
    for who in ("lead", "second"):
        learnt = Learnt(world.people[who].pk, world.things.quiz.pk, question.pk, today - timedelta(days=30))
        deal_cards(learnt=[learnt])
    lead = world.people["lead"]
    FiveMail.objects.create(
        enrolment=world.enrolments["lead"],
        thursday=today,
        sitting=begin_sitting(user_id=lead.pk, topic=lambda card: "", now=now()),
        mail=Mail.objects.create(to=lead.email, user=lead, kind="five a week", why="-", subject="-", created_at=now()),
        key_digest=digest(KEY),
    )
