from django.contrib.auth.decorators import login_not_required
from django.shortcuts import render
from django.utils.timezone import localdate

from courses.queries.sitesearch import MAX_CHARACTERS, searchable, site_search


@login_not_required
def site_search_page(request):
    text = request.GET.get("q", "")
    hits = site_search(text, today=localdate())
    context = {"text": searchable(text), "hits": hits, "most": MAX_CHARACTERS}
    return render(request, "courses/sitesearch/search.html", context)
