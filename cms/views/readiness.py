from django.contrib.auth.decorators import login_not_required
from django.http import Http404
from django.shortcuts import render
from django.views.decorators.cache import never_cache

from cms.forms.readiness import ReadinessForm
from cms.queries.readiness import pairs_of, read_answers, readiness_page
from cms.views.pagecache import public_page


@login_not_required
@public_page()
@never_cache
def are_we_ready(request):
    """Nothing is stored and nothing is sent on: the result is made from the form and shown, once."""
    page = readiness_page()
    if page is None:
        raise Http404
    pairs = pairs_of(page)
    form = ReadinessForm(pairs, request.POST or None)
    if request.method != "POST" or not form.is_valid():
        status = 422 if request.method == "POST" else 200
        return render(request, "cms/readiness/check.html", {"page": page, "form": form}, status=status)
    return render(request, "cms/readiness/result.html", {"page": page, "reading": read_answers(pairs, form.answers)})
