"""The components of the interface as template tags; each has its one template in templates/components/."""

from django import template

register = template.Library()


@register.inclusion_tag("components/icon.html")
def icon(name, label=""):
    """A drawing from static/img/icons.svg; with a label it speaks, without one it is decoration."""
    return {"name": name, "label": label}
