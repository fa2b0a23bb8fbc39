"""A place on the waiting list by its signed link. Opening it changes nothing: programs that read mail open links."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.timezone import localdate, now
from django.views.decorators.http import require_POST

from courses import access
from courses.domain import waiting as domain
from courses.queries.booking import booking_token
from courses.queries.waiting import position_words
from courses.views.draft import by_link


@by_link
def waiting(request, token):
    group = access.get_waiting_group_by_token_or_404(token)
    return page(request, group, token)


def page(request, group, token, *, message="", status=200):
    context = {"group": group, "token": token, "message": message, "rule": domain.RULE}
    context |= {"may_answer": group.state == group.State.OFFERED and group.offer_until >= localdate()}
    if group.state == group.State.WAITING:
        context["position"] = position_words(group)
    if group.booking_id:
        context["booking_token"] = booking_token(group.booking)
    return render(request, "courses/waiting/waiting.html", context, status=status)


@by_link
@require_POST
def accept(request, token):
    group = access.get_waiting_group_by_token_or_404(token)
    try:
        booking = domain.accept_offer(group=group, now=now())
    except domain.OfferOver:
        group.refresh_from_db()
        return page(request, group, token, message="This offer has ended. Nothing is booked.", status=409)
    return redirect("booking", booking_token(booking))


@by_link
@require_POST
def decline(request, token):
    group = access.get_waiting_group_by_token_or_404(token)
    try:
        domain.decline_offer(group=group, now=now())
    except domain.OfferOver:
        group.refresh_from_db()
        return page(request, group, token, message="This offer has ended already.", status=409)
    messages.success(request, "You have declined the offer. The places go to the next school.")
    return redirect("waiting", token)


@by_link
@require_POST
def leave(request, token):
    group = access.get_waiting_group_by_token_or_404(token)
    domain.leave_list(group=group, now=now())
    messages.success(request, "Your school is no longer on the waiting list.")
    return redirect("waiting", token)
