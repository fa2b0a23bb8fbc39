"""Handing over a place: asked for by a lead, a colleague or the booker, decided by the facilitator or the office."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.timezone import localdate, now
from django.views.decorators.http import require_POST

from courses import access
from courses.domain import grace as grace_domain
from courses.domain import handover as domain
from courses.forms.handover import HandOverForm, JoinerForm, LeaveForm, RefusalForm
from courses.models import Grace, HandOver
from courses.queries import handover as queries
from courses.views.draft import by_link as link_view


def ask(request):
    """A lead hands over their own place or a colleague's."""
    lead = access.get_lead_or_404(request.user)
    places = list(queries.handable(school_id=lead.school_id, cohort_id=lead.cohort_id))
    form = HandOverForm(request.POST or None, places=places, initial={"place": lead.enrolment_id})
    if request.method == "POST" and form.is_valid():
        place = chosen(form, places)
        asked = attempt(form, domain.ask_hand_over, enrolment=place, by=request.user)
        if asked:
            messages.success(request, said(asked))
            is_own = asked.state == HandOver.State.DONE and place.user_id == request.user.pk
            return redirect("record" if is_own else "hand_over")
    context = {
        "lead": lead,
        "form": form,
        "places": places,
        "asked": queries.school_hand_overs(school_id=lead.school_id, cohort_id=lead.cohort_id),
    }
    return answer(request, "courses/handover/ask.html", context)


def chosen(form, places):
    pk = form.cleaned_data.pop("place")
    return next(place for place in places if place.pk == pk)


@require_POST
def take_back(request, pk):
    lead = access.get_lead_or_404(request.user)
    found = access.get_own_hand_over_or_404(lead, pk)
    try:
        domain.take_back_hand_over(hand_over=found, by=request.user, now=now())
    except domain.NotOpen:
        messages.error(request, "It could not be taken back: it has been answered or carried out in the meantime.")
    else:
        messages.success(request, f"The place of {found.leaver.user.name} is not handed over.")
    return redirect("hand_over")


@link_view
def by_link(request, token):
    """The booker, who need not have an account, for the places of their booking."""
    booking = access.get_booking_by_token_or_404(token)
    places = list(queries.handable_of_booking(booking))
    form = HandOverForm(request.POST or None, places=places)
    if request.method == "POST" and form.is_valid():
        asked = attempt(form, domain.ask_hand_over, enrolment=chosen(form, places), by=None)
        if asked:
            messages.success(request, said(asked))
            return redirect("hand_over_by_link", token)
    context = {
        "booking": booking,
        "token": token,
        "form": form,
        "places": places,
        "asked": queries.school_hand_overs(school_id=booking.school_id, cohort_id=booking.cohort_id),
    }
    return answer(request, "courses/handover/by_link.html", context)


# The facilitator ------------------------------------------------------------------------------------------------


def hand_overs(request):
    access.get_facilitator_or_404(request.user)
    return list_page(request, RefusalForm())


def list_page(request, form, *, refused: int | None = None):
    context = {
        "hand_overs": queries.facilitated_hand_overs(request.user),
        "graces": queries.facilitated_graces(request.user),
        "form": form,
        "refused": refused,
        "today": localdate(),
    }
    return render(request, "courses/handover/list.html", context, status=422 if refused else 200)


@require_POST
def decide(request, pk):
    found = access.get_facilitated_hand_over_or_404(request.user, pk)
    form = RefusalForm(request.POST)
    try:
        if request.POST.get("do") == "agree":
            agreed = domain.agree_hand_over(hand_over=found, by=request.user, now=now())
            messages.success(request, said(agreed))
        elif form.is_valid():
            text = form.cleaned_data["answer"]
            domain.refuse_hand_over(hand_over=found, answer=text, by=request.user, now=now())
            messages.success(request, f"The place of {found.leaver.user.name} is not handed over. Your answer is sent.")
        else:
            return list_page(request, form, refused=found.pk)
    except domain.NotOpen:
        messages.error(request, "This has been decided or taken back in the meantime.")
    except domain.AlreadyEnrolled:
        messages.error(request, "Who was to take over has a place in this cohort already. Refuse it with a reason.")
    return redirect("hand_overs")


def by_facilitator(request, pk):
    enrolment = access.get_facilitated_enrolment_or_404(request.user, pk)
    return team_page(request, enrolment, back="facilitate_lead", after=lambda: redirect("facilitate_lead", pk))


def by_office(request, pk):
    enrolment = access.get_office_enrolment_or_404(request.user, pk)
    booking = queries.booker_of(enrolment)
    after = redirect("office_booking", booking.pk) if booking else redirect("office")
    return team_page(request, enrolment, back="office", after=lambda: after)


def team_page(request, enrolment, *, back: str, after):
    """The facilitator or the office hands over at once, or notes that a lead leaves and nobody follows yet."""
    is_leaving = request.POST.get("do") == "leave"
    form = JoinerForm(None if is_leaving else request.POST or None)
    leave = LeaveForm(request.POST if is_leaving else None, auto_id="leave_%s")
    if request.method == "POST" and (leave if is_leaving else form).is_valid():
        if is_leaving and leave_place(request, enrolment, leave):
            return after()
        if not is_leaving:
            done = attempt(form, domain.hand_over, enrolment=enrolment, by=request.user)
            if done:
                messages.success(request, said(done))
                return after()
    context = {
        "enrolment": enrolment,
        "form": form,
        "leave": leave,
        "back": back,
        "asked": queries.school_hand_overs(school_id=enrolment.school_id, cohort_id=enrolment.cohort_id),
    }
    return answer(request, "courses/handover/team.html", context)


def leave_place(request, enrolment, form) -> bool:
    try:
        grace = grace_domain.leave_place(enrolment=enrolment, by=request.user, now=now(), **form.cleaned_data)
    except grace_domain.AlreadyLeft:
        form.add_error(None, "This lead has left or finished already.")
        return False
    except grace_domain.NotYet:
        form.add_error("on", "This day lies ahead. Note it when it is here, or name who takes over on it.")
        return False
    until = f" One lead is left: the days of grace end on {queries.long_date(grace.until)}." if grace else ""
    messages.success(request, f"{enrolment.user.name} has left.{until}")
    return True


@require_POST
def decide_grace(request, pk):
    found = access.get_facilitated_grace_or_404(request.user, pk)
    decision = request.POST.get("decision", "")
    if decision not in (Grace.Decision.ALONE, Grace.Decision.PAUSE, Grace.Decision.END):
        messages.error(request, "Choose how the school goes on.")
        return redirect("hand_overs")
    try:
        grace_domain.decide_grace(grace=found, decision=decision, by=request.user, now=now())
    except grace_domain.AlreadyDecided:
        messages.error(request, "This has been decided, or another lead has joined, in the meantime.")
    else:
        messages.success(request, f"{found.school}: {Grace.Decision(decision).label.lower()}. The lead is told.")
    return redirect("hand_overs")


# What all of them share -----------------------------------------------------------------------------------------


def attempt(form, verb, *, enrolment, by) -> HandOver | None:
    try:
        return verb(enrolment=enrolment, by=by, now=now(), **form.cleaned_data)
    except domain.SamePerson:
        form.add_error("email", "This is the address of who leaves. Give that of the colleague who takes over.")
    except domain.AlreadyEnrolled:
        form.add_error("email", "This person has, or is promised, a place in this cohort already. Name somebody else.")
    except domain.OutsideYear:
        form.add_error("on", "The day lies before this lead joined or after the end of the year. Give one between.")
    except domain.NoPlace:
        form.add_error(None, "This place has been handed over, or is about to be. Nothing was changed.")
    return None


def said(hand_over: HandOver) -> str:
    joiner = f"{hand_over.first_name} {hand_over.last_name}"
    if hand_over.state == HandOver.State.ASKED:
        return f"The facilitator has been asked whether {joiner} may take over. You will get an e-mail."
    if hand_over.state == HandOver.State.PLANNED:
        return f"{joiner} takes over on {queries.long_date(hand_over.on)}. The invitation goes on that day."
    return f"{joiner} has taken over the place of {hand_over.leaver.user.name}. The invitation is on its way."


def answer(request, template: str, context: dict):
    return render(request, template, context, status=200 if request.method == "GET" else 422)
