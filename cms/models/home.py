from django.db import models
from wagtail.admin.panels import FieldPanel
from wagtail.fields import StreamField
from wagtail.models import Page
from wagtail.search import index

from cms.blocks import PAGE_BLOCKS


class HomePage(Page):
    promise = models.CharField(max_length=200, blank=True, help_text="One sentence: what this is for.")
    body = StreamField(PAGE_BLOCKS, blank=True)

    template = "cms/home_page.html"
    max_count = 1
    parent_page_types = ["wagtailcore.Page"]
    content_panels = [*Page.content_panels, FieldPanel("promise"), FieldPanel("body")]
    search_fields = [*Page.search_fields, index.SearchField("promise"), index.SearchField("body")]

    class Meta:
        verbose_name = "home page"
