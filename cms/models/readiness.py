from django.db import models
from django.shortcuts import redirect
from wagtail.admin.panels import FieldPanel
from wagtail.fields import StreamField
from wagtail.models import Page

from cms.blocks import PairBlock


class ReadinessPage(Page):
    """Pairs of statements with which a school asks itself whether this is the year. cms/views/readiness.py shows it."""

    introduction = models.CharField(max_length=300, blank=True)
    pairs = StreamField([("pair", PairBlock())], blank=True)

    template = "cms/readiness/preview.html"
    max_count = 1
    parent_page_types = ["cms.HomePage"]
    subpage_types = []
    content_panels = [*Page.content_panels, FieldPanel("introduction"), FieldPanel("pairs")]

    class Meta:
        verbose_name = "readiness check"

    def serve(self, request, *args, **kwargs):
        """Visitors answer at its one address; editors preview the statements."""
        if getattr(request, "is_preview", False):
            return super().serve(request, *args, **kwargs)
        return redirect("are_we_ready")
