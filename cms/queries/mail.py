import email
import email.policy
import hashlib
from email.utils import parsedate_to_datetime
from pathlib import Path

from django.core import signing

from cms.models import Mail, MailStop, User

STOP_SIGNER = signing.Signer(salt="cms.stop-mail")
BETWEEN_MESSAGES = b"\n" + b"-" * 79 + b"\n"  # written by Django's backend for files


def mails_to(user):
    """What was sent to this person, the newest first."""
    return Mail.objects.filter(user=user).defer("text", "html")


def people_without(kind: str) -> set[int]:
    """Who has stopped mails of this kind."""
    return set(MailStop.objects.filter(kind=kind, user__isnull=False).values_list("user", flat=True))


def has_stopped(who: int | str, kind: str) -> bool:
    return MailStop.objects.filter(**recipient(who), kind=kind).exists()


def address_digest(address: str) -> str:
    """Stands for an address without an account. It depends on no key: a stop outlives a new SECRET_KEY."""
    return hashlib.sha256(f"cms.mail-stop:{address.strip().lower()}".encode()).hexdigest()


def recipient(who: int | str) -> dict[str, int | str]:
    """The fields of a stop: `who` is the id of a person with an account, or the digest of an address."""
    return {"user_id": who} if isinstance(who, int) else {"address_digest": who}


def stop_token(who: int | str, kind: str) -> str:
    """Signed, and good for stopping one kind of mail to one person; it lasts as long as the mail may be kept."""
    return STOP_SIGNER.sign_object([who, kind])


def read_stop_token(token: str) -> tuple[int | str, str] | None:
    """The person, who is still there where there was an account, and the kind of mail."""
    try:
        who, kind = STOP_SIGNER.unsign_object(token)
    except (signing.BadSignature, ValueError):
        return None
    return (who, kind) if isinstance(who, str) or User.objects.filter(pk=who).exists() else None


def demonstration_mails(folder: str, *, to: str = "", limit: int = 100) -> list[dict]:
    """The mails in the folder of the demonstration, the newest first: all, or those to one address."""
    # A mail tells its time to the second only: of two in one second the file that was written later is newer
    paths = sorted(Path(folder).glob("*.log"), key=lambda path: path.stat().st_mtime_ns)
    messages = [
        message
        for path in paths
        for part in path.read_bytes().split(BETWEEN_MESSAGES)
        if part.strip() and (message := _message(part)) and to in ("", message["to"])
    ]
    return sorted(reversed(messages), key=lambda message: message["sent_at"], reverse=True)[:limit]


def _message(part):
    message = email.message_from_bytes(part.strip() + b"\n", policy=email.policy.default)
    body = message.get_body(("plain",))
    if body is None or not message["Date"]:
        return None
    return {
        "to": message["To"],
        "subject": message["Subject"],
        "sent_at": parsedate_to_datetime(message["Date"]),
        "text": body.get_content().strip(),
    }
