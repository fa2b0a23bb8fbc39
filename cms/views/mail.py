from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import now
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt

from cms.domain import mail as domain
from cms.queries.mail import demonstration_mails, has_stopped, mails_to, read_stop_token

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
    to = request.GET.get("to", "")
    mails = demonstration_mails(settings.EMAIL_FILE_PATH, to=to)
    return render(request, "demo/mail.html", {"mails": mails, "to": to})


@login_not_required
@never_cache
def stop_mail(request, token):
    """Looking changes nothing, since mail scanners open every link."""
    who, kind = stop_of(token)
    if request.method == "POST" and request.POST.get("do") == "resume":
        domain.resume_mail(who=who, kind=kind)
    elif request.method == "POST":
        domain.stop_mail(who=who, kind=kind, now=now())
    return render(request, "account/stop_mail.html", {"kind": kind, "stopped": has_stopped(who, kind)})


@login_not_required
@csrf_exempt  # a mail program posts here without a cookie of ours (RFC 8058): the signed address is the right
@never_cache
def stop_mail_now(request, token):
    """The button that mail programs show themselves; where they make a link of it, the page asks first."""
    who, kind = stop_of(token)
    if request.method != "POST":
        return redirect("stop_mail", token)
    domain.stop_mail(who=who, kind=kind, now=now())
    return HttpResponse("This mail is stopped.\n", content_type="text/plain; charset=utf-8")


def stop_of(token: str) -> tuple[int | str, str]:
    found = read_stop_token(token)
    if found is None:
        raise Http404("This is not an address that we sent.")
    return found
