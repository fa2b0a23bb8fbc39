"""Search for visitors: published pages that are open to all, and the sample lessons.

Whole words, and the beginnings of words in titles. PostgreSQL also finds other forms of a word.
"""

from dataclasses import dataclass
from datetime import date

from wagtail.models import Page

from cms.models import HomePage, TestimonialPage
from cms.queries.testimonial import shown_testimonials
from courses.models import LessonPage

MAX_CHARACTERS = 100
MAX_RESULTS = 20


@dataclass(frozen=True)
class Hit:
    title: str
    path: str
    kind: str
    words: str


def site_search(text: str, *, today: date) -> list[Hit]:
    text = searchable(text)
    if len(text) < 2:
        return []
    pages = Page.objects.live().public().not_type(HomePage, TestimonialPage, LessonPage)
    hits = [page_hit(page) for page in found(pages.specific(), text)]
    hits += [testimonial_hit(page) for page in found(among(shown_testimonials(today=today)), text)]
    hits += [lesson_hit(page) for page in found(among(LessonPage.objects.live().filter(is_sample=True)), text)]
    return hits[:MAX_RESULTS]


def among(pages):
    """The index knows pages by number alone, so what else is asked of them is asked first."""
    return pages.model.objects.filter(pk__in=list(pages.values_list("pk", flat=True)))


def searchable(text: str) -> str:
    """SQLite's index would take the quotation mark for its own; no text of a page holds a NUL."""
    return " ".join(text.replace('"', " ").replace("\x00", " ").split())[:MAX_CHARACTERS].strip()


def found(pages, text: str) -> list:
    whole = list(pages.search(text, operator="and")[:MAX_RESULTS])
    begun = pages.autocomplete(text)[:MAX_RESULTS]
    return whole + [page for page in begun if page not in whole]


def page_hit(page) -> Hit:
    words = page.search_description or getattr(page, "introduction", "") or getattr(page, "intention", "")
    return Hit(page.title, path_of(page), str(page.cached_content_type.model_class()._meta.verbose_name), words)


def testimonial_hit(page: TestimonialPage) -> Hit:
    return Hit(page.title, path_of(page), "testimonial", page.quote)


def lesson_hit(page: LessonPage) -> Hit:
    module = page.url_path.rstrip("/").split("/")[-2]
    return Hit(page.title, f"/learn/{module}/{page.slug}/", "lesson, free to read", page.intention)


def path_of(page) -> str:
    return f"/{page.url_path.split('/', 2)[2]}"
