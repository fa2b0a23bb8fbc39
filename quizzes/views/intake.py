"""Questions come into the bank from files of other systems: upload, look, confirm."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from quizzes import access
from quizzes.domain.intake import IntakeOutdated, receive_questions, take_questions
from quizzes.formats.exchange import MOST_BYTES, Defaults, ImportRefused
from quizzes.forms.bank import TakeForm, UploadForm
from quizzes.models import Question
from quizzes.queries.intake import digest_of, planned
from quizzes.views.bank import crumbs


def upload(request):
    access.get_editor_or_404(request.user)
    form = UploadForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        try:
            intake = receive(form, by=request.user)
        except ImportRefused as refused:
            form.add_error("file", str(refused))
        else:
            return redirect(reverse("question:intake", args=[intake.pk]))
    context = {
        "form": form,
        "breadcrumbs_items": crumbs(None, "Import"),
        "header_title": "Import questions",
        "header_icon": "upload",
    }
    return render(request, "quizzes/admin/upload.html", context, status=200 if not form.errors else 422)


def receive(form, *, by):
    file, prefix = form.cleaned_data["file"], form.cleaned_data["prefix"]
    if file.size > MOST_BYTES:
        raise ImportRefused(f"The file has {file.size:,} bytes; at most {MOST_BYTES:,} are read.")
    return receive_questions(
        data=file.read(),
        name=file.name,
        format=form.cleaned_data["format"],
        defaults=Defaults(
            pillar=form.cleaned_data["pillar"],
            prefix=prefix,
            # A key made here must be free; a key that the file brings names a question of the bank, perhaps corrected
            taken=frozenset(Question.objects.filter(key__startswith=f"{prefix}-").values_list("key", flat=True)),
        ),
        by=by,
        now=timezone.now(),
    )


def intake(request, pk):
    upload = access.get_intake_or_404(request.user, pk)
    plans = planned(upload)
    takeable = [plan.key for plan in plans if plan.can_be_taken]
    form = TakeForm(request.POST or None, keys=takeable, initial={"keys": takeable, "digest": digest_of(plans)})
    if request.method == "POST" and form.is_valid():
        return take(request, upload, form)
    chosen = set(form.data.getlist("keys")) if form.is_bound else set(takeable)
    context = {
        "intake": upload,
        "plans": [(plan, plan.key in chosen) for plan in plans],
        "takeable": takeable,
        "form": form,
        "digest": digest_of(plans),
        "breadcrumbs_items": crumbs(None, "Import"),
        "header_title": f"Import {upload.file_name}",
        "header_icon": "upload",
    }
    return render(request, "quizzes/admin/intake.html", context, status=422 if form.errors else 200)


def take(request, upload, form):
    try:
        taken = take_questions(intake=upload, by=request.user, now=timezone.now(), **form.cleaned_data)
    except IntakeOutdated:
        messages.error(request, "The bank changed since this was shown, or it has been imported already. Look again.")
        return redirect(reverse("question:intake", args=[upload.pk]))
    messages.success(request, " ".join(told(taken)))
    return redirect(reverse("question:index"))


def told(taken):
    """Sentences; a corrected question is asked at once where a new one is not."""
    new = sum(question.current.number == 1 for question in taken)
    if new:
        yield f"New in the bank: {new}. A new question is asked nowhere until a quiz names it."
    if corrected := len(taken) - new:
        yield (
            f"Corrected: {corrected}. Learners meet the new version from now on, "
            "and a question’s page says which answers an earlier key marked."
        )
