"""Testimonials as interviews, and the consent without which none is shown.

Consent stands in rows of its own, beside the page and its revisions: publishing an older draft brings no withdrawn
consent back.
"""

from datetime import date

from django.db import models
from django.db.models import F, Q
from django.http import Http404
from django.template.response import TemplateResponse
from django.utils.timezone import localdate
from wagtail.admin.panels import FieldPanel, MultiFieldPanel, Panel
from wagtail.fields import StreamField
from wagtail.models import Page, PageManager
from wagtail.query import PageQuerySet
from wagtail.search import index

from cms.blocks import ExchangeBlock


class Phase(models.TextChoices):
    PRIMARY = "primary", "Primary"
    SECONDARY = "secondary", "Secondary"
    ALL_THROUGH = "all-through", "All-through"
    SPECIAL = "special", "Special"
    OTHER = "other", "Other"


class Size(models.TextChoices):
    SMALL = "small", "Up to 210 pupils"
    MIDDLE = "middle", "211 to 420 pupils"
    LARGE = "large", "421 to 1,000 pupils"
    VERY_LARGE = "very-large", "More than 1,000 pupils"


class Region(models.TextChoices):
    """The names of the national register (GOR)."""

    NORTH_EAST = "north-east", "North East"
    NORTH_WEST = "north-west", "North West"
    YORKSHIRE = "yorkshire", "Yorkshire and the Humber"
    EAST_MIDLANDS = "east-midlands", "East Midlands"
    WEST_MIDLANDS = "west-midlands", "West Midlands"
    EAST = "east", "East of England"
    LONDON = "london", "London"
    SOUTH_EAST = "south-east", "South East"
    SOUTH_WEST = "south-west", "South West"
    ELSEWHERE = "elsewhere", "Outside England"


class TestimonialsPage(Page):
    introduction = models.CharField(max_length=400, blank=True)

    template = "cms/testimonial/index.html"
    max_count = 1
    parent_page_types = ["cms.HomePage"]
    subpage_types = ["cms.TestimonialPage"]
    content_panels = [*Page.content_panels, FieldPanel("introduction")]
    search_fields = [*Page.search_fields, index.SearchField("introduction")]
    show_in_menus_default = True
    menu_title = "What schools say"
    public_parameters = ("phase", "size", "region")  # what a kept copy of this page may differ by

    class Meta:
        verbose_name = "testimonials"


class ConsentPanel(Panel):
    """In the editor: whether the page may be shown, and until when."""

    class BoundPanel(Panel.BoundPanel):
        template_name = "cms/admin/consent_panel.html"

        def get_context_data(self, parent_context=None):
            context = super().get_context_data(parent_context)
            consents = list(self.instance.consents.all()) if self.instance.pk else []
            current = [consent for consent in consents if consent.is_current(localdate())]
            return {**context, "page": self.instance, "consents": consents, "current": current}


class TestimonialQuerySet(PageQuerySet):
    def shown(self, *, today: date):
        """The one rule: published, with a "what was hard", and a consent that is current today."""
        consents = TestimonialConsent.objects.current(today).filter(testimonial=models.OuterRef("pk"))
        return self.live().exclude(hard="").filter(models.Exists(consents))


class TestimonialPage(Page):
    class Wording(models.TextChoices):
        AS_GIVEN = "as given", "The words are as they were given."
        SHORTENED = "shortened", "The words were shortened; the person has read and agreed this version."
        EDITED = "edited", "The words were edited; the person has read and agreed this version."

    quote = models.CharField("one line", max_length=200, help_text="Their words, as on the list and the home page.")
    person_name = models.CharField("name", max_length=100, blank=True, help_text="Only if they want it shown.")
    role = models.CharField(max_length=100, help_text="What they do at the school, for example “Deputy head”.")
    school_name = models.CharField("school", max_length=150, blank=True, help_text="Only if the school agrees.")
    phase = models.CharField(max_length=12, choices=Phase)
    size = models.CharField("size of the school", max_length=12, choices=Size)
    region = models.CharField(max_length=14, choices=Region)
    took_part = models.CharField("cohort and year", max_length=60, help_text="For example “Autumn cohort, 2025”.")
    said_on = models.DateField("date of the interview", null=True)
    interview = StreamField([("exchange", ExchangeBlock())], blank=True)
    changed = models.TextField("what changed", max_length=1000, blank=True)
    hard = models.TextField(
        "what was hard", max_length=1000, blank=True, help_text="Without this the testimonial is not shown."
    )
    wording = models.CharField("their words", max_length=10, choices=Wording, default=Wording.AS_GIVEN)
    interest = models.CharField(
        "interest declared",
        max_length=300,
        blank=True,
        help_text="Any tie to the provider: work, family, a price below the usual one. Shown. Empty: none.",
    )

    objects = PageManager.from_queryset(TestimonialQuerySet)()

    template = "cms/testimonial/page.html"
    parent_page_types = ["cms.TestimonialsPage"]
    subpage_types = []
    content_panels = [
        *Page.content_panels,
        ConsentPanel(heading="Consent"),
        FieldPanel("quote"),
        MultiFieldPanel(
            [FieldPanel("role"), FieldPanel("person_name"), FieldPanel("took_part"), FieldPanel("said_on")], "Who"
        ),
        MultiFieldPanel(
            [FieldPanel("school_name"), FieldPanel("phase"), FieldPanel("size"), FieldPanel("region")], "The school"
        ),
        FieldPanel("changed"),
        FieldPanel("hard"),
        FieldPanel("interview"),
        MultiFieldPanel([FieldPanel("wording"), FieldPanel("interest")], "What readers are told of the words"),
    ]
    search_fields = [
        *Page.search_fields,
        index.SearchField("quote"),
        index.SearchField("changed"),
        index.SearchField("hard"),
        index.SearchField("interview"),
    ]

    class Meta:
        verbose_name = "testimonial"

    def serve(self, request, *args, **kwargs):
        """Not there without consent; where there once was one, a sentence says that it has ended."""
        if getattr(request, "is_preview", False) or self.is_shown(today=localdate()):
            return super().serve(request, *args, **kwargs)
        if not self.consents.exists():
            raise Http404
        return TemplateResponse(request, "cms/testimonial/gone.html", status=410)

    def get_sitemap_urls(self, request=None):
        return super().get_sitemap_urls(request) if self.is_shown(today=localdate()) else []

    def is_shown(self, *, today: date) -> bool:
        return TestimonialPage.objects.filter(pk=self.pk).shown(today=today).exists()

    @property
    def who(self) -> str:
        """ "Deputy head, primary school": what may always be said."""
        person = f"{self.person_name}, {self.role}" if self.person_name else self.role
        school = self.school_name or f"{self.get_phase_display().lower()} school"
        return f"{person}, {school}"


class ConsentQuerySet(models.QuerySet):
    def current(self, today: date):
        return self.filter(given_on__lte=today, until__gte=today, withdrawn_at__isnull=True)


class TestimonialConsent(models.Model):
    """What a person allowed, for how long, and where that is written down. Staff alone see it."""

    class Scope(models.TextChoices):
        SITE = "site", "on this site"
        SHARING = "sharing", "on this site and when its pages are shared"

    testimonial = models.ForeignKey(TestimonialPage, on_delete=models.CASCADE, related_name="consents")
    given_by = models.CharField(max_length=150)
    given_by_email = models.EmailField("e-mail address", help_text="They get the link with which consent is withdrawn.")
    given_on = models.DateField()
    until = models.DateField(help_text="24 months, unless they chose otherwise.")
    scope = models.CharField(max_length=10, choices=Scope, default=Scope.SITE)
    evidence = models.CharField(
        "where the evidence is kept", max_length=300, help_text="The signed form or mail: the advertising code asks."
    )
    recorded_at = models.DateTimeField(editable=False)
    reminded_at = models.DateTimeField(null=True, blank=True, editable=False)
    withdrawn_at = models.DateTimeField(null=True, blank=True, editable=False)

    objects = ConsentQuerySet.as_manager()

    class Meta:
        verbose_name = "consent to a testimonial"
        verbose_name_plural = "consents to testimonials"
        ordering = ["until", "pk"]
        constraints = [
            models.CheckConstraint(
                name="consent_lasts_a_day_or_more",
                condition=Q(until__gte=F("given_on")),
                violation_error_message="Consent must end on or after the day it was given.",
            )
        ]

    def __str__(self):
        return f"{self.given_by}, until {self.until}"

    def is_current(self, today: date) -> bool:
        return self.withdrawn_at is None and self.given_on <= today <= self.until
