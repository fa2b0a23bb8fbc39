from django.contrib import messages
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_POST

from cms.access import get_failed_task_or_404
from cms.domain.task import AlreadySettled, run_failed_task_again, settle_failed_task


@require_POST
def run_again(request, pk):
    return _deal_with(request, pk, run_failed_task_again, "The task runs again.")


@require_POST
def settle(request, pk):
    return _deal_with(request, pk, settle_failed_task, "The task is settled.")


def _deal_with(request, pk, verb, done):
    failed = get_failed_task_or_404(request.user, pk)
    try:
        verb(failed=failed, by=request.user, now=timezone.now())
    except AlreadySettled:
        messages.info(request, "Somebody has dealt with this task already.")
    else:
        messages.success(request, done)
    return redirect("failed_tasks:index")
