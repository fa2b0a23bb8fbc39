"""Programme > Module > Lesson, as Wagtail pages. Editors write them here; leads read them at /learn/."""

from django.db import models
from django.shortcuts import redirect
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.fields import StreamField
from wagtail.models import Page
from wagtail.search import index

from cms.blocks import PAGE_BLOCKS
from courses.blocks import LESSON_BLOCKS
from quizzes.models import Pillar


class SourceMixin(models.Model):
    """A page that is also a file: the hash of the file as it was last loaded tells whether it was edited since."""

    source_hash = models.CharField(max_length=64, blank=True, editable=False)

    class Meta:
        abstract = True


class ProgrammePage(SourceMixin, Page):
    intention = models.CharField(max_length=300, blank=True)
    body = StreamField(PAGE_BLOCKS, blank=True)

    template = "courses/programme/programme_page.html"
    parent_page_types = ["cms.HomePage"]
    subpage_types = ["courses.ModulePage"]
    content_panels = [*Page.content_panels, FieldPanel("intention"), FieldPanel("body")]
    search_fields = [*Page.search_fields, index.SearchField("intention"), index.SearchField("body")]
    show_in_menus_default = True
    menu_title = "Programme"

    class Meta:
        verbose_name = "programme"

    def get_sitemap_urls(self, request=None):
        """With the lessons that everybody may read; their modules are for leads, and so no part of the sitemap."""
        samples = LessonPage.objects.descendant_of(self).live().filter(is_sample=True).order_by("path")
        return super().get_sitemap_urls(request) + [
            {"location": f"/learn/{lesson.get_parent().slug}/{lesson.slug}/", "lastmod": lesson.last_published_at}
            for lesson in samples
        ]


class ModulePage(SourceMixin, Page):
    pillar = models.CharField(max_length=12, choices=Pillar, blank=True)
    question = models.CharField(max_length=200, blank=True, help_text="The question this module answers.")
    intention = models.CharField(max_length=300, blank=True)

    template = "courses/programme/module_page.html"
    parent_page_types = ["courses.ProgrammePage"]
    subpage_types = ["courses.LessonPage"]
    content_panels = [
        *Page.content_panels,
        FieldPanel("pillar"),
        FieldPanel("question"),
        FieldPanel("intention"),
    ]

    class Meta:
        verbose_name = "module"


class LessonPage(SourceMixin, Page):
    intention = models.CharField(max_length=300, blank=True)
    opening = models.CharField("kind of opening puzzle", max_length=80, blank=True)
    minutes = models.PositiveSmallIntegerField(default=25)
    is_sample = models.BooleanField("public sample", default=False)
    body = StreamField(LESSON_BLOCKS, blank=True)

    parent_page_types = ["courses.ModulePage"]
    subpage_types = []
    template = "courses/lesson/lesson_page.html"
    content_panels = [
        *Page.content_panels,
        FieldPanel("intention"),
        MultiFieldPanel([FieldPanel("opening"), FieldPanel("minutes"), FieldPanel("is_sample")], "About the lesson"),
        FieldPanel("body"),
    ]
    search_fields = [
        *Page.search_fields,
        index.SearchField("intention"),
        index.SearchField("body"),
        index.AutocompleteField("intention"),
        index.AutocompleteField("body"),
    ]

    class Meta:
        verbose_name = "lesson"

    def serve(self, request, *args, **kwargs):
        """The page tree is for the team; leads read at /learn/, where their answers are."""
        if request.user.has_perm("wagtailadmin.access_admin"):
            return super().serve(request, *args, **kwargs)
        return redirect("lesson", self.get_parent().slug, self.slug)
