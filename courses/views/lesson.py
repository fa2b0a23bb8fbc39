"""A lesson as leads read it and write in it. Its questions are answered in views/answer.py."""

from contextlib import suppress

from django.contrib.auth.decorators import login_not_required
from django.shortcuts import redirect, render
from django.utils.timezone import now
from django.views.decorators.http import require_POST

from cms import pupils
from cms.views import saving
from cms.views.pagecache import public_page
from courses import access
from courses.domain import progress as domain
from courses.forms.reflection import ReflectionForm
from courses.queries.lessonview import Typed, lesson_chunks, lesson_parts


@login_not_required  # samples are public; courses.access answers 404 for everything else
@public_page()
def read(request, module, slug):
    visit = access.get_lesson_or_404(request.user, module, slug)
    return lesson_page(request, visit, again=request.GET.get("again", "")[:60])


def lesson_page(request, visit, *, again="", look="", typed=None, status=200):
    """The whole lesson; also the answer to a form of it that could not be taken."""
    neighbours = visit.outline.neighbours(visit.lesson)
    context = {
        "lead": visit.lead,
        "is_team": request.user.is_authenticated,
        "share_title": visit.lesson.title,
        "share_description": visit.lesson.intention,
        "outline": visit.outline,
        "chunks": lesson_chunks(visit, request.user, again=again, look=look, typed=typed),
        "neighbours": [one if one and (visit.lead or one.is_sample) else None for one in neighbours],
        **parts_context(visit),
    }
    return render(request, "courses/lesson/lesson.html", context, status=status)


def parts_context(visit):
    asks = visit.lead and visit.lesson.is_written
    return {
        "lesson": visit.lesson,
        "done": visit.reading.done,
        "checklist": lesson_parts(visit.reading) if asks else None,
    }


def parts(request, module, slug):
    """The checklist alone: htmx asks for it when a part may have been finished."""
    visit = access.get_answerable_lesson_or_404(request.user, module, slug)
    return render(request, "courses/lesson/parts.html", parts_context(visit))


@require_POST
def tick(request, module, slug):
    visit = access.get_answerable_lesson_or_404(request.user, module, slug)
    with suppress(domain.NothingToTick):  # the lesson has gained parts meanwhile: the page that follows shows them
        domain.tick_lesson(lead=visit.lead, lesson_pk=visit.lesson.pk, body=visit.reading.body, now=now())
    return redirect(f"{visit.lesson.path}#parts")


@require_POST
def reflect(request, module, slug, block):
    visit = access.get_reflection_or_404(request.user, module, slug, str(block))
    form = ReflectionForm(request.POST)
    if not form.is_valid():
        return not_kept(request, visit, block, "A reflection has at most 10,000 characters.", 400)
    moment = now()
    try:
        domain.save_reflection(
            lead=visit.lead,
            lesson_pk=visit.lesson.pk,
            body=visit.reading.body,
            block=str(block),
            now=moment,
            **form.cleaned_data,
        )
    except domain.PupilNumber:
        return not_kept(request, visit, block, pupils.REFUSAL, 400)
    except domain.TextOlder as newer:
        message = f"A newer text was saved at {saving.clock(newer.saved_at)}, on another page or device."
        if saving.wants_json(request):
            return saving.newer_exists(message, newer.seq)
        return not_kept(request, visit, block, f"{message} Yours stands here: save it to replace the other.", 409)
    if saving.wants_json(request):
        return saving.saved(form.cleaned_data["seq"], moment)
    return redirect(f"{visit.lesson.path}#reflection-{block}")


def not_kept(request, visit, block, message, status):
    """The page again with what was typed, so that nothing is lost."""
    if saving.wants_json(request):
        return saving.refused(message)
    typed = Typed(block=str(block), text=request.POST.get("text", ""), error=message)
    return lesson_page(request, visit, typed=typed, status=status)
