"""Finding a school in the national register: the search as somebody types, and a part of a form for other pages.

How another page lets its visitor choose a school:

1. View: `form = FinderForm(request.POST or None)` and, into the context, `finder=finder_of(request, form, chosen=urn)`;
   `chosen` is the URN that a draft has kept, UNLISTED, or "". On POST and `form.is_valid()`:
   `form.cleaned_data["urn"]` is the URN of a school that may be chosen (of today's school, if an old URN was sent), or
   "" for “My school is not listed”: then ask for the school by hand. Then
   `courses.domain.school.school_of_establishment(urn=..., now=...)` gives the School, and
   `type_school(name=..., town=..., postcode=..., phase=..., now=...)` the one that was typed.
2. Template, before the page's own form: `{% include "courses/establishment/finder_search.html" %}` (the GET form that
   searches without JavaScript: the page itself with ?q=).
   Inside the page's own form: `{% include "courses/establishment/finder.html" %}` (the box, the results as radio
   buttons named `urn`, the last of which says that the school is not listed and has the value `unlisted`).
   In `{% block css %}`: static css/finder.css. In `{% block scripts %}`: `<script type="module" src="{% static
   "js/finder.js" %}"></script>`. `{% error_summary form %}` works; the field's errors stand beside the results too.
3. One finder a page. The GET form is called `finder-search`, the box `finder-q`.

The page must not be one that is cached for everybody while it holds a form token.
"""

from allauth.core import ratelimit
from django.contrib.auth.decorators import login_not_required
from django.shortcuts import render
from django.views.decorators.http import require_GET

from courses.queries.establishment import find_establishments


@require_GET
@login_not_required
def search(request):
    """The results as options of a list box (static/js/finder.js), and how many there are."""
    if not ratelimit.consume(request, action="school_search"):
        return ratelimit.respond_429(request)
    text = request.GET.get("q", "")
    context = {"results": find_establishments(text), "text": text[:100]}
    return render(request, "courses/establishment/options.html", context)
