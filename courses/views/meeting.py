"""The meeting room: what the leads of one school write and agree together."""

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.timezone import localdate, now
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from cms import pupils
from cms.views import saving
from courses import access
from courses.calendarfeed import feed_of
from courses.domain import meeting as domain
from courses.domain.progress import PupilNumber
from courses.forms.meeting import ActionForm, CompleteForm, NoteForm, SettleForm, SlotForm
from courses.queries import meeting as queries

COMPLETE = "The meeting is complete. Reopen it to change something."
REASON = "What is done in another way, or dropped, needs a reason in a few words."


def meetings(request):
    lead = access.get_lead_or_404(request.user)
    context = {
        "lead": lead,
        "lines": queries.meeting_lines(lead),
        "actions": queries.open_actions(lead),
        "slot": queries.slot_of(lead),
        "today": localdate(),
    }
    return render(request, "courses/meeting/meetings.html", context)


def room(request, slug):
    return room_page(request, access.get_room_or_404(request.user, slug))


def room_page(request, room, *, status=200, **typed):
    """Also the answer to a form that could not be taken, with what was typed."""
    context = {
        "room": room,
        "action_form": ActionForm(),
        "complete_form": CompleteForm(),
        "today": localdate(),
        **typed,
    }
    return render(request, "courses/meeting/room.html", context, status=status)


@require_POST
def save_note(request, slug, number):
    room, talk = access.get_talk_or_404(request.user, slug, number)
    form = NoteForm(request.POST)
    if not form.is_valid():
        message = next(iter(form.errors.values()))[0]
        return not_kept(request, room, number, message, 400)
    moment = now()
    held = domain.open_meeting(lead=room.lead, meeting=room.meeting, now=moment)
    try:
        saved = domain.save_note(held=held, prompt=talk.prompt, by=request.user, now=moment, **form.cleaned_data)
    except PupilNumber:
        return not_kept(request, room, number, pupils.REFUSAL, 400)
    except domain.IsComplete:
        return not_kept(request, room, number, COMPLETE, 409)
    except domain.NoteNewer as newer:
        return clash(request, room, number, newer.stands)
    if saving.wants_json(request):
        return saving.saved(saved.seq, saved.saved_at)
    return redirect(f"{reverse('meeting', args=[slug])}#prompt-{number}")


def not_kept(request, room, number, message, status):
    if saving.wants_json(request):
        return saving.refused(message)
    typed = {"number": number, "text": request.POST.get("text", ""), "error": message}
    return room_page(request, room, status=status, typed=typed)


def clash(request, room, number, stands):
    """Both texts, to be put together; the next save takes the place of both and loses neither."""
    who = stands.saved_by.name if stands.saved_by else "Somebody who has left"
    message = f"{who} saved this note at {saving.clock(stands.saved_at)}, while you were writing."
    if saving.wants_json(request):
        return saving.both_stand(message, stands.seq, stands.text)
    typed = {
        "number": number,
        "text": queries.together(stands.text, request.POST.get("text", "")),
        "error": f"{message} Their text stands above yours: make one of the two, then save.",
        "seq": stands.seq + 1,
    }
    return room_page(request, room, status=409, typed=typed)


# Actions --------------------------------------------------------------------------------------------------------


@require_POST
def add_action(request, slug):
    room = access.get_room_or_404(request.user, slug)
    form = ActionForm(request.POST)
    if form.is_valid():
        moment = now()
        held = domain.open_meeting(lead=room.lead, meeting=room.meeting, now=moment)
        try:
            domain.add_action(held=held, by=request.user, now=moment, **form.cleaned_data)
        except domain.IsComplete:
            form.add_error(None, COMPLETE)
        else:
            return redirect(f"{reverse('meeting', args=[slug])}#actions")
    return room_page(request, room, status=422, action_form=form)


@require_POST
def remove_action(request, pk):
    action = access.get_meeting_action_or_404(request.user, pk)
    try:
        domain.remove_action(action=action)
    except domain.IsComplete:
        messages.error(request, COMPLETE)
    return redirect(f"{reverse('meeting', args=[action.held.meeting.slug])}#actions")


@require_POST
def settle_action(request, pk):
    action = access.get_meeting_action_or_404(request.user, pk)
    form = SettleForm(request.POST)
    try:
        if form.is_valid():
            domain.settle_action(action=action, now=now(), **form.cleaned_data)
        else:
            messages.error(request, next(iter(form.errors.values()))[0])
    except domain.NeedsReason:
        messages.error(request, REASON)
    return redirect("meetings")


# The whole meeting ----------------------------------------------------------------------------------------------


@require_POST
def complete(request, slug):
    room = access.get_room_or_404(request.user, slug)
    form = CompleteForm(request.POST)
    if form.is_valid():
        try:
            if room.held is None:
                raise domain.NotComplete(list(room.missing))
            domain.complete_meeting(held=room.held, by=request.user, now=now(), **form.cleaned_data)
        except domain.NotComplete as refused:
            for sentence in refused.missing:
                form.add_error(None, sentence)
        else:
            messages.success(request, f"{room.meeting} is complete, for all leads of your school.")
            return redirect("meetings")
    return room_page(request, room, status=422, complete_form=form)


@require_POST
def reopen(request, slug):
    room = access.get_held_room_or_404(request.user, slug)
    try:
        domain.reopen_meeting(held=room.held, by=request.user, now=now())
    except domain.TooLate:
        messages.error(request, f"A meeting is reopened within {queries.MOST_DAYS_TO_REOPEN} days of being complete.")
    else:
        messages.success(request, "The meeting is open again. That it was reopened stands in its history.")
    return redirect("meeting", slug)


@require_POST
def share(request, slug):
    room = access.get_held_room_or_404(request.user, slug)
    shared = request.POST.get("shared") == "1"
    domain.share_meeting(held=room.held, shared=shared, by=request.user, now=now())
    words = "Your facilitators may read these notes." if shared else "Only your school reads these notes."
    messages.success(request, words)
    return redirect("meeting", slug)


def notes(request):
    """Everything on one page, to be printed."""
    lead = access.get_lead_or_404(request.user)
    return render(request, "courses/meeting/notes.html", {"lead": lead, "all_held": queries.all_notes(lead)})


def shared_notes(request, pk):
    """What the school of a lead shares with its facilitators."""
    enrolment = access.get_facilitated_enrolment_or_404(request.user, pk)
    held = queries.shared_meetings(school_id=enrolment.school_id, cohort_id=enrolment.cohort_id)
    return render(request, "courses/meeting/shared.html", {"enrolment": enrolment, "all_held": held})


# When the school meets ------------------------------------------------------------------------------------------


def slot(request):
    lead = access.get_lead_or_404(request.user)
    known = queries.slot_of(lead)
    initial = {name: getattr(known, name) for name in SlotForm.base_fields} if known else {}
    if known:
        initial["starts_at"] = f"{known.starts_at:%H:%M}"
    form = SlotForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        domain.set_slot(lead=lead, now=now(), **form.cleaned_data)
        messages.success(request, "The time is kept. It stands in the calendars of all leads of your school.")
        return redirect("meeting_slot")
    context = {"lead": lead, "form": form, "slot": known, "feed": feed_address(request.user)}
    return render(request, "courses/meeting/slot.html", context, status=422 if request.method == "POST" else 200)


def feed_address(user) -> str:
    key = queries.feed_key(user)
    return settings.SITE_URL + reverse("calendar_feed", args=[key]) if key else ""


@require_POST
def renew_feed(request):
    access.get_lead_or_404(request.user)
    had_one = bool(queries.feed_key(request.user))
    domain.renew_feed(user=request.user, now=now())
    words = "The old address shows nothing any more. Give your calendar the new one." if had_one else "Here it is."
    messages.success(request, words)
    return redirect("meeting_slot")


@login_not_required
@never_cache
def calendar_feed(request, key):
    """Fetched by calendar programs, which do not sign in: the address is the secret."""
    user = access.get_feed_owner_or_404(key)
    feed = feed_of(queries.appointments_of(user), name="Touchstone: meetings")  # names nobody, whoever gets the address
    response = HttpResponse(feed, content_type="text/calendar; charset=utf-8")
    response.headers["Content-Disposition"] = 'attachment; filename="touchstone.ics"'
    response.headers["X-Robots-Tag"] = "noindex"
    return response
