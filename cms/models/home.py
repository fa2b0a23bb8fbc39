from django.db import models
from wagtail.admin.panels import FieldPanel, PageChooserPanel
from wagtail.fields import StreamField
from wagtail.models import Page
from wagtail.search import index

from cms.blocks import VISITOR_BLOCKS


class HomePage(Page):
    promise = models.CharField(max_length=200, blank=True, help_text="One sentence: what this is for.")
    introduction = models.CharField(max_length=400, blank=True, help_text="Two sentences at most, below the promise.")
    testimonial = models.ForeignKey(
        "cms.TestimonialPage",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        help_text="Whose line is shown. Empty, or no longer permitted: the newest one that is.",
    )
    body = StreamField(VISITOR_BLOCKS, blank=True)

    template = "cms/home_page.html"
    max_count = 1
    parent_page_types = ["wagtailcore.Page"]
    content_panels = [
        *Page.content_panels,
        FieldPanel("promise"),
        FieldPanel("introduction"),
        PageChooserPanel("testimonial"),
        FieldPanel("body"),
    ]
    search_fields = [*Page.search_fields, index.SearchField("promise"), index.SearchField("body")]

    class Meta:
        verbose_name = "home page"
