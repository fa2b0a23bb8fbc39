from django.contrib.auth.decorators import login_required
from django.db import transaction
from django.http import HttpResponse, JsonResponse
from django.urls import path
from django.utils import timezone

from bench.bare.models import Answer

PARAGRAPH = "<p>An assessment is worth what is done with it afterwards, and no more than that.</p>\n"
PAGE = f"<!doctype html><html lang=en><title>R</title><body>{PARAGRAPH * (20_000 // len(PARAGRAPH))}</body></html>"


@login_required
def page(request):
    return HttpResponse(PAGE)


@login_required
def save(request):
    user, seq = request.user, int(request.POST["seq"])
    user.pk  # noqa: B018 - the session and the person are read before the lock is taken
    with transaction.atomic():
        newest = Answer.objects.filter(user=user, question="q").order_by("-pk").values_list("seq", flat=True).first()
        Answer.objects.create(
            user=user,
            question="q",
            response={"choice": request.POST["choice"]},
            seq=max(seq, newest or 0),
            saved_at=timezone.now(),
        )
    return JsonResponse({"saved": True, "seq": seq})


urlpatterns = [path("page/", page), path("save/", save)]
