"""What a corrected key would do to first answers, shown before it is applied."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from quizzes import access
from quizzes.domain.regrade import RegradeOutdated
from quizzes.domain.regrade import regrade as apply_regrade
from quizzes.queries.regrade import regrade_of
from quizzes.views.bank import crumbs


def regrade(request, pk):
    question = access.get_bank_question_or_404(request.user, pk)
    if request.method == "POST":
        return mark_again(request, question)
    context = {
        "question": question,
        "regrade": regrade_of(question),
        "breadcrumbs_items": crumbs(question, "Mark again"),
        "header_title": f"Mark {question.key} again",
        "header_icon": "rotate",
    }
    return render(request, "quizzes/admin/regrade.html", context)


def mark_again(request, question):
    may_lower = request.POST.get("policy") == "all"
    try:
        applied = apply_regrade(
            question=question,
            digest=request.POST.get("digest", ""),
            may_lower=may_lower,
            by=request.user,
            now=timezone.now(),
        )
    except RegradeOutdated:
        messages.error(request, "Answers or the question changed since this was shown. Here is how it stands now.")
        return redirect(reverse("question:regrade", args=[question.pk]))
    moved = sum(bool(move.change) for move in applied)
    messages.success(
        request,
        f"Marked {len(applied)} first answers again by version {question.current.number}; {moved} scores moved.",
    )
    return redirect(reverse("question:inspect", args=[question.pk]))
