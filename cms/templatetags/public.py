"""What pages for visitors show of the site's own nouns: testimonials and facilitators."""

from django import template
from django.utils.timezone import localdate

from cms.models import Facilitator
from cms.queries.testimonial import interviews_like, testimonial_line, withdraw_token

register = template.Library()


@register.simple_tag(takes_context=True)
def testimonials_wanted(context):
    """Those that the address asks for: ?phase=primary&size=small&region=london."""
    request = context.get("request")
    return interviews_like(request.GET.dict() if request else {}, today=localdate())


@register.simple_tag
def line_of(home):
    return testimonial_line(home, today=localdate())


@register.simple_tag
def facilitators():
    return Facilitator.objects.filter(live=True).select_related("photo").prefetch_related("photo__renditions")


@register.simple_tag
def withdraw_link(testimonial) -> str:
    return withdraw_token(testimonial.pk)
