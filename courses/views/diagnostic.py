"""The pre-test and the post-test as a lead meets them: answered in any order, left and resumed, handed in whole."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.timezone import now
from django.views.decorators.http import require_POST

from cms.views import saving
from courses import access
from courses.domain import diagnostic as domain
from courses.queries.diagnosticscore import results_of
from quizzes.domain.attempt import AnswerOlder
from quizzes.domain.paper import PaperHandedIn
from quizzes.forms.answer import AnswerUnreadable, read_answer
from quizzes.queries.paper import PaperNotShown, marked_paper, open_paper, places_on

NOT_OPEN = "This test cannot be answered now."


def tests(request):
    desk = access.get_desk_or_404(request.user)
    return render(request, "courses/diagnostic/tests.html", {"desk": desk, "results": results_of(desk)})


@require_POST
def start(request, test):
    desk, _ = access.get_turn_or_404(request.user, test)
    try:
        domain.start_test(lead=desk.lead, occasion=test, user=request.user, now=now())
    except domain.NotOpen:
        messages.error(request, NOT_OPEN)
        return redirect("tests")
    return redirect("test_paper", test)


def paper(request, test):
    _, turn, sitting = access.get_sitting_or_404(request.user, test)
    return paper_page(request, turn, sitting) if turn.is_for_now else redirect("tests")


def paper_page(request, turn, sitting, *, status=200):
    try:
        items = open_paper(sitting.attempt, user=request.user, action=lambda key: f"{turn.path}answer/{key}/")
    except PaperNotShown:
        return redirect("tests")
    return render(request, "courses/diagnostic/paper.html", {"turn": turn, "items": items}, status=status)


@require_POST
def answer(request, test, key):
    desk, turn, sitting, asked = access.get_test_question_or_404(request.user, test, key)
    try:
        given = read_answer(request.POST, question=asked.question)
        saved = domain.save_test_answer(
            lead=desk.lead,
            sitting=sitting,
            now=now(),
            question=asked.question,
            version=given.version,
            response=given.response,
            order=given.order,
            seq=given.seq,
        )
    except AnswerUnreadable as error:
        return not_kept(request, turn, sitting, saving.refused(error.sentence), error.sentence)
    except AnswerOlder as newer:
        reply = saving.newer_exists(newer.message, newer.answer.seq)
        return not_kept(request, turn, sitting, reply, newer.message)
    except (PaperHandedIn, domain.NotOpen) as closed:
        message = str(closed) or NOT_OPEN
        return not_kept(request, turn, sitting, saving.already_checked(message), message)
    if saving.wants_json(request):
        return saving.saved(saved.seq, saved.saved_at)
    return redirect(f"{turn.path}{next_anchor(sitting, asked)}")


def next_anchor(sitting, asked) -> str:
    """Where somebody without JavaScript goes on: at the next question, after the last one at the foot of the page."""
    later = sitting.attempt.quiz.items.filter(position__gt=asked.position).order_by("position")
    key = later.values_list("question__key", flat=True).first()
    return f"#q-{key}" if key else "#hand-in"


def not_kept(request, turn, sitting, reply, message):
    """`reply` is what the script is told; everybody else gets a page that says the same."""
    if saving.wants_json(request):
        return reply
    messages.error(request, message)
    if sitting.attempt.finished_at or not turn.is_for_now:
        return redirect("tests")
    return paper_page(request, turn, sitting, status=reply.status_code)


def hand_in(request, test):
    desk, turn, sitting = access.get_sitting_or_404(request.user, test)
    if not turn.is_for_now:
        return redirect("tests")
    if request.method != "POST":
        places = places_on(sitting.attempt)
        blanks = [place for place in places if place.is_blank]
        context = {"turn": turn, "places": places, "blanks": blanks, "answered": len(places) - len(blanks)}
        return render(request, "courses/diagnostic/hand_in.html", context)
    try:
        domain.hand_in_test(lead=desk.lead, sitting=sitting, now=now())
    except domain.NotOpen:
        messages.error(request, NOT_OPEN)
    return redirect("tests")


def review(request, test):
    turn, sitting = access.get_released_sitting_or_404(request.user, test)
    marked = marked_paper(sitting.attempt, user=request.user)
    return render(request, "courses/diagnostic/review.html", {"turn": turn, "marked": marked})
