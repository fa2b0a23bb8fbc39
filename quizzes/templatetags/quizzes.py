from django import template

from quizzes.queries.attempt import quiz_items

register = template.Library()


@register.inclusion_tag("quizzes/quiz.html")
def quiz_preview(quiz):
    """A quiz as its authors see it in a preview: nothing can be answered."""
    return {"items": quiz_items(quiz_id=quiz.pk, user=None) if quiz else [], "can_answer": False}
