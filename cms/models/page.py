from django.db import models
from wagtail.admin.panels import FieldPanel
from wagtail.fields import StreamField
from wagtail.models import Page
from wagtail.search import index

from cms.blocks import VISITOR_BLOCKS


class ContentPage(Page):
    """A plain public page: about, accessibility, privacy, terms."""

    introduction = models.CharField(max_length=300, blank=True)
    body = StreamField(VISITOR_BLOCKS, blank=True)

    template = "cms/content_page.html"
    parent_page_types = ["cms.HomePage"]
    subpage_types = []
    content_panels = [*Page.content_panels, FieldPanel("introduction"), FieldPanel("body")]
    search_fields = [*Page.search_fields, index.SearchField("introduction"), index.SearchField("body")]

    class Meta:
        verbose_name = "content page"
