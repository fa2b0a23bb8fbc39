"""What pages for visitors show of the site's own nouns: testimonials and facilitators."""

from functools import partial

from django import template
from django.utils.timezone import localdate

from cms.models import Facilitator
from cms.queries.testimonial import chosen_of, interviews_like, testimonial_line, withdraw_token
from cms.templatetags.once import holder_of, kept

register = template.Library()


@register.simple_tag(takes_context=True)
def testimonials_wanted(context):
    """Those that the address asks for: ?phase=primary&size=small&region=london."""
    request = context.get("request")
    wanted = chosen_of(request.GET.dict() if request else {})
    read = partial(interviews_like, wanted, today=localdate())
    return kept(holder_of(context), "interviews", read, *wanted.items())


@register.simple_tag
def line_of(home):
    return kept(home, "line", lambda: testimonial_line(home, today=localdate()), home.pk, home.testimonial_id)


@register.simple_tag(takes_context=True)
def facilitators(context):
    shown = Facilitator.objects.filter(live=True).select_related("photo").prefetch_related("photo__renditions")
    return kept(holder_of(context), "facilitators", lambda: list(shown))


@register.simple_tag
def withdraw_link(testimonial) -> str:
    return withdraw_token(testimonial.pk)
