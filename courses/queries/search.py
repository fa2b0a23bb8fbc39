"""Search over lessons: whole words, and the beginnings of words. PostgreSQL also finds other forms of a word."""

from courses.models import LessonPage
from courses.queries.programme import LessonLine, Outline

MAX_CHARACTERS = 100
MAX_RESULTS = 20


def search_lessons(text: str, outline: Outline) -> list[LessonLine]:
    text = text.replace('"', " ").strip()[:MAX_CHARACTERS]  # SQLite's index would take the sign for its own
    if len(text) < 2:
        return []
    published = LessonPage.objects.live().filter(pk__in=list(outline.by_pk))
    found = [page.pk for page in published.search(text, operator="and")[:MAX_RESULTS]]
    found += [page.pk for page in published.autocomplete(text)[:MAX_RESULTS] if page.pk not in found]
    return [outline.by_pk[pk] for pk in found[:MAX_RESULTS]]
