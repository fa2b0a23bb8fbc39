"""The replies to a form that saves itself (static/js/autosave.js): JSON to the script, pages to everybody else."""

from datetime import datetime

from django.http import HttpRequest, JsonResponse
from django.utils.timezone import localtime


def wants_json(request: HttpRequest) -> bool:
    return request.headers.get("Accept", "").startswith("application/json")


def clock(moment: datetime) -> str:
    return localtime(moment).strftime("%H:%M")


def saved(seq: int, moment: datetime) -> JsonResponse:
    return JsonResponse({"saved": clock(moment), "seq": seq})


def refused(message: str) -> JsonResponse:
    return JsonResponse({"message": message}, status=400)


def newer_exists(message: str, seq: int) -> JsonResponse:
    return JsonResponse({"problem": "newer", "message": message, "seq": seq}, status=409)


def both_stand(message: str, seq: int, theirs: str) -> JsonResponse:
    """Somebody else has saved a text meanwhile: here it is, to be put together with the one that was sent."""
    return JsonResponse({"problem": "both", "message": message, "seq": seq, "theirs": theirs}, status=409)


def already_checked(message: str) -> JsonResponse:
    return JsonResponse({"problem": "checked", "message": message}, status=409)
