from dataclasses import dataclass

from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.db.models.functions import Lower

from cms.models import User


@dataclass(frozen=True)
class SecondFactors:
    """What a person has set up. Recovery codes help out; alone they are no second factor."""

    app: bool
    passkeys: int
    recovery_codes_left: int
    keys: frozenset  # (pk, type) of each factor proper

    @property
    def any(self) -> bool:
        return bool(self.keys)


def second_factors(user) -> SecondFactors:
    rows = list(Authenticator.objects.filter(user=user)) if user.is_authenticated else []
    kinds = [row.type for row in rows]
    codes = [row for row in rows if row.type == Authenticator.Type.RECOVERY_CODES]
    return SecondFactors(
        app=Authenticator.Type.TOTP in kinds,
        passkeys=kinds.count(Authenticator.Type.WEBAUTHN),
        recovery_codes_left=sum(len(row.wrap().get_unused_codes()) for row in codes),
        keys=frozenset((row.pk, row.type) for row in rows if row not in codes),
    )


def open_devices(user) -> list[UserSession]:
    """Sessions that are still alive; those that have ended are forgotten on the way."""
    return UserSession.objects.purge_and_list(user)


def person_with_address(address: str) -> User | None:
    """Exactly this address (given in small letters) and an active account; look-alikes are other addresses."""
    return User.objects.alias(small=Lower("email")).filter(small=address, is_active=True).first()
