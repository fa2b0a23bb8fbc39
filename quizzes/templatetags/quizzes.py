from django import template

from cms.templatetags.ui import component
from quizzes.models import Confidence
from quizzes.queries.attempt import quiz_items
from quizzes.queries.score import MEASURED_FROM

register = template.Library()


@register.simple_tag
def quiz_item(item, page_url, message=""):
    """A question is drawn once for everybody who sees the same of it."""
    return component("quizzes/item.html", item=item, page_url=page_url, message=message)


@register.inclusion_tag("components/confidence.html")
def confidence_picker(name="confidence", chosen=None, legend="How sure are you?", disabled=False, problem_id=""):
    """`problem_id` is the id of the sentence that says that nothing was chosen."""
    return {
        "name": name,
        "chosen": chosen,
        "legend": legend,
        "disabled": disabled,
        "problem_id": problem_id,
        "choices": Confidence.choices,
    }


@register.inclusion_tag("components/score.html")
def score_with_range(score):
    """A `Score`: "14 of 20, best read as 11 to 17 (9 times in 10)", and where that range comes from."""
    return {"score": score, "measured_from": MEASURED_FROM}


@register.inclusion_tag("quizzes/quiz.html")
def quiz_preview(quiz):
    """A quiz as its authors see it in a preview: nothing can be answered."""
    return {"items": quiz_items(quiz_id=quiz.pk, user=None) if quiz else [], "can_answer": False}
