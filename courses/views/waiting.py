"""A place on the waiting list by its signed link. Opening it changes nothing: programs that read mail open links."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.timezone import localdate, now
from django.views.decorators.http import require_POST

from courses import access
from courses.domain.offer import accept_offer, decline_offer
from courses.domain.places import AlreadyBooked, NotInThisState
from courses.domain.waiting import THE_RULE, leave_list
from courses.queries.booking import booking_token
from courses.queries.waiting import position_words
from courses.views.draft import by_link


@by_link
def waiting(request, token):
    group = access.get_waiting_group_by_token_or_404(token)
    return page(request, group, token)


def page(request, group, token, *, message="", status=200):
    context = {"group": group, "token": token, "message": message, "rule": THE_RULE}
    context |= {"may_answer": group.state == group.State.OFFERED and group.offer_until >= localdate()}
    if group.state == group.State.WAITING:
        context["position"] = position_words(group)
    if group.booking_id:
        context["booking_token"] = booking_token(group.booking)
    return render(request, "courses/waiting/waiting.html", context, status=status)


def changed(request, token, message):
    """It is no longer as the page said from which this was sent."""
    return page(request, access.get_waiting_group_by_token_or_404(token), token, message=message, status=409)


@by_link
@require_POST
def accept(request, token):
    group = access.get_waiting_group_by_token_or_404(token)
    try:
        booking = accept_offer(group=group, now=now())
    except NotInThisState:
        return changed(request, token, "This offer has ended. Nothing is booked.")
    except AlreadyBooked:
        return changed(request, token, "Your school has places by another booking. Nothing more is booked.")
    return redirect("booking", booking_token(booking))


@by_link
@require_POST
def decline(request, token):
    group = access.get_waiting_group_by_token_or_404(token)
    try:
        decline_offer(group=group, now=now())
    except NotInThisState:
        return changed(request, token, "There is no offer to decline.")
    messages.success(request, "You have declined the offer. The places go to the next school.")
    return redirect("waiting", token)


@by_link
@require_POST
def leave(request, token):
    group = access.get_waiting_group_by_token_or_404(token)
    try:
        leave_list(group=group, now=now())
    except NotInThisState:
        return changed(request, token, "Your school is not on the list any more.")
    messages.success(request, "Your school is no longer on the waiting list.")
    return redirect("waiting", token)
