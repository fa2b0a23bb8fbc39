"""What changes a person's account from the outside: the team's verbs, and one truth about addresses."""

from allauth.account.models import EmailAddress
from allauth.usersessions.models import UserSession
from django.db import transaction


@transaction.atomic
def keep_addresses_true(*, user) -> None:
    """`User.email` is the one truth: allauth's table holds that address, verified, and no other for this person.

    The team gave the address or the person proved it; an old one left behind here would still open the account.
    """
    wanted = EmailAddress.objects.filter(user=user, email=user.email, verified=True, primary=True)
    if wanted.exists() and EmailAddress.objects.filter(user=user).count() == 1:
        return
    EmailAddress.objects.filter(user=user).delete()
    EmailAddress.objects.filter(email=user.email).delete()
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)


@transaction.atomic
def deactivate_person(*, user, by, now) -> None:
    """The person cannot sign in any more and every open session ends; what they wrote stays."""
    user.is_active = False
    user.save(update_fields=["is_active"])
    sign_out_everywhere(user=user, by=by, now=now)


def sign_out_everywhere(*, user, by, now) -> None:
    for session in UserSession.objects.filter(user=user):
        session.end()
