from django.db import models
from wagtail.admin.panels import FieldPanel
from wagtail.fields import StreamField
from wagtail.models import Page
from wagtail.search import index

from cms.blocks import VISITOR_BLOCKS


class CohortsPage(Page):
    """Which cohorts are sold, on what terms. The cohorts themselves come from their records."""

    introduction = models.CharField(max_length=300, blank=True)
    none_open = models.CharField(
        "when no cohort is on sale",
        max_length=300,
        default="No cohort is on sale at the moment. Write to us and we tell you when the next one is.",
    )
    body = StreamField(VISITOR_BLOCKS, blank=True)

    template = "courses/cohort/cohorts_page.html"
    max_count = 1
    parent_page_types = ["cms.HomePage"]
    subpage_types = []
    content_panels = [
        *Page.content_panels,
        FieldPanel("introduction"),
        FieldPanel("none_open"),
        FieldPanel("body"),
    ]
    search_fields = [*Page.search_fields, index.SearchField("introduction"), index.SearchField("body")]
    show_in_menus_default = True
    menu_title = "Cohorts and prices"

    class Meta:
        verbose_name = "cohorts and prices"
