"""What changes a person's account from the outside: the team's verbs, and one truth about addresses."""

from allauth.account.models import EmailAddress
from allauth.usersessions.models import UserSession
from django.contrib.auth.hashers import make_password
from django.db import transaction
from django.db.models import Q

from cms.models import User


@transaction.atomic
def settle_account(*, user) -> None:
    """Before each sign-in: mend what the team's form for people leaves open.

    `User.email` is the one truth, in small letters: allauth's table holds that address, verified because the team
    gave it or the person proved it, and no other for this person; an old one left behind would still open the
    account. An empty password becomes none at all, or the person would be asked for it.
    """
    if user.email != user.email.lower() or not user.password:
        user.email = user.email.lower()
        if not user.password:
            user.set_unusable_password()
        user.save(update_fields=["email", "password"])
    _keep_one_address(user)


def _keep_one_address(user):
    mine = list(EmailAddress.objects.filter(user=user))
    if [(row.email, row.verified, row.primary) for row in mine] == [(user.email, True, True)]:
        return
    EmailAddress.objects.filter(Q(user=user) | Q(email=user.email)).delete()
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


@transaction.atomic
def open_accounts(*, people) -> dict[str, User]:
    """An account for each person of (first_name, last_name, email in small letters), by address: whose it is already
    stays as it is, a new one is signed in to by a code. As many queries for one as for many."""
    people = {person.email: person for person in people}
    users = {user.email.lower(): user for user in User.objects.filter(email__in=people)}
    new = [
        User(email=email, first_name=person.first_name, last_name=person.last_name, password=make_password(None))
        for email, person in people.items()
        if email not in users
    ]
    if new:
        # Somebody else may be writing the same person at this moment: then theirs is the account
        User.objects.bulk_create(new, ignore_conflicts=True)
        users = {user.email.lower(): user for user in User.objects.filter(email__in=people)}
        addresses = [user.email for user in new]
        EmailAddress.objects.filter(email__in=addresses).delete()
        EmailAddress.objects.bulk_create(
            EmailAddress(user=users[address], email=address, verified=True, primary=True) for address in addresses
        )
    return users
