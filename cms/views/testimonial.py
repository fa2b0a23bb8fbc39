from contextlib import suppress

from django.contrib.auth.decorators import login_not_required
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.timezone import now
from django.views.decorators.cache import never_cache

from cms.domain import testimonial as domain
from cms.queries.testimonial import has_consent_to_withdraw, testimonial_of_token


@login_not_required  # the signed address is the right
@never_cache
def withdraw(request, token):
    """Looking changes nothing, since mail scanners open every link."""
    testimonial = testimonial_of_token(token)
    if testimonial is None:
        raise Http404
    if request.method == "POST":
        with suppress(domain.NothingToWithdraw):  # pressed twice: the page that follows says how it stands
            domain.withdraw_consent(testimonial=testimonial, now=now())
        return redirect("withdraw_testimonial", token)
    context = {"testimonial": testimonial, "stands": has_consent_to_withdraw(testimonial)}
    return render(request, "cms/testimonial/withdraw.html", context)
