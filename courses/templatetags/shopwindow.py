"""What pages for visitors show of the programme: the next cohort, all of them, the year, hours and counts."""

from django import template
from django.urls import NoReverseMatch, reverse
from django.utils.timezone import localdate

from cms.charts import HalfTerm, Week
from cms.domain.pagecache import pages_version
from cms.queries.site import who_runs_this
from cms.templatetags.once import holder_of, kept
from cms.templatetags.ui import component, plan_strip, progress_strip
from courses.plan import MEETING_WEEKS, YEAR_WEEKS
from courses.queries import shopwindow
from courses.queries.cohort import open_cohorts
from courses.queries.programme import programme_outline
from courses.weeks import ONE_WEEK

register = template.Library()


@register.filter
def pounds(pence: int) -> str:
    """£1,250, or £1,250.50 where there are pence."""
    whole, rest = divmod(pence, 100)
    return f"£{whole:,}.{rest:02}" if rest else f"£{whole:,}"


def cohorts_of(holder):
    """The cohorts for sale: a page shows them, and says the same to search engines."""
    return kept(holder, "cohorts", lambda: open_cohorts(today=localdate()))


@register.simple_tag(takes_context=True)
def next_cohort(context):
    return shopwindow.next_open_cohort(cohorts_of(holder_of(context)))


@register.simple_tag(takes_context=True)
def cohorts_for_sale(context):
    return cohorts_of(holder_of(context))


@register.simple_tag(takes_context=True)
def vat_words(context) -> str:
    """What VAT does to the prices on the page."""
    provider = kept(holder_of(context), "provider", who_runs_this)
    if provider.vat_registered:
        rate = f"{provider.vat_basis_points / 100:g} %"
        return f"VAT at {rate} is added. Most state schools can recover it; most independent schools cannot."
    return provider.vat_note or "No VAT is charged."


@register.simple_tag
def way_to_book(cohort, name="book") -> str:
    """Where places are booked or waited for; the contact page where that is not to be had."""
    try:
        return reverse(name, args=[cohort.slug])
    except NoReverseMatch:
        return reverse("contact", query={"about": "quote"})


@register.inclusion_tag("courses/cohort/places.html")
def places_words(cohort):
    return {"cohort": cohort}


@register.inclusion_tag("courses/cohort/runs.html")
def runs_words(cohort):
    return {"cohort": cohort}


@register.simple_tag(takes_context=True)
def leads_since(context):
    return kept(holder_of(context), "leads since", lambda: shopwindow.leads_since(today=localdate()))


@register.simple_tag
def outline_of(page):
    return programme_outline(page.pk, as_of=pages_version())  # the page may be kept longer than an outline


@register.simple_tag
def programme_modules(outline):
    return component("courses/programme/outline.html", modules=outline.modules)


@register.simple_tag
def hours_of(outline):
    return shopwindow.hours_of(outline)


@register.simple_tag
def samples_of(outline):
    return [lesson for lesson in outline.lessons if lesson.is_sample]


@register.simple_tag
def shown_year(page):
    return kept(page, "year", lambda: shopwindow.shown_year(page.pk, cohorts_of(page)), page.pk)


@register.simple_tag
def shown_year_strip(shown, modules):
    """The weeks of a real cohort, with its holidays; of the model year where there is no cohort."""
    if shown is None or not shown.year.mondays:
        return plan_strip(modules)
    taught = {lesson.due_week: number for number, module in enumerate(modules, 1) for lesson in module.lessons}
    half_terms: list[list[Week]] = []
    mondays = shown.year.mondays[:YEAR_WEEKS]
    for number, monday in enumerate(mondays, 1):
        if number == 1 or monday - mondays[number - 2] > ONE_WEEK:
            half_terms.append([])
        half_terms[-1].append(week_of(number, monday, taught))
    return progress_strip(HalfTerm(f"Half term {n}", tuple(weeks)) for n, weeks in enumerate(half_terms, 1))


def week_of(number: int, monday, taught: dict[int, int]) -> Week:
    words = f"week of {monday.day} {monday:%B}, "
    words += f"module {taught[number]}" if number in taught else "no lessons"
    if number in MEETING_WEEKS:
        words += ", meeting"
    state = "done" if number in taught else "none"
    return Week(str(number), state, words)


@register.inclusion_tag("courses/enquiry/actions.html")
def enquiry_actions(enquiry):
    """What the office may make of an enquiry, and has made."""
    return {"enquiry": enquiry, "bookings": enquiry.bookings.select_related("cohort")}
