from django.db import models
from wagtail.admin.panels import FieldPanel
from wagtail.contrib.settings.models import BaseSiteSetting, register_setting


@register_setting(icon="site")
class Provider(BaseSiteSetting):
    """Who runs the programme: named in the footer and in every mail."""

    name = models.CharField(max_length=100, default="Touchstone")
    contact_email = models.EmailField(default="programme@touchstone.example")

    panels = [FieldPanel("name"), FieldPanel("contact_email")]

    class Meta:
        verbose_name = "provider"
