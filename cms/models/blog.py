"""The blog: posts, who wrote them, and until when each is open for comments."""

from datetime import date, timedelta

from django import forms
from django.conf import settings
from django.db import models
from django.utils.timezone import localdate
from modelcluster.contrib.taggit import ClusterTaggableManager
from modelcluster.fields import ParentalKey, ParentalManyToManyField
from taggit.models import TaggedItemBase
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.fields import StreamField
from wagtail.models import Page
from wagtail.search import index

from cms.blocks import PAGE_BLOCKS


class Author(models.Model):
    """Who writes in the blog. Nobody needs an account to be named here."""

    name = models.CharField(max_length=100)
    slug = models.SlugField(unique=True, help_text="The last part of the address of this author’s posts.")
    role = models.CharField(max_length=150, help_text="As it stands under a post: “Assessment lead, primary school”.")
    text = models.CharField("about the author", max_length=400, blank=True)

    panels = [FieldPanel(name) for name in ("name", "slug", "role", "text")]

    class Meta:
        ordering = ["name"]

    def __str__(self):
        return self.name


class BlogPage(Page):
    introduction = models.CharField(max_length=300, blank=True)

    template = "cms/blog/blog_page.html"
    max_count = 1
    parent_page_types = ["cms.HomePage"]
    subpage_types = ["cms.PostPage"]
    content_panels = [*Page.content_panels, FieldPanel("introduction")]
    public_parameters = ("page",)

    class Meta:
        verbose_name = "blog"


class PostTag(TaggedItemBase):
    content_object = ParentalKey("cms.PostPage", on_delete=models.CASCADE, related_name="tagged_items")


class PostPage(Page):
    introduction = models.CharField(max_length=300, blank=True)
    body = StreamField(PAGE_BLOCKS, blank=True)
    posted_on = models.DateField("date shown", null=True, default=localdate)
    authors = ParentalManyToManyField(Author, blank=True, related_name="posts")
    tags = ClusterTaggableManager(through=PostTag, blank=True)
    comments_until = models.DateField(
        "comments are open until",
        null=True,
        blank=True,
        help_text="Empty: the usual time after the first publication",
    )
    comments_closed = models.BooleanField("closed for comments now", default=False)

    template = "cms/blog/post_page.html"
    parent_page_types = ["cms.BlogPage"]
    subpage_types = []
    content_panels = [
        *Page.content_panels,
        FieldPanel("introduction"),
        FieldPanel("body"),
        MultiFieldPanel(
            [
                FieldPanel("posted_on"),
                FieldPanel("authors", widget=forms.CheckboxSelectMultiple),
                FieldPanel("tags"),
            ],
            "By whom, when, about what",
        ),
        MultiFieldPanel([FieldPanel("comments_until"), FieldPanel("comments_closed")], "Comments"),
    ]
    search_fields = [*Page.search_fields, index.SearchField("introduction"), index.SearchField("body")]
    public_parameters = ("page",)  # of the comments
    shared_kicker = "Blog"

    class Meta:
        verbose_name = "post"

    @property
    def last_day_of_comments(self) -> date | None:
        """None before the post is first published."""
        if self.comments_until or not self.first_published_at:
            return self.comments_until
        return localdate(self.first_published_at) + timedelta(days=settings.COMMENTS_OPEN_DAYS)

    def takes_comments_on(self, day: date) -> bool:
        last = self.last_day_of_comments
        return not self.comments_closed and last is not None and day <= last
