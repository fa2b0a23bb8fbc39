"""A question as a learner sees it, for its editor: nothing is kept."""

from quizzes.models import Question, Quiz
from quizzes.queries.attempt import NOTHING, item_of
from quizzes.queries.item import Item


def preview_item(question: Question, *, action: str) -> Item:
    """The current version as it would stand alone in a lesson."""
    return item_of(
        *(question.kind, NOTHING, question.current_id, Quiz.Mode.LESSON.value),
        seed=f"preview:{question.pk}",
        again=False,
        look=False,
        quiz_id=0,
        question_id=question.pk,
        key=question.key,
        position=1,
        count=1,
        action=action,
        is_kept=False,
    )
