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

from allauth.decorators import rate_limit
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.shortcuts import redirect, render
from django.utils.timezone import now
from django.views.decorators.http import require_GET, require_POST

from courses import access
from courses.domain import registerimport as domain
from courses.forms.establishment import RegisterForm
from courses.giasfile import RegisterRefused
from courses.queries.establishment import find_establishments
from courses.queries.registerimport import recent_imports, shown_differences, standing


@require_GET
@login_not_required
@rate_limit(action="school_search", limit_get=True)
def search(request):
    """The results as options of a list box (static/js/finder.js), and how many there are."""
    text = request.GET.get("q", "")
    context = {"results": find_establishments(text), "text": text[:100]}
    return render(request, "courses/establishment/options.html", context)


def register(request):
    """The office's page: what is in the register, and a form that takes a newer one."""
    access.get_register_keeper_or_404(request.user)
    form = RegisterForm(request.POST, request.FILES) if request.method == "POST" else RegisterForm()
    if request.method == "POST" and form.is_valid():
        try:
            made = domain.receive_register(by=request.user, now=now(), **form.given())
        except RegisterRefused as refused:
            form.add_error("file", str(refused))
        except domain.ImportGoingOn:
            form.add_error(None, "An import is going on already. Wait for its end, or give it up.")
        else:
            return redirect("register_import", pk=made.pk)
    context = {"form": form, "standing": standing(), "imports": recent_imports()}
    status = 422 if request.method == "POST" else 200
    return render(request, "courses/establishment/register.html", context, status=status)


def register_import(request, pk):
    """How far an import has got, and what it changed. htmx asks for the part that moves."""
    found = access.get_register_import_or_404(request.user, pk)
    if request.htmx:
        response = render(request, "courses/establishment/progress.html", {"import": found})
        if not found.is_going_on:
            response["HX-Refresh"] = "true"
        return response
    return render(request, "courses/establishment/import.html", {"import": found, **shown_differences(found)})


@require_POST
def stop_import(request, pk):
    found = access.get_register_import_or_404(request.user, pk)
    try:
        domain.stop_register_import(register_import=found, now=now())
    except domain.ImportStopped:
        messages.info(request, "This import had ended already.")
    else:
        messages.success(request, "The import was given up. Nothing was changed.")
    return redirect("register_import", pk=pk)
