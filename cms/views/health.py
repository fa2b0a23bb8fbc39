"""For whoever watches over the servers: no sign-in, no secrets, nothing about versions."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponse
from django.utils import timezone
from django.views.decorators.cache import never_cache

from cms.queries.health import what_is_wrong


@login_not_required
@never_cache
def healthz(request):
    """The process answers."""
    return HttpResponse("ok\n", content_type="text/plain; charset=utf-8")


@login_not_required
@never_cache
def readyz(request):
    """The site can do its work: the database answers, is migrated, and the clock ticks where there is a queue."""
    wrong = what_is_wrong(now=timezone.now())
    text = "\n".join(wrong or ["ready"]) + "\n"
    return HttpResponse(text, status=503 if wrong else 200, content_type="text/plain; charset=utf-8")
