from django.shortcuts import render

from courses.access import get_lead_or_404
from courses.queries.programme import programme_outline
from courses.queries.search import search_lessons


def lesson_search(request):
    lead = get_lead_or_404(request.user)
    text = request.GET.get("q", "").replace("\x00", "")
    found = search_lessons(text, programme_outline(lead.programme_id))
    return render(request, "courses/search/lesson_search.html", {"text": text[:100], "lessons": found})
