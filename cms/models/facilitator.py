from django.contrib.contenttypes.fields import GenericRelation
from django.db import models
from wagtail.admin.panels import FieldPanel
from wagtail.images import get_image_model_string
from wagtail.models import DraftStateMixin, Page, PreviewableMixin, RevisionMixin
from wagtail.search import index


class Facilitator(PreviewableMixin, DraftStateMixin, RevisionMixin, models.Model):
    """Somebody who runs the programme, as visitors meet them."""

    name = models.CharField(max_length=100)
    role = models.CharField(max_length=150)
    text = models.TextField(max_length=3000, help_text="Markdown: what they did before, and what schools ask them.")
    photo = models.ForeignKey(
        get_image_model_string(), null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    photo_alt = models.CharField(
        "what the photograph shows", max_length=200, blank=True, help_text="Read out in place of the photograph."
    )
    place = models.PositiveSmallIntegerField("place in the list", default=10)
    _revisions = GenericRelation("wagtailcore.Revision", related_query_name="facilitator")

    panels = [
        FieldPanel("name"),
        FieldPanel("role"),
        FieldPanel("text"),
        FieldPanel("photo"),
        FieldPanel("photo_alt"),
        FieldPanel("place"),
    ]

    class Meta:
        ordering = ["place", "name"]
        constraints = [
            models.CheckConstraint(
                name="facilitator_photo_is_described",
                condition=models.Q(photo__isnull=True) | ~models.Q(photo_alt=""),
                violation_error_message="Say in words what the photograph shows.",
            )
        ]

    def __str__(self):
        return self.name

    @property
    def revisions(self):
        return self._revisions

    def get_preview_template(self, request, mode_name):
        return "cms/facilitator_preview.html"


class FacilitatorsPage(Page):
    introduction = models.CharField(max_length=300, blank=True)

    template = "cms/facilitators_page.html"
    max_count = 1
    parent_page_types = ["cms.HomePage"]
    subpage_types = []
    content_panels = [*Page.content_panels, FieldPanel("introduction")]
    search_fields = [*Page.search_fields, index.SearchField("introduction")]

    class Meta:
        verbose_name = "facilitators"
