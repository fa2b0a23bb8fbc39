from django.db import models
from wagtail.admin.panels import FieldPanel
from wagtail.fields import StreamField
from wagtail.models import Page
from wagtail.search import index

from cms.blocks import AskedBlock


class FaqPage(Page):
    """Questions that schools ask, in groups."""

    introduction = models.CharField(max_length=300, blank=True)
    body = StreamField([("asked", AskedBlock())], blank=True)

    template = "cms/faq_page.html"
    max_count = 1
    parent_page_types = ["cms.HomePage"]
    subpage_types = []
    content_panels = [*Page.content_panels, FieldPanel("introduction"), FieldPanel("body")]
    search_fields = [*Page.search_fields, index.SearchField("introduction"), index.SearchField("body")]

    class Meta:
        verbose_name = "frequently asked questions"

    @property
    def questions(self) -> list[tuple[str, str]]:
        """Each question and its answer (Markdown), for whoever describes the page to a search engine."""
        return [(one["question"], one["answer"]) for group in self.body for one in group.value["questions"]]
