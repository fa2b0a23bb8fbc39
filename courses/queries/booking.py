from django.core import signing

from courses.models import Booking, WaitingGroup

BOOKING_SIGNER = signing.Signer(salt="courses.booking")
WAITING_SIGNER = signing.Signer(salt="courses.waiting")


def booking_token(booking: Booking) -> str:
    return BOOKING_SIGNER.sign_object(booking.pk)


def read_booking_token(token: str) -> int | None:
    try:
        return BOOKING_SIGNER.unsign_object(token)
    except (signing.BadSignature, ValueError):
        return None


def waiting_token(group: WaitingGroup) -> str:
    return WAITING_SIGNER.sign_object(group.pk)


def read_waiting_token(token: str) -> int | None:
    try:
        return WAITING_SIGNER.unsign_object(token)
    except (signing.BadSignature, ValueError):
        return None
