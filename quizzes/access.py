"""Fetch and "may you?" in one call; those who may not know get 404. Who may answer is asked in courses."""

from django.http import Http404

from quizzes.models import Intake, Question


def may_edit_questions(user) -> bool:
    return user.is_authenticated and user.has_perm("quizzes.change_question")


def get_editor_or_404(user) -> None:
    if not may_edit_questions(user):
        raise Http404("Only editors see the question bank.")


def get_bank_question_or_404(user, pk: int) -> Question:
    get_editor_or_404(user)
    question = Question.objects.select_related("current").filter(pk=pk).first()
    if question is None:
        raise Http404("There is no such question.")
    return question


def get_intake_or_404(user, pk: int) -> Intake:
    """Uploads wait for the person who sent them: what stands in them is nobody else's yet."""
    get_editor_or_404(user)
    intake = Intake.objects.filter(pk=pk, by=user).first()
    if intake is None:
        raise Http404("This upload is not yours, or is no longer kept.")
    return intake
