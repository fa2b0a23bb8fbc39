from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import render
from django.views.decorators.cache import never_cache

from cms.queries.mail import demonstration_mails, mails_to

A_PAGE = 25


@never_cache
def my_mail(request):
    """Each person can read what was sent to them, and why."""
    mails = Paginator(mails_to(request.user), A_PAGE).get_page(request.GET.get("page"))
    return render(request, "account/mail.html", {"mails": mails})


@login_not_required
@never_cache
def demo_mail(request):
    """The folder that takes the place of mailboxes in the demonstration; codes for signing in are read here."""
    if not settings.DEMO:
        raise Http404
    return render(request, "demo/mail.html", {"mails": demonstration_mails(settings.EMAIL_FILE_PATH)})
