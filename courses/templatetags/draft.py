"""Where a step stands in its booking."""

from django import template

register = template.Library()


@register.filter
def step_before(view, step: str) -> str:
    return view.before(step)


@register.filter
def step_number(view, step: str) -> int:
    return view.number(step)
